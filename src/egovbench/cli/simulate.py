"""`egovbench simulate`: score and rank over variants of the method, as tables."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from egovbench.cli import options


@options.takes(*options.OF_REPORTS)
def simulate(
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    config: options.Config = options.DEFAULT_CONFIG,
    jobs: Annotated[int, typer.Option(min=1, help="Threads; the result is the same.")] = 1,
    **given: Any,
) -> None:
    """Draw variants of the method, or read them from a file, and write what they do to ranks.

    Writes choices.csv, which --choices reads back, and the tables variants, variants_by_links,
    before_each_peer, failed_variants and sensitivity. Prints the folder.
    """
    from egovbench.base.errors import MethodError
    from egovbench.base.files import write_text
    from egovbench.base.tables import read_numbers
    from egovbench.comparison import compare
    from egovbench.robustness.uncertainty import analyse_uncertainty, build_alternatives
    from egovbench.runs.config import Entry, read_config
    from egovbench.runs.drafts import Drafter
    from egovbench.runs.project import read_project

    wanted = replace(read_config(config), reports=(Entry("robustness"),))
    _, (draft,) = Drafter(wanted, read_project()).draft(options.read_given(given))
    benchmark = compare(**draft.values)
    found = analyse_uncertainty(
        benchmark,
        build_alternatives(benchmark),
        benchmark.parameters,
        read_numbers(benchmark.parameters.choices),
        workers=jobs,
    )
    if found is None:
        raise MethodError(f"{benchmark.focal} stands in no joint ranking: nothing to simulate")
    for name, table in found.tables().items():
        write_text(out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    print(out)
