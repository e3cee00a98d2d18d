"""A benchmark: the tables it starts from and everything that is computed from them."""

from egovbench.benchmark.build import Benchmark, build_benchmark
from egovbench.benchmark.data import Data, load_data
from egovbench.benchmark.load import load_benchmark

__all__ = ["Benchmark", "Data", "build_benchmark", "load_benchmark", "load_data"]
