"""A writer killed before or after any of its steps leaves the old file or the new one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from egovbench.base.files import remove_unfinished

OLD = "old\n" * 20_000
STEPS = ("tempfile.mkstemp", "os.fdopen", "os.fsync", "os.chmod", "os.replace")
WRITER = """
import os, signal, sys, tempfile
from pathlib import Path
from egovbench.base.files import write_text

module, name = sys.argv[2].split(".")
owner = sys.modules[module]
step = getattr(owner, name)

def killed(*arguments, **settings):
    if sys.argv[3] == "after":
        step(*arguments, **settings)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, name, killed)
write_text(Path(sys.argv[1]), "newer\\n" * 20_000)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes cannot be killed here")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_writer_leaves_a_whole_file(step: str, moment: str, tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text(OLD, encoding="utf-8")
    writer = subprocess.run([sys.executable, "-c", WRITER, str(path), step, moment])
    assert writer.returncode == -signal.SIGKILL
    done = (step, moment) == ("os.replace", "after")
    assert path.read_text(encoding="utf-8") == ("newer\n" * 20_000 if done else OLD)
    remove_unfinished(tmp_path)
    assert os.listdir(tmp_path) == ["table.csv"]
