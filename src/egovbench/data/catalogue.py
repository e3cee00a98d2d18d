"""Which tables stand below data/, what their columns mean, and whose data they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandera.pandas as pa

from egovbench.base import paths, schemas
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.index_tables import PUBLISHED
from egovbench.questionnaire import read_codebook

SourceCard = dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table of the project: its path below data/, its schema, title and description."""

    path: str
    schema: pa.DataFrameSchema
    title: str
    description: str
    sources: Sequence[SourceCard]

    @property
    def name(self) -> str:
        """The table's name in the data package ("others-gtmi")."""
        return self.path.removesuffix(".csv").replace("/", "-").lower()


COLUMN_NOTES: Mapping[str, str] = {
    "iso3": "ISO 3166-1 alpha-3 code of the country; XKX for Kosovo",
    "survey": "Survey that the answer belongs to (msq2024, gtmi2022 ...)",
    "item": "Number of the question as printed in the questionnaire, 1 to 126",
    "section": "Section of the questionnaire",
    "answer": "What the respondent wrote",
    "selection": "The ticked option, where the source shows it",
    "urls": "Web addresses in the answer, separated by blanks",
    "status": "Whether the question was answered, left blank, not asked, or is withheld",
    "truncated": "Whether the answer was cut off at the form's limit",
    "locator": "Lines of the source that hold the answer",
    "code": "What the answer comes to; partly: planned, in draft or limited",
    "value": "1 for yes, 0.5 for partly, 0 for no; empty where it is not known",
    "evidence": "How the code was found",
    "rule": "The rule that gave the code",
    "rationale": "Why the code is what it is",
    "coder": "Who coded, or who collected the answer",
    "reviewer": "Who decided",
    "date": "Day of the decision (YYYY-MM-DD)",
    "fidelity": "How well the source's question matches the item",
    "variable": "The source's variable",
    "rank": "Order of preference among equally faithful variables of an item, 1 first",
    "zero_ambiguous": "Whether the source's value means no or unknown",
    "instrument": "Law, strategy, institution or document named in the source",
    "year": "Year that the answer, or edition that the index value, belongs to",
    "link": "Web address given in the source; not opened",
    "collected_by": "Who answered: the government itself, researchers, or the source's own staff",
    "index": "Id of the index or of a component of it",
    "unit": "Range of the index's scale; higher is better",
    "source": "Where the row comes from",
    "iso2": "ISO 3166-1 alpha-2 code; XK for Kosovo",
    "name": "Short name",
    "un_member": "Member of the United Nations",
    "region": "Region of the UN's M49 standard",
    "subregion": "Sub-region of the UN's M49 standard",
    "eu_member": "Member of the European Union (27 members, since 2020)",
    "oecd_member": "Member of the OECD (38 members)",
    "income_group": "World Bank income group by income of 2022; empty where there is none",
    "aliases": "Other names by which documents call the country, separated by semicolons",
    "neighbour": "Country with a common land border",
}
VALUE_NOTE_OF_INDICES = "Value as published, at full precision, on the scale of unit"

_PROJECT: SourceCard = {
    "title": "compiled by the project",
    "publisher": "egovbench",
    "edition": "of this release",
    "licence": "MIT",
}
_COUNTRY_SOURCES = (
    {
        "title": "Standard country or area codes for statistical use (M49): regions",
        "publisher": "United Nations Statistics Division",
        "edition": "not stated in the copy read",
        "licence": "CC BY 4.0 (of the copy read)",
    },
    {
        "title": "World Bank country classification by income",
        "publisher": "World Bank",
        "edition": "by gross national income per head of 2022",
        "licence": "not stated in the copy read",
    },
    _PROJECT,
)


def tables(data: Path) -> list[Table]:
    """Return every table below `data`, in order of path.

    Raises InputError for a folder under a former name, and when the codebook or a crosswalk, which
    name the sources, cannot be read.
    """
    paths.refuse_former_layout(data)
    found = [
        Table(
            paths.COUNTRIES.name,
            schemas.COUNTRIES_TABLE,
            "Countries",
            "193 UN members and five other economies, with regions and memberships as of now.",
            _COUNTRY_SOURCES,
        ),
        Table(
            paths.NEIGHBOURS.name,
            schemas.NEIGHBOURS_TABLE,
            "Neighbours",
            "Land borders of the home territory, each pair in both directions.",
            (_PROJECT,),
        ),
    ]
    found = [table for table in found if (data / table.path).exists()]
    found += _of_questionnaire(data)
    for path in sorted((data / paths.OTHERS.name).glob("*.csv")):
        crosswalk = read_crosswalk(data / paths.CROSSWALKS.name / f"{path.stem}.yml")
        card = {
            "title": crosswalk.title,
            "publisher": crosswalk.publisher,
            "edition": ", ".join(edition.id for edition in crosswalk.editions),
            "licence": crosswalk.licence,
        }
        found.append(
            Table(
                _below(data, path),
                schemas.OTHERS_TABLE,
                f"Coded answers from {crosswalk.publisher}",
                f"Answers of {crosswalk.title}, coded by data/crosswalks/{crosswalk.id}.yml.",
                (card,),
            )
        )
    for path in sorted((data / paths.INDICES.name).glob("*.csv")):
        cards = [
            {
                "title": each.title,
                "publisher": each.publisher,
                "edition": each.edition,
                "licence": each.licence,
            }
            for each in PUBLISHED
        ]
        title = "Published indices"
        description = "Indices of e-government that others publish, with their components."
        found.append(Table(_below(data, path), schemas.INDICES_TABLE, title, description, cards))
    return sorted(found, key=lambda table: table.path)


def _of_questionnaire(data: Path) -> list[Table]:
    kinds = (
        (paths.RESPONSES, schemas.RESPONSES_TABLE, "Responses", "Answers to the questionnaire"),
        (paths.CODES, schemas.CODES_TABLE, "Codes", "Coded answers to the questionnaire"),
        (paths.REVIEWS, schemas.REVIEWS_TABLE, "Reviews", "Reviewed decisions on codes"),
    )
    present = [
        (kind, path) for kind in kinds for path in sorted((data / kind[0].name).glob("*.csv"))
    ]
    if not present:
        return []
    codebook = read_codebook(data / paths.CODEBOOK.relative_to(paths.DATA))
    card = {
        "title": codebook.title,
        "publisher": codebook.publisher,
        "edition": codebook.id,
        "licence": "not stated in the document read",
    }
    return [
        Table(
            _below(data, path),
            schema,
            f"{title}, {path.stem}",
            f"{description}, {path.stem}.",
            (card,) if title == "Responses" else (card, _PROJECT),
        )
        for (_, schema, title, description), path in present
    ]


def _below(data: Path, path: Path) -> str:
    return path.relative_to(data).as_posix()
