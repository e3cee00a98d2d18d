"""From parameters to a benchmark of the project's own tables."""

from collections.abc import Sequence
from functools import lru_cache

from egovbench.base.parameters import Parameters, check_parameters
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.comparison.data import Data, shared_data
from egovbench.language import use_language


def load_benchmark(
    focal: str = "LUX",
    peers: str | Sequence[str] = "eu27",
    survey: str = "msq2024",
    fidelity: str = "proxy",
    items: str = "common",
    min_share: float = 1.0,
    gtmi_zero: str = "no",
    sources: str | Sequence[str] = "all",
    answered_by: str = "any",
    max_age: int = 0,
    fusion: str = "preferred",
    lang: str = "en",
) -> Benchmark:
    """Return the benchmark of a focal country against its peers.

    `focal` is an ISO3 code; `peers` a list of them or eu27, oecd, neighbours, region or all;
    `fidelity` the least faithful link used (exact, close, proxy); `items` "common" (items that at
    least `min_share` of the compared countries were asked, 0 to 1) or "pairwise" (each peer on the
    items it shares with the focal country, without a joint ranking); `gtmi_zero` whether "no or
    unknown" counts as no or as unknown; `sources` which other bodies' data are used ("all" or a
    list), `answered_by` whose answers (any, government, researchers, desk), `max_age` how many
    years before the questionnaire they may lie (0: any), `fusion` how several sources on one item
    become a code (preferred, agreeing-only, majority), and `lang` the language (en, fr, de) of what
    is written from here on. The same parameters and files give the same object within a process.
    Raises ParameterError for a value that is not valid, or a focal country of which nothing is
    known, and MethodError where no item can be compared.

    Shape: a `Benchmark`; its frames have a row a country and node, item or pair (see there).
    Scale: scores and bounds 0 to 100, coverage 0 to 1, an item's value 0, 0.5 or 1.
    Missing: unknown is never zero: it leaves the score, lowers coverage and widens the bounds;
        not_asked leaves all three.
    Source: the tables below data/, as data/README.md describes them.
    """
    data = shared_data()
    parameters = check_parameters(
        focal=focal,
        peers=peers,
        survey=survey,
        fidelity=fidelity,
        items=items,
        min_share=min_share,
        gtmi_zero=gtmi_zero,
        sources=sources,
        answered_by=answered_by,
        max_age=max_age,
        fusion=fusion,
        lang=lang,
        countries=data.countries,
    )
    use_language(parameters.lang)
    return _build(data, parameters)


@lru_cache(maxsize=8)
def _build(data: Data, parameters: Parameters) -> Benchmark:
    return build_benchmark(data, parameters)
