"""`egovbench compare`: a few countries side by side."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base.errors import ParameterError
from egovbench.cli import completion

_READABLE = 14

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.reports.side_by_side.blocks import SideBySide


def compare(
    countries: Annotated[
        list[str],
        typer.Argument(
            help="ISO3 codes; the others are set against the first.",
            autocompletion=completion.countries,
        ),
    ],
    fidelity: Annotated[
        str,
        typer.Option(
            help="Least faithful link used: exact, close or proxy.",
            autocompletion=completion.fidelities,
        ),
    ] = "proxy",
    gtmi_zero: Annotated[
        str, typer.Option(help='What a source\'s "no or unknown" counts as: no or unknown.')
    ] = "no",
    sources: Annotated[
        str, typer.Option(help="all, or ids of other bodies' data with commas, such as gtmi,odm.")
    ] = "all",
    answered_by: Annotated[
        str, typer.Option(help="Whose answers: any, government, researchers or desk.")
    ] = "any",
    max_age: Annotated[
        int, typer.Option(help="Most years between answer and questionnaire; 0: no limit.")
    ] = 0,
    fusion: Annotated[
        str, typer.Option(help="Several sources: preferred, agreeing-only or majority.")
    ] = "preferred",
    lang: Annotated[
        str,
        typer.Option(
            help="Language of what is written: en, fr or de.", autocompletion=completion.languages
        ),
    ] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the scores as CSV.")] = False,
    html: Annotated[Path | None, typer.Option(help="Also write a page to this file.")] = None,
) -> None:
    """Print the scores of a few countries on the items that all of them were asked.

    Scores stand with their bounds; then come the items on which known answers differ.
    """
    from egovbench import comparison
    from egovbench.base.files import write_text
    from egovbench.base.parameters import check_country
    from egovbench.reports.side_by_side.blocks import side_by_side

    if as_json and as_csv:
        raise ParameterError("--csv", True, "--json or --csv, not both")
    if len(set(countries)) < 2:
        raise ParameterError("countries", ",".join(countries), "at least two ISO3 codes")
    known = comparison.load_data().countries
    for iso3 in countries:
        check_country("countries", iso3, known)
    benchmark = comparison.compare(
        countries[0],
        peers=countries[1:],
        fidelity=fidelity,
        gtmi_zero=gtmi_zero,
        sources=sources,
        answered_by=answered_by,
        max_age=max_age,
        fusion=fusion,
        lang=lang,
    )
    compared = side_by_side(benchmark, countries)
    if html is not None:
        write_text(html, compared.page())
        print(f"{html}", file=sys.stderr)
    if as_json:
        print(json.dumps(_content(compared), ensure_ascii=False, indent=2))
    elif as_csv:
        print(compared.scores.to_csv(index=False, lineterminator="\n"), end="")
    else:
        _tell(compared)


def _content(compared: "SideBySide") -> dict[str, Any]:
    """Return everything compared, for programs: codes as they are, unknown numbers as null."""
    differing = compared.differing.to_dict("records")
    return {
        "countries": list(compared.countries),
        "headline": compared.headline,
        "n_compared": len(compared.benchmark.compared_items),
        "scores": json.loads(compared.scores.to_json(orient="records")),
        "differing": [
            {
                "item": row["item"],
                "label": row["label"],
                "section": row["section"],
                "codes": {iso3: row[iso3] for iso3 in compared.countries},
            }
            for row in differing
        ],
        "notes": list(compared.notes),
    }


def _tell(compared: "SideBySide") -> None:
    for caption, table in compared.tables():
        _print_table(caption, table, compared.headings(table))
        print()
    lines = [compared.headline, compared.difference, "", *compared.notes]
    if not sys.stdout.isatty():
        print(*lines, sep="\n")
        return
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    for line in lines:
        console.print(line)


def _print_table(caption: str, table: "pd.DataFrame", headings: dict[str, str]) -> None:
    """Draw the table in a terminal; elsewhere print it as aligned lines."""
    if not sys.stdout.isatty():
        from egovbench.reports.tables import TableStyle, table_text

        print(table_text(table, caption, TableStyle(headings)))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, highlight=False)
    for columns in _parts(table, headings, console.width):
        shown = Table(title=caption, title_justify="left")
        for column in columns:
            shown.add_column(
                headings[column],
                justify="right" if column == "items" else "left",
                min_width=_least_width(table, column, headings),
                overflow="fold",
            )
        for row in table[columns].itertuples(index=False, name=None):
            shown.add_row(*map(str, row))
        console.print(shown)


def _least_width(table: "pd.DataFrame", column: str, headings: dict[str, str]) -> int:
    """Return how many characters a column needs to be read, at most _READABLE."""
    widest = max(len(str(text)) for text in [headings[column], *table[column]])
    return min(widest, _READABLE)


def _parts(table: "pd.DataFrame", headings: dict[str, str], width: int) -> list[list[str]]:
    """Return the columns of as many tables as a terminal of `width` needs, at least one.

    Each has the first two columns and the first country, so that it can be read by itself.
    """
    columns = [str(column) for column in table.columns]
    lead, others = columns[:3], columns[3:]
    widths = {column: _least_width(table, column, headings) + 3 for column in columns}
    parts = [list(lead)]
    for column in others:
        taken = sum(widths[name] for name in parts[-1]) + 1
        if taken + widths[column] > width and len(parts[-1]) > len(lead):
            parts.append(list(lead))
        parts[-1].append(column)
    return parts
