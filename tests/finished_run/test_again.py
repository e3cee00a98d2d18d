"""A run in which nothing changed is at its end at once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "numpy", "jinja2", "rich", "papermill", "nbformat", "IPython", "rocrate")


def test_a_run_that_is_up_to_date_imports_nothing_heavy(run_folder):
    program = (
        "import atexit, sys\nfrom egovbench.cli import main\n"
        f"atexit.register(lambda: print(sorted(set({HEAVY}) & set(sys.modules))))\nmain()\n"
    )
    command = [sys.executable, "-c", program, "run", "--out", str(run_folder.parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == "10 up to date, 0 to make\n"
    assert done.stdout.splitlines()[-2:] == [(run_folder / "index.html").as_uri(), "[]"]
