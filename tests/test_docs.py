"""The pages of the documentation: links, examples, names, and what is generated."""

import doctest
import re
from pathlib import Path

import pytest
import yaml

from egovbench.base.parameters import DECLARED
from egovbench.data.dictionary import PAGE, columns_page, run_tables
from egovbench.questionnaire.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "data" / "README.md", *DOCS]
LINKS = [
    (page, target)
    for page in PAGES
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    if not target.startswith(("https://", "http://"))
]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(page):
    """The anchors that a forge gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize(("page", "target"), LINKS, ids=lambda value: str(value).rpartition("/")[2])
def test_a_link_leads_to_a_file_and_a_heading_of_it(page, target):
    name, _, anchor = target.partition("#")
    place = page.parent / name if name else page
    assert place.resolve().is_relative_to(ROOT)
    assert place.exists()
    assert not anchor or anchor in anchors(place)


def test_pages_are_linked_and_the_readme_is_short():
    linked = {(page.parent / target.partition("#")[0]).resolve() for page, target in LINKS}
    assert set(DOCS) <= linked
    assert sum("#" in target for _, target in LINKS) > 5
    # the readme can be read in a few minutes
    assert len(read("README.md").split()) <= 1000


def test_the_examples_in_python_give_what_the_page_says(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    found = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert found.attempted > 25
    assert found.failed == 0


def test_the_six_lines_of_the_readme_run():
    (block,) = re.findall(r"^    import egovbench as eb\n(?:    .*\n)+", read("README.md"), re.M)
    lines = [line.strip() for line in block.splitlines()]
    assert len(lines) == 6
    names = {}
    exec("\n".join(lines[:2]), names)
    behind, figure, sentences = (eval(line.split("#")[0], names) for line in lines[3:])
    assert 0 < len(behind) < 12
    # sections of three items or more: C has nine, A five
    assert figure.data["n_items"].tolist() == [9, 5]
    assert "Luxembourg scores 84" in sentences[0]


def test_columns_parameters_and_rules_are_listed_as_they_are():
    assert PAGE.read_text(encoding="utf-8") == columns_page()
    # each parameter is listed as it is declared
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", read("docs/runs.md"), re.M)
    assert rows == [
        (each.name, each.meaning, each.valid, f"`{each.default}`" if each.default != "" else "none")
        for each in DECLARED.values()
    ]
    # each rule of coding is listed in its order
    rows = re.findall(
        r"^\| ([a-z ]+) \| [^|]+ \| [^|]+ \| (yes|no) \|$", read("docs/method.md"), re.M
    )
    assert rows == [(rule.name, "yes" if rule.strong else "no") for rule in RULES]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name != "CHANGELOG.md"],  # which names what is gone
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_a_file_of_the_project_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:data|src|tests|notebooks|docs)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or re.search("EST|acme", path), path
    for name in re.findall(r"`(\w+\.py)`", text):
        assert name == "acme.py" or any((ROOT / "src").rglob(name)), name


def test_files_hooks_and_notebooks_that_are_named_exist():
    walk = read("docs/extending.md").partition("## A new source")[0]
    named = re.findall(r"`([a-z_]+/[\w./]+)`", walk)
    assert len(named) > 25
    for path in named:
        assert (ROOT / path).exists() or (ROOT / "src" / "egovbench" / path).exists(), path
    # hooks and workflow call what there is
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert {each["repo"] for each in hooks} == {"local"}
    assert [hook["id"] for each in hooks for hook in each["hooks"]] == [
        "ruff",
        "ruff-format",
        "mypy",
    ]
    assert ".ci/run" in read(".github/workflows/ci.yml")
    steps = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["all"]["steps"]
    assert steps[-1] == {"run": ".ci/run"}
    # every report of the tables has a notebook
    for report, *_ in run_tables():
        assert (ROOT / "notebooks" / f"{report}.ipynb").exists()
