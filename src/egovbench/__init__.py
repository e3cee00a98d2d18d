"""Comparative benchmarking of governments' answers to the UN Member States Questionnaire.

    >>> import egovbench as eb
    >>> answers = eb.load_answers("LUX", peers="eu27")       # an answer per country and item
    >>> shared = eb.like_for_like(answers)                   # the items that all were asked
    >>> scores = eb.score(shared, weights="sections")        # a score per country and node
    >>> b = eb.compare("LUX", peers="eu27", fidelity="close")  # all of it, at close links

Tables are pandas DataFrames: `answers` and `scores` above, and attributes of the comparison such as
`b.sections`, `b.items` and `b.ranks`. Columns are described in docs/columns.md. Scores and their
bounds are 0 to 100. What is unknown is never zero: it leaves the score, lowers its coverage and
widens its bounds; what a country was not asked leaves all three.

compare         a focal country with its peers: scores, ranks, items, pairs (a Benchmark)
load_answers    the answers of a country and its peers, coded
like_for_like   the answers to the items on which these countries can be compared
score           scores with bounds of a table of answers, under weights of your own
code_answer     the code of one written answer, and the words on which it rests (a CodedAnswer)
instruments     acts, strategies and portals that sources name, by country and item
lacking         what the nearest peers have for each gap of a comparison
review          a country's answers with their codes, and which need a decision (a Review)
figures         a figure of each part of a comparison, such as figures.sections(b)
narrative       what a comparison says, in sentences, such as narrative.overview(b)

The names above stay, and so do the columns and attributes of what they return. Everything else in
the package may change. Faults of the input are raised as egovbench.base.errors.EgovbenchError, with
what was found and what would be right.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from egovbench import figures, narrative
    from egovbench.comparison.answers import like_for_like, load_answers, score
    from egovbench.comparison.benchmark import Benchmark, compare
    from egovbench.comparison.instruments import instruments, lacking
    from egovbench.comparison.review import Review, review
    from egovbench.questionnaire.coding import CodedAnswer, code_answer

__all__ = [
    "Benchmark",
    "CodedAnswer",
    "Review",
    "code_answer",
    "compare",
    "figures",
    "instruments",
    "lacking",
    "like_for_like",
    "load_answers",
    "narrative",
    "review",
    "score",
]

_MODULES = {
    "egovbench.comparison.answers": ("like_for_like", "load_answers", "score"),
    "egovbench.comparison.benchmark": ("Benchmark", "compare"),
    "egovbench.comparison.instruments": ("instruments", "lacking"),
    "egovbench.comparison.review": ("Review", "review"),
    "egovbench.questionnaire.coding": ("CodedAnswer", "code_answer"),
}


def __getattr__(name: str) -> Any:
    """Import what is first used: a command such as --version needs none of it."""
    if name in ("figures", "narrative"):
        return import_module(f"egovbench.{name}")
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'egovbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
