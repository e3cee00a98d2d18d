"""`egovbench watch`: makes reports again while somebody works on what they are made from."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from egovbench.base import paths
from egovbench.cli import options
from egovbench.cli.saved_runs import RunArgument, find_run
from egovbench.runs.saved_plan import PLAN
from egovbench.site.assembly import INDEX

_WAKING_MILLISECONDS = 200
_OURS = Path(__file__).resolve().parents[1]


def watch(run: RunArgument, out: options.Out = paths.OUTPUTS) -> None:
    """Make the stale reports of a run now and whenever a notebook, table or template is saved.

    Prints the address of each page to reload. Ctrl-C ends it.
    """
    # Of use to this command alone.
    from watchfiles import watch as changes

    project, plan = find_run(run, out)
    watched = {project.notebooks, project.data, _OURS, *_own_folder(run)}
    print(f"watching {', '.join(sorted(map(str, watched)))}; Ctrl-C ends this", file=sys.stderr)
    # What is saved while reports are made is reported after that: watching begins before.
    due = True
    try:
        for found in changes(
            *watched,
            raise_interrupt=False,
            rust_timeout=_WAKING_MILLISECONDS,
            yield_on_timeout=True,
        ):
            if found or due:
                _make_again(run, out, plan.folder)
                due = False
    except KeyboardInterrupt:
        pass
    raise typer.Exit(0)


def _own_folder(run: str) -> set[Path]:
    path = Path(run)
    return {path.resolve().parent} if path.suffix in (".yml", ".yaml") else set()


def _make_again(run: str, out: Path, folder: Path) -> None:
    """Make what is stale in a fresh process: this one keeps modules as they were."""
    before = _pages(folder)
    config = run if _own_folder(run) else str(folder / PLAN)
    program = "from egovbench.cli import main; main()"
    command = [sys.executable, "-c", program, "run", "--config", config, "--out", str(out)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    for path, stamp in _pages(folder).items():
        if before.get(path) != stamp and path.name != INDEX:
            print(path.as_uri(), flush=True)


def _pages(folder: Path) -> Mapping[Path, int]:
    return {path: path.stat().st_mtime_ns for path in sorted(folder.glob("*.html"))}
