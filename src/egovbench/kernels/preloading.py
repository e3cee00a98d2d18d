"""What the warm process does before it forks: imports, and work that notebooks share."""

import builtins
import gc
import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any


def prepare(target: str, arguments: Mapping[str, Any]) -> bool:
    """Call the function `module:name`, whose results stay in memory; False where it fails.

    A failure says nothing here: a notebook that meets it shows it.
    """
    try:
        module, _, name = target.partition(":")
        with _in_the_manner_of_a_notebook():
            getattr(importlib.import_module(module), name)(**arguments)
    except Exception:
        return False
    finally:
        _settle()
    return True


def preload(modules: Sequence[str]) -> None:
    """Import modules; one that cannot be imported is left for the notebook that needs it."""
    with _in_the_manner_of_a_notebook():
        for name in modules:
            with suppress(Exception):
                importlib.import_module(name)
    _settle()


@contextmanager
def _in_the_manner_of_a_notebook() -> Iterator[None]:
    """Let modules find `get_ipython`, as they would in a kernel.

    pandas asks for it once, when imported, and prints tables with dots where it finds a terminal.
    """
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def _settle() -> None:
    """Keep what is in memory out of the garbage collector, which would copy it in each kernel."""
    gc.collect()
    gc.freeze()
