"""The comparison of a country with its peers: answers, like-for-like items, scores, ranks."""

from typing import Any

from egovbench.comparison.benchmark import Benchmark, build_benchmark, compare
from egovbench.comparison.data import Data, load_data

__all__ = ["Benchmark", "Data", "build_benchmark", "compare", "load_benchmark", "load_data"]


def load_benchmark(
    focal: str = "LUX", peers: Any = "eu27", survey: str = "msq2024", **others: Any
) -> Benchmark:
    """Return what `compare` does, under the name by which the notebooks still call it."""
    return compare(focal, peers=peers, survey=survey, **others)


load_benchmark.__doc__ = compare.__doc__
