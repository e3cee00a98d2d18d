"""The notebooks: how thin they are, and one papermill run of each with other parameters."""

import ast
import re

import nbformat
import papermill
import parameter_cells
import pytest

from egovbench.base import paths
from egovbench.base.mime import FINDING_MIME

NAMES = ("overview", "section", "country", "robustness", "evidence", "trend", "matrix")
OTHER_PARAMETERS = {
    "overview": {"focal": "EST", "peers": "LUX,DNK,FIN", "fidelity": "close"},
    "section": {"focal": "LUX", "peers": "neighbours", "section": "C", "no_or_unknown": "unknown"},
    "country": {"focal": "KOR", "peers": "oecd"},
    "robustness": {"focal": "LUX", "peers": "region", "items": "pairwise"},
    "evidence": {"focal": "LUX", "peers": "BEL,FRA", "fidelity": "exact"},
    "trend": {"focal": "EST", "peers": "LVA,LTU", "fidelity": "close"},
    "matrix": {"focal": "EST", "peers": "oecd", "min_share": 0.5},
}
TABLES = {
    "overview": {
        "codes", "comparable_items", "scores_like_for_like", "scores_own_answers", "sections",
        "indicators", "items", "lacking", "ranks", "pairs", "distances",
    },
    "section": {"indicators", "items"},
    "country": {"items", "sections", "groups"},
    "robustness": {"method_choices", "index_correlations"},
    "evidence": {
        "codes", "other_sources", "responses", "instruments", "source_agreement",
        "source_disagreements", "open_answers",
    },
    "trend": {"changes_by_item", "changes_by_country", "not_followed"},
    "matrix": {"scores_by_section", "medians_by_group"},
}  # fmt: skip
MOST_LINES = 15


def notebook(name):
    return nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)


def texts(executed, kind):
    """Return what the cells show that make the page."""
    return [
        output["data"][kind]
        for cell in executed.cells
        if "notebook-only" not in cell.metadata.get("tags", [])
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
def test_the_cell_of_parameters_is_as_declared(name):
    """`make parameters` writes it from the declarations."""
    cells = notebook(name).cells
    tagged = [each for each in cells if "parameters" in each.metadata.get("tags", [])]
    assert [each.source for each in tagged] == [parameter_cells.cell(name)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"sektion": "D"},
            r"parameter sektion: found 'D'; expected one of focal, .*; closest: section",
        ),
        pytest.param(
            {"fidelity": "exakt"},
            "parameter fidelity: found 'exakt'; .*; closest: exact",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_papermill_is_given_wrongly_fails_in_the_notebook(given, expected, tmp_path):
    # Not in the kernel that others use: its history tells what it was given.
    with pytest.raises(papermill.PapermillExecutionError, match=expected):
        papermill.execute_notebook(
            str(paths.NOTEBOOKS / "section.ipynb"),
            str(tmp_path / "executed.ipynb"),
            parameters=given,
            progress_bar=False,
        )


QUICK = ("overview", "section", "matrix")
"""The others are run with their own parameters by nbval."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=() if each in QUICK else pytest.mark.slow) for each in NAMES],
)
def executed(request, tmp_path_factory, run_notebook):
    folder = tmp_path_factory.mktemp(request.param)
    parameters = OTHER_PARAMETERS[request.param] | {"output_dir": str(folder)}
    return request.param, run_notebook(request.param, folder, **parameters), folder


def test_every_notebook_runs_with_other_parameters(executed):
    name, result, folder = executed
    findings = texts(result, FINDING_MIME)
    assert len(findings) == 1
    focal = {"EST": "Estonia", "LUX": "Luxembourg", "KOR": "Republic of Korea"}
    assert focal[OTHER_PARAMETERS[name]["focal"]] in findings[0]["text"]
    # every figure has words and is not empty; without a joint ranking robustness draws nothing
    figures = [html for html in texts(result, "text/html") if "<svg" in html]
    assert bool(figures) == (name != "robustness")
    for figure in figures:
        description = re.search(r"<desc[^>]*>([^<]+)</desc>", figure)
        assert description is not None
        assert re.search(r"\d", description[1])
        assert figure.count("<path") + figure.count("<circle") > 3
    plain = [text for text in texts(result, "text/plain") if text.startswith("Figure: ")]
    assert len(plain) == len(figures)
    assert all(re.search(r"^Data: [0-9a-f]{12}$", text, re.MULTILINE) for text in plain)
    # tables are saved where the parameter says
    assert {path.stem for path in folder.glob("*.csv")} == TABLES[name]
    # nothing personal or unknown is shown as a number
    # A style is no text: its rules for narrow screens begin with an @.
    shown = re.sub(r"<style>.*?</style>", "", " ".join(texts(result, "text/html")), flags=re.DOTALL)
    assert "@" not in re.sub(r"https?://\S+", "", shown)
    assert "nan" not in re.findall(r"\b\w+\b", re.sub(r"<[^>]*>", " ", shown).lower())
