"""Nothing that a run writes or an ingest prints names a respondent or an e-mail address."""

import re
import zipfile

from PIL import Image

ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}")


def test_no_file_of_the_default_run_holds_an_address(run_folder):
    files = [path for path in run_folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".ipynb", ".csv", ".json"}
    assert len(files) > 30
    for path in files:
        assert not ADDRESS.findall(readable(path)), path.name


def readable(path):
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
