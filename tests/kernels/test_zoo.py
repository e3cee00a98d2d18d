"""A forked kernel shows what a stock kernel shows: every kind of cell, run in both."""

import json
import os
import subprocess
import sys

import cell_zoo
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What came of all cells and notebooks, by kernel."""
    folders = {kernel: tmp_path_factory.mktemp(kernel) for kernel in cell_zoo.MANAGERS}
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    programs = [
        subprocess.Popen(
            [sys.executable, cell_zoo.__file__, kernel, str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        for kernel, folder in folders.items()
    ]
    assert [program.wait() for program in programs] == [0, 0]
    return {
        kernel: json.loads((folder / "outputs.json").read_text(encoding="utf-8"))
        for kernel, folder in folders.items()
    }


@pytest.mark.parametrize("cell", cell_zoo.CELLS)
def test_outputs_of_a_cell_are_equal(outputs, cell):
    assert outputs["forked"]["cells"][cell] == outputs["stock"]["cells"][cell]


@pytest.mark.parametrize("notebook", cell_zoo.NOTEBOOKS)
def test_outputs_and_fault_of_a_notebook_are_equal(outputs, notebook):
    assert outputs["forked"]["notebooks"][notebook] == outputs["stock"]["notebooks"][notebook]


def test_cells_and_faults_are_what_they_stand_for(outputs):
    """Two empty outputs would be equal too."""
    cells = outputs["forked"]["cells"]
    assert cells["expression"][0]["data"]["text/plain"] == "42"
    assert cells["display id"][0]["data"]["text/plain"] == "'third'"
    assert cells["output descriptor"][0]["text"] == "raw out\n"
    assert cells["subprocess"][0]["text"] == "from a child\n"
    assert cells["input refused"][0]["ename"] == "StdinNotImplementedError"
    assert "image/png" in cells["figure"][-1]["data"]
    assert "image/svg+xml" in cells["svg figure"][-1]["data"]
    assert "[1, 2]" in cells["fork pool"][0]["text"]
    assert len(cells["many outputs"]) == 300
    assert sum(len(output["text"]) for output in cells["long output"]) > 10_000_000
    assert "display.max_columns', 20" in cells["pandas options"][0]["text"]
    # faults say what happened
    faults = {name: fate["fault"] for name, fate in outputs["forked"]["notebooks"].items()}
    assert faults == {
        "exits": [2, "SystemExit: 1"],
        "quits": None,
        "leaves at once": [
            3,
            "the kernel ended by itself with exit code 3 while it ran this cell",
        ],
        "segmentation fault": [2, "the kernel was killed (SIGSEGV) while it ran this cell"],
        "slow cell": [2, "the cell took longer than 5 seconds"],
        "deaf cell": [2, "the cell took longer than 5 seconds"],
        "error": [2, "ValueError: invented"],
    }
    # an interrupted cell ends alike
    assert outputs["forked"]["interrupted"] == outputs["stock"]["interrupted"]
    (cleaned, error), (next_cell,) = outputs["forked"]["interrupted"]
    assert cleaned["text"] == "clean\n"
    assert error["ename"] == "KeyboardInterrupt"
    assert next_cell["data"]["text/plain"] == "'goes on'"
