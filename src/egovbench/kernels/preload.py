"""Imported by the process that kernels are forked from: what a kernel and most notebooks import.

Modules that start threads are left out, since a forked process would keep the locks that these
hold. So is matplotlib's inline backend, which a kernel sets up when it is imported there.
"""

import builtins
import importlib
import os
import sys
from io import BytesIO, TextIOWrapper
from types import SimpleNamespace

MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.display",
    "IPython.extensions.storemagic",
    "egovbench.kernels.forked",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel_launcher",
    "matplotlib.pyplot",
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
    "zmq.utils.garbage",
)


def _draw() -> None:
    """Draw once, so that fonts, caches and image formats are at hand."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_subplot().set_title("0")
    figure.savefig(BytesIO(), format="png", bbox_inches="tight")


def _find_addresses() -> None:
    """Ask the system for its addresses, as every kernel does once."""
    from jupyter_client.localinterfaces import localhost

    localhost()


if sys.path[0] == "":  # As in a kernel while it starts: files of the folder hide no module.
    del sys.path[0]

# pandas looks for both when it is imported, to fit tables to a terminal where it finds one.
assert isinstance(sys.stdout, TextIOWrapper)
sys.stdout.reconfigure(encoding="UTF-8")
builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # Else the debugger warns of frozen modules.
# matplotlib reads this when it is imported; a kernel has the same.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
_known = set(os.environ)
for _name in MODULES:
    importlib.import_module(_name)
del builtins.get_ipython  # type: ignore[attr-defined]
_draw()
_find_addresses()

SEARCH_PATH = tuple(sys.path)
VARIABLES = {name: os.environ[name] for name in os.environ.keys() - _known}
"""What modules have added to the environment while they were imported."""
STYLE_FILE: str = sys.modules["matplotlib"].matplotlib_fname()
"""Where matplotlib has found its settings, which depends on the working directory."""
