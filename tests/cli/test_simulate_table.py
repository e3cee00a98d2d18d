"""`egovbench simulate` of a table: choices written and fed back in, and scores worked by hand."""

import re
import shlex
from pathlib import Path
from statistics import fmean, stdev

import numpy as np
import pandas as pd
import pytest

from egovbench.base import paths

TABLE = "unit,a,b,c,note\nQQA,0,4,2,x\nQQB,5,2,8,\nQQC,10,,5,y\n"
BARE = "unit,a,b,c\nQQA,0,4,2\nQQB,5,2,8\nQQC,10,,5\n"
FRAMEWORK = (
    "id,level,parent,weight,direction,minimum,maximum\n"
    "a,1,g,1,1,0,10\nb,1,g,1,1,0,4\nc,1,h,1,1,0,8\ng,2,t,1,,,\nh,2,t,1,,,\nt,3,,,,,\n"
)
CHOICES = """\
table,normalisation,aggregation,missing,weight:a,weight:b,weight:c,weight:g,weight:h,value:QQC:b
table,minmax:0:100,amean,skip,1,1,1,1,1,
table,minmax:0:100,amean,skip,1,3,1,3,1,
table,rank,amean,mean,0.5,0.5,1,0.5,0.5,
table,minmax:0:100,amean,complete,1,1,1,1,1,2
"""


@pytest.fixture
def simulate(egovbench, tmp_path):
    """Return a function that runs the command on the table above, or on a changed one."""

    def run(*arguments, table=TABLE, framework=FRAMEWORK):
        files = {"table.csv": table, "framework.csv": framework}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        words = (tmp_path / "table.csv", "--framework", tmp_path / "framework.csv", *arguments)
        return egovbench("simulate", *words)

    return run


def read(folder, name):
    return pd.read_csv(folder / f"{name}.csv")


def test_four_choices_by_hand(simulate, tmp_path):
    (tmp_path / "choices.csv").write_text(CHOICES, encoding="utf-8")
    out = tmp_path / "out"
    done = simulate("--choices", tmp_path / "choices.csv", "--out", out)
    assert done.exit_code == 0, done.output
    assert "not in the framework, not used: note" in done.stderr
    # On 0 to 100 by the smallest and largest value: a 0, 50, 100; b 100, 0, -; c 0, 100, 50.
    # 1: g 50, 25, 100; h 0, 100, 50; t is their mean.
    # 2: g (0 + 300) / 4, (50 + 0) / 4, 100; t (3 g + h) / 4.
    # 3: b of QQC is the mean of 4 and 2; ranks a 1, 2, 3; b 3, 1, 2; c 1, 3, 2;
    #    g 2, 1.5, 2.5; h 1, 3, 2.
    # 4: b of QQC is 2, the smallest: its g is (100 + 0) / 2.
    found = read(out, "variant_scores").pivot(index="replication", columns="unit")
    assert found["score"].to_numpy().tolist() == [
        [25, 62.5, 75],
        [56.25, 34.375, 87.5],
        [1.5, 2.25, 2.25],
        [25, 62.5, 50],
    ]
    assert found["rank"].to_numpy().tolist() == [[3, 2, 1], [2, 3, 1], [3, 1, 1], [3, 1, 2]]
    variants = read(out, "variants").set_index("unit")
    # in the third QQB and QQC share the places 1 and 2, so that both have 1.5 there
    assert variants["mean_rank"].to_dict() == {"QQC": 1.375, "QQB": 1.875, "QQA": 2.75}
    # rank 1 of 3 is the top third, with no one beside: QQB in the fourth, QQC in the first two
    assert variants["top_third"].to_dict() == {"QQC": 0.5, "QQB": 0.25, "QQA": 0}
    assert read(out, "failed_variants").empty


@pytest.mark.parametrize("missing", [("skip", "median"), ("skip", "complete")])
def test_choices_written_and_fed_back_in_give_the_same_tables(simulate, tmp_path, missing):
    one, two = tmp_path / "one", tmp_path / "two"
    drawn = ["--normalise", "minmax:0:100", "--normalise", "rank", "--aggregate", "amean,gmean"]
    drawn += ["--aggregate", "amean", "--replications", 40, "--seed", 3, "--noise", 0.4]
    for rule in missing:
        drawn += ["--missing", rule]
    assert simulate("--out", one, *drawn).exit_code == 0
    choices = read(one, "choices")
    assert set(choices["missing"]) == set(missing)
    assert set(choices["normalisation"]) == {"minmax:0:100", "rank"}
    # h is 0 for QQA by minmax:0:100, of which there is no geometric mean
    failing = (choices["normalisation"] != "rank") & (choices["aggregation"] != "amean")
    assert read(one, "failed_variants")["replication"].tolist() == np.flatnonzero(failing).tolist()
    again = simulate("--out", two, "--choices", one / "choices.csv", "--jobs", 2)
    assert again.exit_code == 0, again.output
    names = {path.name for path in one.iterdir()}
    assert names == {path.name for path in two.iterdir()}
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_weight_sets_of_another_program_give_what_it_finds(simulate, tmp_path):
    random = np.random.default_rng(5)
    values = {name: random.normal(50, 9, 12).tolist() for name in "abc"}
    table = pd.DataFrame({"unit": [f"u{at}" for at in range(12)], **values}).to_csv(index=False)
    nodes = ["a", "b", "c", "g", "h"]
    sets = random.gamma(1.0, size=(200, 5))
    choices = pd.DataFrame(sets, columns=[f"weight:{node}" for node in nodes])
    choices = choices.assign(
        table="table", normalisation="zscore:0:1", aggregation="amean", missing="none"
    )
    choices.to_csv(tmp_path / "choices.csv", index=False)
    out = tmp_path / "out"
    done = simulate("--choices", tmp_path / "choices.csv", "--out", out, table=table)
    assert done.exit_code == 0, done.output
    found = read(out, "variant_scores").pivot(index="replication", columns="unit", values="score")
    z = {name: [(x - fmean(own)) / stdev(own) for x in own] for name, own in values.items()}
    for replication, (a, b, _, g, h) in enumerate(sets.tolist()):
        for at in range(12):
            low = (a * z["a"][at] + b * z["b"][at]) / (a + b)
            expected = (g * low + h * z["c"][at]) / (g + h)
            assert abs(found.loc[replication, f"u{at}"] - expected) < 1e-12


@pytest.mark.parametrize(
    ("found", "instead", "fault"),
    [
        (CHOICES[CHOICES.index("\n") :], "", ": found no rows"),
        (
            "skip,1,3",
            "skip,1",
            ", line 3: found 9 cells, delimited by commas; expected 10 as in line 1",
        ),
        ("amean,mean", "mean,mean", ", line 4, column aggregation: found 'mean'; expected one of"),
        ("1,1,2", "1,1,5", ", line 5, column value:QQC:b: found 5; expected a number from 0 to 4"),
    ],
)
def test_a_faulty_file_of_choices_is_one_line_and_writes_nothing(
    simulate, tmp_path, found, instead, fault
):
    path = tmp_path / "choices.csv"
    path.write_text(CHOICES.replace(found, instead), encoding="utf-8")
    done = simulate("--choices", path, "--out", tmp_path / "out", table=BARE)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"egovbench: {path}{fault}")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ("--choices none.csv", "none.csv: the file does not exist"),
        ("--choices choices.csv --noise 0.1", "noise: found '0.1'; expected no choices beside it"),
        ("--focal EST", "parameter focal: found 'EST'; expected no TABLE beside it"),
        ("--config run.yml", "parameter config: found 'run.yml'; expected no TABLE beside it"),
        ("--replications 3", "replications: found 3; expected a whole number from 20 to 100000"),
        ("--normalise best", "parameter normalise: found 'best'; expected one of scale"),
        ("--noise 1", "parameter noise: found 1.0; expected a number from 0 to below 1"),
        ("--aggregate gmean", "no variant can be evaluated: gmean of 'g' does not exist: 'a' is 0"),
        ("--missing none", "no variant can be evaluated: missing=none: QQC has no value for 'b'"),
    ],
)
def test_options_that_do_not_fit_are_named_and_nothing_is_written(
    simulate, tmp_path, arguments, fault
):
    done = simulate("--out", tmp_path / "out", *arguments.split(), table=BARE)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert fault in line
    assert not (tmp_path / "out").exists()


def test_a_table_goes_with_a_framework_of_one_node_at_the_top(egovbench, tmp_path, simulate):
    alone = egovbench("simulate", tmp_path / "table.csv", "--out", tmp_path / "out")
    assert "parameter framework: found None; expected a CSV file" in alone.stderr
    without = egovbench("simulate", "--framework", "framework.csv", "--out", tmp_path / "out")
    assert "parameter framework: found 'framework.csv'; expected a TABLE" in without.stderr
    assert alone.exit_code == without.exit_code == 2
    assert not (tmp_path / "out").exists()
    # a framework needs one node at the top
    two = "id,level,parent\na,1,g\nb,1,g\nc,1,h\ng,2,\nh,2,\n"
    done = simulate("--out", tmp_path / "out", table=BARE, framework=two)
    assert done.exit_code == 2
    assert "framework.csv: found 2 nodes without a parent; expected one" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_example_of_the_documentation_runs(egovbench, tmp_path, monkeypatch):
    page = (paths.PROJECT_ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    part = page.partition("## Choices of method")[2].partition("\n## ")[0]
    blocks = ["\n".join(re.findall(r"^    (.*)$", block, re.M)) for block in part.split("\n\n")]
    table, framework, choices, commands = filter(None, blocks)
    monkeypatch.chdir(tmp_path)
    for name, text in {"table": table, "framework": framework, "choices": choices}.items():
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    for command in commands.splitlines():
        done = egovbench(*shlex.split(command)[1:])
        assert done.exit_code == 0, done.output
    drawn, again = (read(tmp_path / name, "variant_scores") for name in ("drawn", "again"))
    assert drawn.equals(again)
    assert len(read(tmp_path / "given", "variant_scores")) == 2 * 3
