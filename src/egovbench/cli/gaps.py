"""`egovbench gaps`: what would make a comparison better."""

from typing import Any

from egovbench.base.parameters import COMMON
from egovbench.cli import options
from egovbench.cli.tables import print_lines, print_table


@options.takes(*(name for name in COMMON if name != "output_dir"), defaults=True)
def gaps(**given: Any) -> None:
    """Print the items that no source answers, and what is still open of the others."""
    from egovbench.comparison import compare
    from egovbench.comparison.against_peers import open_answers, unanswered_items
    from egovbench.language import say
    from egovbench.reports.evidence.sentences import gaps_headline

    benchmark = compare(**options.read_given(given))
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    columns = ["label", "section", "n_not_asked", "n_unknown", "countries"]
    print_table(
        ["Item", "Section", "Not asked", "Unknown", "Countries"],
        open_items[columns].to_numpy().tolist(),
    )
    print_table(
        ["Item that no source answers", "Section", benchmark.focal_name],
        unanswered[["label", "section", "focal_code"]].to_numpy().tolist(),
    )
    print_lines([gaps_headline(unanswered, open_items, len(items)), say("gaps.remedy")])
