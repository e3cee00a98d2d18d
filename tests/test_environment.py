"""The files that install the project agree with each other and hold what they promise."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"matplotlib": "matplotlib-base", "playwright": "playwright-python"}
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (
    ("linux", "Linux", "x86_64"),
    ("linux", "Linux", "aarch64"),
    ("darwin", "Darwin", "x86_64"),
    ("darwin", "Darwin", "arm64"),
)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def needed(extras=()):
    """The requirements of pyproject.toml by canonical name."""
    texts = list(project()["dependencies"])
    for extra in extras:
        texts += project()["optional-dependencies"][extra]
    found = [Requirement(text) for text in texts]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def lock_text():
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def lock_entries():
    """Each locked requirement with its hashes."""
    for line in lock_text().replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            yield Requirement(requirement), hashes


def locked(python, platform):
    """The versions that the lock gives on one Python and platform, by canonical name."""
    system, name, machine = platform
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": name,
        "platform_machine": machine,
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions: dict[str, list[Version]] = {}
    for requirement, _ in lock_entries():
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (pin,) = requirement.specifier
            versions.setdefault(canonicalize_name(requirement.name), []).append(
                Version(pin.version)
            )
    return versions


def test_requirements_and_lock_are_bounded_exact_and_hashed():
    for name, requirement in needed(("dev",)).items():
        operators = {bound.operator for bound in requirement.specifier}
        assert operators == {">=", "<"}, name
    # every locked entry is exact and hashed
    entries = list(lock_entries())
    assert len(entries) > len(needed(("dev",)))
    for requirement, hashes in entries:
        assert [pin.operator for pin in requirement.specifier] == ["=="], requirement.name
        assert requirement.url is None
        assert hashes, requirement.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes)
    # the lock names no address path or option
    assert "://" not in lock_text()
    lines = [line.strip() for line in lock_text().splitlines()]
    assert not [line for line in lines if line.startswith("-") and not line.startswith("--hash=")]
    assert not [line for line in lines if re.search(r"[/\\]\w", line)]


def test_conda_has_the_same_packages_and_bounds():
    *packages, last = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = {}
    for package in packages:
        name, _, bounds = package.partition(" ")
        conda[name] = SpecifierSet(bounds)
    python = conda.pop("python")
    assert python == SpecifierSet(f"{project()['requires-python']},<3.15")
    names = {requirement.name: requirement for requirement in needed(("dev",)).values()}
    assert conda == {
        CONDA_NAMES.get(name, name): requirement.specifier for name, requirement in names.items()
    }
    assert last == {"pip": ["--editable ."]}


@pytest.mark.parametrize(("python", "platform"), list(product(PYTHONS, PLATFORMS)))
def test_the_lock_meets_every_requirement(python, platform):
    versions = locked(python, platform)
    assert all(len(found) == 1 for found in versions.values())
    for name, requirement in needed(("dev",)).items():
        assert versions[name][0] in requirement.specifier, name


def test_the_lock_holds_what_each_platform_needs_and_nothing_for_others():
    assert "appnope" in locked("3.12", ("darwin", "Darwin", "arm64"))
    assert "appnope" not in locked("3.12", ("linux", "Linux", "x86_64"))
    names = {canonicalize_name(requirement.name) for requirement, _ in lock_entries()}
    assert names.isdisjoint({"colorama", "pywinpty"})


def pretending(folder, pretence):
    """An interpreter that runs `pretence` before the code it is given."""
    program = folder / "pretending.py"
    program.write_text(f"import sys\n{pretence}\nexec(sys.argv[sys.argv.index('-c') + 1])\n")
    interpreter = folder / "pretending-python"
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n')
    interpreter.chmod(0o755)
    return interpreter


def refusal(folder, interpreter):
    """The lines that `make report` prints in a bare copy when it refuses an interpreter."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--no-print-directory", "report", f"PYTHON={interpreter}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert not (folder / ".venv").exists()
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("version", ["(3, 9, 18)", "(3, 10, 13)", "(3, 15, 0)"])
def test_an_unsuitable_python_is_one_line(tmp_path, version):
    (line,) = refusal(tmp_path, pretending(tmp_path, f"sys.version_info = {version}"))
    assert "Python 3.11 to 3.14 is needed" in line
    assert "apt-get install python3 python3-venv" in line


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_one_line(tmp_path, module):
    (line,) = refusal(tmp_path, pretending(tmp_path, f"sys.modules[{module!r}] = None"))
    assert "the venv module of" in line
    assert "apt-get install python3-venv" in line


def test_no_python_at_all_is_one_line(tmp_path):
    (line,) = refusal(tmp_path, tmp_path / "nothing-here")
    assert "Python 3.11 to 3.14 is needed" in line


def test_the_citation_has_the_version_and_licence_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    package = (ROOT / "src/egovbench/__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{citation["version"]}"' in package
    assert citation["cff-version"] == "1.2.0"
    assert citation["license"] == project()["license"]
    assert citation["authors"] == [{"name": "egovbench contributors"}]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{citation['version']}] - {citation['date-released']}" in changelog


def test_the_changelog_has_each_kind_of_change_once_a_release():
    kinds = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _, *releases = re.split(r"^## ", changelog, flags=re.MULTILINE)
    assert re.match(r"\[Unreleased\]\n|\[\d+\.\d+\.\d+\] - ", releases[0])
    for release in releases:
        found = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert found == [kind for kind in kinds if kind in found]


def test_a_wheel_finds_the_data_that_are_named_or_in_the_working_folder(tmp_path):
    program = f"from hatchling.build import build_wheel; print(build_wheel({str(tmp_path)!r}))"
    built = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    package = tmp_path / "package"
    shutil.unpack_archive(tmp_path / built.stdout.split()[-1], package, "zip")

    def done(*arguments, cwd=tmp_path):
        command = [sys.executable, "-m", "egovbench", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(package)}
        result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
        return result.returncode, result.stdout + result.stderr

    for command in ("plan", "gaps", "ingest a.txt"):
        code, line = done(*command.split())
        assert code == 2 and line.count("\n") == 1, command
        assert f"{tmp_path / 'data'}: found no data" in line and "--project FOLDER" in line
    code, shown = done("--project", str(ROOT), "plan")
    assert code == 0 and str(ROOT / "outputs" / "lux-eu27") in shown
    assert done("plan", cwd=ROOT) == (code, shown)
