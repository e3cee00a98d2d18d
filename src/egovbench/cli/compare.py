"""`egovbench compare`: a few countries side by side."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import COMMON
from egovbench.cli import completion, options
from egovbench.cli.tables import print_lines, print_table

if TYPE_CHECKING:
    from egovbench.reports.side_by_side import SideBySide

# Countries are arguments, and only items that all of them were asked are compared.
_FIXED = ("focal", "peers", "items", "min_share", "output_dir")


@options.takes(*(name for name in COMMON if name not in _FIXED), defaults=True)
def compare(
    countries: Annotated[
        list[str],
        typer.Argument(
            help="ISO3 codes, or groups of countries; the others are set against the first.",
            autocompletion=completion.peers,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the scores as CSV.")] = False,
    html: Annotated[Path | None, typer.Option(help="Also write a page to this file.")] = None,
    **given: Any,
) -> None:
    """Print the scores of a few countries on the items that all of them were asked.

    Scores stand with their bounds; then come the items on which codes differ.
    """
    from egovbench import comparison
    from egovbench.base.files import write_text
    from egovbench.base.groups import members
    from egovbench.base.parameters import check_countries
    from egovbench.base.tables import csv_text
    from egovbench.reports.side_by_side import side_by_side

    if as_json and as_csv:
        raise ParameterError("--csv", True, "--json or --csv, not both")
    data = comparison.load_data()
    checked = check_countries("countries", countries, data.countries)
    focal, *peers = members(checked, data.countries, data.neighbours)
    if not peers:
        raise ParameterError("countries", checked, "at least two ISO3 codes, or a group")
    benchmark = comparison.compare(focal, peers=peers, **options.read_given(given))
    compared = side_by_side(benchmark, [focal, *peers])
    if html is not None:
        write_text(html, compared.page())
        print(f"{html}", file=sys.stderr)
    if as_json:
        print(json.dumps(_content(compared), indent=2))
    elif as_csv:
        print(csv_text(compared.scores), end="")
    else:
        for caption, table in [*compared.score_tables(), *compared.item_tables()]:
            headings = list(compared.headings(table).values())
            rows = table.to_numpy().tolist()
            numbers = [at for at, name in enumerate(table.columns) if name == "items"]
            print_table(headings, rows, caption, numbers=numbers, lead=3)
            print()
        print_lines([compared.headline, compared.difference, "", *compared.notes])


def _content(compared: "SideBySide") -> dict[str, Any]:
    """Return everything compared, for programs: codes as they are, unknown numbers as null.

    `own_answers` holds what countries answered themselves on the same items, where that stands
    beside the codes compared.
    """
    differing = compared.differing.to_dict("records")
    return {
        "countries": list(compared.countries),
        "basis": compared.benchmark.parameters.basis,
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
        "own_answers": {
            "countries": list(compared.own_countries),
            "scores": json.loads(compared.own_scores.to_json(orient="records")),
            "items": json.loads(compared.own_items.to_json(orient="records")),
        },
        "notes": list(compared.notes),
    }
