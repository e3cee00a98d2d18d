"""Where in the site an item is: what a country wrote on it, and where its document says so."""

from collections.abc import Iterable

from egovbench.comparison import Benchmark


def item_places(benchmark: Benchmark, items: Iterable[int]) -> list[str]:
    """Return the address of each item on the page of its section.

    Without a questionnaire of the focal country nothing is quoted there: the page as a whole.
    """
    sections = {item.number: item.section for item in benchmark.codebook.questions}
    anchor = "#item-{}" if benchmark.focal_has_form else ""
    return [f"section-{sections[item]}.html{anchor.format(item)}" for item in items]


def document_place(item: int, page: str = "evidence.html") -> str:
    """Return the address of what was written under an item, in the document as it was read."""
    return f"{page}#document-{item}"
