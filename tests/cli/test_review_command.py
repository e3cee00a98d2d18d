"""`egovbench review` writes what `egovbench ingest` stores and `egovbench code` counts."""

import json

import pandas as pd
import pytest
from openpyxl import load_workbook

from egovbench.base import paths

RESPONSES = paths.RESPONSES / "LUX.csv"


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Return the folder of decisions, empty at first."""
    folder = tmp_path / "reviews"
    folder.mkdir()
    monkeypatch.setattr(paths, "REVIEWS", folder)
    return folder


@pytest.fixture
def ingest(egovbench, stored, tmp_path):
    """Read a review; the codes that it decides go to a folder of their own."""
    folders = ("--reviews", stored, "--codes", tmp_path / "codes")
    return lambda *given: egovbench("ingest", *given, *folders)


@pytest.fixture
def fill_in(egovbench, tmp_path):
    """Write a review of Luxembourg, decide on some items, and return the workbook."""

    def fill(name, decisions, reviewer="Invented Office"):
        path = tmp_path / name
        if not path.exists():
            assert egovbench("review", "LUX", "--out", path).exit_code == 0
        book = load_workbook(path)
        sheet = book["msq2024"]
        book["Review"]["B3"], book["Review"]["B4"] = reviewer, "2026-11-30"
        places = {cell.value: cell.column for cell in sheet[1]}
        rows = {row[0].value: row[0].row for row in sheet.iter_rows()}
        for item, decision in decisions.items():
            sheet.cell(rows[item], places["decision"]).value = decision
            reason = f"as {reviewer} reads item {item}"
            sheet.cell(rows[item], places["rationale"]).value = reason
        book.save(path)
        return path

    return fill


def codes(egovbench, folder):
    assert egovbench("code", RESPONSES, "--out", folder).exit_code == 0
    return pd.read_csv(folder / "LUX.csv", keep_default_na=False).set_index("item")


def test_a_decision_is_stored_and_counts(egovbench, ingest, fill_in, stored, tmp_path):
    before = codes(egovbench, tmp_path / "before")
    path = fill_in("lux.xlsx", {7: "no", 37: "partly, because limited"})
    report = tmp_path / "report.json"
    result = ingest(path, "--report", report)
    assert result.exit_code == 0
    assert "LUX (msq2024): 2 new decisions, 0 changed, 0 as they were" in result.stdout
    assert "LUX (msq2024): decisions, 1 no, 1 partly" in result.stdout
    (read,) = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert read["reviews"] == [
        {
            "iso3": "LUX", "survey": "msq2024", "table": str(stored / "LUX.csv"),
            "codes": {"no": 1, "partly": 1},
        }
    ]  # fmt: skip
    counted = (tmp_path / "codes" / "LUX.csv").read_bytes()
    after = codes(egovbench, tmp_path / "after")
    assert (tmp_path / "after" / "LUX.csv").read_bytes() == counted
    changed = after.index[(after != before).any(axis="columns")].tolist()
    assert changed == [7, 37]
    assert after.loc[37, ["code", "lower", "upper", "evidence", "rule", "coder"]].tolist() == [
        "partly", 0.5, 1.0, "reviewed", "review", "Invented Office"
    ]  # fmt: skip
    assert after.loc[37, "rationale"] == "as Invented Office reads item 37"


def test_a_decision_that_stands_changes_only_when_told_to(egovbench, ingest, fill_in, stored):
    ingest(fill_in("first.xlsx", {7: "no", 37: "yes"}))
    before = (stored / "LUX.csv").read_bytes()
    other = fill_in("other.xlsx", {37: "no", 39: "yes"})
    refused = ingest(other)
    assert refused.exit_code == 2
    assert "LUX.csv: stays as it is: 1 decisions would change; --replace" in refused.stderr
    assert "the decisions on LUX stay as they are" in refused.stdout
    row = "37    yes (Invented Office, 2026-11-30): as Invented Office reads item 37  no (Invented"
    assert row in refused.stdout
    assert (stored / "LUX.csv").read_bytes() == before
    done = ingest(other, "--replace")
    assert done.exit_code == 0
    assert "1 new decisions, 1 changed, 1 as they were" in done.stdout
    table = pd.read_csv(stored / "LUX.csv").set_index("item")
    assert table["code"].to_dict() == {7: "no", 37: "no", 39: "yes"}
    again = ingest(other)
    assert "0 new decisions, 0 changed, 3 as they were" in again.stdout


def test_a_decision_changes_its_own_code_alone_and_code_then_finds_nothing_to_replace(
    egovbench, ingest, fill_in, tmp_path
):
    before = codes(egovbench, tmp_path / "codes")
    table = tmp_path / "codes" / "LUX.csv"
    # A row that coding anew would not leave so.
    text = table.read_text(encoding="utf-8")
    text = text.replace("under item 10,rules,", "under item 10,somebody,")
    table.write_text(text, encoding="utf-8")
    result = ingest(fill_in("lux.xlsx", {8: "no", 37: "yes"}))
    assert result.exit_code == 0
    assert f"{table}: 2 codes change" in result.stdout
    row = "8     yes, described, by rules  no, reviewed, by Invented Office"
    assert row in result.stdout
    after = pd.read_csv(table, keep_default_na=False).set_index("item")
    assert after.index[(after != before).any(axis="columns")].tolist() == [8, 10, 37]
    assert after.loc[10, "coder"] == "somebody"
    table.write_text(text, encoding="utf-8")  # as if the decisions did not count yet
    assert "2 codes change" in ingest(tmp_path / "lux.xlsx").stdout
    assert "codes change" not in ingest(tmp_path / "lux.xlsx").stdout


def test_a_decision_on_an_answer_that_changed_is_named_and_left_out(
    egovbench, ingest, fill_in, stored, tmp_path
):
    path = fill_in("lux.xlsx", {8: "no", 37: "no"})
    (tmp_path / "responses").mkdir()
    responses = tmp_path / "responses" / "LUX.csv"
    text = RESPONSES.read_text(encoding="utf-8")
    wrote = pd.read_csv(RESPONSES, keep_default_na=False).set_index("item").loc[38, "answer"]
    words = wrote.split("\n")[0].replace('"', '""')[:30]
    assert text.count(words) >= 1
    responses.write_text(text.replace(words, "Now we have " + words), encoding="utf-8")
    result = ingest(path, "--out", responses.parent)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(
        "egovbench: the decision on item 37 is left out: the sheet shows another answer than "
    )
    assert line.endswith("LUX.csv; egovbench review LUX --out FILE.xlsx makes a new sheet")
    assert pd.read_csv(stored / "LUX.csv")["item"].tolist() == [8]
    kept = pd.read_csv(tmp_path / "codes" / "LUX.csv").set_index("item")
    assert kept.loc[8, "evidence"] == "reviewed"
    assert kept.loc[37, "evidence"] != "reviewed"


def test_decisions_without_answers_are_stored_and_do_not_count_yet(ingest, fill_in, tmp_path):
    result = ingest(fill_in("lux.xlsx", {8: "no"}), "--out", tmp_path / "nothing")
    assert result.exit_code == 0
    assert "there are no answers, so the decisions do not count yet" in result.stderr
    assert not (tmp_path / "codes").exists()


def test_two_reviewers_are_compared_and_what_they_settle_is_stored(
    egovbench, ingest, fill_in, stored, tmp_path
):
    # as in test_review_decisions: four of six alike, by chance 9 of 36
    one = {7: "yes", 8: "yes", 9: "no", 10: "no", 37: "partly, because limited", 39: "unknown"}
    two = {**one, 8: "no", 37: "partly, because planned", 41: "yes"}
    files = fill_in("one.xlsx", one, "Office A"), fill_in("two.xlsx", two, "Office B")
    settle = tmp_path / "settle.xlsx"
    result = egovbench("review", "LUX", "--compare", *files, "--out", settle)
    assert result.exit_code == 0
    told = "LUX (msq2024): both decided 6 items, 67 % alike, Cohen's kappa 0.56"
    assert told in result.stdout.replace("\N{NARROW NO-BREAK SPACE}", " ")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert [row[0] for row in rows if row[0].isdigit()] == ["8", "37", "41"]
    assert f"3 items to decide, 4 decided -> {settle}" in result.stdout
    fill_in("settle.xlsx", {8: "no", 37: "partly, because limited", 41: "yes"}, "Both offices")
    assert ingest(settle).exit_code == 0
    table = pd.read_csv(stored / "LUX.csv").set_index("item")
    assert table["code"].to_dict() == {
        7: "yes", 8: "no", 9: "no", 10: "no", 37: "partly", 39: "unknown", 41: "yes"
    }  # fmt: skip
    assert table.loc[9, "reviewer"] == "Office A; Office B"
    assert table.loc[8, "reviewer"] == "Both offices"


def test_what_both_leave_as_stored_does_not_count(egovbench, ingest, fill_in, stored, tmp_path):
    ingest(fill_in("first.xlsx", {7: "no", 8: "no", 37: "yes"}))
    files = fill_in("one.xlsx", {8: "yes", 39: "yes"}), fill_in("two.xlsx", {39: "yes"})
    result = egovbench("review", "LUX", "--compare", *files)
    # 7 and 37 are left alone by both, 8 by one of them
    assert "both decided 2 items, 50" in result.stdout
    anew = tmp_path / "anew.xlsx"
    told = egovbench("review", "LUX", "--anew", "--out", anew)
    assert ", 0 decided ->" in told.stdout
    assert ingest(anew).exit_code == 1  # nothing is filled in


def test_a_changed_decision_with_the_former_reason_is_told(
    egovbench, ingest, fill_in, stored, tmp_path
):
    ingest(fill_in("first.xlsx", {7: "no", 37: "yes"}))
    other = fill_in("second.xlsx", {37: "no"})
    result = ingest(other, "--replace")
    assert "the decision on item 37 was changed, its rationale was not" in result.stderr


def test_agreement_in_full_has_no_kappa_and_nothing_to_settle(egovbench, ingest, fill_in, stored):
    files = [fill_in(name, {7: "yes", 8: "yes"}) for name in ("one.xlsx", "two.xlsx")]
    result = egovbench("review", "LUX", "--compare", *files)
    assert result.exit_code == 0
    assert "both decided 2 items" in result.stdout
    assert "kappa not defined" in result.stdout
    assert "Not decided alike" not in result.stdout


def test_decisions_that_are_stored_are_filled_in(egovbench, tmp_path):
    path = tmp_path / "lux.xlsx"
    result = egovbench("review", "LUX", "--out", path)
    kept = paths.REVIEWS / "LUX.csv"
    n_stored = len(pd.read_csv(kept))
    assert f"{n_stored} decided -> {path}" in result.stdout
    folders = ("--reviews", tmp_path / "out", "--codes", tmp_path / "codes")
    assert egovbench("ingest", path, *folders).exit_code == 0
    assert (tmp_path / "out" / "LUX.csv").read_bytes() == kept.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("LUX",), "parameter out: found 'nothing'; expected a file name that ends in .xlsx"),
        (("LUX", "--out", "a.csv"), "expected a file name that ends in .xlsx"),
        (("LUX", "--out", "there.xlsx"), "expected a file that does not exist yet"),
        (("QQQ", "--out", "a.xlsx"), "parameter country: found 'QQQ'"),
        (("EST", "--out", "a.xlsx"), "expected one with answers in data/responses/: LUX"),
        (("LUX", "--compare", "there.xlsx", "there.xlsx"), "there.xlsx: the file is empty"),
        (("LUX", "--compare", "no.csv", "no.csv"), "no.csv: the file does not exist"),
        (("LUX", "--compare", RESPONSES, RESPONSES), "LUX.csv: is no review; expected a workbook"),
    ],
)
def test_wrong_arguments_end_in_one_line_and_write_nothing(
    egovbench, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.xlsx").write_bytes(b"")
    result = egovbench("review", *arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert message in line
    assert [each.name for each in tmp_path.iterdir()] == ["there.xlsx"]
