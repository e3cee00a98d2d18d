"""The comparison of a country with its peers: answers, like-for-like items, scores, ranks."""

from egovbench.comparison.benchmark import (
    Benchmark,
    benchmark_of,
    build_benchmark,
    compare,
    read_parameters,
)
from egovbench.comparison.data import Data, load_data

__all__ = [
    "Benchmark",
    "Data",
    "benchmark_of",
    "build_benchmark",
    "compare",
    "load_data",
    "read_parameters",
]
