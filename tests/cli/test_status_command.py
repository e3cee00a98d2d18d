"""How a run stands, and options of a run that do not fit."""

import pytest


@pytest.fixture
def config(tmp_path):
    """A configuration of a run of the project's own notebooks, and an empty folder for it."""
    path = tmp_path / "small.yml"
    path.write_text("run: small\nreports:\n  - notebook: overview\n  - notebook: country\n")
    return path


def test_a_run_that_was_never_made_is_missing(egovbench, config, tmp_path):
    result = egovbench("status", config, "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    header, overview, country, last = result.stdout.splitlines()
    assert header.split() == ["report", "status", "why"]
    assert overview.split() == ["overview", "missing"]
    assert country.split() == ["country", "missing"]
    assert last == f"2 reports in {tmp_path / 'small'}: 2 missing"
    assert not (tmp_path / "small").exists()


@pytest.mark.parametrize("run", ["nope", "nope.json"])
def test_an_unknown_run_is_one_clear_line(egovbench, run, tmp_path):
    result = egovbench("status", run, "--out", tmp_path)
    assert result.exit_code == 2
    assert "there is no such run; its plan does not exist" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_of_an_unknown_run_those_that_were_made_are_named(egovbench, tmp_path):
    for made in ("lux-eu27", "baltic"):
        (tmp_path / made).mkdir()
        (tmp_path / made / "plan.json").write_text("{}")
    result = egovbench("status", "lux-eu", "--out", tmp_path)
    assert result.stderr.rstrip().endswith("; runs there: baltic, lux-eu27")
    # a file that is no plan is one clear line
    (tmp_path / "plan.json").write_text('{"run": 1}')
    result = egovbench("status", tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path / 'plan.json'}: not the plan of a run" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--executor", "slurm"], "parameter executor: found 'slurm'; expected one of local, dask"),
        (["--executor", "dask"], "parameter scheduler: found None; expected the address"),
        (["--scheduler", "tcp://x:1"], "parameter scheduler: found 'tcp://x:1'; expected none"),
    ],
)
def test_options_that_do_not_fit_are_refused(egovbench, config, tmp_path, arguments, expected):
    result = egovbench("run", "--config", config, "--out", tmp_path, *arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert not (tmp_path / "small").exists()
