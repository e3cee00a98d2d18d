"""`egovbench simulate`: score and rank over variants of the method, as tables."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from egovbench.base import paths
from egovbench.cli import completion


def simulate(
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    config: Annotated[
        Path, typer.Option(help="Run configuration whose parameters hold; options go before it.")
    ] = paths.NOTEBOOKS / "runs" / "default.yml",
    focal: Annotated[
        str | None,
        typer.Option(help="ISO3 code of the focal country.", autocompletion=completion.countries),
    ] = None,
    peers: Annotated[
        str | None,
        typer.Option(
            help="eu27, oecd, neighbours, region, all, or ISO3 codes with commas.",
            autocompletion=completion.peers,
        ),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(help="Variants to draw; else the configuration's, or 1000.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Start of the draws; else the configuration's.")
    ] = None,
    choices: Annotated[
        Path | None,
        typer.Option(help="CSV of choices to use in place of drawn ones, as this command writes."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Threads; the result is the same.")] = 1,
) -> None:
    """Draw variants of the method, or read them from a file, and write what they do to ranks.

    Writes choices.csv, which --choices reads back, and the tables variants, variants_by_links,
    before_each_peer, failed_variants and sensitivity. Prints the folder.
    """
    from egovbench.base.errors import MethodError
    from egovbench.base.files import write_text
    from egovbench.base.parameters import check_settings
    from egovbench.base.tables import read_numbers
    from egovbench.comparison import compare
    from egovbench.robustness.uncertainty import analyse_uncertainty
    from egovbench.runs.config import read_config
    from egovbench.runs.drafts import OUTPUT, SETTINGS, Drafter
    from egovbench.runs.matrix import Entry
    from egovbench.runs.project import read_project

    given = {"focal": focal, "peers": peers, "replications": replications, "seed": seed}
    given["choices"] = str(choices.resolve()) if choices else None
    wanted = replace(read_config(config), reports=(Entry("robustness"),))
    overrides = {name: value for name, value in given.items() if value is not None}
    _, (draft,) = Drafter(wanted, read_project()).draft(overrides)
    values = {name: value for name, value in draft.values.items() if name != OUTPUT}
    settings = check_settings(**{name: values.pop(name) for name in SETTINGS if name in values})
    benchmark = compare(**values)
    found = analyse_uncertainty(benchmark, settings, read_numbers(settings.choices), workers=jobs)
    if found is None:
        raise MethodError(f"{benchmark.focal} stands in no joint ranking: nothing to simulate")
    for name, table in found.tables().items():
        write_text(out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    print(out)
