"""The comparison of a country with its peers: answers, like-for-like items, scores, ranks."""

from egovbench.comparison.benchmark import Benchmark, build_benchmark, compare
from egovbench.comparison.data import Data, load_data

load_benchmark = compare

__all__ = ["Benchmark", "Data", "build_benchmark", "compare", "load_benchmark", "load_data"]
