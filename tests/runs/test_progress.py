import os
import sys

from egovbench.runs.outcomes import Outcome
from egovbench.runs.progress import Progress, shown_progress


def outcome(name, error=None):
    rest = {"title": "", "key": "", "basis": {}, "made": "", "git": None, "files": {}}
    return Outcome(name=name, error=error, seconds=1.25, **rest)


def test_a_line_per_report_and_a_rate_now_and_then(monkeypatch, capsys):
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr("egovbench.runs.progress.time.monotonic", lambda: next(clock))
    lines = Progress()
    lines.start(12, 5)
    for number in range(9):
        lines.ended(outcome(f"r{number}"))
    lines.ended(outcome("r9", "ValueError: invented"))
    lines.ended(outcome("r10"))
    shown = capsys.readouterr().err.splitlines()
    assert shown[0] == "5 up to date, 12 to make"
    assert shown[1] == "[1/12] r0: done (1.2 s)"
    # The clock tells 3 s for each report: 6 s for the two left.
    assert shown[10] == "[10/12] r9: FAILED (1.2 s); 20 a minute, 0:06 left"
    assert shown[11] == "[11/12] r10: done (1.2 s)"
    # nothing is drawn where there is no terminal
    with shown_progress("my-run") as progress:
        progress.start(1, 0)
        progress.ended(outcome("r"))
    assert capsys.readouterr().err == "[1/1] r: done (1.2 s)\n"


def test_a_terminal_gets_a_bar_and_a_line_for_each_failure(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setitem(os.environ, "TERM", "xterm")
    monkeypatch.setitem(os.environ, "COLUMNS", "100")
    with shown_progress("my-run") as progress:
        progress.start(2, 3)
        progress.ended(outcome("good"))
        progress.ended(outcome("bad", "ValueError: invented"))
    shown = capsys.readouterr().err
    assert "3 up to date, 2 to make" in shown
    assert "bad: FAILED (1.2 s)" in shown
    assert "good" not in shown
    assert "1 failed" in shown
    assert "2/2" in shown
