"""The appendix of the robustness notebook: how this was computed."""

from pathlib import Path

import pandas as pd

from egovbench.base.parameters import Parameters
from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.reports import method_sentences as narrative
from egovbench.reports.display import Parts, as_table, block, heading
from egovbench.reports.tables import heads
from egovbench.reports.wording import peers_label
from egovbench.robustness.correlations import RESAMPLES
from egovbench.robustness.uncertainty import SPACE, Uncertainty


@block
def robustness_method(
    benchmark: Benchmark, parameters: Parameters, uncertainty: Uncertainty | None
) -> Parts:
    """Show every choice of the benchmark and of its robustness checks in words.

    Shape: a table, one row per choice.
    Scale: in words, with the numbers that each choice needs.
    Missing: without a joint ranking (`uncertainty` is None) the choices of the checks are left out.
    Source: `parameters` and what the simulation recorded.
    """
    yield heading(say("method.title"), anchor="method")
    yield as_table(
        method_table(benchmark, parameters, uncertainty),
        say("method.caption"),
        headers=heads("choice", words="done"),
    )


def method_table(
    benchmark: Benchmark, parameters: Parameters, uncertainty: Uncertainty | None
) -> pd.DataFrame:
    """Return every choice of the run: choice, words."""
    compared = narrative.Compared(
        focal=benchmark.focal_name,
        basis=benchmark.focal_basis,
        peers=peers_label(benchmark),
        questionnaire=benchmark.codebook.title,
        n_countries=1 + len(benchmark.peers),
        n_items=len(benchmark.compared_items),
        n_scored=len(benchmark.comparable),
    )
    rows = narrative.comparison_choices(benchmark.parameters, compared)
    if uncertainty is not None:
        rows += narrative.simulation_choices(_simulated(parameters, uncertainty))
        rows += narrative.check_choices(RESAMPLES, parameters.seed)
    return pd.DataFrame(rows, columns=["choice", "words"])


def _simulated(parameters: Parameters, uncertainty: Uncertainty) -> narrative.Simulated:
    sensitivity = uncertainty.sensitivity
    return narrative.Simulated(
        settings=uncertainty.draws.settings,
        weights=SPACE.weights,
        completion="ends",
        n_open=len(uncertainty.draws.cells),
        items=uncertainty.variants.n_items,
        seed=parameters.seed,
        file=Path(parameters.choices).name,
        n_failed=len(uncertainty.failures),
        evaluations=sensitivity.evaluations if sensitivity else 0,
    )
