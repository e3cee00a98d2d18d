"""Files are written whole or not at all, by one writer, without what only tables need."""

import ast
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import egovbench
from egovbench.base.errors import InputError, WriteError
from egovbench.base.files import checked_folder, remove_unfinished, write_bytes, write_text


def test_a_text_is_written_as_it_is_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "new" / "folder" / "page.html"
    write_text(path, "Österreich\r\nline\n")
    assert path.read_bytes() == b"\xc3\x96sterreich\r\nline\n"
    # a write that fails leaves the old file and nothing else
    path = tmp_path / "old" / "page.html"
    write_bytes(path, b"old")

    def fail(source, target):
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(WriteError, match=r"page.html: cannot be written \(the disk is gone\)$"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    # a name that no file can have is named
    with pytest.raises(WriteError, match=r"a\\x00b: cannot be written \(embedded null byte\)$"):
        write_text(tmp_path / "a\0b", "x")


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o007])
def test_who_may_read_a_file_follows_umask_and_source(tmp_path, umask):
    source = tmp_path / "source"
    source.touch(mode=0o640)
    source.chmod(0o640)
    before = os.umask(umask)
    try:
        write_text(tmp_path / "new" / "open", "x")
        write_text(tmp_path / "new" / "kept", "x", source=source)
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
    assert modes == {"open": 0o666 & ~umask, "kept": 0o640 & ~umask}


def test_nothing_is_written_through_a_link_or_in_place_of_what_is_no_file(tmp_path):
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.write_text("mine")
    other.symlink_to(mine)
    os.mkfifo(tmp_path / "pipe")
    for name, word in {"other": "a symbolic link", "pipe": "a pipe", ".": "a folder"}.items():
        with pytest.raises(WriteError, match=rf"cannot be written \(it is {word}"):
            write_text(tmp_path / name, "x")
    other.unlink()
    other.hardlink_to(mine)
    write_text(other, "other")
    assert mine.read_text() == "mine"


def test_a_folder_with_links_pipes_or_devices_is_refused_by_their_names(tmp_path):
    folder, other = tmp_path / "folder", tmp_path / "other"
    (folder / "tables" / "overview").mkdir(parents=True)
    (folder / "page.html").touch()
    assert checked_folder(folder) == folder.resolve()
    assert checked_folder(tmp_path / "none").name == "none"
    for target in (other, "overview", "../folder", "none", "loop"):
        for place in (folder / "loop", folder / "tables" / "loop"):
            place.symlink_to(target)
            with pytest.raises(InputError, match=r"loop: it is a symbolic link; expected"):
                checked_folder(folder)
            place.unlink()
    os.mkfifo(folder / "manifest.json")
    with pytest.raises(InputError, match=r"manifest.json: it is a pipe, socket or device;"):
        checked_folder(folder)
    other.symlink_to(tmp_path / "folder")
    with pytest.raises(InputError, match=r"other: it is a symbolic link;"):
        checked_folder(other)


def test_writing_text_needs_neither_pandas_nor_pandera():
    program = "import sys, egovbench.base.files; print({'pandas', 'pandera'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout == "set()\n"


@pytest.mark.parametrize("letter", ["n", "\u00e9", "\u4e2d"])
def test_a_name_may_be_as_long_as_the_system_lets_it_be(tmp_path, letter):
    name = letter * (251 // len(letter.encode())) + ".csv"
    write_text(tmp_path / name, "x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


OLD, NEW = "old\n" * 20_000, "newer\n" * 20_000
STEPS = ("open", "fdopen", "fsync", "replace")


def killed_at(step, moment, path):
    """Write to `path`, and be killed before or after a step of that."""
    work = getattr(os, step)

    def last(*arguments, **settings):
        if moment == "after":
            work(*arguments, **settings)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(os, step, last)
    write_text(path, NEW)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(step, moment, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(OLD, encoding="utf-8")
    fork = multiprocessing.get_context("fork")
    writer = fork.Process(target=killed_at, args=(step, moment, path))
    writer.start()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    done = (step, moment) == ("replace", "after")
    assert path.read_text(encoding="utf-8") == (NEW if done else OLD)
    remove_unfinished(tmp_path)
    assert os.listdir(tmp_path) == ["table.csv"]


SOURCE = Path(egovbench.__file__).parent
EXCEPT = {
    "base/files.py": "the one writer",
    "runs/outcomes.py": "appends to a journal, of which a line that was cut is not read",
    "kernels/forked.py": "a connection's file in the scratch folder, which ends with the run",
}
WRITING = {"write_text", "write_bytes", "to_excel", "to_pickle", "to_parquet", "savez", "tofile"}
MEMORY = {"buffer", "content", "written", "packed"}
"""Names of what is written into memory; so are `BytesIO()` and nothing at all."""


def writes(call):
    """Tell whether a call writes a file by itself."""
    attribute = isinstance(call.func, ast.Attribute)
    name = call.func.attr if attribute else getattr(call.func, "id", "")
    given = [*call.args, *(each.value for each in call.keywords)]
    if name in WRITING:
        return attribute  # else the functions of files.py, which are called by their name
    if name in ("open", "fdopen", "ZipFile"):
        modes = [each.value for each in given if isinstance(each, ast.Constant)]
        writing = any(
            isinstance(mode, str) and mode.strip("bt+") in "wax" for mode in modes if mode
        )
        return writing and not _in_memory(call.args[:1])
    if name in ("to_csv", "to_json", "to_html", "savefig", "save", "dump"):
        return bool(call.args) and not _in_memory(call.args[:1])
    return False


def _in_memory(first):
    return bool(first) and all(
        (isinstance(each, ast.Name) and each.id in MEMORY)
        or (isinstance(each, ast.Call) and getattr(each.func, "id", "") == "BytesIO")
        for each in first
    )


def found_in(code):
    """Return the lines of calls that write a file by themselves."""
    calls = [each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    return sorted(each.lineno for each in calls if writes(each))


def test_what_writes_a_file_by_itself_is_found():
    code = (
        'path.write_text("x")\nopen(path, "w")\npath.open(mode="ab")\ntable.to_csv(path)\n'
        'figure.savefig(path)\nbook.save(path)\nZipFile(path, "w")\njson.dump(x, stream)\n'
        'write_text(path, "x")\nopen(path)\ntable.to_csv(index=False)\nbook.save(content)\n'
        'ZipFile(packed, "w")\nfigure.savefig(BytesIO())\n'
    )
    assert found_in(code) == list(range(1, 9))


def test_every_writer_goes_through_the_one_that_writes_whole_files():
    modules = {str(path.relative_to(SOURCE)): path for path in SOURCE.rglob("*.py")}
    assert len(modules) > 100
    assert set(EXCEPT) <= set(modules)
    found = {name: found_in(path.read_text(encoding="utf-8")) for name, path in modules.items()}
    assert {name for name, lines in found.items() if lines} == set(EXCEPT), found
