"""Speed and memory of the scoring engine; prints a table.

    python benchmarks/scoring.py [--gtmi INDICATORS.csv]

Without a file all tables are invented, from a fixed seed. With the World Bank's GovTech key
indicators (columns year, iso3, i_1 to i_48) the 2022 index is composed as well, and its first
five values are compared with those expected. Each line runs in a process of its own, so that its
peak memory is its own; times are the best of several repeats, on one core (wall clock and
processor time; the latter says less of what else the machine does).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from egovbench.composite.composite import composite, wide_answers
from egovbench.robustness.draws import Space, draw
from egovbench.robustness.sensitivity import sobol_indices
from egovbench.robustness.simulation import probability_of_beating, rank_intervals, simulate
from egovbench.scoring.answers import Answers, answers_of_codes
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import Framework, read_framework
from egovbench.scoring.ranks import rank_bounds
from egovbench.scoring.scores import score_answers

ONE_CORE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
GTMI_GROUPS = {"cgsi": range(1, 18), "psdi": range(18, 26), "dcei": range(27, 33)}
GTMI_GROUPS["gtei"] = range(33, 49)
GTMI_FIRST = {"KOR": 0.99495, "EST": 0.98887, "BRA": 0.98408, "ESP": 0.97396, "FRA": 0.97313}
SPACE = Space(
    normalisations=("minmax:1:100", "zscore:50:10", "prank"),
    missing=("skip", "mean", "complete"),
)
MEANS = Space(
    normalisations=("minmax:1:100", "minmax:10:100"),
    aggregations=("amean", "gmean", "gmean,amean"),
    missing=("skip", "mean", "complete"),
)


def table(units: int, indicators: int) -> tuple[pd.DataFrame, Framework]:
    """Return an invented table with 3 % missing, and a framework of four groups."""
    random = np.random.default_rng(20)
    values = random.integers(0, 4, size=(units, indicators)).astype(np.float64)
    values[:, ::7] = random.random((units, len(range(0, indicators, 7))))
    values[random.random(values.shape) < 0.03] = np.nan
    names = [f"i{number}" for number in range(indicators)]
    rows = [(name, 1, f"g{number * 4 // indicators}") for number, name in enumerate(names)]
    rows += [(f"g{group}", 2, "index") for group in range(4)] + [("index", 3, "")]
    frame = pd.DataFrame(rows, columns=["id", "level", "parent"])
    index = pd.Index([f"u{number}" for number in range(units)])
    return (
        pd.DataFrame(values, columns=names, index=index),
        read_framework(frame.assign(minimum=0.0, maximum=3.0)),
    )


def codes(units: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return invented codes of 70 items in 25 indicators and 7 sections, and the framework."""
    random = np.random.default_rng(21)
    words = np.array(["yes", "partly", "no", "unknown", "not_asked"])
    drawn = random.choice(words, size=units * 70, p=[0.4, 0.1, 0.2, 0.1, 0.2])
    frame = pd.DataFrame(
        {
            "iso3": np.repeat([f"U{number:04d}" for number in range(units)], 70),
            "item": np.tile(np.arange(1, 71), units),
            "code": drawn,
        }
    )
    frame["value"] = frame["code"].map({"yes": 1.0, "partly": 0.5, "no": 0.0})
    rows = [(str(item), 1, f"x{item * 25 // 71}") for item in range(1, 71)]
    rows += [(f"x{number}", 2, f"s{number * 7 // 25}") for number in range(25)]
    rows += [(f"s{number}", 3, "overall") for number in range(7)] + [("overall", 4, "")]
    tree = pd.DataFrame(rows, columns=["id", "level", "parent"])
    return frame, tree.assign(weight=1.0, minimum=0.0, maximum=1.0)


def monte_carlo(answers: Answers, framework: Framework, space: Space, count: int) -> None:
    """Draw, simulate and summarise."""
    tables = {"all": answers}
    found = simulate(tables, framework, draw(tables, framework, space, count, seed=1))
    rank_intervals(found)
    probability_of_beating(found, answers.units[0])


def tasks() -> dict[str, tuple[Callable[[], Callable[[], object]], str]]:
    """Return name -> (what prepares and returns the timed call, target)."""

    def engine(normalisation: str, units: int = 198, indicators: int = 47) -> Callable[[], object]:
        values, framework = table(units, indicators)
        answers = wide_answers(values, framework)
        methods = parse_methods(framework, normalisation)
        return lambda: evaluate(answers, methods)

    def whole(units: int, indicators: int) -> Callable[[], object]:
        values, framework = table(units, indicators)
        return lambda: composite(values, framework, normalisation="minmax:0:1")

    def simulated(
        space: Space, count: int, units: int = 198, indicators: int = 47
    ) -> Callable[[], object]:
        values, framework = table(units, indicators)
        answers = wide_answers(values, framework)
        return lambda: monte_carlo(answers, framework, space, count)

    def scored(units: int) -> Callable[[], object]:
        frame, framework = codes(units)
        nodes = read_framework(framework)
        return lambda: rank_bounds(score_answers(answers_of_codes(frame, nodes), nodes))

    def sobol() -> Callable[[], object]:
        values, framework = table(198, 47)
        tables = {"all": wide_answers(values, framework)}
        return lambda: sobol_indices(tables, framework, MEANS, "u0", base=512)

    return {
        "normalise and aggregate, min-max, 198 x 47": (lambda: engine("minmax:0:1"), "2 ms"),
        "normalise and aggregate, z-score, 198 x 47": (lambda: engine("zscore"), "2 ms"),
        "normalise and aggregate, rank, 198 x 47": (lambda: engine("rank"), "2 ms"),
        "composite() with its frames, 198 x 47": (lambda: whole(198, 47), ""),
        "Monte Carlo 1,000, three normalisations": (lambda: simulated(SPACE, 1000), "150 ms"),
        "Monte Carlo 1,000, three aggregations": (lambda: simulated(MEANS, 1000), "150 ms"),
        "Monte Carlo 10,000, three normalisations": (lambda: simulated(SPACE, 10000), "1500 ms"),
        "Monte Carlo 10,000, three aggregations": (lambda: simulated(MEANS, 10000), "1500 ms"),
        "Sobol, 3,072 replications": (sobol, ""),
        "score_answers, rank_bounds, 198 x 70 items": (lambda: scored(198), "1000 ms"),
        "composite, 1,250 x 200": (lambda: whole(1250, 200), ""),
        "composite, 2,500 x 200": (lambda: whole(2500, 200), ""),
        "composite, 5,000 x 200": (lambda: whole(5000, 200), ""),
        "composite, 10,000 x 200": (lambda: whole(10000, 200), ""),
        "Monte Carlo 100, 2,500 x 200": (lambda: simulated(SPACE, 100, 2500, 200), ""),
        "Monte Carlo 100, 5,000 x 200": (lambda: simulated(SPACE, 100, 5000, 200), ""),
        "Monte Carlo 100, 10,000 x 200": (lambda: simulated(SPACE, 100, 10000, 200), ""),
    }


def measure(name: str) -> dict[str, float]:
    """Return best times in ms, and memory in MB before a task and at its peak."""
    call = tasks()[name][0]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    walls: list[float] = []
    processor: list[float] = []
    while not walls or (sum(walls) < 2.0 and len(walls) < 50):
        start, used = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    best = {"wall": min(walls) * 1000, "processor": min(processor) * 1000}
    return {**best, "before": before, "peak": after}


def gtmi(path: str) -> None:
    """Compose the GovTech Maturity Index 2022 and compare its first five values."""
    frame = pd.read_csv(path)
    frame = frame[frame["year"] == 2022].set_index("iso3")
    rows = [(f"i_{n}", 1, group) for group, numbers in GTMI_GROUPS.items() for n in numbers]
    rows += [(group, 2, "gtmi_index") for group in GTMI_GROUPS] + [("gtmi_index", 3, "")]
    framework = read_framework(pd.DataFrame(rows, columns=["id", "level", "parent"]))
    scores = composite(frame, framework, normalisation="minmax:0:1").scores["gtmi_index"]
    first = scores.sort_values(ascending=False).head(5)
    print("GTMI 2022, min-max, arithmetic:")
    for (unit, score), (expected, value) in zip(first.items(), GTMI_FIRST.items(), strict=True):
        verdict = "as expected" if unit == expected and abs(score - value) < 1e-5 else "DIFFERS"
        print(f"  {unit} {score:.16f}  {verdict} ({expected} {value})")


def main() -> None:
    """Run every task in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gtmi", help="the GovTech key indicators as CSV")
    parser.add_argument("--task", help="measure one task and print JSON")
    given = parser.parse_args()
    if given.task:
        print(json.dumps(measure(given.task)))
        return
    if given.gtmi:
        gtmi(given.gtmi)
    print(f"{'task':46}{'wall ms':>10}{'CPU ms':>10}{'target':>10}{'peak MB':>9}{'own MB':>8}")
    for name, (_, target) in tasks().items():
        command = [sys.executable, __file__, "--task", name]
        environment = {**os.environ, **ONE_CORE}
        done = subprocess.run(command, check=True, capture_output=True, env=environment)
        found = json.loads(done.stdout)
        own = found["peak"] - found["before"]
        line = f"{found['wall']:>10.2f}{found['processor']:>10.2f}{target:>10}"
        line += f"{found['peak']:>9.0f}{own:>8.0f}"
        print(f"{name:46}{line}", flush=True)


if __name__ == "__main__":
    main()
