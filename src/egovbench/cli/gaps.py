"""`egovbench gaps`: what would make a comparison better."""

from typing import Annotated

import typer

from egovbench.cli import completion


def gaps(
    focal: Annotated[
        str,
        typer.Option(help="ISO3 code of the focal country.", autocompletion=completion.countries),
    ] = "LUX",
    peers: Annotated[
        str,
        typer.Option(
            help="eu27, oecd, neighbours, region, all, or ISO3 codes with commas.",
            autocompletion=completion.peers,
        ),
    ] = "eu27",
    fidelity: Annotated[
        str,
        typer.Option(
            help="Least faithful link used: exact, close or proxy.",
            autocompletion=completion.fidelities,
        ),
    ] = "proxy",
) -> None:
    """Print the items that no source answers, and what is still open of the others."""
    from rich.console import Console
    from rich.table import Table

    from egovbench.comparison import compare
    from egovbench.comparison.against_peers import open_answers, unanswered_items
    from egovbench.reports.evidence.gaps_sentences import gaps_headline, remedy_sentence

    benchmark = compare(focal, peers=peers, fidelity=fidelity)
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    console = Console()
    table = Table("Item", "Section", "Not asked", "Unknown", "Countries")
    for row in open_items.to_dict("records"):
        table.add_row(
            row["label"],
            row["section"],
            str(row["n_not_asked"]),
            str(row["n_unknown"]),
            row["countries"],
        )
    console.print(table)
    nobody = Table("Item that no source answers", "Section", benchmark.focal_name)
    for row in unanswered.to_dict("records"):
        nobody.add_row(row["label"], row["section"], row["focal_code"])
    console.print(nobody)
    console.print(gaps_headline(unanswered, open_items, len(items)))
    console.print(remedy_sentence())
