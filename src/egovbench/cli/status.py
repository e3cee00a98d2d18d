"""`egovbench status`: which reports of a run are up to date, and why the others are not."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base import paths
from egovbench.cli import options
from egovbench.cli.tables import print_table

if TYPE_CHECKING:
    from egovbench.runs.outcomes import State

_SHOWN_REASONS = 3


def status(
    run: options.Run,
    out: options.Out = paths.OUTPUTS,
    as_json: Annotated[bool, typer.Option("--json", help="All reasons, as JSON.")] = False,
) -> None:
    """Show for each report of a run whether it is up to date, stale and why, failed, or missing.

    Runs and writes nothing.
    """
    from egovbench.runs.outcomes import bases_of, states_of

    project, plan = options.find_run(run, out)
    states = states_of(plan, bases_of(plan, root=project.root, data=project.data))
    if as_json:
        print(json.dumps([_entry(state) for state in states], indent=1, ensure_ascii=False))
        return
    rows = [(state.report.name, state.status.value, _why(state)) for state in states]
    print_table(["report", "status", "why"], rows)
    counts = Counter(state.status.value for state in states)
    words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{len(states)} reports in {plan.folder}: {words}")


def _why(state: "State") -> str:
    if state.outcome is not None and state.outcome.failed and not state.reasons:
        return state.outcome.fault
    shown = "; ".join(state.reasons[:_SHOWN_REASONS])
    more = len(state.reasons) - _SHOWN_REASONS
    return f"{shown}; {more} more" if more > 0 else shown


def _entry(state: "State") -> dict[str, Any]:
    outcome = state.outcome
    return {
        "report": state.report.name,
        "status": state.status.value,
        "reasons": list(state.reasons),
        "error": outcome.fault if outcome and outcome.failed else None,
        "key": state.basis.key,
        "made": outcome.made if outcome else None,
    }
