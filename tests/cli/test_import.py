"""The command import."""

from egovbench.base import paths
from egovbench.base.schemas import OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.sources import SOURCES

ANSWERS = """\
iso3,year,variable,answer,link
LUX,2023,q59,yes,https://example.org/portal
BIH,2023,q59,no,
"""


def test_the_help_names_every_registered_source(egovbench):
    result = egovbench("import", "--help", COLUMNS="200", NO_COLOR="1")
    assert result.exit_code == 0
    assert f"Sources: {', '.join(sorted(SOURCES))}." in result.stdout


def test_every_registered_source_has_a_crosswalk_and_a_table():
    for source in SOURCES:
        assert (paths.CROSSWALKS / f"{source}.yml").exists()
        assert (paths.OTHERS / f"{source}.csv").exists()


def test_a_source_is_read_through_the_registry(egovbench, tmp_path):
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    out = tmp_path / "out.csv"
    result = egovbench("import", "odm", tmp_path / "answers.csv", "--out", out)
    assert result.exit_code == 0
    assert f"odm: 2 answers of 2 countries -> {out}" in result.stdout
    assert read_table(out, OTHERS_TABLE)["code"].tolist() == ["no", "yes"]
    # its own table is written anew, another file is not
    assert egovbench("import", "odm", tmp_path / "answers.csv", "--out", out).exit_code == 0
    for other in (paths.OTHERS / "gtmi.csv", tmp_path / "answers.csv"):
        target = tmp_path / other.name
        target.write_bytes(other.read_bytes())
        refused = egovbench("import", "odm", tmp_path / "answers.csv", "--out", target)
        assert refused.exit_code == 2
        assert f"{target}: stays as it is: it " in refused.stderr
        assert target.read_bytes() == other.read_bytes()


def test_a_source_that_is_not_registered_ends_in_one_line(egovbench, tmp_path):
    result = egovbench("import", "invented", tmp_path / "answers.csv")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert f"found 'invented'; expected {', '.join(SOURCES)}" in result.stderr
