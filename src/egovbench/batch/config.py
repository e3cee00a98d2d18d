"""Run configurations: the YAML files in notebooks/runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from egovbench.errors import InputError, ParameterError

NOTEBOOKS = ("overview", "country", "robustness", "evidence")
_KEYS = ("run", "parameters", "notebooks", "sections", "jobs", "cell_timeout")


@dataclass(frozen=True)
class RunConfig:
    """A run as its file describes it; values are checked when the plan is made.

    Attributes:
        run: name of the run's folder; None makes a name from the parameters.
        parameters: values that differ from the notebooks' own.
        notebooks: notebooks to run besides `section`.
        sections: "all" or letters from A to G, one run of the `section` notebook for each.
        jobs: worker processes; None is one a processor, at least two.
        cell_timeout: seconds that one cell may take.
    """

    run: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    notebooks: tuple[str, ...] = NOTEBOOKS
    sections: object = "all"
    jobs: int | None = None
    cell_timeout: int = 600


def read_config(path: Path) -> RunConfig:
    """Return the run configuration at `path`.

    Raises InputError when it is no YAML mapping, ParameterError for unknown keys or wrong types.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise InputError(path, "the run configuration does not exist") from None
    except (UnicodeDecodeError, yaml.YAMLError) as fault:
        mark = getattr(fault, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise InputError(path, "not a YAML file", row=row) from None
    if not isinstance(content, dict):
        raise InputError(path, f"found a {type(content).__name__}; expected keys with values")
    for key in content:
        if key not in _KEYS:
            raise ParameterError(
                str(key), content[key], f"a key of {path.name}: {', '.join(_KEYS)}"
            )
    settings = {key: value for key, value in content.items() if value is not None}
    _check_types(settings)
    if "notebooks" in settings:
        settings["notebooks"] = tuple(settings["notebooks"])
    return RunConfig(**settings)


def _check_types(settings: Mapping[str, Any]) -> None:
    names = settings.get("notebooks", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ParameterError("notebooks", names, f"a list such as [{', '.join(NOTEBOOKS)}]")
    parameters = settings.get("parameters", {})
    if not isinstance(parameters, dict) or not all(isinstance(key, str) for key in parameters):
        raise ParameterError("parameters", parameters, "names with values")
    if not isinstance(settings.get("run", ""), str):
        raise ParameterError("run", settings["run"], "a name; put it in quotes")
    for key in ("jobs", "cell_timeout"):
        value = settings.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ParameterError(key, value, "a whole number from 1")
