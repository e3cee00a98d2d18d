"""`egovbench run`: from notebooks to a folder of reports."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base import paths
from egovbench.base.errors import ParameterError
from egovbench.cli import options

if TYPE_CHECKING:
    from egovbench.runs.executors import Executor
    from egovbench.runs.runner import Run


@options.takes(*options.OF_REPORTS)
def run(
    config: options.Config = options.DEFAULT_CONFIG,
    sections: options.Sections = None,
    parameter: options.Values = None,
    out: options.Out = paths.OUTPUTS,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; one a processor, at least two.")
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
    from egovbench.runs.progress import shown_progress
    from egovbench.runs.runner import run_plan

    own_jobs = None
    if config.suffix == ".json":
        _refuse_changes(*given.values(), sections, parameter)
        project, plan = options.find_run(str(config), out)
    else:
        settings, project, plan = options.make_plan_of(
            config, out, sections=sections, values=parameter, given=given
        )
        own_jobs = settings.jobs
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


def _refuse_changes(*given: object) -> None:
    for each in given:
        if each is not None:
            expected = "none beside a plan.json, which is repeated as it is"
            raise ParameterError("of the command line", each, expected)


def _tell(result: "Run") -> None:
    for state in result.failed:
        if state.outcome is not None:
            print(f"{state.report.described}: {state.outcome.fault}", file=sys.stderr)
    if len(result.failed) > sum(outcome.failed for outcome in result.made):
        print("reports that failed before are tried again with --retry", file=sys.stderr)
    print(result.index.as_uri())
