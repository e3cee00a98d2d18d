"""The commands on a copy of the project, with a small notebook that changes."""

import json
import subprocess

import pytest

from project_copy import Copy

HEAVY = ("pandas", "numpy", "jinja2", "rich", "papermill", "nbformat", "IPython", "rocrate")
DECLARED = 'focal: str = "LUX"\npeers: str = "oecd"'


@pytest.fixture
def project(tmp_path):
    with Copy(tmp_path / "copy") as copy:
        copy.write("note", "print('first')", DECLARED)
        (copy.root / "small.yml").write_text("run: small\nreports: [{notebook: note}]\n")
        yield copy


def test_a_run_is_repeated_by_its_plan_and_its_status_says_why_it_is_stale(project):
    code, output, errors = project.run("run", "--config", "small.yml")
    assert code == 0, errors
    folder = project.root / "outputs" / "small"
    assert output == f"{(folder / 'index.html').as_uri()}\n"
    assert project.run("status", "small")[1].splitlines() == [
        "report  status      why",
        "note    up to date",
        f"1 reports in {folder}: 1 up to date",
    ]

    table = project.root / "data" / "others" / "gtmi.csv"
    row = next(line for line in table.read_text("utf-8").splitlines() if line.startswith("AFG"))
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    assert "1 up to date" in project.run("status", "small")[1]
    row = row.replace("AFG", "EST")
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    project.write("note", "print('second')", DECLARED)
    template = project.root / "src" / "egovbench" / "reports" / "templates" / "report.css"
    template.write_text(template.read_text("utf-8") + "\n", encoding="utf-8")
    reasons = ["notebook changed", "template changed", "input others/gtmi.csv#EST changed"]
    [entry] = json.loads(project.run("status", folder, "--json")[1])
    assert (entry["status"], entry["reasons"]) == ("stale", reasons)
    assert f"note    stale   {'; '.join(reasons)}" in project.run("status", "small.yml")[1]

    code, _, errors = project.run("run", "--config", folder / "plan.json")
    assert code == 0, errors
    assert "[1/1] note: done" in errors
    assert "second" in (folder / "note.html").read_text("utf-8")
    code, _, errors = project.run("run", "--config", folder / "plan.json", "--focal", "EST")
    assert code == 2
    assert "none beside a plan.json" in errors

    program = (
        "import atexit, sys\nfrom egovbench.cli import main\n"
        f"atexit.register(lambda: print(sorted(set({HEAVY}) & set(sys.modules))))\n"
        "sys.argv[1:] = ['run', '--config', 'small.yml']\nmain()\n"
    )
    output, errors = project.start(program, stderr=subprocess.PIPE).communicate()
    assert errors == "1 up to date, 0 to make\n"
    assert output.splitlines()[-1] == "[]"
