"""`egovbench simulate`: tables of variants, and choices fed back in."""

import pandas as pd
import typer
from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.cli.simulate import simulate

app = typer.Typer()
app.command()(simulate)


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_choices_written_and_fed_back_in_give_the_same_tables(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    peers = ("--peers", "BEL,FRA,DEU")
    first = run("--out", one, *peers, "--replications", 40, "--seed", 3)
    assert first.exit_code == 0, first.output
    assert first.output.splitlines()[-1] == str(one)
    choices = pd.read_csv(one / "choices.csv")
    assert len(choices) == 40
    again = run("--out", two, *peers, "--choices", one / "choices.csv", "--seed", 3, "--jobs", 2)
    assert again.exit_code == 0, again.output
    for name in ("choices", "variants", "before_each_peer"):
        assert (one / f"{name}.csv").read_bytes() == (two / f"{name}.csv").read_bytes()


def test_what_is_wrong_is_named_and_nothing_is_written(tmp_path):
    out = tmp_path / "out"
    wrong = run("--out", out, "--replications", 3)
    assert isinstance(wrong.exception, ParameterError)
    missing = run("--out", out, "--choices", tmp_path / "none.csv")
    assert isinstance(missing.exception, InputError)
    config = tmp_path / "run.yml"
    config.write_text("parameters: {focus: LUX}\n")
    unknown = run("--out", out, "--config", config)
    assert isinstance(unknown.exception, ParameterError)
    assert "focus" in str(unknown.exception)
    assert not out.exists()


def test_the_parameters_of_a_run_configuration_hold(tmp_path):
    config = paths.NOTEBOOKS / "runs" / "default.yml"
    result = run("--out", tmp_path, "--config", config, "--replications", 20)
    assert result.exit_code == 0, result.output
    assert len(pd.read_csv(tmp_path / "variants.csv")) == 27
