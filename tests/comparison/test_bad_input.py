"""What no comparison can be made of: one line that names it, exit code 2, and nothing written."""

import pytest

import egovbench as eb
from egovbench.base.errors import EgovbenchError

OWN = "parameter basis: found 'own'; expected others or mixed: EST has no questionnaire of its own"
NOBODY = "parameter basis: found 'own'; expected others or mixed: no peer of LUX has a questionn"
NO_ANSWER = (
    "parameter sources: found 'egbr'; expected what leaves an answer about LUX; with sources egbr "
    "and fidelity exact there is none"
)
CASES = {
    "no form": ({"focal": "EST", "peers": "LVA", "basis": "own"}, OWN),
    "no peer with a form": ({"focal": "LUX", "peers": "LVA", "basis": "own"}, NOBODY),
    "no answer about it": (
        {"focal": "LUX", "peers": "EST", "sources": "egbr", "fidelity": "exact"}, NO_ANSWER,
    ),
    # The OECD asked Luxembourg and the Barometer Kenya, and neither asked both.
    "no item of both": (
        {"focal": "LUX", "peers": "KEN", "sources": "oecd_dgi,gdb"},
        "no item is comparable: with sources oecd_dgi,gdb none was asked of LUX and of enough",
    ),
    "unknown id": ({"focal": "LUX", "peers": "EST", "weights": "Z,1"}, "'Z' is not in the frame"),
}  # fmt: skip


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request, tmp_path):
    given, message = request.param
    if "weights" in given:
        path = tmp_path / "weights.csv"
        path.write_text(f"id,weight\n{given['weights']}\n", encoding="utf-8")
        given = given | {"weights": str(path)}
    return given, message


def options(given, *left_out):
    return [
        text
        for name, value in given.items()
        if name not in left_out
        for text in (f"--{name.replace('_', '-')}", value)
    ]


def assert_refused(result, message, folder):
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not folder.exists()


def test_compare_refuses_it(case, egovbench, tmp_path):
    given, message = case
    countries = [given["focal"], *given["peers"].split(",")]
    page = tmp_path / "page.html"
    rest = options(given, "focal", "peers")
    assert_refused(egovbench("compare", *countries, *rest, "--html", page), message, page)


def test_a_run_refuses_it_before_it_starts(case, egovbench, tmp_path):
    given, message = case
    out = tmp_path / "outputs"
    assert_refused(egovbench("run", *options(given), "--out", out), message, out)


def test_notebooks_refuse_it(case):
    given, message = case
    with pytest.raises(EgovbenchError) as caught:
        eb.compare(**given)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
