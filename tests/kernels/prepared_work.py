"""Work that tests have done in a warm process before it forks."""

import threading

RESULTS: dict[str, int] = {}


def count(word: str) -> None:
    RESULTS[word] = len(word)


def fail() -> None:
    raise ValueError("invented")


def start_thread() -> None:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
