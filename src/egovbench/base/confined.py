"""Reads foreign files in a process of its own, within limits of memory, CPU and time.

A file of a few kilobytes can unfold to any size while a library unpacks it. One process reads file
after file; one that a file brings to an end is replaced for the next.
"""

import atexit
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from egovbench.base.errors import EgovbenchError, InputError

MAXIMUM_MEMORY = 1_500_000_000
"""Bytes that reading a file takes, beside those that the program itself does."""
MAXIMUM_CPU_SECONDS = 60
MAXIMUM_SECONDS = 180
"""By the clock, on a machine that does other things too."""
_REMEDY = "print or save the document again"
_OF_MEMORY = "reading it takes more than {:,.0f} MB of memory"

Content = TypeVar("Content")


def read_confined(
    path: Path, read: Callable[..., Content], *given: object, shared: Sequence[object] = ()
) -> Content:
    """Return `read(path, *shared, *given)`, as another process computes it.

    `shared` are objects that many calls have in common, which are handed over once. Raises the
    EgovbenchError that `read` raises, and InputError where it meets a limit of this module, its
    process ends for another reason, or it fails in a way that nobody foresaw.
    """
    try:
        process = _running()
    except OSError as fault:
        raise InputError(path, f"its reader cannot be started ({fault.strerror})") from None
    content: Content = process.answer(path, read, given, shared)
    return content


def read_here(
    path: Path, read: Callable[..., Content], *given: object, shared: Sequence[object] = ()
) -> Content:
    """Return `read(path, *shared, *given)` without that process, for a file that takes little.

    Raises what `read_confined` does where `read` fails.
    """
    result, found = _outcome(read, path, *shared, *given)
    if result == "memory":
        raise _beyond(path, "reading it takes more memory than there is")
    content: Content = _content(path, result, found)
    return content


def prepare(*modules: str) -> None:
    """Start the process that reads, and let it import `modules` while this one goes on."""
    with suppress(OSError):  # which the first file will meet
        _running(*modules)


def _running(*modules: str) -> "_Process":
    global _process
    if _process is None or _process.popen.poll() is not None:
        _process = _Process(*modules)
    return _process


class _Process:
    """The process that reads, with the connection to it."""

    def __init__(self, *modules: str) -> None:
        self._connection, there = Pipe()
        self._shared: Sequence[object] = ()
        descriptor = there.fileno()
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, str(descriptor), *modules],
            pass_fds=[descriptor],
            stdin=subprocess.PIPE,  # which ends with this process, however that ends
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        there.close()

    def answer(
        self, path: Path, read: object, given: Sequence[object], shared: Sequence[object]
    ) -> Any:
        known = list(map(id, shared)) == list(map(id, self._shared))
        limits = MAXIMUM_MEMORY, MAXIMUM_CPU_SECONDS
        place = os.getcwd(), sys.path
        try:
            self._connection.send((place, limits, None if known else shared))
            self._shared = shared
            self._connection.send((read, path, given))
            if not self._connection.poll(MAXIMUM_SECONDS):
                raise _beyond(path, f"reading it takes more than {MAXIMUM_SECONDS:,} seconds")
            result, found, goes_on = self._connection.recv()
        except (EOFError, ConnectionError):
            raise _beyond(path, _ending(self.end())) from None
        except BaseException:
            self.end()
            raise
        if not goes_on:
            self.end()
        if result == "memory":
            raise _beyond(path, _OF_MEMORY.format(MAXIMUM_MEMORY / 1e6))
        return _content(path, result, found)

    def end(self) -> int:
        """End the process, and return how it ended."""
        self._connection.close()
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(0.5)
        self.popen.kill()
        return self.popen.wait()


_process: _Process | None = None


def _content(path: Path, result: str, found: Any) -> Any:
    if result == "refused":
        raise found
    if result == "failed":
        raise InputError(path, f"an unforeseen fault ({found}); please report it")
    return found


def _beyond(path: Path, found: str) -> InputError:
    return InputError(path, f"{found}; {_REMEDY}")


def _ending(code: int) -> str:
    """Return in words why a process ended with `code` before it had read its file."""
    if code == -signal.SIGXCPU:
        return f"reading it takes more than {MAXIMUM_CPU_SECONDS:,} seconds of the processor"
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    likely = _OF_MEMORY.format(MAXIMUM_MEMORY / 1e6)
    return f"its reader broke down ({how}), as where the file is damaged or {likely}"


@atexit.register
def _end() -> None:
    if _process is not None:
        _process.end()


def _serve(connection: Connection) -> None:
    """Read what is asked for, until nobody asks any more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    shared: Sequence[object] = ()
    own = 0
    goes_on = True
    while goes_on:
        try:
            (folder, sys.path[:]), limits, fresh = connection.recv()
            os.chdir(folder)
            shared = shared if fresh is None else fresh
            read, path, given = connection.recv()
        except EOFError:
            return
        own = own or _reserved()
        _limit(own, *limits)
        result, found = _outcome(read, path, *shared, *given)
        # What libraries keep of a large file would count against the next one.
        goes_on = result != "memory" and _reserved() - own <= limits[0] / 4
        connection.send((result, found, goes_on))


def _outcome(read: Callable[..., object], *given: object) -> tuple[str, object]:
    try:
        return "read", read(*given)
    except EgovbenchError as fault:
        return "refused", fault
    except MemoryError:
        return "memory", None
    except Exception as fault:
        *_, place = extract_tb(fault.__traceback__)
        return "failed", f"{type(fault).__name__} in {Path(place.filename).name}, {place.lineno}"


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(0)


def _reserved() -> int:
    """Return how many bytes of addresses this process has; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit(own: int, memory: int, seconds: int) -> None:
    """Limit what this process, which has `own` bytes before it reads, may take from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _set(resource.RLIMIT_CPU, until)
    if own:
        _set(resource.RLIMIT_AS, own + memory)


def _set(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with suppress(ValueError, OSError):  # a system that knows no such limit
        resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    for each in sys.argv[2:]:
        import_module(each)
    _serve(Connection(int(sys.argv[1])))
