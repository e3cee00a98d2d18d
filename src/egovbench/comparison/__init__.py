"""A benchmark: the tables it starts from and everything that is computed from them."""

from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.comparison.data import Data, load_data
from egovbench.comparison.load import benchmark_of, load_benchmark, read_parameters

__all__ = [
    "Benchmark",
    "Data",
    "benchmark_of",
    "build_benchmark",
    "load_benchmark",
    "load_data",
    "read_parameters",
]
