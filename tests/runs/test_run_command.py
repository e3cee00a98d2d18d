import json

import pytest
from invented_project import SECTION, Here
from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.cli import app
from egovbench.cli.commands import find_command
from egovbench.runs import executors, runner

COUNTRIES = """\
iso3,iso2,name,un_member,region,subregion,eu_member,oecd_member,income_group,aliases
LUX,LU,Luxembourg,true,Europe,Western Europe,true,true,High income,
EST,EE,Estonia,true,Europe,Northern Europe,true,true,High income,
NOR,NO,Norway,true,Europe,Northern Europe,false,true,High income,
"""
CONFIG = """\
run: my-run
reports:
  - notebook: section
    matrix: {section: [A, C]}
"""
FAULT = "if section == 'C':\n    raise ValueError('invented')\nshown = f'{section} of {focal}'"


@pytest.fixture
def command(instant, monkeypatch):
    """The project in the place of the checkout, its reports made here; its run configuration."""
    # A command's defaults are the checkout's places when its module is first imported.
    find_command("run")
    (instant.root / "data" / "countries.csv").write_text(COUNTRIES, encoding="utf-8")
    monkeypatch.setattr(paths, "PROJECT_ROOT", instant.root)
    monkeypatch.setattr(paths, "DATA", instant.root / "data")
    monkeypatch.setattr(paths, "NOTEBOOKS", instant.root / "notebooks")
    monkeypatch.setattr(paths, "COUNTRIES", instant.root / "data" / "countries.csv")
    monkeypatch.setattr(paths, "NEIGHBOURS", instant.root / "data" / "neighbours.csv")
    monkeypatch.setattr(executors, "LocalExecutor", lambda jobs: Here())
    monkeypatch.setattr("egovbench.site.method.numbered_sources", lambda *_: [])
    instant.write("section", FAULT, declared=SECTION)
    config = instant.root / "run.yml"
    config.write_text(CONFIG, encoding="utf-8")
    return config


def invoke(config, *arguments):
    out = str(config.parent / "outputs")
    return CliRunner().invoke(app, ["run", "--config", str(config), "--out", out, *arguments])


def test_failed_report_ends_with_1_and_the_address_comes_last(command):
    result = invoke(command)
    assert result.exit_code == 1
    index = command.parent / "outputs" / "my-run" / "index.html"
    assert result.stdout.splitlines()[-1] == index.as_uri()
    assert "section-C (section=C): cell 3: ValueError: invented" in result.stderr
    assert "section-A: done" in result.stderr
    assert "[2/2]" in result.stderr
    assert index.exists()
    # it is told again, and tried again only when asked for
    again = invoke(command)
    assert again.exit_code == 1
    assert "reports that failed before are tried again with --retry" in again.stderr
    assert "[1/1] section-C: FAILED" in invoke(command, "--retry").stderr


def test_options_override_the_configuration(command):
    options = ("--focal", "EST", "--peers", "NOR,LUX", "--sections", "A", "--jobs", "1")
    result = invoke(command, *options)
    assert result.exit_code == 0, result.stderr
    folder = command.parent / "outputs" / "my-run-est-nor-lux-sections-a"
    assert result.stdout.strip() == (folder / "index.html").as_uri()
    assert "A of EST" in (folder / "section-A.html").read_text("utf-8")
    title = "<h1>Estonia against Norway and Luxembourg</h1>"
    assert title in (folder / "index.html").read_text("utf-8")


def test_a_run_is_repeated_by_its_plan_and_its_status_says_why_it_is_stale(command, instant):
    command.write_text("run: small\nreports: [{notebook: overview}]\n", encoding="utf-8")
    folder = instant.root / "outputs" / "small"
    assert invoke(command).exit_code == 0

    def status(run, *options):
        words = ["status", str(run), "--out", str(folder.parent), *options]
        return CliRunner().invoke(app, words).stdout

    # a run is known by its name, its folder, its plan, or its configuration
    for run in ("small", folder, folder / "plan.json", command):
        assert status(run).splitlines() == [
            "report    status      why",
            "overview  up to date",
            f"1 reports in {folder}: 1 up to date",
        ]
    table = instant.root / "data" / "others" / "invented.csv"
    table.write_text(table.read_text("utf-8") + "FIN,2,x\n", encoding="utf-8")
    assert "1 up to date" in status("small")
    table.write_text(table.read_text("utf-8") + "EST,2,x\n", encoding="utf-8")
    instant.write("overview", "shown = 'second'")
    template = instant.root.parent / "templates" / "invented.py"
    template.write_text("invented = False\n", encoding="utf-8")
    reasons = ["notebook changed", "template changed", "input others/invented.csv#EST changed"]
    [entry] = json.loads(status(folder, "--json"))
    assert (entry["status"], entry["reasons"]) == ("stale", reasons)
    assert f"overview  stale   {'; '.join(reasons)}" in status(command)

    again = invoke(folder / "plan.json")
    assert again.exit_code == 0
    assert "[1/1] overview: done" in again.stderr
    assert "second" in (folder / "overview.html").read_text("utf-8")
    refused = invoke(folder / "plan.json", "--focal", "EST")
    assert refused.exit_code == 2
    assert "none beside a plan.json" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--focal", "LUXX"], "parameter focal: found 'LUXX'; expected one of the 3 ISO3 country"),
        (["--focal", "NO"], "closest: NOR (Norway)"),
        (["--peers", "eu28"], "eu27, oecd, neighbours, region, all"),
        (["--peers", "EST,XYZ"], "parameter peers: found 'XYZ'"),
        (["--sections", "A,H"], "found 'H'; expected one of A, B, C, D, E, F, G"),
        (["--config", "none.yml"], "none.yml: the run configuration does not exist"),
        (["-p", "weights=zero.csv"], "zero.csv: the weights below 'A.portals' are all zero"),
        (["--weights", "none.csv"], "none.csv: the file of weights does not exist"),
    ],
)
def test_bad_input_ends_with_2_before_anything_runs(command, monkeypatch, arguments, expected):
    def refuse(*_, **__):
        raise AssertionError("a worker was started")

    monkeypatch.setattr(runner, "run_plan", refuse)
    (command.parent / "zero.csv").write_text("id,weight\n7,0\n8,0\n9,1\n", encoding="utf-8")
    result = invoke(command, *arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
    assert not (command.parent / "outputs").exists()
