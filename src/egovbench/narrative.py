"""What the reports say of a comparison in whole sentences, in the language of the benchmark.

Each function takes a benchmark, as `egovbench.compare` returns it, and returns
the sentences of one report in its order: the headline first, then what its blocks say.

>>> from egovbench import compare
>>> overview(compare("EST"))[0].partition(" scores ")[0]
'By the sources used for all countries, Estonia'
"""

from collections.abc import Iterable
from dataclasses import replace

from egovbench.base.parameters import Parameters
from egovbench.comparison import Benchmark
from egovbench.language import speaking
from egovbench.reports.country import blocks as of_country
from egovbench.reports.display import Block
from egovbench.reports.overview import blocks as of_overview
from egovbench.reports.robustness import blocks as of_robustness
from egovbench.reports.section import blocks as of_section
from egovbench.robustness.correlations import external_validity
from egovbench.robustness.structure import analyse_structure
from egovbench.robustness.uncertainty import analyse_uncertainty, compare_choices, find_variants

__all__ = ["country", "overview", "robustness", "section"]


def overview(benchmark: Benchmark) -> list[str]:
    """Return how the focal country compares with its peers, and how sure that is."""
    with speaking(benchmark.parameters.lang):
        return _said(
            (
                of_overview.overview_finding(benchmark),
                of_overview.overview_sections(benchmark),
                of_overview.overview_differences(benchmark),
                of_overview.overview_unknown(benchmark),
            )
        )


def section(benchmark: Benchmark, letter: str) -> list[str]:
    """Return what is found in the section `letter`, "A" to "G".

    Raises:
        ParameterError: another letter.

    >>> from egovbench import compare
    >>> section(compare("LUX"), "A")[0].partition(";")[0].partition(" on ")[2]
    '5 comparable questions'
    """
    with speaking(benchmark.parameters.lang):
        return _said((of_section.section_finding(benchmark, letter),))


def country(benchmark: Benchmark) -> list[str]:
    """Return what is known of the focal country by itself, on every item that it was asked.

    >>> from egovbench import compare
    >>> country(compare("LUX"))[0].partition(" that ")[0]
    'Luxembourg ranks 15 of the 27 countries'
    """
    with speaking(benchmark.parameters.lang):
        return _said([of_country.country_finding(benchmark)])


def robustness(
    benchmark: Benchmark,
    *,
    replications: int = Parameters.replications,
    seed: int = Parameters.seed,
) -> list[str]:
    """Return how far score and rank depend on choices of method and on what is unknown.

    The method is varied `replications` times at random, beginning with `seed`; 1,000 take some
    seconds. Without a joint ranking fewer sentences remain.

    >>> from egovbench import compare
    >>> robustness(compare("LUX"), replications=20)[0].partition(". ")[0]
    'Luxembourg ranks 15 of 27'
    """
    parameters = replace(benchmark.parameters, replications=replications, seed=seed)
    variants = find_variants(benchmark)
    uncertainty, choices = analyse_uncertainty(variants, parameters), compare_choices(variants)
    structure, correlations = analyse_structure(benchmark), external_validity(benchmark, seed)
    with speaking(benchmark.parameters.lang):
        return _said(
            (
                of_robustness.robustness_finding(benchmark, uncertainty),
                of_robustness.robustness_choices(benchmark, uncertainty, choices),
                of_robustness.robustness_parts(benchmark, structure),
                of_robustness.robustness_indices(benchmark, correlations),
            )
        )


def _said(blocks: Iterable[Block]) -> list[str]:
    return [sentence for block in blocks for sentence in block.sentences]
