"""YAML files that attack: an error of one line, nothing executed, no hang, bounded memory."""

import subprocess
import sys

import pytest

from egovbench.base.errors import EgovbenchError, InputError
from egovbench.base.yaml_text import MAXIMUM_BYTES, read_yaml
from egovbench.others.crosswalk import read_crosswalk
from egovbench.questionnaire import read_codebook
from egovbench.runs.config import read_config

SECONDS = 600  # far beyond what reading takes on a busy machine
MEMORY = 1_000_000_000
REPEATED = "2,000,000 characters with what aliases repeat"


def repeated(kind):
    """Anchors of which each repeats the one before ten times, nine times over."""
    first, each = {
        "list": ("[lol, lol]", lambda before: f"[{', '.join([before] * 10)}]"),
        "mapping": (
            "{k: lol}",
            lambda before: f"{{{', '.join(f'k{n}: {before}' for n in range(10))}}}",
        ),
        "merge": ("{k: lol}", lambda before: f"{{<<: [{', '.join([before] * 10)}], k: lol}}"),
    }[kind]
    lines = [f"  a0: &a0 {first}"]
    lines += [f"  a{n}: &a{n} {each(f'*a{n - 1}')}" for n in range(1, 10)]
    return "\n".join(["parameters:", *lines, ""])


ATTACKS = {
    "a call": ("run: !!python/object/apply:os.system ['touch executed']\n", "line 1.*constructor"),
    "a call by new": (
        "run: !!python/object/new:os.popen [[touch, executed]]\n",
        "line 1.*construct",
    ),
    "a name": ("title: a\nrun: !!python/name:os.system\n", "line 2: .*constructor for the tag"),
    "a module": ("run: !!python/module:executed\n", "line 1.*constructor for the tag"),
    "lists of lists": (repeated("list"), REPEATED),
    "mappings of mappings": (repeated("mapping"), REPEATED),
    "merged mappings": (repeated("merge"), REPEATED),
    "a long text repeated": (f"a: &a {'x' * 1_000_000}\nb: [*a, *a]\n", REPEATED),
    "an anchor in itself": ("parameters: &a {b: *a}\n", "line 1: an anchor holds an alias of its"),
    "a key twice": ("run: a\ntitle: b\nrun: c\n", "line 3: found the key 'run' twice"),
    "a key twice below": ("parameters:\n  focal: LUX\n  focal: EST\n", "line 3: .*'focal' twice"),
    "51 levels": (f"run: {'[' * 51}{']' * 51}\n", "nested too deep; expected at most 50 levels"),
    "900 levels": (f"run: {'[' * 900}{']' * 900}\n", "nested too deep; expected at most 50 level"),
    "open brackets": ("[" * 500_000, "line 1: "),
    "open mappings": ("{a: " * 300_000, "line 1: "),
    "dashes": ("- " * 500_000, "line 1: "),
    "question marks": ("? " * 500_000, "line 1: "),
    "a number": (f"jobs: {'9' * 5_000}\n", "line 1: found a number of 5,000 digits; .* most 100"),
    "a number of base 16": (f"jobs: 0x{'f' * 500_000}\n", "line 1: found a number of 500,002 dig"),
    "a number of base 60": (f"jobs: 1{':1' * 20_000}\n", "line 1: found a number of 40,001 digits"),
    "no date": ("title: a\nrun: 2023-13-45\n", "line 2: found '2023-13-45' .month must be in"),
    "no truth value": ("run: !!bool maybe\n", "line 1: found 'maybe' .not of the kind bool"),
    "no whole number": ("a: b\nrun: !!int many\n", "line 2: found 'many' .invalid literal"),
    "an empty whole number": ("run: !!int\n", "line 1: found '' "),
    "no number": ("run: !!float much\n", "line 1: found 'much' .could not convert"),
    "no time": ("run: !!timestamp soon\n", "line 1: found 'soon' .not of the kind timestamp"),
    "no binary": ("run: !!binary '***é'\n", "line 1: "),
    "no mapping": ("run: !!map text\n", "line 1: "),
    "no list": ("run: !!seq text\n", "line 1: "),
    "no set": ("run: !!set text\n", "line 1: "),
    "a number that is none": ("run: !!int [1]\n", "line 1: "),
    "an infinite number": ("a: b\nrun: .inf\n", "line 2: found '.inf'; expected a finite number"),
    "a negative one": ("run: -.INF\n", "line 1: found '-.INF'; expected a finite number"),
    "one by its size": ("run: 1.0e+999\n", "line 1: found '1.0e.999'; expected a finite number"),
    "not a number": ("run: .nan\n", "line 1: found '.nan'; expected a finite number"),
    "an infinite key": (".inf: a\n", "line 1: found '.inf'; expected a finite number"),
    "equal numbers": ("1: a\n1.0: b\n", "line 2: found the key '1.0' twice"),
    "equal in base 16": ("16: a\n0x10: b\n", "line 2: found the key '0x10' twice"),
    "equal with a line below": ("1000: a\n1_000: b\n", "line 2: found the key '1_000' twice"),
    "one and true": ("1: a\ntrue: b\n", "line 2: found the key 'true' twice"),
    "nothing twice": ("~: a\nnull: b\n", "line 2: found the key 'null' twice"),
    "two documents": ("run: a\n---\nrun: b\n", "line 2: .*another document"),
    "a key that is no set": ("? !!set x\n: a\n", "line 1: found 'x' .not of the kind set"),
    "a key that is no list": ("a: b\n? !!omap x\n: a\n", "line 2: .*kind omap"),
    "no key": ("? [a]\n: b\n", "line 1: .*unhashable key"),
    "an unknown alias": ("run: *a\n", "line 1: found undefined alias|undefined alias"),
    "no UTF-8": ("run: \udcff\n", "not UTF-8 text .byte 5"),
    "NUL": ("run: \x00\n", "control characters are not allowed"),
    "a large file": (f"run: a\n#{'x' * MAXIMUM_BYTES}\n", "bytes; expected at most 2,000,000"),
}


@pytest.fixture
def attack(tmp_path):
    def written(kind):
        path = tmp_path / "attack.yml"
        path.write_bytes(ATTACKS[kind][0].encode("utf-8", "surrogateescape"))
        return path

    return written


@pytest.mark.parametrize("kind", ATTACKS)
def test_an_attack_is_an_error_of_one_line_whatever_reads_it(attack, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = attack(kind)
    with pytest.raises(InputError, match=ATTACKS[kind][1]) as caught:
        read_yaml(path, "file")
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < len(str(path)) + 200
    assert "\n" not in str(caught.value)
    for read in (read_config, read_codebook, read_crosswalk):
        with pytest.raises(EgovbenchError) as caught:
            read(path)
        assert len(str(caught.value)) < len(str(path)) + 400
    assert [each.name for each in tmp_path.iterdir()] == ["attack.yml"]


PROGRAM = """
import resource, sys
from typer.testing import CliRunner
from egovbench.cli import app
resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
for path in sys.argv[1:]:
    for command in ("run", "plan"):
        done = CliRunner().invoke(app, [command, "--config", path])
        print(done.exit_code, done.stderr, end="")
"""


def test_the_commands_end_with_2_and_execute_nothing_in_bounded_memory(attack, tmp_path):
    kinds = ["a call", "merged mappings", "dashes", "a number of base 16"]
    paths = [attack(kind).rename(tmp_path / f"{kind}.yml") for kind in kinds]
    program = PROGRAM.replace("MEMORY", str(MEMORY))
    command = [sys.executable, "-c", program, *map(str, paths)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2 * len(paths)
    for line, path in zip(lines, sorted(2 * paths, key=paths.index), strict=True):
        assert line.startswith(f"2 egovbench: {path}")
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_aliases_and_merged_mappings_are_read(tmp_path):
    path = tmp_path / "run.yml"
    path.write_text(
        "a: &a {focal: LUX, peers: [EST]}\nb: {<<: *a, focal: EST}\nc: *a\n", encoding="utf-8"
    )
    content = read_yaml(path, "file")
    assert content["b"] == {"focal": "EST", "peers": ["EST"]}
    assert content["c"] == content["a"] == {"focal": "LUX", "peers": ["EST"]}
    path.write_text("yes: no\n1: 2023-01-05\n", encoding="utf-8")
    assert read_yaml(path, "file", as_text=True) == {"yes": "no", "1": "2023-01-05"}


def test_what_is_no_file_is_named_and_a_long_value_shortened(tmp_path):
    with pytest.raises(InputError, match="the run configuration does not exist"):
        read_config(tmp_path / "nowhere.yml")
    with pytest.raises(InputError, match=r"the run configuration cannot be read \(it is no regul"):
        read_config(tmp_path)
    (tmp_path / "loop.yml").symlink_to("loop.yml")
    with pytest.raises(InputError, match="the codebook cannot be read"):
        read_codebook(tmp_path / "loop.yml")
    # a long value is shortened in an error
    path = tmp_path / "run.yml"
    path.write_text(f"jobs: [{', '.join(map(str, range(9_000)))}]\n", encoding="utf-8")
    with pytest.raises(EgovbenchError, match=r"jobs: found \[0, 1, .* \.\.\.; expected a whole"):
        read_config(path)
