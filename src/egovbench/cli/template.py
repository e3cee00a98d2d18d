"""`egovbench template`: a workbook in which a country is coded by hand."""

from pathlib import Path
from typing import Annotated

import typer

from egovbench.cli import completion


def template(
    country: Annotated[
        str, typer.Argument(help="ISO3 code of the country.", autocompletion=completion.countries)
    ],
    out: Annotated[Path, typer.Option(help="Workbook (.xlsx) to write; it must not exist yet.")],
) -> None:
    """Write a coding sheet for a country: one row an item, with lists of the allowed codes.

    Where other sources answer an item, their code is filled in.
    """
    from egovbench.base.errors import ParameterError
    from egovbench.base.files import write_bytes
    from egovbench.base.parameters import DEFAULTS, check_country
    from egovbench.comparison.data import load_data
    from egovbench.documents.sheets.coding_sheet import coding_template
    from egovbench.others.fusion import fuse_answers, usable_answers

    data = load_data()
    names = {iso3: each.name for iso3, each in data.countries.items()}
    check_country("country", country, data.countries)
    if out.suffix != ".xlsx":
        raise ParameterError("out", str(out), "a file name that ends in .xlsx")
    if out.exists():
        raise ParameterError("out", str(out), "a file that does not exist yet")
    answers = usable_answers(
        data.others[data.others["iso3"] == country], DEFAULTS.fidelity, DEFAULTS.gtmi_zero
    )
    fused = fuse_answers(answers, DEFAULTS.fusion)
    content = coding_template(country, names[country], data.codebook, fused, data.source_titles)
    write_bytes(out, content)
    n_items = len(data.codebook.scored)
    print(f"{country}: {n_items} items, {len(fused)} with a code of other sources -> {out}")
