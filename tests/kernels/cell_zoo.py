"""Cells of every kind, and what becomes of them in a stock and in a forked kernel.

Run as a program, apart from pytest, whose variables change how kernels treat their output:
`python cell_zoo.py forked|stock FOLDER` writes FOLDER/outputs.json.
"""

import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.forked import (
    ForkedKernelManager,
    ForkedProvisioner,
    start_fork_server,
)
from egovbench.kernels.isolation import isolate
from egovbench.runs import execution


class StockProvisioner(LocalProvisioner):
    """Starts a kernel anew, as jupyter_client does, and tells how it ended."""

    async def poll(self) -> int | None:
        ForkedProvisioner.ended = await super().poll()
        return ForkedProvisioner.ended


class StockKernelManager(ForkedKernelManager):
    """Manages a kernel that is started anew, and is else the same."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.provisioner = StockProvisioner(parent=self, kernel_spec=self.kernel_spec)


MANAGERS = {"stock": StockKernelManager, "forked": ForkedKernelManager}

# One after the other in one kernel: later cells also show what earlier ones have changed. What is
# written to descriptors 1 and 2 comes through a pipe, which a kernel reads in a thread; cells that
# do so wait for it, since it would be shown with a later cell otherwise, in a stock kernel too.
CELLS = {
    "nothing": "",
    "expression": "6 * 7",
    "silent expression": "6 * 7;",
    "print": "print('out')",
    "stderr": "import sys\nprint('error', file=sys.stderr)",
    "both streams": "print('one'); sys.stdout.flush(); print('two', file=sys.stderr)",
    "carriage return": "print('10 %', end='\\r'); print('90 %')",
    "output descriptor": "import os, time\nos.write(1, b'raw out\\n'); time.sleep(1)",
    "error descriptor": "os.write(2, b'raw error\\n'); time.sleep(1)",
    "display": "from IPython.display import display\ndisplay(1, 'two', [3])",
    "html": "from IPython.display import HTML\nHTML('<b>bold</b>')",
    "markdown": "from IPython.display import Markdown\nMarkdown('**bold**')",
    "latex": "from IPython.display import Latex\nLatex('$x^2$')",
    "svg": "from IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "json": "from IPython.display import JSON\nJSON({'a': [1, 2]})",
    "javascript": "from IPython.display import Javascript\nJavascript('1')",
    "mime bundle": "display({'text/plain': 'x', 'application/vnd.invented+json': {}}, raw=True)",
    "representations": (
        "class Shown:\n    def __repr__(self):\n        return 'plain'\n"
        "    def _repr_html_(self):\n        return '<i>html</i>'\nShown()"
    ),
    "failing representation": (
        "class Broken:\n    def __repr__(self):\n        raise ValueError('no')\nBroken()"
    ),
    "display id": "handle = display('first', display_id='shown'); handle.update('second')",
    "display id from elsewhere": "from IPython.display import update_display\n"
    "update_display('third', display_id='shown')",
    "clear output": "from IPython.display import clear_output\n"
    "print('gone'); clear_output(); 'kept'",
    "clear output later": "print('gone'); clear_output(wait=True); print('kept')",
    "error": "1 / 0",
    "error in a function": "def fails(x):\n    return {}[x]\nfails('key')",
    "chain of errors": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise KeyError(1) from error"
    ),
    "syntax error": "for",
    "name error": "undefined_name",
    "own error": "class Own(Exception):\n    pass\nraise Own('with text')",
    "assertion": "assert 1 == 2, 'no'",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "interrupts itself": "import signal, time\nos.kill(os.getpid(), signal.SIGINT); time.sleep(5)",
    "exit refused": "sys.exit(3)",
    "input refused": "input('name? ')",
    "password refused": "import getpass\ngetpass.getpass()",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "tasks": "async def twice(x):\n    return 2 * x\nawait asyncio.gather(twice(1), twice(2))",
    "async for": (
        "async def count():\n    for i in range(2):\n        yield i\n"
        "async for i in count():\n    print(i)"
    ),
    "asyncio.run": "asyncio.run(asyncio.sleep(0))",
    "line magic": "%pwd",
    "environment magic": "%env INVENTED=1",
    "cell magic": "%%capture captured\nprint('caught')",
    "captured": "captured.stdout",
    "html magic": "%%html\n<u>under</u>",
    "bash magic": "%%bash\necho from bash; echo error >&2; echo $INVENTED",
    "shell": "!echo from the shell",
    "shell to a variable": "lines = !echo one; echo two\nlines",
    "write file": "%%writefile written.py\nx = 5",
    "run file": "%run written.py\nx",
    "unknown magic": "%no_such_magic",
    "matplotlib magic": "%matplotlib inline",
    "names": "%who",
    "history": "%history -n 2-4",
    "help": "len?",
    "source": "fails??",
    "time magic": "%time sum(range(10))",
    "extension": "%load_ext autoreload\n%autoreload 2",
    "last results": "(_, In[2], Out.get(2))",
    "change folder": "os.makedirs('below', exist_ok=True); os.chdir('below'); os.getcwd()",
    "folder stays changed": "os.getcwd()",
    "thread": (
        "import threading\nthread = threading.Thread(target=print, args=('from a thread',))\n"
        "thread.start(); thread.join()"
    ),
    "thread pool": "from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor\n"
    "list(ThreadPoolExecutor(3).map(abs, [-1, -2]))",
    "subprocess": "import subprocess\nsubprocess.run(['echo', 'from a child']); time.sleep(1)",
    "subprocess captured": "subprocess.run(['echo', 'a'], capture_output=True).stdout",
    "os.system": "os.system('echo from a system call'); time.sleep(1)",
    "fork pool": "import multiprocessing\n"
    "with multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    "fork pool of futures": (
        "fork = multiprocessing.get_context('fork')\n"
        "with ProcessPoolExecutor(2, fork) as pool:\n    print(list(pool.map(abs, [-3, -4])))"
    ),
    "spawn pool": "with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
    "    print(pool.map(abs, [-5]))",
    "forked process": (
        "child = os.fork()\nif child == 0:\n    os._exit(4)\nos.waitpid(child, 0)[1] >> 8"
    ),
    "warning": "import warnings\nwarnings.warn('be warned')",
    "deprecation": "warnings.warn('old', DeprecationWarning)",
    "filters": "sorted(map(str, warnings.filters))",
    "logging": "import logging\nlogging.warning('logged'); logging.info('not logged')",
    "frame": "import numpy as np, pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "wide frame": "pd.DataFrame(np.arange(120).reshape(2, 60))",
    "long frame": "pd.DataFrame({'a': range(100)})",
    "printed frame": "print(pd.DataFrame(np.arange(60).reshape(2, 30)))",
    "series": "pd.Series([1.5, None], name='s')",
    "pandas options": "print(*[(n, pd.get_option(n)) for n in ('display.max_columns', "
    "'display.max_rows', 'display.width', 'display.encoding')], sep='\\n')",
    "numpy options": "sorted(np.get_printoptions().items(), key=str)",
    "numpy error": "np.array([1]) / 0",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])",
    "figure and axes": "figure, axes = plt.subplots()\naxes.bar(['a', 'b'], [1, 2])\nplt.show()",
    "two figures": "plt.figure(); plt.plot([1]); plt.figure(); plt.plot([2]);",
    "figure without pyplot": "from matplotlib.figure import Figure\nFigure()",
    "figure displayed": "display(figure)",
    "figure numbers": "plt.get_fignums()",
    "settings of matplotlib": "import matplotlib as mpl\nprint(mpl.rcParams)",
    "backend": "(mpl.get_backend(), plt.isinteractive(), mpl.is_interactive())",
    "svg figure": (
        "%config InlineBackend.figure_formats = ['svg']\n"
        "%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None}}\n"
        "plt.rcParams['svg.hashsalt'] = 'invented'\nplt.plot([1, 2]);"
    ),
    "arguments": "sys.argv",
    "search path": "sys.path",
    "interpreter": "(sys.executable, sys.prefix, sys.flags, sys.getrecursionlimit())",
    "encodings": "(sys.stdout.encoding, sys.stdin.encoding, sys.getfilesystemencoding())",
    "variables": "print(*sorted(os.environ.items()), sep='\\n')",
    "main module": "(__name__, sorted(n for n in dir(sys.modules['__main__']) if n[:2] == '__'))",
    "builtins": "import builtins\nsorted(dir(builtins))",
    "threads": "threading.active_count()",
    "signals": "{n: str(signal.getsignal(n)) for n in (2, 13, 15, 17)}",
    "process group": "(os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid(), os.nice(0))",
    "collector": "import gc\n(gc.isenabled(), gc.get_threshold())",
    "hooks": "(sys.displayhook, sys.excepthook, sys.unraisablehook)",
    "standard input": "os.read(0, 1)",
    "faults": "import faulthandler\nfaulthandler.is_enabled()",
    "client": "os.environ['JPY_PARENT_PID'] == str(int(os.environ['JPY_PARENT_PID']))",
    "connection file": "from ipykernel.connect import get_connection_info\n"
    "sorted(get_connection_info(unpack=True))",
    "long output": "print('x', flush=True)\nprint(('y' * 79 + '\\n') * 130_000)",
    "many outputs": "for i in range(300):\n    display(i)",
}

# Each in a kernel of its own, with the fault that a run reports. A kernel ends a moment after
# quit(): whether a cell that follows is still executed is not certain in a stock kernel either.
NOTEBOOKS = {
    "exits": ("import sys", "sys.exit(1)", "'after'"),
    "quits": ("print('before'); quit()",),
    "leaves at once": ("import os", "print('before')", "os._exit(3)", "'after'"),
    "segmentation fault": ("import ctypes", "ctypes.string_at(0)", "'after'"),
    "slow cell": ("import time", "print('begun', flush=True); time.sleep(600)", "'after'"),
    "deaf cell": (
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])",
        "time.sleep(600)",
    ),
    "error": ("'before'", "raise ValueError('invented')", "'after'"),
}
SECONDS = 300
FEW_SECONDS = 5
TIMED_OUT = ("slow cell", "deaf cell")


def outputs_of(kernel: str, sources: Iterable[str], **settings: Any) -> list[Any]:
    """Execute cells in one kernel, whatever fails, and return the outputs of each."""
    cells = [new_code_cell(source) for source in sources]
    NotebookClient(
        new_notebook(cells=cells),
        kernel_manager_class=MANAGERS[kernel],
        allow_errors=True,
        coalesce_streams=True,  # How output is cut into pieces depends on when it is read.
        iopub_timeout=SECONDS,
        shutdown_kernel="immediate",
        **settings,
    ).execute()
    return [cell.outputs for cell in cells]


def fates_of(kernel: str, folder: Path) -> dict[str, Any]:
    """Execute the notebooks, and return their faults and outputs by name."""
    execution.ForkedKernelManager = MANAGERS[kernel]
    fates = {}
    for name, sources in NOTEBOOKS.items():
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        seconds = FEW_SECONDS if name in TIMED_OUT else SECONDS
        made, fault = execution.execute(notebook, {}, root=folder, cell_timeout=seconds)
        told = None if fault is None else [fault.cell, fault.message]
        fates[name] = {"fault": told, "outputs": [cell.outputs for cell in made.cells]}
    return fates


def interrupted(kernel: str) -> list[Any]:
    """Return the outputs of a cell that runs into a Ctrl-C, and of the next one."""
    waits = "try:\n    time.sleep(600)\nfinally:\n    print('clean')"
    _, *outputs = outputs_of(
        kernel,
        ("import time", waits, "'goes on'"),
        timeout_func=lambda cell: 5 if cell.source == waits else None,
        interrupt_on_timeout=True,
    )
    return outputs


def alike(text: str, folder: Path) -> str:
    """Replace what differs between any two kernels: addresses, process numbers, folders, times."""
    text = text.replace(str(folder), "FOLDER")
    for pattern, word in {
        r"0x[0-9a-f]+": "ADDRESS",
        r"kernel-[0-9a-f-]{36}": "kernel-UUID",
        r"ipykernel_\d+/\d+": "ipykernel_CELL",
        r"(CPU times|Wall time)(?:(?!\\n).)*": r"\1",
        r"'JPY_PARENT_PID', '\d+'": "'JPY_PARENT_PID'",
    }.items():
        text = re.sub(pattern, word, text)
    return text


def main(kernel: str, folder: Path) -> None:
    """Execute everything in one kind of kernel and write what came of it."""
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    isolate(folder / "isolated")
    start_fork_server()
    resources = {"metadata": {"path": str(folder)}}
    shown = outputs_of(kernel, CELLS.values(), resources=resources)
    outputs = {
        "cells": dict(zip(CELLS, shown, strict=True)),
        "notebooks": fates_of(kernel, folder),
        "interrupted": interrupted(kernel),
    }
    (folder / "outputs.json").write_text(alike(json.dumps(outputs), folder), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
