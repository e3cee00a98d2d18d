"""`egovbench plan`: the project's own runs as a table."""

import csv
import io

from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.cli import app
from egovbench.cli.options import read_given

RUNS = paths.NOTEBOOKS / "runs"


def invoke(*arguments):
    return CliRunner().invoke(app, ["plan", *arguments], env={"COLUMNS": "200"})


def test_plan_is_a_line_per_report_with_what_varies_in_columns():
    result = invoke()
    assert result.exit_code == 0
    header, *rows, last = result.stdout.splitlines()
    assert header.split() == ["report", "notebook", "section"]
    assert [row.split() for row in rows[:4]] == [
        ["overview", "overview"],
        ["robustness", "robustness"],
        ["evidence", "evidence"],
        ["section-A", "section", "A"],
    ]
    assert len(rows) == 10
    folder = paths.OUTPUTS / "lux-eu27"
    assert last == f"10 reports: Luxembourg against the EU27 -> {folder}"
    # columns stand one below the other
    header, *rows, _ = invoke("--config", str(RUNS / "groups.yml")).stdout.splitlines()
    at = header.index("peers")
    assert {row[at - 1] for row in rows if len(row) > at} == {" "}
    assert {row[at:].split()[0] for row in rows if row.startswith("country")} == {
        "BEL,NLD,LUX", "eu27", "oecd",
    }  # fmt: skip


def test_csv_holds_every_parameter_of_every_report():
    result = invoke("--csv", "-p", "replications=50", "--peers", "EST,DNK", "--sections", "A")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["report"] for row in rows] == [
        "overview", "robustness", "evidence", "section-A",
    ]  # fmt: skip
    assert [row["replications"] for row in rows] == ["", "50", "", ""]
    assert {row["peers"] for row in rows} == {"EST,DNK"}
    assert rows[3]["section"] == "A"
    assert rows[3]["label"] == "Section A: Institutional framework"
    assert rows[0]["output_dir"].endswith("/lux-est-dnk-replications-50-sections-a/tables/overview")


def test_faults_are_one_line_and_end_with_2():
    for arguments, expected in (
        (["-p", "replications"], "parameter parameter: found 'replications'; expected NAME=VALUE"),
        (["-p", "replicas=3"], "parameter replicas: found '3'; expected one of the parameters"),
        (["-p", "replications=3"], "parameter replications: found 3; expected a whole number from"),
        (["--focal", "EST", "-p", "focal=LUX"], "parameter focal: found 'LUX'; expected each"),
    ):
        result = invoke(*arguments)
        assert result.exit_code == 2
        assert expected in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stdout == ""


def test_a_link_to_itself_is_no_file_of_weights(tmp_path):
    (tmp_path / "self").symlink_to(tmp_path / "self")
    given = {"weights": str(tmp_path / "self")}
    assert read_given(given) == given
