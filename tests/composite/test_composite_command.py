"""`egovbench composite` on small files."""

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from egovbench.base.errors import EgovbenchError, InputError
from egovbench.base.plain_tables import read_weights
from egovbench.cli.composite import composite

TABLE = "iso3,a,b,c,note\nQQA,0,4,1,x\nQQB,5,2,3,\nQQC,10,,2,y\n"
FRAMEWORK = (
    "id,level,parent,weight,direction\n"
    "a,1,g,1,1\nb,1,g,3,1\nc,1,h,1,-1\ng,2,t,1,\nh,2,t,1,\nt,3,,,\n"
)


def run(folder, *arguments, table=TABLE, framework=FRAMEWORK):
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (folder / "framework.csv").write_text(framework, encoding="utf-8")
    program = typer.Typer()
    program.command()(composite)
    words = ["table.csv", "--framework", "framework.csv", "--out", "out/index.csv"]
    places = [each if each.startswith("--") else str(folder / each) for each in words]
    found = CliRunner().invoke(program, [*places, *arguments])
    if isinstance(found.exception, EgovbenchError):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.stderr


def result(folder):
    return pd.read_csv(folder / "out" / "index.csv", index_col="unit")


def test_groups_and_index_are_written_at_full_precision_by_the_methods_given(tmp_path):
    said = run(tmp_path, "--normalise", "minmax:0:0.7", "--aggregate", "amean")
    assert "not in the framework, not used: note" in said
    lines = (tmp_path / "out" / "index.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "unit,g,h,t"
    # a: 0, .35, .7; b: .7, 0, -; c turned: .7, 0, .35
    assert float(lines[1].split(",")[1]) == 3 * 0.7 / 4
    assert float(lines[2].split(",")[3]) == (0.35 / 4 + 0) / 2
    assert float(lines[3].split(",")[3]) == pytest.approx((0.7 + 0.35) / 2, abs=1e-15)
    # a weights file replaces the frameworks weights
    weights = tmp_path / "weights.csv"
    weights.write_text("id,weight\na,1\nb,1\ng,3\n", encoding="utf-8")
    run(tmp_path, "--normalise", "minmax:0:1", "--weights", str(weights))
    assert result(tmp_path).loc["QQB", ["g", "t"]].tolist() == [0.25, 0.1875]
    # a method a level and a missing rule
    arguments = ("--normalise", "minmax:1:2", "--aggregate", "amean,gmean", "--missing", "skip:1")
    run(tmp_path, *arguments)
    found = result(tmp_path)
    assert found.loc["QQA", "t"] == pytest.approx((1.75 * 2) ** 0.5, abs=1e-15)
    assert found.loc["QQC", ["g", "t"]].isna().all()


@pytest.mark.parametrize(
    ("change", "culprit"),
    [
        ({"table": TABLE.replace("5,2", "5,two")}, "table.csv, line 3, column b: found 'two'"),
        ({"table": TABLE.replace("5,2", "5,inf")}, "line 3, column b: found 'inf'"),
        ({"table": TABLE.replace("QQB", "QQA")}, "line 3: unit 'QQA' is empty or stands"),
        (
            {"table": TABLE.replace("10,,2,y", "10,,2")},
            "line 4: found 4 cells, delimited by commas; expected 5",
        ),
        ({"table": TABLE.replace("a,b,c", "a,a,c")}, "line 1: column 'a' stands there twice"),
        ({"table": "iso3,a,b,c\n"}, "table.csv: found no rows"),
        ({"table": TABLE.replace("a,b,c", "a,b,d")}, "indicator 'c' of the framework has no col"),
        ({"framework": FRAMEWORK.replace("a,1,g,1", "a,1,g,-1")}, "framework.csv: weight of 'a'"),
        ({"framework": FRAMEWORK.replace("h,2,t", "h,2,k")}, "'c' is an orphan|'h' is an orphan"),
        ({"framework": FRAMEWORK.replace("1,g,3", "1,g,x")}, "weight of 'b' is 'x'"),
    ],
)
def test_bad_input_names_the_place_and_writes_nothing(tmp_path, change, culprit):
    with pytest.raises(EgovbenchError, match=culprit) as fault:
        run(tmp_path, **change)
    assert fault.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_missing_files_and_bad_weights_are_named(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.csv: the file does not exist"):
        run(tmp_path, "--weights", str(tmp_path / "nothing.csv"))
    weights = tmp_path / "weights.csv"
    weights.write_text("id,size\na,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="column 'weight' is missing"):
        run(tmp_path, "--weights", str(weights))


@pytest.mark.parametrize("opening", ["", "\ufeff", "sep=;\n"])
def test_a_table_with_semicolons_and_decimal_commas_gives_the_same(tmp_path, opening):
    table = TABLE.replace("5,2,3,", "0.5,2,3,")
    run(tmp_path, table=table)
    expected = result(tmp_path)
    foreign = opening + table.replace(",", ";").replace("0.5", "0,5")
    run(tmp_path, table=foreign, framework=FRAMEWORK.replace(",", ";"))
    pd.testing.assert_frame_equal(result(tmp_path), expected)


@pytest.mark.parametrize("place", ["table.csv", "framework.csv", "other.csv", "link.csv"])
def test_no_other_file_is_written_over(tmp_path, place):
    run(tmp_path)
    target = tmp_path / place
    if place == "other.csv":
        target.write_text("unit,g,h,t\nQQZ,1,2,3\n", encoding="utf-8")
    if place == "link.csv":
        target.symlink_to(tmp_path / "table.csv")
    before = target.read_bytes()
    with pytest.raises(EgovbenchError, match=f"{place}: stays as it is: it "):
        run(tmp_path, "--out", str(target), *(["--replace"] if place != "other.csv" else []))
    assert target.read_bytes() == before


def as_people_have_it(text, delimiter, end, encoding, more):
    """A table with decimal points and commas in another form."""
    rows = [line.split(",") for line in text.splitlines()]
    if delimiter != ",":
        rows = [[cell.replace(".", ",") for cell in row] for row in rows]
    if more == "trailing":
        rows = [[*row, ""] for row in rows]
    if more == "quoted":
        rows = [[f'"{cell}"' for cell in row] for row in rows]
    lines = [delimiter.join(row) for row in rows]
    if more == "blank":
        lines = ["", lines[0], "  ", *lines[1:], delimiter * (len(rows[0]) - 1), ""]
    if more == "sep":
        lines.insert(0, f"sep={delimiter}")
    return (end.join(lines) + end).encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("more", ["", "trailing", "blank", "quoted", "sep"])
def test_a_table_is_read_as_people_have_it(tmp_path, delimiter, more):
    plain = "id,weight\na,0.25\nb,1.5\ng,3\nh,\u0031\n"
    path = tmp_path / "weights.csv"
    for end in ("\n", "\r\n", "\r"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            path.write_bytes(as_people_have_it(plain, delimiter, end, encoding, more))
            assert read_weights(path) == {"a": 0.25, "b": 1.5, "g": 3, "h": 1}, (end, encoding)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id;weight\nä;1\n".encode("latin-1"), "not UTF-8 text .byte 10.; if it is Latin-1 or W"),
        ("id,weight\na,1\n".encode("utf-16-le"), "found binary data .NUL characters., or UTF-16"),
        (b'id,weight\na,"1\nb,2\n', "line 2: a quotation mark opens here and nothing closes it"),
        (b"id;weight\na;1,5\nb;2.5\n", "column weight: found '1,5' and '2.5'; expected decimal"),
        (b'id,weight\na,"1,5"\n', "found '1,5'; expected a number.*; a decimal comma is read w"),
        (b"id;weight\na;1;2\n", "line 2: found 3 cells, delimited by semicolons; expected 2"),
        (b"\n \n", "found no rows"),
    ],
)
def test_what_cannot_be_read_names_delimiter_or_encoding(tmp_path, content, said):
    path = tmp_path / "weights.csv"
    path.write_bytes(content)
    with pytest.raises(EgovbenchError, match=said):
        read_weights(path)
