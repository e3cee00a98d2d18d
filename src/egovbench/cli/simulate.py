"""`egovbench simulate`: score and rank over variants of the method, as tables."""

from pathlib import Path
from typing import Annotated

import typer

from egovbench.parameters import DEFAULTS


def simulate(
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    focal: Annotated[str, typer.Option(help="ISO3 code of the focal country.")] = DEFAULTS.focal,
    peers: Annotated[
        str,
        typer.Option(help="eu27, oecd, neighbours, region, all, or ISO3 codes with commas."),
    ] = str(DEFAULTS.peers),
    fidelity: Annotated[
        str, typer.Option(help="Least faithful link used: exact, close or proxy.")
    ] = DEFAULTS.fidelity,
    replications: Annotated[int, typer.Option(help="Variants to draw.")] = 1000,
    seed: Annotated[int, typer.Option(help="Start of the random draws.")] = 20240101,
    choices: Annotated[
        Path | None,
        typer.Option(help="CSV of choices to use in place of drawn ones, as this command writes."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Threads; the result is the same.")] = 1,
) -> None:
    """Draw variants of the method, or read them from a file, and write what they do to ranks.

    Writes choices.csv, which --choices reads back, and the tables variants, variants_by_links,
    before_each_peer, failed_variants and sensitivity. Prints the folder. Example: egovbench
    simulate --choices outputs/lux-eu27/tables/choices.csv --out outputs/simulation
    """
    from egovbench.benchmark import load_benchmark, load_data
    from egovbench.benchmark.uncertainty import analyse_uncertainty, check_settings
    from egovbench.errors import MethodError
    from egovbench.ingest.tables import write_text

    given = "" if choices is None else str(choices.resolve())
    settings = check_settings(replications, seed, given)
    benchmark = load_benchmark(focal, peers, fidelity=fidelity)
    found = analyse_uncertainty(load_data(), benchmark, settings, workers=jobs)
    if found is None:
        raise MethodError(f"nothing is known of {focal} on items that its peers were asked")
    for name, table in found.tables().items():
        write_text(out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    print(out)
