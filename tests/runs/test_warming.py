"""What a run's warm process does for all of its reports."""

from instant_runs import Project

from egovbench.runs.outcomes import Task, bases_of
from egovbench.runs.warming import shared_benchmarks


def tasks_of(instant: Project, **settings: object) -> list[Task]:
    plan = instant.plan(**settings)
    bases = bases_of(plan, root=instant.root, data=instant.root / "data")
    return [Task(report, bases[report.name], ()) for report in plan.reports]


def test_parameters_of_two_reports_are_shared_and_of_one_are_not(instant: Project) -> None:
    tasks = tasks_of(instant, parameters={"peers": ["EST", "DNK"], "fidelity": "exact"})
    [arguments] = shared_benchmarks(tasks)
    assert arguments["focal"] == "LUX"
    assert arguments["peers"] == ["EST", "DNK"]
    assert arguments["fidelity"] == "exact"
    assert {"section", "output_dir"}.isdisjoint(arguments)
    assert shared_benchmarks(tasks[:1]) == []


def test_notebooks_that_declare_part_of_the_parameters_share_nothing(instant: Project) -> None:
    declared = 'focal: str = "LUX"\npeers: str = "oecd"\n'
    instant.write("one", declared=declared)
    instant.write("two", declared=declared)
    tasks = tasks_of(instant, notebooks=("one", "two"), sections=(), parameters={})
    assert shared_benchmarks(tasks) == []
