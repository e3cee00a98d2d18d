"""Runs that are killed: only whole files are left, and the same call ends in the same result."""

import json
import os
import signal
import sys
from io import BytesIO
from itertools import count

import nbformat
import pytest
from invented_project import SECTION, files_below
from openpyxl import load_workbook

from egovbench.base import files
from egovbench.base.errors import WriteError
from egovbench.runs.outcomes import read_outcomes

_CHANGING = ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
_FEW = 4
_DATED = (
    "index.html",
    "manifest.json",
    "ro-crate-metadata.json",
    "citation.bib",
    "citation.txt",
    "tables.xlsx",  # its cover holds the citation
)


def in_a_process(work):
    """Run `work` in a forked process and return how it ended, as os.waitstatus_to_exitcode."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def watched(folder, told):
    """Call `told` with each operation on files below `folder`, from now on in this process.

    Files are made, opened to be added to, get their names, or are removed, folders alike.
    """

    def watch(event, arguments):
        makes = event == "open" and arguments[2] & os.O_CREAT
        if (makes or event in _CHANGING) and str(folder) in str(arguments[0]):
            told(f"{event} {arguments[0]}")

    sys.addaudithook(watch)


def check_whole(folder):
    """Check that every file with a final name is whole, and return how many there are."""
    files = files_below(folder)
    whole = {name: text for name, text in files.items() if not name.endswith(".part")}
    for name, content in whole.items():
        if name.endswith(".xlsx"):
            assert load_workbook(BytesIO(content)).sheetnames, name
            continue
        text = content.decode("utf-8")
        if name.endswith(".html"):
            assert text.startswith("<!DOCTYPE html>") and text.endswith("</html>"), name
        elif name.endswith(".ipynb"):
            nbformat.validate(nbformat.reads(text, as_version=4))
        elif name.endswith(".json"):
            json.loads(text)
    return len(whole)


def results(folder):
    """What a run gives, without the times at which it was made."""
    files: dict[str, object] = dict(files_below(folder))
    for name in _DATED:
        files.pop(name, None)
    for outcome in read_outcomes(folder).values():
        files[f"outcome of {outcome.name}"] = (outcome.key, outcome.files, outcome.findings)
    return files


def restored(folder, before):
    """Make the folder hold these files alone."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, content in before.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def n_operations(instant, before):
    """How many operations on files a run has in a folder that held these."""
    folder, told = instant.plan().folder, instant.root.parent / "told"

    def counted():
        found = []
        watched(folder, found.append)
        instant.run()
        told.write_text(str(len(found)))

    restored(folder, before)
    assert in_a_process(counted) == 0
    return int(told.read_text())


def killed_at(point, instant, before):
    """Kill a run before an operation, in a folder that held these files."""
    folder = instant.plan().folder

    def killed():
        numbers = count(1)
        watched(folder, lambda _: next(numbers) == point and os.kill(os.getpid(), signal.SIGKILL))
        instant.run()

    restored(folder, before)
    assert in_a_process(killed) == -signal.SIGKILL


@pytest.mark.parametrize("again", [False, True], ids=["a run", "a run again"])
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_run_killed_at_an_operation_continues_to_the_same_result(instant, again, every):
    """Run again, it finds the files of the first run, some of them stale."""
    instant.run()
    folder = instant.plan().folder
    before = files_below(folder) if again else {}
    if again:
        instant.write("section", "shown = section * 2", declared=SECTION)
        instant.run()
    expected = results(folder)
    total = n_operations(instant, before)
    assert total > 40
    for point in range(1, total + 1, 1 if every else total // _FEW):
        killed_at(point, instant, before)
        check_whole(folder)
        finished = set(read_outcomes(folder))
        run = instant.run()
        if not again:
            assert {outcome.name for outcome in run.made}.isdisjoint(finished)
            assert len(run.made) + len(finished) == 3
        assert results(folder) == expected
        check_whole(folder)


def test_a_half_written_file_never_gets_its_name_and_is_removed(instant, monkeypatch):
    def killed():
        monkeypatch.setattr(files.os, "fsync", lambda handle: os.kill(os.getpid(), 9))
        instant.run()

    assert in_a_process(killed) == -signal.SIGKILL
    folder = instant.plan().folder
    left = [path for path in folder.rglob("*.part")]
    assert len(left) == 1
    assert left[0].name.startswith(".")
    instant.run()
    assert not list(folder.rglob("*.part"))


@pytest.mark.parametrize("number", [28, 30, 122])
def test_a_disk_that_takes_no_more_is_one_clear_error(instant, monkeypatch, number):
    replace = os.replace

    def full(source, target):
        if target.name == "section-A.html":
            raise OSError(number, os.strerror(number), str(target))
        replace(source, target)

    folder = instant.plan().folder
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", full)
        with pytest.raises(WriteError) as fault:
            instant.run()
    message = f"{folder / 'section-A.html'}: cannot be written "
    assert str(fault.value) == f"{message}({os.strerror(number)})"
    assert list(read_outcomes(folder)) == ["overview"]
    assert not list(folder.rglob("*.part"))
    assert len(instant.run().made) == 2
