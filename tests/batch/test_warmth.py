from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from instant_runs import Instant, Project
from invented_runs import Silent, described

from egovbench.batch.runner import run_plan
from egovbench.batch.warmth import shared_arguments


def test_parameters_of_two_reports_are_shared_and_of_one_are_not(instant: Project) -> None:
    plan = instant.plan(parameters={"peers": ["EST", "DNK"], "fidelity": "exact"})
    [arguments] = shared_arguments(plan.reports)
    assert arguments["focal"] == "LUX"
    assert arguments["peers"] == ["EST", "DNK"]
    assert arguments["fidelity"] == "exact"
    assert {"section", "output_dir"}.isdisjoint(arguments)
    assert shared_arguments(plan.reports[:1]) == []
    declared = 'focal: str = "LUX"\npeers: str = "oecd"\n'
    instant.write("one", declared=declared)
    instant.write("two", declared=declared)
    plan = instant.plan(notebooks=("one", "two"), sections=(), parameters={})
    assert shared_arguments(plan.reports) == []


@pytest.mark.parametrize("sections", [("A", "B"), ()])
def test_the_warm_process_prepares_what_is_shared_and_ends_with_the_run(
    instant: Project, sections: tuple[str, ...]
) -> None:
    told: list[tuple[str, str]] = []
    prepared = Event()

    class Warm:
        def prepare(self, target: str, arguments: Mapping[str, Any]) -> bool:
            told.append((target, arguments["focal"]))
            prepared.set()
            return True

    @contextmanager
    def warm(scratch: Path) -> Iterator[Warm]:
        assert scratch.is_dir()
        told.append(("started", ""))
        yield Warm()
        if sections:
            assert prepared.wait(60)
        told.append(("ended", ""))

    plan = instant.plan(sections=sections)
    settings = {"project": described(instant.root), "executor": Instant(), "progress": Silent()}
    run_plan(plan, **settings, warm=warm)
    work = [("egovbench.benchmark.load:load_benchmark", "LUX")] if sections else []
    assert told == [("started", ""), *work, ("ended", "")]
    run_plan(plan, **settings, warm=warm)
    assert told.count(("started", "")) == 1
