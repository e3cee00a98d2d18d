"""Comparative benchmarking of governments' answers to the UN Member States Questionnaire.

    >>> import egovbench as eb
    >>> answers = eb.load_answers("LUX", peers="eu27")       # an answer per country and item
    >>> shared = eb.like_for_like(answers)                   # the items that all were asked
    >>> scores = eb.score(shared, weights="sections")        # a score per country and node
    >>> b = eb.compare("LUX", peers="eu27", fidelity="close")  # all of it, at close links

Tables are pandas DataFrames: `answers` and `scores` above, and attributes of the comparison such as
`b.sections`, `b.items` and `b.ranks`. Columns are named as in data/README.md. Scores and their
bounds are 0 to 100. What is unknown is never zero: it leaves the score, lowers its coverage and
widens its bounds; what a country was not asked leaves all three.

compare         a focal country with its peers: scores, ranks, items, pairs (a Benchmark)
load_answers    the answers of a country and its peers, coded
like_for_like   the answers to the items on which these countries can be compared
score           scores with bounds of a table of answers, under weights of your own
code_answer     the code of one written answer, and the words on which it rests (a CodedAnswer)
figures         a figure of each part of a comparison
narrative       what a comparison says, in sentences

The names above stay, and so do the columns and attributes of what they return. Everything else in
the package may change. Faults of the input are raised as egovbench.base.errors.EgovbenchError, with
what was found and what would be right.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from egovbench.comparison.answers import like_for_like, load_answers, score
    from egovbench.comparison.benchmark import Benchmark, compare
    from egovbench.questionnaire.coding import CodedAnswer, code_answer

__all__ = [
    "Benchmark",
    "CodedAnswer",
    "code_answer",
    "compare",
    "like_for_like",
    "load_answers",
    "score",
]

# Imported when they are first used: a command such as --version needs none of it.
_HOMES = {
    "Benchmark": "egovbench.comparison.benchmark",
    "CodedAnswer": "egovbench.questionnaire.coding.code",
    "code_answer": "egovbench.questionnaire.coding.code",
    "compare": "egovbench.comparison.benchmark",
    "like_for_like": "egovbench.comparison.answers",
    "load_answers": "egovbench.comparison.answers",
    "score": "egovbench.comparison.answers",
}
_MODULES = ("figures", "narrative")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _MODULES:
        return import_module(f"egovbench.{name}")
    raise AttributeError(f"module 'egovbench' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
