"""From parameters to a benchmark of the project's own tables."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import DECLARED, Parameters, check_parameters, closest
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.comparison.coded import Choice
from egovbench.comparison.data import Data, shared_data
from egovbench.language import use_language

_INJECTED = "# Parameters\n"
"""How the cell begins in which papermill sets what it was given."""


def load_benchmark(focal: str = "LUX", peers: str = "eu27", **others: Any) -> Benchmark:
    """Return the benchmark of a focal country against its peers.

    `focal` is an ISO3 code; `peers` a group (eu27, oecd, neighbours, region, all) or ISO3 codes
    with commas; `others` are any further parameters by name (see `base.parameters.Parameters`, or
    the table in a notebook). Raises ParameterError for a name or value that is not valid, or a
    focal country of which nothing is known, and MethodError where no item can be compared.

    Shape: a `Benchmark`; its frames have one row for each country and node, item or pair.
    Scale: scores and bounds 0 to 100, coverage 0 to 1, an item's value 0, 0.5 or 1.
    Missing: unknown is never zero: it leaves the score, lowers coverage and widens the bounds;
        not_asked leaves all three.
    Source: the tables below data/, as data/README.md describes them.
    """
    countries = shared_data().countries
    return benchmark_of(check_parameters(focal=focal, peers=peers, **others, countries=countries))


def read_parameters(variables: Mapping[str, Any]) -> Parameters:
    """Return the checked parameters among a notebook's variables, as `globals()` has them.

    Raises ParameterError for a value that is not valid, and for one that papermill was given under
    a name that no cell before declares: papermill only warns of it.

    Shape: a `Parameters`; a parameter that the notebook does not declare has its default.
    Scale: as the table of the notebook's parameters says, in years, shares or words.
    Missing: nothing is missing; an empty `choices` stands for none.
    Source: the cells of parameters, the notebook's and papermill's.
    """
    cells = list(variables.get("In", ()))
    for at, cell in enumerate(cells):
        if cell.startswith(_INJECTED):
            declared = {name for earlier in cells[:at] for name in _assigned(earlier)}
            for name in _assigned(cell):
                if name not in declared:
                    known = [each for each in DECLARED if each in declared]
                    expected = f"one of {', '.join(known)}{closest(name, known)}"
                    raise ParameterError(name, variables.get(name), expected)
    given = {name: variables[name] for name in DECLARED if name in variables}
    return check_parameters(**given, countries=shared_data().countries)


def benchmark_of(parameters: Parameters) -> Benchmark:
    """Return the benchmark that checked parameters ask for; what is written is in their language.

    Shape: a `Benchmark` (see `load_benchmark`).
    Scale: scores and bounds 0 to 100, coverage 0 to 1, an item's value 0, 0.5 or 1.
    Missing: as in `load_benchmark`: unknown is never zero.
    Source: the tables below data/, as data/README.md describes them.
    """
    use_language(parameters.lang)
    return _build(shared_data(), parameters, Choice.of(parameters))


@lru_cache(maxsize=8)
def _build(data: Data, parameters: Parameters, _choice: Choice) -> Benchmark:
    """Return the benchmark; weights of a file count by what it holds, which `_choice` has."""
    return build_benchmark(data, parameters)


def _assigned(cell: str) -> list[str]:
    """Return the names that a cell's own lines assign; none for a cell that is not Python."""
    try:
        statements = ast.parse(cell).body
    except SyntaxError:
        return []
    targets = [
        target
        for each in statements
        if isinstance(each, ast.Assign | ast.AnnAssign)
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]
