"""What holds for all tests."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from egovbench.cli import app
from egovbench.documents.sheets import review_sheet
from egovbench.language import DEFAULT_LANGUAGE, use_language
from egovbench.questionnaire import Codebook, coding, reviews

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("thorough", deadline=None, max_examples=40)
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def english() -> None:
    """Start each test in English; loading a benchmark sets the language for good."""
    use_language(DEFAULT_LANGUAGE)


@pytest.fixture(autouse=True, scope="session")
def coded_once() -> Iterator[None]:
    """Code the same responses once: the rules find the same again, and take half a second."""
    code, kept = coding.coded_answers, []

    def once(responses: pd.DataFrame, codebook: Codebook) -> list[tuple[str, coding.CodedAnswer]]:
        text = responses.to_csv()
        for given, by, found in kept:
            if given == text and by == codebook:
                return found
        kept.append((text, codebook, code(responses, codebook)))
        return kept[-1][-1]

    with pytest.MonkeyPatch.context() as patch:
        for module in (coding, reviews, review_sheet):
            patch.setattr(module, "coded_answers", once)
        yield


@pytest.fixture(scope="session")
def egovbench() -> Callable[..., Result]:
    """Run a command in this process; what comes back has exit_code, stdout, stderr and output."""

    def run(*arguments: object, **environment: str) -> Result:
        done = CliRunner().invoke(app, [str(each) for each in arguments], env=environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Fill a folder once for all test processes: `made_once(name, make)` calls `make(folder)`."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, finished = shared / name, shared / f"{name}.finished"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not finished.exists():
                folder.mkdir()
                make(folder)
                finished.touch()
        return folder

    return made


SHARING = ("tests/finished_run/", "tests/notebooks/")
"""Folders whose tests share a run and a browser, or kernels."""
LONG = (*SHARING, *(f"tests/{each}" for each in ("runs", "kernels", "documents")))
"""Tests that take long; they come first, so that no process is left alone with them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = (*LONG, "")
    items.sort(key=lambda item: [item.nodeid.startswith(each) for each in order].index(True))


class ByFile(LoadFileScheduling):
    """Gives the tests of a file to one process, and those of a folder that share much."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return next((folder for folder in SHARING if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    # Marks xdist_group do nothing: xdist 3.8 writes a name that pytest 9.2 does not read.
    config.option.loadscopereorder = False  # else files with many tests would come first
    return ByFile(config, log)
