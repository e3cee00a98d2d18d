"""`egovbench run`: from notebooks to a folder of reports."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench import paths

if TYPE_CHECKING:
    from egovbench.batch.outcome import Outcome
    from egovbench.batch.plan import Plan
    from egovbench.batch.runner import Run


def run(
    config: Annotated[
        Path, typer.Option(help="Run configuration; the other options go before it.")
    ] = paths.NOTEBOOKS / "runs" / "default.yml",
    focal: Annotated[
        str | None, typer.Option(help="ISO3 code of the country the reports are about.")
    ] = None,
    peers: Annotated[
        str | None,
        typer.Option(help="eu27, oecd, neighbours, region, all, or ISO3 codes with commas."),
    ] = None,
    sections: Annotated[
        str | None, typer.Option(help="all, or letters from A to G with commas.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the reports: en, fr or de.")] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; one a processor, at least two.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the run's folder.")] = paths.OUTPUTS,
) -> None:
    """Execute the notebooks, export each to HTML, and write index, tables and manifest.

    Prints the address of the index last. Ends with 1 when a report failed; the others are
    finished. Example: egovbench run --focal EST --peers DNK,FIN --sections A,C
    """
    from egovbench.batch.config import read_config
    from egovbench.batch.plan import make_plan
    from egovbench.batch.runner import default_jobs
    from egovbench.codebook import read_codebook
    from egovbench.ingest.tables import read_table
    from egovbench.language import speaking
    from egovbench.language.countries import country_name
    from egovbench.schemas import COUNTRIES_TABLE

    settings = read_config(config)
    given = {"focal": focal, "peers": peers, "sections": sections, "lang": lang}
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    plan = make_plan(
        settings,
        {name: value for name, value in given.items() if value is not None},
        countries=countries,
        section_titles={each.id: each.title for each in read_codebook(paths.CODEBOOK).sections},
        notebooks=paths.NOTEBOOKS,
        out=out,
        root=paths.PROJECT_ROOT,
    )
    with speaking(plan.parameters.lang):
        names = {
            iso3: country_name(iso3, name)
            for iso3, name in zip(countries["iso3"], countries["name"], strict=True)
        }
    result = _run(plan, names, jobs or settings.jobs or default_jobs())
    for report in plan.reports:
        for outcome in result.failed:
            if outcome.name == report.name:
                print(f"{report.described}: {outcome.fault}", file=sys.stderr)
    print(result.index.as_uri())
    if result.failed:
        raise typer.Exit(1)


def _run(plan: "Plan", names: dict[str, str], jobs: int) -> "Run":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from egovbench.batch.runner import run_plan

    console = Console(stderr=True)
    total = len(plan.reports)
    done = 0
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(plan.run, total=total)

        def show(outcome: "Outcome") -> None:
            nonlocal done
            done += 1
            progress.advance(task)
            state = "FAILED" if outcome.failed else "done"
            line = f"[{done}/{total}] {outcome.name}: {state} ({outcome.seconds:.1f} s)"
            console.print(line, markup=False, highlight=False)

        return run_plan(
            plan,
            root=paths.PROJECT_ROOT,
            data=paths.DATA,
            names=names,
            jobs=jobs,
            on_outcome=show,
        )
