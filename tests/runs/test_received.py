"""A run's folder that somebody else has made: nothing outside it is read, written or removed."""

import json
import shutil
from functools import reduce

import pytest
from invented_project import SECTION, Here, Invented, files_below

from egovbench.base.errors import EgovbenchError, InputError, RunError
from egovbench.runs import executors
from egovbench.runs.executors import LocalExecutor
from egovbench.runs.keys import file_digest
from egovbench.runs.outcomes import read_outcomes
from egovbench.runs.plan import read_plan

NAMES = ("../../x", "/etc/hosts", "a/../../b", "a\0b", "C:\\x", "C:/x", "", ".", "x" * 300, "a//b")
TEXTS = (
    "[" * 100_000, '{"a":' * 100_000, "9" * 5_000, '{"reports": NaN}', '{"reports": 1e999}',
    "[]", "null", "", "\0", '{"reports": ["\\ud800"]}', '{"a": 1, "a": 2}',
)  # fmt: skip
VALUES = (None, True, 5, -1, 10**4000, "x", "../x", [], [1], {}, {"a": 1}, [[["x"]]])


@pytest.fixture
def received(instant):
    """A run's folder, and a folder beside it that no run may touch."""
    instant.run()
    (instant.root / "mine").mkdir()
    (instant.root / "mine" / "precious.csv").write_text("precious\n")
    instant.write("section", "shown = section * 2", declared=SECTION)
    return instant.plan().folder


def carried_out(instant, folder):
    """Carry out the plan in the folder, then ours; what was said against each."""
    said = []
    for run in (
        lambda: Invented.run(instant, read_plan(folder / "plan.json", instant.root), Here()),
        instant.run,
    ):
        try:
            run()
        except EgovbenchError as fault:
            said.append(str(fault))
    assert files_below(instant.root / "mine") == {"precious.csv": b"precious\n"}
    assert all("\n" not in each for each in said)
    return said


@pytest.mark.parametrize(
    "place", ["tables/overview", "figures", "figures/docs", "notebooks", "plan.json",
              "manifest.json", ".lock", "outcomes.jsonl", "index.html", ".x.part"],
)  # fmt: skip
def test_a_link_is_refused_by_its_name(instant, received, place):
    path, mine = received / place, instant.root / "mine"
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    for target in (mine, mine / "precious.csv", mine / "none", path):
        path.symlink_to(target)
        with pytest.raises(InputError, match=f"{place}: it is a symbolic link; expected files"):
            instant.plan()
        assert carried_out(instant, received)
        path.unlink()


SWAP = """
import shutil
from pathlib import Path
path = Path({path!r})
path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
path.symlink_to({target!r})
"""


@pytest.mark.parametrize(
    "place", ["tables", "tables/section-A", "tables/section-B", "figures", "notebooks", ".",
              "manifest.json", ".lock", "outcomes.jsonl", "index.html", "section-A.html"],
)  # fmt: skip
def test_a_link_that_a_notebook_puts_there_leads_nowhere(instant, received, place):
    mine = instant.root / "mine"
    target = mine / "precious.csv" if "." in place[1:] else mine
    swap = SWAP.format(path=str(received / place), target=str(target))
    instant.write(
        "section", f"if section == 'A':{swap.replace(chr(10), chr(10) + ' ')}", declared=SECTION
    )
    try:
        instant.run()
    except EgovbenchError as fault:
        assert "\n" not in str(fault)
    assert files_below(mine) == {"precious.csv": b"precious\n"}


@pytest.mark.parametrize("place", [".lock", "outcomes.jsonl", "manifest.json", "overview.html"])
def test_a_file_with_a_second_name_elsewhere_is_replaced(instant, received, place):
    (received / place).unlink(missing_ok=True)
    (received / place).hardlink_to(instant.root / "mine" / "precious.csv")
    assert carried_out(instant, received) == []


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_in_a_record_leads_nowhere_else(instant, received, name):
    content = json.loads((received / "manifest.json").read_text())
    digest = file_digest(instant.root / "mine" / "precious.csv")
    content["files"] |= {name: digest, "../../mine/precious.csv": digest}
    forged = {"name": name, "files": {"../../mine/precious.csv": digest}}
    content["reports"] += [content["reports"][0] | forged]
    content["reports"][1]["files"] |= {name: digest}
    (received / "manifest.json").write_text(json.dumps(content))
    assert set(read_outcomes(received)) == {"overview", "section-B"}
    assert carried_out(instant, received) == []


@pytest.mark.parametrize("name", ["plan.json", "manifest.json", "outcomes.jsonl", ".lock"])
def test_json_of_any_kind_is_no_more_than_a_line(instant, received, name):
    for text in TEXTS:
        (received / name).write_text(text)
        if name == "plan.json":
            with pytest.raises(InputError, match=r"plan.json: not the plan of a run"):
                read_plan(received / name, instant.root)
        carried_out(instant, received)


@pytest.mark.parametrize("name", ["plan.json", "manifest.json"])
def test_a_value_of_any_type_is_no_more_than_a_line(instant, received, name):
    whole = (received / name).read_text()
    content = json.loads(whole)
    first = content["reports"][0]
    places = [*((key,) for key in content), *(("reports", 0, key) for key in first)]
    for count, place in enumerate(places):
        for value in VALUES[count % 3 :: 3]:
            forged = json.loads(whole)
            reduce(lambda part, key: part[key], place[:-1], forged)[place[-1]] = value
            (received / name).write_text(json.dumps(forged))
            try:
                read_plan(received / "plan.json", instant.root)
            except InputError as fault:
                assert "\n" not in str(fault)
            instant.states()
    carried_out(instant, received)


def test_a_plan_executes_notebooks_of_the_project_with_their_own_parameters(instant, received):
    whole = (received / "plan.json").read_text()
    for key, value in {
        "parameters": {"x = 1; import os": 1},
        "notebook": "outputs/my-run/notebooks/overview.ipynb",
        "compared": ["../../x"],
    }.items():
        content = json.loads(whole)
        content["reports"][0][key] = value
        (received / "plan.json").write_text(json.dumps(content))
        with pytest.raises(InputError, match="not the plan of a run"):
            read_plan(received / "plan.json", instant.root)


def test_without_shared_memory_the_run_says_so(instant, monkeypatch):
    def refused(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(executors, "ProcessPoolExecutor", refused)
    with pytest.raises(RunError, match=r"need shared memory \(/dev/shm\) .* \(No space left"):
        instant.run(executor=LocalExecutor(2))
