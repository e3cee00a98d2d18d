"""What the shell offers at the tab key, and what that costs."""

import os
import subprocess
import sys

import pytest

from egovbench.base import paths
from egovbench.cli import completion

PROGRAM = """\
import sys
from egovbench.cli import app
try:
    app(prog_name="egovbench")
except SystemExit:
    pass
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def offered(line):
    """Return what bash is offered behind `line`, and the packages imported for it."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ
        | {
            "_EGOVBENCH_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.PROJECT_ROOT,
    )
    return done.stdout.split(), set(done.stderr.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("egovbench comp", ["compare", "composite"]),
        ("egovbench compare LUX ES", ["ESP", "EST"]),
        ("egovbench template LU", ["LUX"]),
        ("egovbench run --focal LU", ["LUX"]),
        ("egovbench run --peers e", ["eu27"]),
        ("egovbench run --peers FIN,LU", ["FIN,LUX"]),
        ("egovbench run --sched", ["--scheduler"]),
        ("egovbench plan --lang ", ["en", "fr", "de"]),
        ("egovbench gaps --fidelity ", ["exact", "close", "proxy"]),
    ],
)
def test_the_tab_key_offers_what_may_follow_and_imports_nothing_heavy(line, expected):
    found, imported = offered(line)
    assert found == expected
    assert not imported & {"pandas", "numpy", "scipy", "matplotlib", "IPython", "nbformat"}


def test_runs_with_a_plan_are_offered_and_nothing_of_a_table_that_cannot_be_read(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(paths, "OUTPUTS", tmp_path)
    for name in ("lux-eu27", "world"):
        (tmp_path / name).mkdir()
    (tmp_path / "world" / "plan.json").write_text("{}")
    assert [name for name, _ in completion.runs("")] == ["world"]
    assert completion.runs("l") == []
    # a table that cannot be read offers nothing
    monkeypatch.setattr(paths, "COUNTRIES", tmp_path / "none.csv")
    assert completion.countries("L") == []
