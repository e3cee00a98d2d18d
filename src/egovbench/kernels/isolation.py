"""Keeps what runs apart from the user's home and from each other."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

METHOD = "spawn" if sys.platform in ("darwin", "win32") else "forkserver"
"""How kernels start. macOS has fork too, but its frameworks do not survive it."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Environment variables that tell libraries of linear algebra how many threads to start."""


def isolated_environment(scratch: Path) -> dict[str, str]:
    """Return this environment, with the folders of Jupyter, IPython and matplotlib in `scratch`.

    Nothing that lies in the user's home is read or written. matplotlib's font cache is kept in the
    environment of Python where one can be written, since building it takes seconds.
    """
    places = {
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "JUPYTER_DATA_DIR": scratch / "data",
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "IPYTHONDIR": scratch / "ipython",
        "MPLCONFIGDIR": _lasting_cache() or scratch / "matplotlib",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "JUPYTER_PATH"}
    environment |= {name: str(place) for name, place in places.items()}
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    # Workers share the processors already; threads of their own only get in each other's way.
    return {**dict.fromkeys(ONE_THREAD, "1"), **environment}


def isolate(scratch: Path) -> None:
    """Give this process, and so its kernels, an isolated environment."""
    environment = isolated_environment(scratch)
    os.environ.clear()
    os.environ.update(environment)


@contextmanager
def isolated(scratch: Path) -> Iterator[None]:
    """Isolate this process for a moment, in which it starts others."""
    before = dict(os.environ)
    isolate(scratch)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _lasting_cache() -> Path | None:
    prefix = Path(sys.prefix)
    own = sys.prefix != sys.base_prefix or (prefix / "conda-meta").is_dir()
    return prefix / "var" / "cache" / "matplotlib" if own and os.access(prefix, os.W_OK) else None
