"""Crosswalks: which of a source's variables answers which item, how well, and by what map.

`read_crosswalk` reads and checks one, `code_answers` codes a source's answers by it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from egovbench.base.addresses import without_contacts
from egovbench.base.errors import InputError
from egovbench.base.schemas import CODE_VALUES, OTHERS_TABLE
from egovbench.base.tables import checked
from egovbench.base.vocabulary import FIDELITIES
from egovbench.base.yaml_text import read_yaml

LINK_CODES = ("yes", "partly", "no", "unknown")
CAUSES = ("not_asked", "scale")
"""Why an answer that is used of one edition is left out of another."""


@dataclass(frozen=True)
class Edition:
    """An edition of the source: the survey id of its codes and the year its answers refer to."""

    id: str
    year: int


@dataclass(frozen=True)
class OptionTicked:
    """How a cell that lists several options is coded: by whether `option` is among them."""

    option: str
    among: tuple[str, ...]
    chosen: str
    otherwise: str


@dataclass(frozen=True)
class Thresholds:
    """How a score or share is coded: by the highest of the thresholds that it reaches, else no.

    `lowest` holds the least value of each code, the best code first; `scale` the least and the
    greatest value that the source can give, on the source's own scale.
    """

    lowest: Mapping[str, float]
    scale: tuple[float, float]

    def code(self, value: str) -> str | None:
        """Return the code of a value as the source has it, None for one outside the scale."""
        try:
            number = float(value)
        except ValueError:
            return None
        if not self.scale[0] <= number <= self.scale[1]:
            return None
        return next((code for code, least in self.lowest.items() if number >= least), "no")


@dataclass(frozen=True)
class Link:
    """A variable that answers an item.

    `codes` maps each value of the source to a code and is empty where `choice` or `thresholds`
    do that. `where` names the values of other variables for which the question was put at all.
    `bounds` holds, for codes that do not settle the item, the least and the greatest value that
    they leave open: a "partly" that the source has no way to raise to yes, a "no" that may be a
    fact that went unreported. Other codes are exact.
    """

    item: int
    variable: str
    editions: tuple[str, ...]
    fidelity: str
    rank: int
    where: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    choice: OptionTicked | None
    thresholds: Thresholds | None
    bounds: Mapping[str, tuple[float, float]]
    reason: str

    @property
    def known_values(self) -> str:
        """What the source may answer, in words for a message."""
        if self.thresholds is not None:
            return "numbers from {:g} to {:g}".format(*self.thresholds.scale)
        return ", ".join(self.codes if self.choice is None else self.choice.among)


@dataclass(frozen=True)
class LeftOut:
    """A link that was considered and is not used; in all editions where `editions` is empty.

    `because` is one of CAUSES for a link that another edition has, else empty.
    """

    item: int
    variable: str
    editions: tuple[str, ...]
    reason: str
    because: str = ""


@dataclass(frozen=True)
class Crosswalk:
    """A source, its editions and its links; `no_or_unknown` are values that do not tell which."""

    id: str
    title: str
    publisher: str
    licence: str
    citation: str
    answered_by: str
    editions: tuple[Edition, ...]
    no_answer: frozenset[str]
    no_or_unknown: frozenset[str]
    links: tuple[Link, ...]
    left_out: tuple[LeftOut, ...]

    def variables(self, edition: str) -> frozenset[str]:
        """Return every variable that the links of an edition read."""
        used = [link for link in self.links if edition in link.editions]
        return frozenset(
            {link.variable for link in used} | {name for link in used for name in link.where}
        )


def read_crosswalk(path: Path) -> Crosswalk:
    """Return the crosswalk at `path`.

    Raises InputError, naming item and variable, when the file is no YAML, an entry is missing, a
    fidelity, code or edition does not exist, thresholds are no proxy, stand outside their scale
    or in the wrong order, or two links claim the same rank.
    """
    content = read_yaml(path, "crosswalk", as_text=True)
    try:
        crosswalk = _crosswalk(content)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(path, f"an entry is missing or malformed ({fault})") from None
    _check(path, crosswalk)
    return crosswalk


def _crosswalk(content: Mapping[str, Any]) -> Crosswalk:
    return Crosswalk(
        id=content["id"],
        title=content["title"],
        publisher=content["publisher"],
        licence=content["licence"],
        citation=content["citation"],
        answered_by=content["answered_by"],
        editions=tuple(Edition(each["id"], int(each["year"])) for each in content["editions"]),
        no_answer=frozenset(content["no_answer"]),
        no_or_unknown=frozenset(content["no_or_unknown"]),
        links=tuple(_link(each) for each in content["links"]),
        left_out=tuple(
            LeftOut(
                int(each["item"]),
                each["variable"],
                tuple(each.get("editions", ())),
                each["reason"],
                each.get("because", ""),
            )
            for each in content["left_out"]
        ),
    )


def _link(entry: Mapping[str, Any]) -> Link:
    return Link(
        item=int(entry["item"]),
        variable=entry["variable"],
        editions=tuple(entry["editions"]),
        fidelity=entry["fidelity"],
        rank=int(entry["rank"]),
        where={name: tuple(values) for name, values in entry.get("where", {}).items()},
        codes=dict(entry.get("codes", {})),
        choice=_choice(entry),
        thresholds=_thresholds(entry),
        bounds={
            code: (float(lower), float(upper))
            for code, (lower, upper) in entry.get("bounds", {}).items()
        },
        reason=entry["reason"],
    )


def _choice(entry: Mapping[str, Any]) -> OptionTicked | None:
    given = entry.get("choice")
    if not given:
        return None
    return OptionTicked(given["option"], tuple(given["among"]), given["chosen"], given["otherwise"])


def _thresholds(entry: Mapping[str, Any]) -> Thresholds | None:
    if "thresholds" not in entry:
        return None
    least, greatest = (float(end) for end in entry["scale"])
    lowest = {code: float(value) for code, value in entry["thresholds"].items()}
    return Thresholds(lowest, (least, greatest))


def _check(path: Path, crosswalk: Crosswalk) -> None:
    known = {edition.id for edition in crosswalk.editions}
    for link in crosswalk.links:
        place = f"item {link.item}, {link.variable}"
        if link.fidelity not in FIDELITIES:
            expected = ", ".join(FIDELITIES)
            raise InputError(path, f"{place}: fidelity {link.fidelity!r}; expected {expected}")
        unknown = [edition for edition in link.editions if edition not in known]
        if unknown or not link.editions:
            found = unknown[0] if unknown else "none"
            expected = ", ".join(sorted(known))
            raise InputError(path, f"{place}: edition {found!r}; expected {expected}")
        if sum((bool(link.codes), link.choice is not None, link.thresholds is not None)) != 1:
            raise InputError(path, f"{place}: expected either codes, a choice or thresholds")
        used = set(link.codes.values())
        if link.choice is not None:
            used = {link.choice.chosen, link.choice.otherwise}
        if link.thresholds is not None:
            _check_thresholds(path, place, link.fidelity, link.thresholds)
            used = {*link.thresholds.lowest, "no"}
        if not used <= set(LINK_CODES):
            found = sorted(used - set(LINK_CODES))[0]
            raise InputError(path, f"{place}: code {found!r}; expected {', '.join(LINK_CODES)}")
        _check_bounds(path, place, link.bounds, used)
        if not {"yes", "no"} <= used and not {"partly", "no"} <= used:
            raise InputError(path, f"{place}: expected a map that can say no as well as yes")
    for entry in crosswalk.left_out:
        if entry.because not in ("", *CAUSES):
            place, found = f"item {entry.item}, {entry.variable}", entry.because
            raise InputError(path, f"{place}: because {found!r}; expected {', '.join(CAUSES)}")
    _check_ranks(path, crosswalk)


def _check_bounds(
    path: Path, place: str, bounds: Mapping[str, tuple[float, float]], used: set[str]
) -> None:
    for code, (lower, upper) in bounds.items():
        if code not in used & set(CODE_VALUES):
            expected = ", ".join(each for each in CODE_VALUES if each in used)
            raise InputError(path, f"{place}: bounds of {code!r}; expected those of {expected}")
        if not 0 <= lower <= CODE_VALUES[code] <= upper <= 1:
            found = f"bounds {lower:g} and {upper:g} of {code}"
            expected = f"two numbers from 0 to 1 around its value {CODE_VALUES[code]:g}"
            raise InputError(path, f"{place}: {found}; expected {expected}")


def _check_thresholds(path: Path, place: str, fidelity: str, thresholds: Thresholds) -> None:
    if fidelity != "proxy":
        raise InputError(path, f"{place}: fidelity {fidelity!r}; thresholds give a proxy only")
    if tuple(thresholds.lowest) not in (("yes",), ("yes", "partly"), ("partly",)):
        found = ", ".join(thresholds.lowest) or "none"
        raise InputError(path, f"{place}: thresholds for {found}; expected yes, then partly")
    least, greatest = thresholds.scale
    values = list(thresholds.lowest.values())
    # The least value has to stay below every threshold, or the link could not say no.
    if not all(least < value <= greatest for value in values):
        message = f"thresholds outside the scale; expected above {least:g} and up to {greatest:g}"
        raise InputError(path, f"{place}: {message}")
    if values != sorted(set(values), reverse=True):
        raise InputError(path, f"{place}: expected a higher threshold for yes than for partly")


def _check_ranks(path: Path, crosswalk: Crosswalk) -> None:
    claimed = {
        (link.item, edition, link.fidelity, link.rank, link.variable)
        for link in crosswalk.links
        for edition in link.editions
    }
    places = Counter(claim[:4] for claim in claimed)
    for (item, edition, fidelity, rank), count in sorted(places.items()):
        if count > 1:
            raise InputError(
                path, f"item {item}, {edition}: several variables are {fidelity} with rank {rank}"
            )


ANSWER_COLUMNS = (
    "iso3", "year", "variable", "value", "instrument", "link", "collected_by",
    "file", "line", "column",
)  # fmt: skip
_NOTHING = pd.DataFrame(
    {name: pd.Series(dtype=str(column.dtype)) for name, column in OTHERS_TABLE.columns.items()}
)


def refuse_first(faulty: pd.DataFrame, message: str, column: bool = False) -> None:
    """Raise InputError at the place of the first of the answers (ANSWER_COLUMNS) at fault, if any.

    `message` names its cells in braces; with `column` the place has a column as well as a line.
    """
    if len(faulty):
        first = faulty.iloc[0]
        raise InputError(
            first["file"],
            message.format(**first),
            row=int(first["line"]),
            column=first["column"] if column else None,
        )


def code_answers(answers: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return one row (OTHERS_TABLE) for each country, edition, item and variable that answers it.

    `answers` has ANSWER_COLUMNS: one row for each country, year and variable, values as text, and
    the place (file, line, column) they were read from. Cells without an answer and answers to a
    question that was not put (see Link.where) give no row; a crosswalk without links gives an
    empty table. Raises InputError, naming the place, for a year without an edition, an answer
    given twice, and a value that the crosswalk does not map.
    """
    years = sorted(edition.year for edition in crosswalk.editions)
    refuse_first(
        answers[~answers["year"].isin(years)],
        f"the crosswalk {crosswalk.id} has no edition of {{year}}; "
        f"it has {', '.join(map(str, years))}",
    )
    refuse_first(
        answers[answers.duplicated(["iso3", "year", "variable"])],
        "{variable} of {iso3} for {year} is given twice; expected once",
    )
    given = answers[~answers["value"].isin(crosswalk.no_answer)]
    parts = [_NOTHING]
    for edition in crosswalk.editions:
        of_year = given[given["year"] == edition.year]
        values = of_year.pivot(index="iso3", columns="variable", values="value")
        for link in crosswalk.links:
            if edition.id in link.editions:
                rows = of_year[of_year["variable"] == link.variable]
                coded = _coded(rows, link, crosswalk).assign(survey=edition.id)
                parts.append(coded[_was_put(coded["iso3"], link, values)])
    table = pd.concat(parts, ignore_index=True)[list(OTHERS_TABLE.columns)]
    table = table.sort_values(["iso3", "survey", "item", "fidelity", "rank"], kind="stable")
    return checked(table.reset_index(drop=True), OTHERS_TABLE, crosswalk.id)


def missing_variables(answers: pd.DataFrame, crosswalk: Crosswalk) -> dict[str, list[str]]:
    """Return for each edition in `answers` the variables that the crosswalk reads and they lack."""
    missing = {}
    for edition in crosswalk.editions:
        held = set(answers.loc[answers["year"] == edition.year, "variable"])
        absent = sorted(crosswalk.variables(edition.id) - held)
        if held and absent:
            missing[edition.id] = absent
    return missing


def _coded(rows: pd.DataFrame, link: Link, crosswalk: Crosswalk) -> pd.DataFrame:
    codes = rows["value"].map(_code_map(rows["value"], link))
    refuse_first(
        rows[codes.isna()].assign(known=link.known_values),
        "found {value!r} for {variable}; the crosswalk knows {known}",
        column=True,
    )
    codes = codes.astype("str")
    values = codes.map(CODE_VALUES).astype("float64")
    no_or_unknown = (codes == "no") & rows["value"].isin(crosswalk.no_or_unknown)
    lower, upper = (
        codes.map(CODE_VALUES | {code: ends[end] for code, ends in link.bounds.items()}).astype(
            "float64"
        )
        for end in (0, 1)
    )
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "item": link.item,
            "code": codes,
            "value": values,
            # unknown, and a "no or unknown" that counts as no, may be anything
            "lower": lower.fillna(0.0),
            "upper": upper.fillna(1.0).mask(no_or_unknown, 1.0),
            "fidelity": link.fidelity,
            "variable": link.variable,
            "rank": link.rank,
            "no_or_unknown": no_or_unknown,
            "instrument": _told(rows["instrument"]),
            "year": rows["year"],
            "link": _told(rows["link"]),
            "collected_by": rows["collected_by"],
        }
    )


def _told(cells: pd.Series) -> pd.Series:
    """Return texts of a source without the contacts of anyone."""
    return cells.map({cell: without_contacts(cell) for cell in cells.unique()}).astype("str")


def _code_map(values: pd.Series, link: Link) -> dict[str, str]:
    if link.thresholds is not None:
        codes = {value: link.thresholds.code(value) for value in values.unique()}
        return {value: code for value, code in codes.items() if code is not None}
    if link.choice is None:
        return dict(link.codes)
    choice = link.choice
    coded = {}
    for value in values.unique():
        options = {option.strip() for option in value.split(",")}
        if options <= set(choice.among):
            coded[value] = choice.chosen if choice.option in options else choice.otherwise
    return coded


def _was_put(countries: pd.Series, link: Link, values: pd.DataFrame) -> pd.Series:
    put = pd.Series(True, index=countries.index)
    for variable, allowed in link.where.items():
        held = countries.map(values[variable]) if variable in values else None
        put &= False if held is None else held.isin(allowed)
    return put
