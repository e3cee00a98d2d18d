"""What the shell offers at the tab key, and what that costs."""

import os
import subprocess
import sys

from egovbench.base import paths
from egovbench.cli import completion

PROGRAM = """\
import os, sys
from egovbench.cli import app
for line in sys.argv[1:]:
    os.environ |= {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    try:
        app(prog_name="egovbench")
    except SystemExit:
        print(end="\\0")
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
OFFERED = {
    "egovbench comp": ["compare", "composite"],
    "egovbench compare LUX ES": ["ESP", "EST"],
    "egovbench template LU": ["LUX"],
    "egovbench run --focal LU": ["LUX"],
    "egovbench run --peers e": ["eu27"],
    "egovbench run --peers FIN,LU": ["FIN,LUX"],
    "egovbench run --sched": ["--scheduler"],
    "egovbench plan --lang ": ["en", "fr", "de"],
    "egovbench gaps --fidelity ": ["exact", "close", "proxy"],
}
"""What bash offers behind a line."""


def test_the_tab_key_offers_what_may_follow_and_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *OFFERED],
        env=os.environ | {"_EGOVBENCH_COMPLETE": "complete_bash"},
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.PROJECT_ROOT,
    )
    *found, imported = done.stdout.split("\0")
    assert dict(zip(OFFERED, map(str.split, found), strict=True)) == OFFERED
    heavy = {"pandas", "numpy", "scipy", "matplotlib", "IPython", "nbformat"}
    assert not heavy & set(imported.split())


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
