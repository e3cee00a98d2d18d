"""Runs of invented notebooks, with real kernels in real worker processes."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from multiprocessing import forkserver

import nbformat
import pytest
from invented_project import (
    FINDING,
    SECTION,
    TABLES,
    Invented,
    files_below,
    manifest_of,
)

from egovbench.runs import worker
from egovbench.runs.executors import default_jobs
from egovbench.runs.keys import file_digest

TABLE = """\
from pathlib import Path
tables = Path(output_dir)
tables.mkdir(parents=True, exist_ok=True)
(tables / "scores.csv").write_text("iso3,score\\nLUX,50\\n", encoding="utf-8")
"""

SCRIPT = "from IPython.display import HTML\nHTML('<script>alert(1)</script>')"
HALVES = "print('a\\ud800b\\udcffc')"
ENDLESS = "from IPython.display import Markdown\nMarkdown('$x$ ' * 100_000)"
# A kernel's client is its worker; its parent process is a fork server.
TELL = "import os\nprint('worker', os.environ['JPY_PARENT_PID'])"
FAULT = "if section == 'C':\n    raise ValueError('first line <b>\\nsecond line')"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A run in which some notebooks fail, each in its own way."""
    project = Invented(tmp_path_factory.mktemp("mixed"))
    write = project.write
    write("dead", "import os", "os._exit(3)", "print('after')")
    write("slow", "import time; time.sleep(60)", "print('after')")
    write("leaves", "raise SystemExit(0)", "print('after')")
    write("script", SCRIPT)
    write("expected", "1 / 0", "", tags={2: "raises-exception"})
    write("skipped", "never_run", HALVES, tags={2: "skip_execution"})
    write("endless", ENDLESS)
    write("section", FINDING, FAULT, TELL, declared=SECTION)
    names = ("dead", "slow", "leaves", "script", "expected", "skipped", "endless")
    plan = project.plan(run="my-run", notebooks=names, sections=("A", "C", "D"), cell_timeout=3)
    plan.folder.mkdir(parents=True)
    (plan.folder / "section-C.html").write_text("a page of an earlier run")
    return project.run(plan)


def folder_of(run):
    return run.index.parent


def index_of(run):
    return (folder_of(run) / "index.html").read_text("utf-8")


def by_name(run):
    return {outcome.name: outcome for outcome in run.made}


def test_two_runs_of_one_process_read_each_its_own_project(tmp_path):
    for name in ("first", "second"):
        project = Invented(tmp_path / name)
        root = project.root.resolve()
        look = f"from egovbench.base import paths; assert paths.PROJECT_ROOT == Path({str(root)!r})"
        project.write("overview", f"from pathlib import Path\n{look}")
        assert project.run(project.plan(notebooks=("overview",), sections=())).failed == ()


def test_a_run_is_a_site_with_manifest_and_tables(project):
    project.write("overview", FINDING)
    project.write("section", FINDING, TABLE, declared=SECTION, title="Invented section")
    run = project.run(project.plan(run="my-run", notebooks=("overview",), sections=("A", "C")))

    folder = project.root / "outputs" / "my-run"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {
        "index.html", "manifest.json", "method.html",
        "overview.html", "section-A.html", "section-C.html",
        "notebooks/overview.ipynb", "notebooks/section-A.ipynb", "notebooks/section-C.ipynb",
        "tables/section-A/scores.csv", "tables/section-C/scores.csv",
        "plan.json", "ro-crate-metadata.json",
        "tables.xlsx", "citation.bib", "citation.txt",
    }  # fmt: skip
    assert run.failed == ()
    assert [each.findings for each in run.made] == [("Invented finding about LUX",)] * 3

    index = index_of(run)
    assert "<title>Luxembourg against the EU27</title>" in index
    link = '<a href="section-C.html">Section C: Invented section C</a>: Invented finding about LUX'
    assert link in index
    assert index.count(": Invented finding about LUX</li>") == 3
    method = (folder / "method.html").read_text("utf-8")
    table = '<a href="tables/section-C/scores.csv" download>scores.csv</a>'
    assert table in method
    assert '<a href="tables.xlsx" download>tables.xlsx</a>' in method
    assert "<dt>Focal country</dt><dd>Luxembourg (LUX)</dd>" in method
    page = (folder / "section-C.html").read_text("utf-8")
    assert "<title>Invented section · Luxembourg against the EU27</title>" in page
    assert "display(" not in page

    manifest = manifest_of(run)
    assert manifest["status"] == "finished"
    assert manifest["inputs"] == {
        f"data/{name}": hashlib.sha256(text.encode()).hexdigest() for name, text in TABLES.items()
    }
    assert manifest["parameters"]["focal"] == "LUX"
    assert manifest["git"] is None
    assert manifest["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert manifest["versions"]["pandas"].startswith("3.")
    assert manifest["started"] <= manifest["finished"]
    assert set(manifest["files"]) == files - {"manifest.json"}
    digest = hashlib.sha256((folder / "section-C.html").read_bytes()).hexdigest()
    assert manifest["files"]["section-C.html"] == digest
    assert [report["parameters"].get("section") for report in manifest["reports"]] == [
        None,
        "A",
        "C",
    ]
    assert str(project) not in (folder / "manifest.json").read_text("utf-8")
    assert str(project) not in (folder / "notebooks" / "section-C.ipynb").read_text("utf-8")


def test_a_cell_is_skipped_and_halves_of_characters_are_replaced(mixed):
    assert by_name(mixed)["skipped"].fault == ""
    page = (folder_of(mixed) / "skipped.html").read_text("utf-8")
    assert '<pre class="output">a\ufffdb\ufffdc\n</pre>' in page


def test_what_failed_is_told_and_the_others_are_finished(mixed):
    folder = folder_of(mixed)
    # Title, parameters, finding, fault: the fourth cell of the notebook as its author knows it.
    assert by_name(mixed)["section-C"].fault == "cell 4: ValueError: first line <b> second line"
    assert not (folder / "section-C.html").exists()
    assert (folder / "section-A.html").exists()
    assert (folder / "section-D.html").exists()
    # the notebook is kept as far as it came
    path = folder_of(mixed) / "notebooks" / "section-C.ipynb"
    kept = nbformat.read(path, as_version=4)
    outputs = [output for cell in kept.cells for output in cell.get("outputs", [])]
    assert [output.ename for output in outputs if "ename" in output] == ["ValueError"]
    assert any("Invented finding" in json.dumps(output) for output in outputs)
    assert "papermill-error-cell-tag" not in json.dumps(kept)
    assert kept.cells[-1].execution_count is None
    # index and manifest tell what failed
    index = index_of(mixed)
    assert "6 reports could not be made" in index
    assert "cell 4: ValueError: first line &lt;b&gt; second line" in index
    assert '<a href="notebooks/section-C.ipynb">' in index
    assert 'href="section-C.html"' not in index
    manifest = manifest_of(mixed)
    assert manifest["status"] == "failed"
    entries = {report["name"]: report for report in manifest["reports"]}
    assert entries["section-C"]["status"] == "failed"
    assert entries["section-C"]["cell"] == 4
    assert entries["section-C"]["error"] == "ValueError: first line <b> second line"
    assert entries["section-A"]["error"] is None
    assert "section-C.html" not in manifest["files"]
    assert "section-A.html" in manifest["files"]


def test_success_is_never_read_from_papermills_metadata(mixed):
    """A dead kernel, a timeout, an early exit: papermill marks the cells as completed."""
    outcomes = by_name(mixed)
    assert outcomes["dead"].fault == (
        "cell 4: the kernel ended by itself with exit code 3 while it ran this cell"
    )
    assert outcomes["slow"].fault == "cell 3: the cell took longer than 3 seconds"
    assert outcomes["leaves"].fault.startswith("cell 3: SystemExit")
    folder = folder_of(mixed)
    assert outcomes["endless"].fault == "the page took longer than 3 seconds"
    for name in ("dead", "slow", "leaves"):
        assert not (folder / f"{name}.html").exists()
        assert (folder / "notebooks" / f"{name}.ipynb").exists()
    # a page that is not complete fails its report
    failed = by_name(mixed)["script"]
    assert failed.cell == 3
    assert failed.fault.startswith("cell 3: text/html: an output holds <script>")
    assert not (folder_of(mixed) / "script.html").exists()
    # an expected exception and an empty cell are no failure
    assert not by_name(mixed)["expected"].failed
    page = (folder_of(mixed) / "expected.html").read_text("utf-8")
    assert "ZeroDivisionError" in page


def test_a_dead_worker_fails_its_report_alone(project):
    kill = "import os, signal\nos.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGKILL)"
    project.write("killer", kill)
    project.write("section", FINDING, declared=SECTION)
    outcomes = by_name(project.run(project.plan(notebooks=("killer",), sections=("A",))))
    reason = "was killed (SIGKILL), as it is when memory runs out; tried twice"
    assert outcomes["killer"].fault == f"its worker process {reason}"
    assert [name for name, outcome in outcomes.items() if outcome.failed] == ["killer"]


def test_two_workers_share_a_run(project):
    # Each waits until the other has begun, which one worker alone could never do.
    meet = (
        "import time\nfrom pathlib import Path\nhere = Path(output_dir).parents[1]\n"
        "(here / f'begun-{section}').touch()\ndeadline = time.monotonic() + 90\n"
        "while len(list(here.glob('begun-*'))) < 2 and time.monotonic() < deadline:\n"
        "    time.sleep(0.02)\nassert time.monotonic() < deadline"
    )
    project.write("section", TELL, meet, declared=SECTION)
    plan = project.plan(sections=("A", "B"))
    plan.folder.mkdir(parents=True)
    run = project.run(plan)
    assert run.failed == ()
    pages = [folder_of(run) / f"{outcome.name}.html" for outcome in run.made]
    workers = {page.read_text("utf-8").split("worker ")[1].split("<")[0] for page in pages}
    assert len(workers) == 2
    assert str(os.getpid()) not in workers
    assert default_jobs() >= 2


def test_kernel_is_this_environments_and_the_home_is_left_alone(project, tmp_path, monkeypatch):
    home = tmp_path / "home"
    data = home / ".local" / "share" / "jupyter"
    other = tmp_path / "other"
    hostile = {"argv": ["/bin/false"], "display_name": "Hostile", "language": "python"}
    for folder in (data, other):
        (folder / "kernels" / "python3").mkdir(parents=True)
        (folder / "kernels" / "python3" / "kernel.json").write_text(json.dumps(hostile))
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("print('hostile start-up file')")
    before = sorted(home.rglob("*"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PATH", str(other))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    for name in ("JUPYTER_DATA_DIR", "IPYTHONDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)

    # The server that workers are forked from may have started in the environment as it was.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    draw = "from matplotlib.figure import Figure\nfigure = Figure()\nfigure.add_subplot().plot([1])"
    tell = f"import sys\nprint('ran on', sys.executable == {sys.executable!r})"
    project.write("section", tell, draw, declared=SECTION)
    run = project.run(project.plan())
    assert run.failed == ()
    page = (folder_of(run) / "section-A.html").read_text("utf-8")
    assert "ran on True" in page
    assert "hostile" not in page
    assert sorted(home.rglob("*")) == before


def test_a_later_run_removes_what_only_the_earlier_one_made(instant):
    first = instant.run(instant.plan(sections=("A", "C")))
    folder = folder_of(first)
    (folder / "my-own-notes.html").write_text("not listed by any manifest")
    (folder / "tables" / "own.csv").write_text("mine\n")
    (folder / "old.html").write_text("listed by the manifest")
    outside = folder.parent / "outside.html"
    outside.write_text("not in the run's folder")
    manifest = manifest_of(first)
    digest = {name: file_digest(folder / name) for name in ("old.html", "../outside.html")}
    strange = ("changed.html", "tables/../../x", "/etc/hosts", "a\0b", "C:/x", "x" * 5_000, ".own")
    (folder / "changed.html").write_text("since the earlier run")
    manifest["files"] |= dict.fromkeys(strange, "0") | digest
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    second = instant.run(instant.plan(notebooks=(), sections=("C",)))
    assert [each.name for each in second.made] == ["section-C"]  # no page leads to it now
    listed = {
        "index.html", "method.html", "section-C.html", "notebooks/section-C.ipynb", "plan.json",
        "tables/section-C/one.csv", "tables/section-C/two.csv", "tables.xlsx",
        "citation.bib", "citation.txt", "ro-crate-metadata.json",
    }  # fmt: skip
    assert set(manifest_of(second)["files"]) == listed
    others = {"manifest.json", "my-own-notes.html", "tables/own.csv", "changed.html"}
    assert set(files_below(folder)) == listed | others
    assert outside.exists()
    assert "section-A" not in index_of(second)


def test_commit_is_the_checkouts_own(instant):
    def git(*arguments):
        identity = ["-c", "user.name=invented", "-c", "user.email=invented@example.org"]
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=instant.root, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    (instant.root / ".gitignore").write_text("outputs/\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "invented")
    recorded = manifest_of(instant.run())["git"]
    assert recorded == {"commit": git("rev-parse", "HEAD"), "uncommitted_changes": False}


def test_workers_start_without_the_grammar_that_costs_a_second():
    program = (
        "import sys\n"
        "from egovbench.runs import executors, runner\n"
        "assert not {'papermill', 'nbformat', 'pandas', 'jinja2', 'rich'} & set(sys.modules)\n"
        "for name in executors.PRELOADED:\n    __import__(name)\n"
        "import jsonschema\n"
        "assert 'papermill' in sys.modules and 'lark' not in sys.modules\n"
        "print('lean')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "lean\n", done.stderr


def test_a_page_has_its_time_in_whatever_thread_it_is_made():
    ended = []

    def make_pages():
        try:
            with worker._at_most(0.1):
                while True:
                    pass
        except worker._TooSlow:
            ended.append("too slow")
        with worker._at_most(60):
            ended.append("in time")

    make_pages()
    thread = threading.Thread(target=make_pages)
    thread.start()
    thread.join()
    assert ended == ["too slow", "in time"] * 2
