import pytest
from invented_project import FINDING, SECTION
from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.cli import app
from egovbench.cli.commands import find_command
from egovbench.runs import runner

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
WEIGHTS = {"unknown.csv": "Z,1", "zero.csv": "7,0\n8,0\n9,1"}
FAULT = "if section == 'C':\n    raise ValueError('invented\\nfault')"


@pytest.fixture
def command(project, monkeypatch):
    """The project in the place of the checkout; returns its run configuration."""
    # A command's defaults are the checkout's places when its module is first imported.
    find_command("run")
    (project.root / "data" / "countries.csv").write_text(COUNTRIES, encoding="utf-8")
    monkeypatch.setattr(paths, "PROJECT_ROOT", project.root)
    monkeypatch.setattr(paths, "DATA", project.root / "data")
    monkeypatch.setattr(paths, "NOTEBOOKS", project.root / "notebooks")
    monkeypatch.setattr(paths, "COUNTRIES", project.root / "data" / "countries.csv")
    monkeypatch.setattr(paths, "NEIGHBOURS", project.root / "data" / "neighbours.csv")
    project.write("section", FINDING, FAULT, declared=SECTION)
    config = project.root / "run.yml"
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
    assert "section-C (section=C): cell 4: ValueError: invented fault" in result.stderr.splitlines()
    assert "section-A: done" in result.stderr
    assert "[2/2]" in result.stderr
    assert index.exists()


def test_options_override_the_configuration(command):
    options = ("--focal", "EST", "--peers", "NOR,LUX", "--sections", "A", "--jobs", "1")
    result = invoke(command, *options)
    assert result.exit_code == 0, result.stderr
    index = command.parent / "outputs" / "my-run-est-nor-lux-sections-a" / "index.html"
    assert result.stdout.strip() == index.as_uri()
    assert "Invented finding about EST" in index.read_text("utf-8")
    assert "<h1>Estonia against Norway and Luxembourg</h1>" in index.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--focal", "LUXX"], "parameter focal: found 'LUXX'; expected one of the 3 ISO3 country"),
        (["--focal", "NO"], "closest: NOR (Norway)"),
        (["--peers", "eu28"], "eu27, oecd, neighbours, region, all"),
        (["--peers", "EST,XYZ"], "parameter peers: found 'XYZ'"),
        (
            ["--sections", "A,H"],
            "found 'H'; expected one of A, B, C, D, E, F, G",
        ),
        (["--config", "none.yml"], "none.yml: the run configuration does not exist"),
        (["-p", "weights=unknown.csv"], "unknown.csv: weights: 'Z' is not in the framework"),
        (["-p", "weights=zero.csv"], "zero.csv: the weights below 'A.portals' are all zero"),
        (["--weights", "none.csv"], "none.csv: the file of weights does not exist"),
    ],
)
def test_bad_input_ends_with_2_before_anything_runs(command, monkeypatch, arguments, expected):
    def refuse(*_, **__):
        raise AssertionError("a worker was started")

    monkeypatch.setattr(runner, "run_plan", refuse)
    for name, text in WEIGHTS.items():
        (command.parent / name).write_text(f"id,weight\n{text}\n", encoding="utf-8")
    result = invoke(command, *arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
    assert not (command.parent / "outputs").exists()
