"""Files are written whole or not at all by one writer, and foreign ones opened by one reader."""

import ast
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import egovbench
from egovbench.base.errors import InputError, WriteError
from egovbench.base.files import (
    as_closed_as,
    checked_folder,
    open_file,
    read_content,
    read_utf8,
    remove_unfinished,
    write_bytes,
    write_text,
)


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


@pytest.mark.parametrize(
    ("umask", "source", "mode"),
    [(0o022, 0o644, 0o644), (0o027, 0o644, 0o640), (0o077, 0o666, 0o600), (0o002, 0o666, 0o664),
     (0o022, 0o600, 0o600), (0o022, 0o440, 0o640)],
)  # fmt: skip
def test_a_file_is_as_open_as_umask_source_and_what_it_replaces_allow(
    tmp_path, umask, source, mode
):
    document, target = tmp_path / "document.txt", tmp_path / "folder" / "table.csv"
    document.touch()
    document.chmod(source)
    before = os.umask(umask)
    try:
        with as_closed_as([document]):
            write_text(target, "x")
        assert target.stat().st_mode & 0o777 == mode
        assert target.parent.stat().st_mode & 0o111 == 0o111 & ~umask
        write_text(target, "y")
        assert target.stat().st_mode & 0o777 == mode
        assert os.umask(umask) == umask
    finally:
        os.umask(before)


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
STEPS = {"fchmod": os, "fsync": os, "replace": os}


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


OPENED_ELSEWHERE = {
    "base/files.py": "the one reader",
    "base/confined.py": "what the system says of this process",
    "kernels/forked.py": "a connection's file in the scratch folder, made by the kernel",
    "language/catalogue.py": "a part of the package",
    "reports/matrix/table.py": "a part of the package",
    "reports/pages.py": "a part of the package",
    "runs/lock.py": "holds a lock, which has no content to be whole",
    "runs/outcomes.py": "appends to a journal",
}
READING = {"read_bytes", "read_text", "open", "fdopen", "ZipFile", "iterparse", "load_workbook"}
READING |= {f"read_{kind}" for kind in ("csv", "excel", "table", "json", "html", "xml", "parquet")}
OURS = {"read_text", "read_table", "open"}
"""Functions of our own, where they are called by their name alone."""


def reads(call):
    """Tell whether a call opens a file by itself: one that is given as a path."""
    attribute = isinstance(call.func, ast.Attribute)
    name = call.func.attr if attribute else getattr(call.func, "id", "")
    if not attribute and name == "open":
        return True
    if name not in READING or (not attribute and name in OURS):
        return False
    owner = call.func.value.id if attribute and isinstance(call.func.value, ast.Name) else ""
    if owner in ("archive", "os"):  # a part of what was opened, or a descriptor
        return owner == "os"
    (first, *_) = [*call.args, None]
    if isinstance(first, ast.Call):
        return getattr(first.func, "id", "") not in ("BytesIO", "StringIO")
    return getattr(first, "id", "") != "stream"


def test_every_foreign_file_is_opened_by_one_reader():
    code = (
        'open(path)\npath.open("rb")\npath.read_text()\npath.read_bytes()\npd.read_csv(path)\n'
        "ZipFile(path)\nload_workbook(path)\nos.open(path, 0)\n"
        "read_text(path)\npd.read_csv(BytesIO(content))\narchive.open(part)\nZipFile(stream)\n"
    )
    calls = [each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    assert sorted(each.lineno for each in calls if reads(each)) == list(range(1, 9))
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if any(isinstance(each, ast.Call) and reads(each) for each in tree):
            found.add(str(path.relative_to(SOURCE)))
    assert found == {*OPENED_ELSEWHERE, "cli/__init__.py"}


def opened(path):
    with open_file(path):
        pass


@pytest.mark.parametrize("read", [read_content, read_utf8, opened])
def test_what_is_no_regular_file_is_not_opened(read, tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(b"a,b\n")
    (tmp_path / "link").symlink_to(path)
    assert read_content(tmp_path / "link") == b"a,b\n"  # not unpacked by its name
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
    (tmp_path / "self").symlink_to(tmp_path / "self")
    places = [tmp_path, tmp_path / "self", tmp_path / "pipe", tmp_path / "socket"]
    for place in (*places, Path("/dev/zero"), Path("/dev/stdin"), tmp_path / "a\0b"):
        with pytest.raises(InputError, match=r"the file cannot be read \("):
            read(place)
    # files of the system's that are none: reading fails, or has nothing to say
    if Path("/proc/self/mem").exists():
        with pytest.raises(InputError, match=r"mem: the file cannot be read \("):
            read_content(Path("/proc/self/mem"))
    with pytest.raises(InputError, match=r"none: the file does not exist$"):
        read(tmp_path / "none")


def test_what_is_too_large_or_no_text_is_named(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"a" * 10 + b"\xff")
    with pytest.raises(InputError, match=r"found 11 bytes; expected at most 10$"):
        read_content(path, 10)
    with pytest.raises(InputError, match=r"not UTF-8 text \(byte 10\)$"):
        read_utf8(path)
