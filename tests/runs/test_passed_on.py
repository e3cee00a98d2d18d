"""A run's folder that is passed on tells nothing of the machine on which it was made."""

import html
import json
import os
import re
import socket
import sys
import sysconfig
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from invented_project import FINDING, Invented, files_below

from egovbench.runs.places import Places

TELLS = """\
import html, os, sys, tempfile, warnings
from pathlib import Path
warnings.warn("one of a cell")
place = {"cwd": os.getcwd(), "home": str(Path.home()), "python": sys.executable}
place |= {"module": os.__file__, "tables": str(Path(output_dir).resolve())}
place |= {"scratch": os.environ["IPYTHONDIR"], "tables given": output_dir}
print(place, Path.cwd().as_uri(), ascii(os.getcwd()))
place
"""
SHOWS = "from IPython.display import HTML\nHTML(f'<p>{html.escape(str(place))}</p>')"
FAULTS = {
    "own": "raise ValueError(place)",
    "package": "import pandas\npandas.read_csv(place['cwd'] + '/none.csv')",
    "library": "import json\njson.loads('[')",
    "project": "import egovbench as eb\neb.compare('XXX')",
    "dead": "print(place['home'])\nos._exit(3)",
    "slow": "import time\ntime.sleep(60)",
    "link": "os.makedirs(output_dir)\nos.symlink('/', output_dir + '/a')",
}


def forms(place):
    """The ways in which a path may be written."""
    text = str(place)
    home = text.replace(str(Path.home()), "~", 1)
    ways = {text, home, html.escape(text), quote(text), json.dumps(text)[1:-1], repr(text)[1:-1]}
    return {way.encode() for way in ways if way != "~"}


@pytest.mark.parametrize("inside", [True, False])
def test_no_place_host_or_process_is_named_though_reports_fail(tmp_path, inside):
    parent = tmp_path / "Änn's pläce & <more> %20"
    parent.mkdir()
    project = Invented(parent)
    project.write("finished", FINDING, TELLS, SHOWS)
    for name, fault in FAULTS.items():
        project.write(name, TELLS, fault)
    outputs = project.root / "outputs" if inside else parent / "élsewhere"
    faults = FAULTS if inside else ("own",)
    plan = project.plan(
        run="my-run", notebooks=("finished", *faults), sections=(), cell_timeout=5, out=outputs
    )
    run = project.run(plan)
    assert {state.report.name for state in run.failed} == set(faults)
    folder = run.index.parent
    packages = sysconfig.get_path("purelib")
    places = [parent, Path.home(), sys.prefix, sys.base_prefix, packages, Path(os.__file__).parent]
    hidden = [form for place in places for form in forms(place)]
    hidden += [b"ipykernel_", f"{tempfile.gettempdir()}/egovbench-".encode()]
    if re.search(r"\d", host := socket.gethostname()):
        hidden.append(host.encode())
    for name, content in files_below(folder).items():
        assert [form for form in hidden if form in content] == [], name
    assert not (folder / ".lock").exists()
    page = (folder / "finished.html").read_text("utf-8")
    assert """{'cwd': ".", 'home': """ in html.unescape(page)
    if inside:
        kept = (folder / "notebooks" / "package.ipynb").read_text("utf-8")
        assert "pandas/io/parsers/readers.py" in kept
        assert r"No such file or directory: \"none.csv\"" in kept
        found = "it is a symbolic link; expected files and folders alone; remove it"
        outcomes = {outcome.name: outcome.error for outcome in run.made}
        assert outcomes["link"] == f"tables/link/a: {found}"
        assert not (folder / "tables" / "link").exists()


def test_what_only_looks_like_a_place_stays():
    places = Places(Path("/o/runs/one"), Path("/srv"), Path("/t/egovbench-x"))
    for text in ("https://example.org/srv/x", "a/srv", "/srv-old/x", "no /srvice", "/t/egovbench-"):
        assert places.hidden(text) == text
    assert places.hidden("\x1b[32m/srv/src/a.py\x1b[0m:1, file:///srv/b") == (
        "\x1b[32msrc/a.py\x1b[0m:1, b"
    )
    picture = {"image/png": "iVBOR/srv/", "text/plain": ["/srv/x"]}
    assert places.hidden_in(picture) == {"image/png": "iVBOR/srv/", "text/plain": ["x"]}
