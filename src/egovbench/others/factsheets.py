"""Reads the European Commission's Digital Public Administration Factsheets, as published (HTML).

A factsheet describes one country in one edition. Three of its chapters are read: political
communications (what was announced), legislation, and infrastructure. Under each heading stand acts
or systems, each below a title of its own, or the sentence that there are none. The chapters on
governance name persons: nothing of them is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from bs4 import BeautifulSoup, Tag

from egovbench.base.country_names import find_country
from egovbench.base.errors import InputError
from egovbench.base.files import read_utf8
from egovbench.base.schemas import FACTSHEET_HEADINGS_TABLE, FACTSHEET_INSTRUMENTS_TABLE
from egovbench.base.tables import checked
from egovbench.others.sources.text_table import usable_title

TITLE = "Digital Public Administration Factsheets"
EDITIONS = (2021, 2022, 2023)
YEARS = ", ".join(map(str, EDITIONS))
LONGEST_NAME = 150
MOST_BYTES = 20_000_000

CHAPTERS = {
    "politicalcommunications": "political",
    "legislation": "legislation",
    "infrastructure": "infrastructure",
}
"""The chapters that are read, by the letters their titles end with."""

_TECHNOLOGIES = {
    "artificialintelligence": "ai",
    "artificialintelligenceai": "ai",
    "distributedledgertechnologies": "ledgers",
    "bigdata": "big_data",
    "cloudcomputing": "cloud",
    "internetofthingsiot": "internet_of_things",
    "highperformancecomputing": "high_performance_computing",
    "highspeedbroadbandconnectivity": "broadband",
    "govtech": "govtech",
    "emergingtechnologies": "technologies",
    "innovativetechnologies": "technologies",
    "otheremergingtechnologies": "technologies",
    "otherinnovativetechnologies": "technologies",
    "others": "technologies",
    "other": "technologies",
}
_RULES = {
    "specificpoliticalcommunicationsondigitalpublicadministration": "specific",
    "specificlegislationondigitalpublicadministration": "specific",
    "domainspecificpoliticalcommunications": "domain",
    "domainspecificlegislation": "domain",
    "interoperability": "interoperability",
    "accesstopublicinformation": "open_data",
    "opendatareusabilityandaccesstopublicinformation": "open_data",
    "eidandtrustservices": "eid",
    "securityaspects": "security",
    "privacyandsecurityaspects": "security",
    "securityaspectsrelatedtodigitalpublicadministration": "security",
    "interconnectionofbaseregistries": "base_registries",
    "interconnectionofbaseregisters": "base_registries",
    "eprocurement": "eprocurement",
    "keyenablers": "",
    **_TECHNOLOGIES,
}
_SYSTEMS = {
    "nationalportals": "national_platforms",
    "nationalplatformsandapplications": "national_platforms",
    "subnationalportals": "subnational_platforms",
    "subnationalplatformsandapplications": "subnational_platforms",
    "networks": "networks",
    "dataexchange": "data_exchange",
    "eidandtrustservices": "eid",
    "eprocurement": "eprocurement",
    "epayment": "epayment",
    "knowledgemanagement": "knowledge",
    "crossborderplatforms": "cross_border",
    "crossborderinfrastructure": "cross_border",
    "crossborderinfrastructures": "cross_border",
    "baseregistries": "base_registries",
    "portals": "",
    "platformsandapplications": "",
    "platformandapplications": "",
    **_TECHNOLOGIES,
}
HEADINGS = {"political": _RULES, "legislation": _RULES, "infrastructure": _SYSTEMS}
"""Each chapter's headings of the three editions by their letters, and what they are called here.

One that holds others and nothing of its own is called "".
"""

_FACTSHEET = re.compile(r"Digital Public Administration factsheet (\d{4})", re.IGNORECASE)
_NONE = re.compile(
    r"No (?!new|recent)(?:[\w-]+ ){0,4}?"
    r"(?:legislations?|communications?|initiatives?|infrastructures?)\b[^.]*\bto date\.?",
    re.IGNORECASE,
)
_ACT_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s#]+\.[^\s#]+(?:#(?!:~:)\S+)?")
# Addresses that a mail filter rewrote hold the mailbox that a link was sent to.
_MAIL_FILTER = re.compile(r"//[^/]*(?:urldefense|safelinks)\.")


@dataclass
class _Heading:
    """What stands under one heading: its acts, whether other text, and the sentence of none."""

    instruments: list["_Instrument"] = field(default_factory=list)
    text: bool = False
    none: bool = False

    @property
    def status(self) -> str:
        if self.instruments or (self.text and not self.none):
            return "described"
        return "none" if self.none else "empty"


@dataclass
class _Instrument:
    """An act or system: its name, its first address, and the words that this stands behind."""

    name: str
    link: str = ""
    linked: str = ""


@dataclass(frozen=True, eq=False)
class Factsheets:
    """Headings (FACTSHEET_HEADINGS_TABLE), instruments (FACTSHEET_INSTRUMENTS_TABLE), and remarks.

    `remarks` are lines on headings that a factsheet lacks or that are not known.
    """

    headings: pd.DataFrame
    instruments: pd.DataFrame
    remarks: Sequence[str]


def read_factsheets(files: Sequence[Path], countries: pd.DataFrame) -> Factsheets:
    """Return what the factsheets in `files` hold under each heading.

    `countries` (COUNTRIES_TABLE) has the names by which factsheets are known. An act's year is the
    one in its name, else in the words of its first link unless this leads to the Union, and empty
    where neither has one.
    Raises InputError for a file that is no factsheet of a country and of one of EDITIONS, one
    that ends early or lacks a chapter, and a second one of a country and edition.
    """
    headings: list[tuple[object, ...]] = []
    instruments: list[tuple[object, ...]] = []
    remarks: list[str] = []
    seen: dict[tuple[str, int], Path] = {}
    for file in files:
        page = _page(file)
        iso3, edition = _identity(file, page, countries)
        if (iso3, edition) in seen:
            message = f"a second factsheet of {iso3} for {edition}, after {seen[iso3, edition]}"
            raise InputError(file, message)
        seen[iso3, edition] = file
        found, strange = _headings(file, page)
        absent = sorted(_expected(edition) - found.keys())
        remarks += [f"{iso3} {edition}: no heading {name}" for name in absent]
        remarks += [f"{iso3} {edition}: unknown heading {title!r}" for title in strange]
        for chapter in CHAPTERS.values():
            if not any(
                each.instruments for name, each in found.items() if name.startswith(chapter)
            ):
                remarks.append(f"{iso3} {edition}: no title of an act in the chapter {chapter}")
        for name, heading in sorted(found.items()):
            headings.append((iso3, edition, name, heading.status))
            first: dict[str, _Instrument] = {}
            for each in heading.instruments:
                first.setdefault(each.name, each)
            instruments += [
                (iso3, edition, name, each.name, _year(each, edition), each.link)
                for each in first.values()
            ]
    return Factsheets(
        _table(headings, FACTSHEET_HEADINGS_TABLE),
        _table(instruments, FACTSHEET_INSTRUMENTS_TABLE),
        remarks,
    )


def _page(file: Path) -> BeautifulSoup:
    content = read_utf8(file, MOST_BYTES)
    page = BeautifulSoup(content, "html.parser")
    if page.body is None or not any(map(_FACTSHEET.fullmatch, _paragraphs(page))):
        expected = "one that begins with 'Digital Public Administration factsheet' and its year"
        raise InputError(file, f"not a factsheet; expected {expected}")
    if not content.rstrip().lower().endswith("</html>"):
        raise InputError(file, "the file ends early; expected </html> at its end")
    return page


def _identity(file: Path, page: BeautifulSoup, countries: pd.DataFrame) -> tuple[str, int]:
    paragraphs = iter(_paragraphs(page))
    title = next(found for each in paragraphs if (found := _FACTSHEET.fullmatch(each)))
    name = next(paragraphs, "")
    edition = int(title[1])
    if edition not in EDITIONS:
        raise InputError(file, f"a factsheet of {edition}; expected one of {YEARS}")
    if name == "European Union":
        raise InputError(file, "the factsheet of the European Union; expected one of a country")
    iso3 = find_country(name, countries)
    if iso3 not in set(countries["iso3"]):
        raise InputError(file, f"found {name[:60]!r} below its title; expected a country")
    return str(iso3), edition


def _paragraphs(page: BeautifulSoup) -> Iterator[str]:
    return filter(None, map(_words, page.find_all("p")))


def _headings(file: Path, page: BeautifulSoup) -> tuple[dict[str, _Heading], list[str]]:
    """Return what stands under each known heading, by its name, and the titles of unknown ones."""
    found: dict[str, _Heading] = {}
    strange: list[str] = []
    chapters: set[str] = set()
    chapter, under = "", _Heading()
    for block in page.body.find_all(True, recursive=False) if page.body else ():
        words = _words(block)
        letters = _letters(words)
        if block.name == "h1" and words:
            chapter = next((CHAPTERS[end] for end in CHAPTERS if letters.endswith(end)), "")
            chapters.add(chapter)
            under = _Heading()
        elif chapter and block.name in ("h2", "h3") and words and not _NONE.fullmatch(words):
            name = HEADINGS[chapter].get(letters)
            under = found.setdefault(f"{chapter}.{name}", _Heading()) if name else _Heading()
            if name is None:
                strange.append(words)
        elif chapter:
            _add(under, block, words, letters)
    for title, chapter in CHAPTERS.items():
        if chapter not in chapters or not any(name.startswith(chapter) for name in found):
            raise InputError(file, f"no chapter on {title} with the headings of {TITLE}")
    if not any(each.instruments for each in found.values()):
        raise InputError(file, "no title of an act; expected paragraphs of the class subtitle")
    # Technologies stood under this heading in 2021; later it holds others, and seldom text.
    for name in [each for each in found if each.endswith(".technologies")]:
        if found[name].status == "empty":
            del found[name]
    return found, strange


def _add(under: _Heading, block: Tag, words: str, letters: str) -> None:
    if _NONE.match(words):
        under.none = True
    elif "subtitle" in block.get_attribute_list("class"):
        if name := usable_title(words):
            under.instruments.append(_Instrument(shortened(name)))
    elif letters and not letters.startswith("digitalpublicadministration"):
        under.text = True  # a page's number, and the chapter's title at its foot, are no text
    if under.instruments:
        last = under.instruments[-1]
        for link in block.find_all("a", href=True):
            address = _ADDRESS.match(str(link["href"]).strip().replace(" ", "%20"))
            if address and not last.link and not _MAIL_FILTER.search(address[0]):
                last.link, last.linked = address[0], _words(link)


def _expected(edition: int) -> set[str]:
    later = {2021: set(_TECHNOLOGIES.values()), 2022: {"govtech"}}.get(edition, set())
    return {
        f"{chapter}.{name}"
        for chapter, headings in HEADINGS.items()
        for name in headings.values()
        if name and name != "technologies" and name not in later
    }


def _year(instrument: _Instrument, edition: int) -> str:
    # An act of the Union is linked for what it demands; the act itself is another one.
    linked = "" if "europa.eu" in instrument.link else instrument.linked
    for text in (instrument.name, linked):
        years = [year for year in _ACT_YEAR.findall(text) if int(year) <= edition]
        if years:
            return str(years[0])
    return ""


def shortened(name: str) -> str:
    """Return `name`, cut before a word where it is longer than LONGEST_NAME."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _words(block: Tag) -> str:
    return " ".join(block.get_text().replace("\u00ad", "").split())


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", words.lower())


def _table(rows: Sequence[tuple[object, ...]], schema: pa.DataFrameSchema) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(schema.columns))
    table = table.sort_values(["iso3", "edition", "heading"], kind="stable", ignore_index=True)
    return checked(table, schema, TITLE)
