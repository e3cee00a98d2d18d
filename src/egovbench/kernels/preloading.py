"""What the warm process does before it forks: imports, and work that notebooks share."""

import builtins
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

_INLINE = "module://matplotlib_inline.backend_inline"
_KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
    "zmq.utils.garbage",
)
"""What a kernel imports while it starts and with its first cell."""


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
    """Import what kernels need, and modules; one that cannot be imported is left to notebooks."""
    backend = os.environ.get("MPLBACKEND")
    os.environ.setdefault("MPLBACKEND", _INLINE)  # As in a kernel; matplotlib reads it on import.
    with _in_the_manner_of_a_notebook():
        for name in (*_KERNEL, *modules):
            with suppress(Exception):
                importlib.import_module(name)
        if "matplotlib.pyplot" in sys.modules:
            _draw()
    if backend is None:
        del os.environ["MPLBACKEND"]
    _settle()


def _draw() -> None:
    """Draw once, so that fonts, caches and image formats are at hand."""
    from io import BytesIO

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_subplot().set_title("0")
    figure.savefig(BytesIO(), format="png", bbox_inches="tight")


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
