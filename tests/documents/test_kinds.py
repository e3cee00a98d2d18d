"""What a file is, by what it holds."""

import zipfile

import pytest

from egovbench.base.errors import InputError
from egovbench.documents.source import kind_of

TABLE = "iso3,item,answer\nZZZ,7,invented\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_whatever_its_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "table"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path.write_bytes((mark + TABLE.replace(",", delimiter)).encode(encoding))
    assert kind_of(path) == "table"


def test_a_table_that_states_its_delimiter(tmp_path):
    path = tmp_path / "table"
    path.write_text("sep=;\r\niso3;item\r\n", encoding="utf-8")
    assert kind_of(path) == "table"


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", "found a Word document; save it as PDF"),
        ("ppt/presentation.xml", "found a presentation; save it as PDF"),
        ("xl/workbook.bin", "found a binary workbook .*; save it as .xlsx"),
        ("META-INF/manifest.xml", "found an OpenDocument file; save it as .xlsx or PDF"),
        ("answers.txt", "found an archive that is no workbook .*; unpack it"),
    ],
)
def test_an_archive_that_is_no_workbook_is_named(tmp_path, part, message):
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<invented/>")
    with pytest.raises(InputError, match=message):
        kind_of(path)
