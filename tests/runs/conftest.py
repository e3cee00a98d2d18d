from pathlib import Path

import pytest
from invented_project import COUNTRIES, Instant, Invented, execute_here, exporter

from egovbench.base.countries import Country
from egovbench.runs import keys, worker


@pytest.fixture
def countries() -> dict[str, Country]:
    return COUNTRIES


@pytest.fixture
def project(tmp_path: Path) -> Invented:
    return Invented(tmp_path)


@pytest.fixture
def instant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instant:
    monkeypatch.setattr(worker, "execute", execute_here)
    monkeypatch.setattr(worker, "isolate", lambda scratch: None)
    monkeypatch.setattr(worker, "start_fork_server", lambda modules: None)
    monkeypatch.setattr(worker, "ReportExporter", exporter)
    # In the place of this package, which somebody may be working on while the tests run.
    places = {"package": "_PACKAGE", "templates": "_TEMPLATES", "catalogues": "_CATALOGUES"}
    for name, attribute in places.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "invented.py").write_text("invented = True\n")
        monkeypatch.setattr(keys, attribute, folder)
    return Instant(tmp_path)
