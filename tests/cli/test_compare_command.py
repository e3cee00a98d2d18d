"""The command compare on the project's own tables."""

import io
import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from egovbench.cli import app
from egovbench.cli.tables import parts, print_table


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *arguments], env={"COLUMNS": "160"})


def test_lines_say_the_scores_and_what_differs_in_words():
    result = run("LUX", "EST", "DNK", "--fidelity", "close")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[1].split() == ["Section", "Questions", "Luxembourg", "Estonia", "Denmark"]
    assert lines[2].startswith("All compared questions")
    assert any(line.startswith("B ") and "not compared" in line for line in lines)
    assert "Compared: " in result.stdout
    # codes of items that differ stand in words
    lines = [line.split() for line in run("LUX", "EST").stdout.splitlines()]
    item = ["98", "Monitoring", "of", "the", "strategy"]
    # a source's "no or unknown" is told as such, beside other countries and beside own answers
    assert [*item, "D", "no", "or", "unknown", "yes"] in lines
    assert ["Luxembourg", *item, "no", "or", "unknown", "partly"] in lines


def test_json_and_csv_hold_the_same_numbers_and_own_answers_beside():
    found = json.loads(run("EST", "LVA", "--json").stdout)
    table = pd.read_csv(io.StringIO(run("EST", "LVA", "--csv").stdout))
    assert found["countries"] == ["EST", "LVA"]
    assert [row["iso3"] for row in found["scores"]] == table["iso3"].tolist()
    assert [row["score"] for row in found["scores"] if row["score"] is not None] == pytest.approx(
        table["score"].dropna().tolist()
    )
    assert found["n_compared"] == table.loc[table["level"] == "overall", "n_items"].iloc[0]
    assert all(set(row["codes"]) == {"EST", "LVA"} for row in found["differing"])
    # json holds what countries answered themselves beside what is compared
    found = json.loads(run("LUX", "EST", "--json").stdout)
    own = found["own_answers"]
    assert found["basis"] == "both" and own["countries"] == ["LUX"]
    assert list(own["scores"][0]) == list(found["scores"][0])
    assert {row["iso3"] for row in own["scores"]} == {"LUX"}
    assert len(own["items"]) == found["n_compared"]
    assert set(own["items"][0]) == {
        "item",
        "label",
        "section",
        "iso3",
        "own_code",
        "code",
        "reviewed",
    }
    # 98, monitoring of the strategy: partly by its own answer, no or unknown to the source
    (at_98,) = (row for row in own["items"] if row["item"] == 98)
    assert (at_98["own_code"], at_98["code"]) == ("partly", "no")
    others = json.loads(run("LUX", "EST", "--basis", "others", "--json").stdout)
    assert others["scores"] == found["scores"]
    assert others["own_answers"] == {"countries": [], "scores": [], "items": []}


def test_groups_stand_for_their_countries():
    for words in (["LUX", "neighbours"], ["LUX,BEL", "DEU", "FRA"]):
        found = json.loads(run(*words, "--json").stdout)
        assert found["countries"] == ["LUX", "BEL", "DEU", "FRA"]


def test_the_page_is_written_in_the_language_asked_for(tmp_path):
    target = tmp_path / "page.html"
    result = run("LUX", "FRA", "--lang", "fr", "--html", str(target))
    page = target.read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert '<html lang="fr">' in page
    assert "Luxembourg et France" in page


def test_a_terminal_gets_drawn_tables_that_fit_and_each_hold_the_first_country(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_table(["Section", "Alpha"], [["C", "[50]"]], "Scores")
    shown = capsys.readouterr().out
    assert "│ C       │ [50]  │" in shown
    # a narrow terminal gets several tables that each hold the first country
    texts = [["section", "items", "QQA", "QQB", "QQC"],
             ["C", "4", "50", "60 (50 to 70)", "not compared"]]  # fmt: skip
    assert parts(texts, 60, 3) == [[0, 1, 2, 3, 4]]
    # Frame and padding take 3 for each column and 1: 10 + 8 + 6 + 16 + 15 and 1.
    assert parts(texts, 56, 3) == [[0, 1, 2, 3, 4]]
    assert parts(texts, 55, 3) == [[0, 1, 2, 3], [0, 1, 2, 4]]
    assert parts(texts, 55, 0) == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["LUX"], "at least two ISO3 codes"),
        (["region"], "the country whose neighbours or region is meant"),
        (["LUX", "LUX"], "at least two ISO3 codes"),
        (["LUX", "lux"], "closest: LUX"),
        (["LUX", "XXX"], "parameter countries: found 'XXX'"),
        (["LUX", "EST", "--json", "--csv"], "not both"),
        (["LUX", "EST", "--fidelity", "perfect"], "one of exact, close, proxy"),
    ],
)
def test_faults_are_one_line(arguments, expected):
    result = run(*arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert result.stderr.count("\n") == 1
