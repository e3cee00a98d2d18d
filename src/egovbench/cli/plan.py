"""`egovbench plan`: what a run would make, before it makes anything."""

import csv
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base import paths
from egovbench.cli import options
from egovbench.cli.tables import print_table

if TYPE_CHECKING:
    from egovbench.runs.plan import Plan


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
    _, _, planned = options.make_plan_of(
        config, out, sections=sections, values=parameter, given=given
    )
    if as_csv:
        print(_as_csv(planned), end="")
        return
    varied = dict.fromkeys(name for report in planned.reports for name in report.varied)
    header = ["report", "notebook", *varied]
    rows = [
        [report.name, report.notebook.stem]
        + [_text(report.parameters[name]) if name in report.varied else "" for name in varied]
        for report in planned.reports
    ]
    print_table(header, rows)
    print(f"{len(rows)} reports: {planned.title} -> {planned.folder}")


def _as_csv(plan: "Plan") -> str:
    """Return a row for each report: name, notebook, label, then every parameter of any."""
    names = dict.fromkeys(name for report in plan.reports for name in report.parameters)
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["report", "notebook", "label", *names])
    for report in plan.reports:
        values = [_text(report.parameters.get(name, "")) for name in names]
        table.writerow([report.name, report.notebook.stem, report.label, *values])
    return stream.getvalue()


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
