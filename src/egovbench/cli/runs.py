"""Commands of runs: what one would make, its making, and what is up to date."""

import json
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base import paths
from egovbench.base.cells import csv_line
from egovbench.base.errors import ParameterError
from egovbench.base.visible_text import visible
from egovbench.cli import options
from egovbench.cli.tables import print_table

if TYPE_CHECKING:
    from egovbench.runs.executors import Executor
    from egovbench.runs.outcomes import State
    from egovbench.runs.plan import Plan
    from egovbench.runs.runner import Run


@options.takes(*options.OF_REPORTS)
def plan(
    config: options.Config = options.DEFAULT_CONFIG,
    sections: options.Sections = None,
    parameter: options.Values = None,
    out: options.Out = paths.OUTPUTS,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Every parameter of every report, as CSV.")
    ] = False,
    **given: Any,
) -> None:
    """Show the reports that `egovbench run` would make with the same options.

    Prints a line for each report: its name, its notebook, and the parameters that vary. Runs and
    writes nothing.
    """
    _, project, planned = options.make_plan_of(
        config, out, sections=sections, values=parameter, given=given
    )
    if as_csv:
        _print_csv(planned, project.root)
        return
    varied = dict.fromkeys(name for report in planned.reports for name in report.varied)
    header = ["report", "notebook", *varied]
    rows = [
        [report.name, report.notebook.stem]
        + [_text(report.parameters[name]) if name in report.varied else "" for name in varied]
        for report in planned.reports
    ]
    print_table(header, rows)
    print(visible(f"{len(rows)} reports: {planned.title} -> {planned.folder}"))


def _print_csv(plan: "Plan", root: Path) -> None:
    """Print a row per report: name, notebook, label, then every parameter of any."""
    names = dict.fromkeys(name for report in plan.reports for name in report.parameters)
    print(csv_line(["report", "notebook", "label", *names]), end="")
    for report in plan.reports:
        given = report.given(plan.folder, root)
        values = [_text(given.get(name, "")) for name in names]
        print(csv_line([report.name, report.notebook.stem, report.label, *values]), end="")


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


@options.takes(*options.OF_REPORTS)
def run(
    config: options.Config = options.DEFAULT_CONFIG,
    sections: options.Sections = None,
    parameter: options.Values = None,
    out: options.Out = paths.OUTPUTS,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; one per processor, at least two.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make reports that are up to date.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try reports again that failed.")] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first report that fails.")
    ] = False,
    executor: Annotated[
        str, typer.Option(help="local: processes of this machine; dask: the workers of a cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None, typer.Option(help="Address of the cluster's scheduler, tcp://HOST:PORT.")
    ] = None,
    **given: Any,
) -> None:
    """Make the reports that are not up to date, then index, manifest and tables.

    A report is up to date when its notebook, parameters, inputs, the program and its packages are
    what it was made from. Stopped at any point, the same command continues. Prints the address of
    the index last. Ends with 1 when a report failed; the others are finished. A plan.json as the
    configuration repeats that run.
    """
    from egovbench.runs.plan import check_answers
    from egovbench.runs.progress import shown_progress
    from egovbench.runs.runner import run_plan

    own_jobs = None
    if config.suffix == ".json":
        for each in (*given.values(), sections, parameter):
            if each is not None:
                expected = "none beside a plan.json, which is repeated as it is"
                raise ParameterError("of the command line", each, expected)
        project, plan = options.find_run(str(config), out)
    else:
        settings, project, plan = options.make_plan_of(
            config, out, sections=sections, values=parameter, given=given
        )
        own_jobs = settings.jobs
    check_answers(plan, project.data)
    maker = _executor(executor, scheduler, jobs or own_jobs)
    try:
        with shown_progress(plan.run) as progress:
            result = run_plan(
                plan,
                project=project,
                executor=maker,
                progress=progress,
                force=force,
                retry=retry,
                fail_fast=fail_fast,
            )
    except KeyboardInterrupt:
        print("egovbench: interrupted; the same command continues", file=sys.stderr)
        raise typer.Exit(130) from None
    _tell(result)
    if result.failed:
        raise typer.Exit(1)


def _executor(name: str, scheduler: str | None, jobs: int | None) -> "Executor":
    from egovbench.runs.executors import LocalExecutor, default_jobs

    if name == "local":
        if scheduler is not None:
            raise ParameterError("scheduler", scheduler, "none without --executor dask")
        return LocalExecutor(jobs or default_jobs())
    if name != "dask":
        raise ParameterError("executor", name, "one of local, dask")
    if scheduler is None:
        raise ParameterError("scheduler", None, "the address of a Dask scheduler, tcp://HOST:PORT")
    from egovbench.runs.cluster import DaskExecutor

    return DaskExecutor(scheduler)


def _tell(result: "Run") -> None:
    for state in result.failed:
        if state.outcome is not None:
            print(visible(f"{state.report.described}: {state.outcome.fault}"), file=sys.stderr)
    if len(result.failed) > sum(outcome.failed for outcome in result.made):
        print("reports that failed before are tried again with --retry", file=sys.stderr)
    facts: dict[str, None] = {}
    for state in result.states:
        with suppress(KeyError, TypeError):  # What no report of ours has handed over.
            summary = (state.outcome and state.outcome.summary) or {"facts": ()}
            for fact in summary["facts"]:
                if fact["key"] == "not_reviewed":
                    facts[visible(f"{summary['country']}: {fact['name']}: {fact['value']}")] = None
    print("\n".join([*facts, result.index.as_uri()]))


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
        print(json.dumps([_entry(state) for state in states], indent=1))
        return
    rows = [(state.report.name, state.status.value, _why(state)) for state in states]
    print_table(["report", "status", "why"], rows)
    counts = Counter(state.status.value for state in states)
    words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(visible(f"{len(states)} reports in {plan.folder}: {words}"))


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
