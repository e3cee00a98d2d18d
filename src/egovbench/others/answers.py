"""From another body's answers to coded answers, by its crosswalk."""

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.schemas import CODE_VALUES, OTHERS_TABLE
from egovbench.base.tables import checked
from egovbench.others.crosswalk import Crosswalk, Link

ANSWER_COLUMNS = (
    "iso3", "year", "variable", "value", "instrument", "link", "collected_by",
    "file", "line", "column",
)  # fmt: skip
_NOTHING = pd.DataFrame(
    {name: pd.Series(dtype=str(column.dtype)) for name, column in OTHERS_TABLE.columns.items()}
)


def code_answers(answers: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return one row (OTHERS_TABLE) for each country, edition, item and variable that answers it.

    `answers` has ANSWER_COLUMNS: one row a country, year and variable, values as text, and the
    place (file, line, column) they were read from. Cells without an answer and answers to a
    question that was not put (see Link.where) give no row; a crosswalk without links gives an
    empty table. Raises InputError, naming the place, for a year without an edition, an answer
    given twice, and a value that the crosswalk does not map.
    """
    _check_years(answers, crosswalk)
    _check_single(answers)
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
    """Return for each edition the variables that the crosswalk reads and `answers` do not hold."""
    missing = {}
    for edition in crosswalk.editions:
        held = set(answers.loc[answers["year"] == edition.year, "variable"])
        absent = sorted(crosswalk.variables(edition.id) - held)
        if absent:
            missing[edition.id] = absent
    return missing


def _coded(rows: pd.DataFrame, link: Link, crosswalk: Crosswalk) -> pd.DataFrame:
    codes = rows["value"].map(_code_map(rows["value"], link))
    unmapped = rows[codes.isna()]
    if len(unmapped):
        first = unmapped.iloc[0]
        raise InputError(
            first["file"],
            f"found {first['value']!r} for {link.variable}; "
            f"the crosswalk knows {link.known_values}",
            row=int(first["line"]),
            column=first["column"],
        )
    codes = codes.astype("str")
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "item": link.item,
            "code": codes,
            "value": codes.map(CODE_VALUES).astype("float64"),
            "fidelity": link.fidelity,
            "variable": link.variable,
            "rank": link.rank,
            "zero_ambiguous": (codes == "no") & rows["value"].isin(crosswalk.no_or_unknown),
            "instrument": rows["instrument"],
            "year": rows["year"],
            "link": rows["link"],
            "collected_by": rows["collected_by"],
        }
    )


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


def _check_years(answers: pd.DataFrame, crosswalk: Crosswalk) -> None:
    years = {edition.year for edition in crosswalk.editions}
    strange = answers[~answers["year"].isin(years)]
    if len(strange):
        first = strange.iloc[0]
        raise InputError(
            first["file"],
            f"the crosswalk {crosswalk.id} has no edition of {first['year']}; "
            f"it has {', '.join(str(year) for year in sorted(years))}",
            row=int(first["line"]),
        )


def _check_single(answers: pd.DataFrame) -> None:
    again = answers[answers.duplicated(["iso3", "year", "variable"])]
    if len(again):
        twice = again.iloc[0]
        raise InputError(
            twice["file"],
            f"{twice['variable']} of {twice['iso3']} for {twice['year']} is given twice; "
            "expected once",
            row=int(twice["line"]),
        )
