"""Nothing that a run writes or an ingest prints names a respondent or an e-mail address."""

import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}")
INVENTED_NAMES = ("Ada Inventa", "Bo Van Fictief")
INVENTED_ADDRESSES = ("ada.inventa@example.org", "bo.fictief@digital.example.org")


def test_no_file_of_the_default_run_holds_an_address(run_folder):
    files = [path for path in run_folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".ipynb", ".csv", ".json"}
    assert len(files) > 30
    for path in files:
        assert not ADDRESS.findall(readable(path)), path.name


def readable(path: Path) -> bytes:
    """Return what can be read in a file: of what is packed the contents, of a picture its words.

    In packed bytes anything may stand by chance.
    """
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as workbook:
            return b"\n".join(map(workbook.read, workbook.namelist()))
    if path.suffix == ".png":
        with Image.open(path) as picture:
            assert "Title" in picture.info
            return repr(picture.info).encode()
    return path.read_bytes()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Luxembourg's masked document with an invented respondent, who signs in an answer too."""
    text = (ROOT / "data/raw/luxembourg_msq.txt").read_text(encoding="utf-8")
    text = text.replace("[name withheld]", INVENTED_NAMES[0], 1)
    text = text.replace("[name withheld]", INVENTED_NAMES[1], 1)
    text = text.replace("[e-mail withheld]", INVENTED_ADDRESSES[0], 1)
    text = text.replace("[e-mail withheld]", INVENTED_ADDRESSES[1], 1)
    signed = f"Contact: {INVENTED_NAMES[0]}, {INVENTED_ADDRESSES[0]}\nThe portal comprises"
    text = text.replace("The portal comprises", signed, 1)
    path = tmp_path / "invented.txt"
    path.write_text(text, encoding="utf-8")
    assert all(name in text for name in (*INVENTED_NAMES, *INVENTED_ADDRESSES))
    return path


def _assert_nobody_named(text: str) -> None:
    for name in INVENTED_NAMES:
        assert name not in text
        assert name.split()[-1] not in text
    for address in INVENTED_ADDRESSES:
        assert address not in text


def test_ingest_drops_the_respondent_from_table_and_terminal(document, tmp_path, egovbench):
    out = tmp_path / "responses"
    found = egovbench("ingest", document, "--out", out, "--masked", tmp_path / "masked")
    assert found.exit_code == 0
    _assert_nobody_named(found.output)
    for written in (out / "LUX.csv", tmp_path / "masked" / "invented.txt"):
        _assert_nobody_named(written.read_text(encoding="utf-8"))


def test_an_error_message_names_no_respondent(document, tmp_path, egovbench):
    cut = document.read_text(encoding="utf-8").replace("Luxembourg", INVENTED_NAMES[0], 1)
    document.write_text(cut, encoding="utf-8")
    found = egovbench("ingest", document, "--out", tmp_path / "responses")
    assert found.exit_code
    _assert_nobody_named(found.output)
