"""`egovbench simulate`: score and rank over variants of the method, as tables."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base.errors import InputError, MethodError, ParameterError
from egovbench.base.parameters import DEFAULTS, Parameters, check_value
from egovbench.cli import options
from egovbench.cli.tables import print_warning

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.robustness.draws import Space

    Frames = Mapping[str, pd.DataFrame]

_WITH_TABLE = ("replications", "seed", "choices")


@options.takes(*options.OF_REPORTS)
def simulate(
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    table: Annotated[
        Path | None,
        typer.Argument(help="CSV as for composite; none: the answers.", metavar="TABLE"),
    ] = None,
    framework: Annotated[
        Path | None, typer.Option(help="Of a TABLE: CSV with id, level, parent, as for composite.")
    ] = None,
    normalise: Annotated[
        list[str] | None,
        typer.Option(
            help="Of a TABLE, as for composite; repeat it for alternatives.",
            show_default="minmax:0:100",
        ),
    ] = None,
    aggregate: Annotated[
        list[str] | None,
        typer.Option(
            help="Of a TABLE, as for composite; repeat it for alternatives.", show_default="amean"
        ),
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            help="Of a TABLE, as for composite, or complete: drawn from the ends and the middle "
            "of the indicator's scale; repeat it for alternatives.",
            show_default="skip",
        ),
    ] = None,
    noise: Annotated[
        float | None,
        typer.Option(
            help="Of a TABLE: weights are multiplied by a factor from 1 - NOISE to 1 + NOISE.",
            show_default="0.25",
        ),
    ] = None,
    config: options.Config = options.DEFAULT_CONFIG,
    jobs: Annotated[int, typer.Option(min=1, help="Threads; the result is the same.")] = 1,
    replace: options.Replace = False,
    **given: Any,
) -> None:
    """Draw variants of the method, or read them from a file, and write what they do to ranks.

    Without a TABLE the countries' answers are compared. Writes choices.csv, which --choices reads
    back, variants and failed_variants; of a TABLE also variant_scores, of answers
    before_each_peer and sensitivity. Prints the folder.
    """
    from egovbench.base.files import write_new
    from egovbench.base.paths import from_root
    from egovbench.base.plain_tables import is_former
    from egovbench.base.tables import csv_text
    from egovbench.robustness.draws import Space

    parameters = options.read_given(given)
    drawn = {"normalise": normalise, "aggregate": aggregate, "missing": missing, "noise": noise}
    if table is None:
        _refuse({"framework": framework, **drawn}, "a TABLE beside it")
        tables = _simulate_answers(config, parameters, jobs)
    else:
        if framework is None:
            raise ParameterError("framework", None, "a CSV file with the framework of the TABLE")
        strangers = {name: parameters[name] for name in parameters if name not in _WITH_TABLE}
        if config != options.DEFAULT_CONFIG:
            strangers["config"] = config
        _refuse(strangers, "no TABLE beside it")
        if parameters.get("choices"):
            _refuse(drawn, "no choices beside it")
        space = Space(
            normalisations=tuple(normalise or ["minmax:0:100"]),
            aggregations=tuple(aggregate or ["amean"]),
            missing=tuple(missing or ["skip"]),
            noise=0.25 if noise is None else noise,
        )
        checked = {name: check_value(name, value) for name, value in parameters.items()}
        tables = _simulate_table(
            table, framework, space, dataclasses.replace(DEFAULTS, **checked), jobs
        )
    read = [config, *(each for each in (table, framework) if each is not None)]
    if parameters.get("choices"):
        read.append(from_root(str(parameters["choices"])))
    texts = {out / f"{name}.csv": csv_text(each) for name, each in tables.items()}
    variants = out / "variants.csv"
    write_new(texts, read, replace=replace or is_former(variants, texts[variants]))
    print(out)


def _refuse(given: Mapping[str, object], expected: str) -> None:
    for name, value in given.items():
        if value is not None:
            raise ParameterError(name, str(value), expected)


def _simulate_answers(config: Path, given: Mapping[str, Any], jobs: int) -> "Frames":
    from egovbench.base.tables import read_numbers
    from egovbench.comparison import compare
    from egovbench.robustness.uncertainty import analyse_uncertainty, find_variants
    from egovbench.runs.config import Entry, read_config
    from egovbench.runs.project import read_project
    from egovbench.runs.reports import Drafter

    project = read_project()
    wanted = dataclasses.replace(read_config(config), reports=(Entry("robustness"),))
    _, (report,), _ = Drafter(wanted, project).draft(given)
    benchmark = compare(**report.parameters)
    found = analyse_uncertainty(
        find_variants(benchmark),
        benchmark.parameters,
        read_numbers(benchmark.parameters.choices),
        workers=jobs,
    )
    if found is None:
        raise MethodError(f"{benchmark.focal} stands in no joint ranking: nothing to simulate")
    return found.tables()


def _simulate_table(
    table: Path, framework: Path, space: "Space", parameters: Parameters, jobs: int
) -> "Frames":
    from egovbench.base.paths import from_root
    from egovbench.base.tables import read_numbers
    from egovbench.composite.composite import wide_answers
    from egovbench.composite.tables import read_nodes, read_values
    from egovbench.robustness.draws import draw, read_draws
    from egovbench.robustness.simulation import by_replication, rank_intervals
    from egovbench.robustness.simulation import simulate as evaluate

    nodes = read_nodes(framework)
    if nodes.parents.count(-1) > 1:
        several = f"found {nodes.parents.count(-1)} nodes without a parent"
        raise InputError(framework, f"{several}; expected one, whose ranks are simulated")
    values, unused = read_values(table, nodes)
    if unused:
        print_warning(f"not in the framework, not used: {', '.join(unused)}")
    answers = {"table": wide_answers(values, nodes)}
    given = read_numbers(parameters.choices)
    if given is None:
        draws = draw(answers, nodes, space, parameters.replications, parameters.seed)
    else:
        draws = read_draws(given, from_root(parameters.choices), answers, nodes)
    found = evaluate(answers, nodes, draws, workers=jobs)
    if len(found.failures) == len(draws):
        raise MethodError(f"no variant can be evaluated: {found.failures['reason'].iloc[0]}")
    return {
        "choices": draws.to_frame(nodes),
        "variants": rank_intervals(found),
        "variant_scores": by_replication(found),
        "failed_variants": found.failures,
    }
