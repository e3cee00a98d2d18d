"""The notebooks: how thin they are, and one papermill run of each with other parameters."""

import ast
import re
from dataclasses import asdict

import nbformat
import pytest

from egovbench.base import paths
from egovbench.base.mime import FINDING_MIME
from egovbench.base.parameters import DEFAULTS

NAMES = ("overview", "section", "country", "robustness", "evidence", "trend", "matrix")
OTHER_PARAMETERS = {
    "overview": {"focal": "EST", "peers": ["LUX", "DNK", "FIN"], "fidelity": "close"},
    "section": {"focal": "LUX", "peers": "neighbours", "section": "C", "gtmi_zero": "unknown"},
    "country": {"focal": "KOR", "peers": "oecd"},
    "robustness": {"focal": "LUX", "peers": "region", "items": "pairwise"},
    "evidence": {"focal": "LUX", "peers": ["BEL", "FRA"], "fidelity": "exact"},
    "trend": {"focal": "EST", "peers": ["LVA", "LTU"], "fidelity": "close"},
    "matrix": {"focal": "EST", "peers": "oecd", "min_share": 0.5},
}
TABLES = {
    "overview": {
        "codes", "comparable_items", "scores_like_for_like", "scores_all_items", "sections",
        "indicators", "items", "ranks", "pairs", "distances",
    },
    "section": {"indicators", "items"},
    "country": {"items", "sections"},
    "robustness": {"method_choices", "index_correlations"},
    "evidence": {"codes", "other_sources", "responses"},
    "trend": {"changes_by_item", "changes_by_country", "not_followed"},
    "matrix": {"scores_by_section", "medians_by_group"},
}  # fmt: skip
MOST_LINES = 15


def notebook(name):
    return nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)


def texts(executed, kind):
    return [
        output["data"][kind]
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if kind in output.get("data", {})
    ]


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_thin(name):
    for cell in notebook(name).cells:
        if cell.cell_type == "code":
            # The cell of parameters is a list, one declaration a line.
            if "parameters" not in cell.metadata.get("tags", []):
                assert len(cell.source.splitlines()) <= MOST_LINES
            statements = ast.walk(ast.parse(cell.source))
            kinds = (ast.FunctionDef, ast.For, ast.While, ast.If)
            assert not any(isinstance(statement, kinds) for statement in statements)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_typed_documented_and_in_one_tagged_cell(name):
    tagged = [
        cell for cell in notebook(name).cells if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    statements = ast.parse(tagged[0].source).body
    assert all(isinstance(statement, ast.AnnAssign) for statement in statements)
    documentation = "".join(
        cell.source for cell in notebook(name).cells if cell.cell_type == "markdown"
    )
    for statement in statements:
        assert f"| `{statement.target.id}` |" in documentation


@pytest.fixture(scope="module", params=NAMES)
def executed(request, tmp_path_factory, run_notebook):
    folder = tmp_path_factory.mktemp(request.param)
    parameters = OTHER_PARAMETERS[request.param] | {"output_dir": str(folder)}
    return request.param, run_notebook(request.param, folder, **parameters), folder


def test_every_notebook_runs_with_other_parameters_and_finds_something(executed):
    name, result, _ = executed
    findings = texts(result, FINDING_MIME)
    assert len(findings) == 1
    focal = {"EST": "Estonia", "LUX": "Luxembourg", "KOR": "Republic of Korea"}
    assert focal[OTHER_PARAMETERS[name]["focal"]] in findings[0]["text"]


def test_every_figure_has_words_and_is_not_empty(executed):
    _, result, _ = executed
    figures = [html for html in texts(result, "text/html") if "<svg" in html]
    assert len(figures) >= 1
    for figure in figures:
        description = re.search(r"<desc[^>]*>([^<]+)</desc>", figure)
        assert description is not None
        assert re.search(r"\d", description[1])
        assert figure.count("<path") + figure.count("<circle") > 3
    plain = [text for text in texts(result, "text/plain") if text.startswith("Figure: ")]
    assert len(plain) == len(figures)
    assert all(re.search(r"^Data: [0-9a-f]{12}$", text, re.MULTILINE) for text in plain)


def test_tables_are_saved_where_the_parameter_says(executed):
    name, _, folder = executed
    assert {path.stem for path in folder.glob("*.csv")} == TABLES[name]


def test_nothing_personal_or_unknown_is_shown_as_a_number(executed):
    _, result, _ = executed
    # A style is no text: its rules for narrow screens begin with an @.
    shown = re.sub(r"<style>.*?</style>", "", " ".join(texts(result, "text/html")), flags=re.DOTALL)
    assert "@" not in re.sub(r"https?://\S+", "", shown)
    assert "nan" not in re.findall(r"\b\w+\b", re.sub(r"<[^>]*>", " ", shown).lower())


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_and_the_package_have_the_same_defaults(name):
    cell = next(
        cell for cell in notebook(name).cells if "parameters" in cell.metadata.get("tags", [])
    )
    declared = {
        statement.target.id: ast.literal_eval(statement.value)
        for statement in ast.parse(cell.source).body
    }
    expected = asdict(DEFAULTS) | {"output_dir": f"{DEFAULTS.output_dir}/{name}"}
    assert {key: declared[key] for key in expected} == expected
