import os

import pytest
from invented_project import COUNTRIES, Instant, Invented, execute_here

from egovbench.base import paths
from egovbench.runs import keys, worker


@pytest.fixture
def countries():
    return COUNTRIES


@pytest.fixture
def project(tmp_path):
    return Invented(tmp_path)


@pytest.fixture
def instant(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "execute", execute_here)
    monkeypatch.setattr(worker, "isolate", lambda scratch: None)
    monkeypatch.setattr(worker, "start_fork_server", lambda modules: None)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no power is cut here
    monkeypatch.setenv(paths.PROJECT, "")  # which workers set for their kernels
    # In the place of this package, which somebody may be working on while the tests run.
    places = {"package": "_PACKAGE", "templates": "_TEMPLATES", "catalogues": "_CATALOGUES"}
    for name, attribute in places.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "invented.py").write_text("invented = True\n")
        monkeypatch.setattr(keys, attribute, folder)
    return Instant(tmp_path)
