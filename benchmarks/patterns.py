"""How long each regular expression of the package takes with a million nasty characters.

    python benchmarks/patterns.py [CHARACTERS]

tests/test_patterns.py holds with fewer that none takes more than linear time.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator

import egovbench

NASTY = (
    "a", "1", " ", "\n", "*", "(", ")", "[", "<a ", "-", "/", "a@", "a.", "1 ", "&", "%2", "*\n",
    "\n-", "https://", "a-\n", "p. 1,", "x.html-", "dot ", "0 1", " .", "'\"", "[NEW]", "; ", "é ",
)  # fmt: skip
OWN = ("egovbench.language.", "egovbench.figures.")
"""What reads the program's own words and drawings alone."""

Reading = Callable[[str], object]


def readings() -> Iterator[tuple[str, Reading]]:
    """Yield each pattern's name, and what reads a text by it as its module does."""
    seen = set()
    for found in pkgutil.walk_packages(egovbench.__path__, "egovbench."):
        if found.name.startswith(OWN):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and value.pattern not in seen:
                seen.add(value.pattern)
                yield f"{found.name}.{name}", _reading(value, name, inspect.getsource(module))


def _reading(pattern: re.Pattern[str], name: str, source: str) -> Reading:
    used = set(re.findall(rf"\b{name}\.(\w+)", source))
    if used and used <= {"match", "fullmatch", "pattern"}:
        return pattern.match
    return lambda text: sum(1 for _ in pattern.finditer(text))


def text_of(piece: str, characters: int) -> str:
    """Return a text that repeats `piece`, and ends so that nothing more is found."""
    return "1" + piece * (characters // len(piece)) + "\x00"


def seconds(read: Reading, text: str) -> float:
    """Return the time of the processor that reading takes."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def main(characters: int) -> None:
    """Print the slowest text of each pattern."""
    for name, read in readings():
        slowest, piece = max((seconds(read, text_of(each, characters)), each) for each in NASTY)
        print(f"{slowest:8.3f} s  {name} {piece!r}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
