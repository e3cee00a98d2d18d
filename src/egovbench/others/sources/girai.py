"""Reads the Global Index on Responsible AI: researchers' findings on rules and policies for AI.

One row for each country, year and variable: iso3, year, variable, value, answer, link. A variable
is an area, such as human oversight, or the national policy on AI. Each edition has a vocabulary of
its own (VARIABLES), known by its year:

2023   first edition (2024): value is 1 or 0; the answer is the force of the framework and its title
2025   second edition (2026): value is Adopted, Draft or No framework; the answer is up to two
       documents, each as "type | binding or not | whom it reaches | title"

Of the second edition the strongest document of several areas stands in two variables of our own:
`any_area`, over all areas and the national policy, and `disclosure_or_procurement`, over the two
areas on government's own use of AI. Its value is one of FRAMEWORKS.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import find_links
from egovbench.base.errors import InputError
from egovbench.others.crosswalk import ANSWER_COLUMNS
from egovbench.others.sources.text_table import read_text_table, refuse, usable_title

_BOTH = (
    "children_s_rights", "cultural_and_linguistic_diversity", "gender_equality",
    "human_oversight_and_determination", "impact_assessments", "national_ai_policy",
    "public_procurement", "public_sector_skills_development", "transparency_and_explainability",
)  # fmt: skip
USE_BY_GOVERNMENT = ("public_disclosure_of_government_algorithmic_systems", "public_procurement")
FIRST, SECOND = "2023", "2025"
VARIABLES = {
    FIRST: (
        *_BOTH, "access_to_remedy_and_redress", "bias_and_unfair_discrimination",
        "competitions_authorities", "data_protection_and_privacy", "international_cooperation",
        "labour_protection_and_right_to_work", "proportionality_and_do_no_harm",
        "public_participation_and_awareness", "responsibility_and_accountability",
        "safety_accuracy_and_reliability",
    ),
    SECOND: (
        *_BOTH, "access_to_redress_and_remedy", "ai_facilitated_misinformation_and_violence",
        "ai_literacy", "environmental_impact", "fairness_and_non_discrimination",
        "labour_protections", USE_BY_GOVERNMENT[0], "reskilling_and_upskilling_initiatives",
        "safety_and_security",
    ),
}  # fmt: skip
VALUES = {FIRST: ("0", "1"), SECOND: ("Adopted", "Draft", "No framework")}
FRAMEWORKS = (
    "Law, Binding", "International Law, Binding", "Policy, Binding", "Draft framework, Binding",
    "Policy, Non-Binding", "Guideline, Non-Binding", "Strategy, Non-Binding",
    "White Paper, Non-Binding", "Draft framework, Non-Binding", "No framework",
)  # fmt: skip
"""Types of documents, the strongest first; "International Law" is the law of the European Union."""

_TYPES = "|".join(sorted({each.partition(",")[0] for each in FRAMEWORKS}))
_NEXT = re.compile(rf"; (?=(?:{_TYPES}) \|)")
_REACH = (
    "Both actors|Both public sectors|State only|Non-state only|Civil Service only|Judiciary only|"
    "All Levels|Primary|Secondary|Tertiary|Primary; Secondary|Secondary; Tertiary"
)
_DOCUMENT = re.compile(
    r"(?P<type>[^|]+) \| (?P<binding>[^|]+?)"
    rf"(?: \| (?:{_REACH}))?(?: \| (?P<title>[^|]+))?"
)


def read_answers(files: Sequence[Path], countries: Collection[str]) -> pd.DataFrame:
    """Return every answer in `files` (ANSWER_COLUMNS) and the two variables of our own.

    Raises InputError, naming file, line and column, for a table with other columns, a year, country
    or variable that is not known, a value or type of document of another vocabulary, and a country
    of which a variable is missing or stands twice, since the strongest of all would not be known.
    """
    return pd.concat([_read(file, countries) for file in files], ignore_index=True)


def _read(file: Path, countries: Collection[str]) -> pd.DataFrame:
    table = read_text_table(file)
    needed = ["iso3", "year", "variable", "value", "answer", "link"]
    missing = [name for name in needed if name not in table.columns]
    if missing:
        message = "not a table of the Global Index on Responsible AI; columns missing: "
        raise InputError(file, message + ", ".join(missing), row=1)
    refuse(file, table["year"], ~table["year"].isin(VARIABLES), f"{FIRST} or {SECOND}")
    known = table["iso3"].isin(list(countries))
    refuse(file, table["iso3"], ~known, "a code of data/countries.csv")
    parts = []
    for year in sorted(set(table["year"])):
        rows = table.loc[table["year"] == year, needed]
        for column, allowed in (("variable", VARIABLES[year]), ("value", VALUES[year])):
            expected = f"one of {year}: {', '.join(allowed)}"
            refuse(file, rows[column], ~rows[column].isin(allowed), expected)
        _refuse_incomplete(file, rows, VARIABLES[year])
        answers = rows.assign(line=rows.index, column="value")
        parts.append(_of_first(answers) if year == FIRST else _of_second(file, answers))
    answers = pd.concat(parts).astype({"year": "int64"})
    links = answers["link"].map(lambda cell: next(iter(find_links(cell)), ""))
    answers = answers.assign(link=links, collected_by="researchers", file=str(file))
    return answers[list(ANSWER_COLUMNS)]


def _refuse_incomplete(file: Path, rows: pd.DataFrame, variables: Sequence[str]) -> None:
    again = rows.duplicated(["iso3", "variable"])
    refuse(file, rows["variable"], again, "each variable of a country once")
    held = rows.groupby("iso3")["variable"].agg(set)
    for iso3, names in held.items():
        lacking = sorted(set(variables) - names)
        if lacking:
            raise InputError(file, f"{iso3} has no row for {', '.join(lacking)}")


def _of_first(answers: pd.DataFrame) -> pd.DataFrame:
    titles = answers["answer"].str.partition("; ")[2]
    return answers.assign(instrument=titles.map(usable_title))


def _of_second(file: Path, answers: pd.DataFrame) -> pd.DataFrame:
    documents = _documents(file, answers)
    use = documents[documents["variable"].isin(USE_BY_GOVERNMENT)]
    return pd.concat(
        [
            documents,
            _strongest(documents, "any_area"),
            _strongest(use, "disclosure_or_procurement"),
        ]
    )


def _documents(file: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their strongest document: framework, its place in FRAMEWORKS, title."""
    found = []
    for line, value, answer, link in rows[["line", "value", "answer", "link"]].to_numpy():
        framework, title, place = "No framework", "", 0
        for n, document in enumerate(_NEXT.split(answer) if answer else []):
            parts = _DOCUMENT.fullmatch(document)
            name = f"{parts['type']}, {parts['binding']}" if parts else document
            if name not in FRAMEWORKS:
                known = "; ".join(FRAMEWORKS[:-1])
                message = f"found {name!r}; expected a document of one of the types {known}"
                raise InputError(file, message, row=line, column="answer")
            if parts and FRAMEWORKS.index(name) < FRAMEWORKS.index(framework):
                framework, title, place = name, parts["title"] or "", n
        expected = "Draft" if framework.startswith("Draft") else "Adopted"
        if value != (framework if framework == "No framework" else expected):
            message = f"found {value!r} beside {framework!r}"
            raise InputError(file, message, row=line, column="value")
        # The address is the first document's.
        found.append((framework, usable_title(title), link if place == 0 else ""))
    names = ["framework", "instrument", "link"]
    documents = rows.assign(**dict(zip(names, zip(*found, strict=True), strict=True)))
    return documents.assign(place=documents["framework"].map(FRAMEWORKS.index))


def _strongest(documents: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Return a row per country for the strongest of its documents, the one most often named."""
    named = documents.groupby(["iso3", "framework", "instrument"])["line"].transform("size")
    order = documents.assign(unnamed=documents["instrument"] == "", named=-named)
    order = order.sort_values(["place", "unnamed", "named", "line"], kind="stable")
    once = order.drop_duplicates("iso3").sort_values("line")
    return once.assign(variable=variable, value=once["framework"], column="answer")
