"""What a plan needs to know of the project: its notebooks, countries and sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from egovbench.base import paths
from egovbench.base.countries import Country, read_countries, read_neighbours
from egovbench.base.errors import InputError
from egovbench.base.files import read_once
from egovbench.base.plain_tables import read_records
from egovbench.questionnaire import read_codebook


@dataclass(frozen=True)
class Project:
    """The project's places and the small tables that plans are made with.

    Attributes:
        root: working directory of the kernels; relative output folders start here.
        notebooks: folder of the notebooks.
        data: folder of the tables that reports read.
        countries: by ISO3 code.
        neighbours: ISO3 codes of the countries that border on each country.
        section_titles: by letter.
    """

    root: Path
    notebooks: Path
    data: Path
    countries: Mapping[str, Country]
    neighbours: Mapping[str, tuple[str, ...]]
    section_titles: Mapping[str, str]

    @cached_property
    def countries_with_data(self) -> frozenset[str]:
        """The countries with codes of their own or answers in another body's data."""
        own = {path.stem for path in (self.data / paths.CODES.name).glob("*.csv")}
        others = {
            iso3
            for path in sorted((self.data / paths.OTHERS.name).glob("*.csv"))
            for iso3 in _countries_of(path)
        }
        return frozenset((own | others) & set(self.countries))


def read_project() -> Project:
    """Return the project that this package stands in. Raises InputError for a table at fault."""
    paths.check_data(paths.DATA)
    codebook = read_once(read_codebook, paths.CODEBOOK)
    return Project(
        root=paths.PROJECT_ROOT,
        notebooks=paths.NOTEBOOKS,
        data=paths.DATA,
        countries=read_once(read_countries, paths.COUNTRIES),
        neighbours=read_neighbours(paths.NEIGHBOURS),
        section_titles={each.id: each.title for each in codebook.sections},
    )


def _countries_of(path: Path) -> set[str]:
    _, header, records = read_records(path)
    if "iso3" not in header:
        raise InputError(path, "column iso3 is missing", row=1)
    column = header.index("iso3")
    return {cells[column] for _, cells in records}
