"""What a reviewer needs of one country's answers, from the project's tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from egovbench.base import paths
from egovbench.base.comparing import equal
from egovbench.base.errors import ParameterError
from egovbench.base.parameters import DEFAULTS, check_country, check_value
from egovbench.base.schemas import REVIEWS_TABLE
from egovbench.base.tables import read_table
from egovbench.comparison.data import Data, load_data
from egovbench.language import say, speaking, word
from egovbench.language.countries import country_name
from egovbench.language.numbers import interval
from egovbench.others.fusion import source_answers, usable_answers
from egovbench.questionnaire.reviews import marked_pieces, review_table

_WIDTHS = {
    "item": "2em", "question": "14em", "answer": "28em", "code": "6em", "rationale": "12em",
    "others": "12em", "decision": "14em",
}  # fmt: skip
"""The columns of the table that is shown, and how wide each is at least."""
_CELL = "text-align:left;vertical-align:top;white-space:pre-line;overflow-wrap:anywhere"


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """What one country answered, and what of it needs a decision; `review` makes it.

    `data` has a row for each scored item, as `review` describes it.
    """

    iso3: str
    name: str
    survey: str
    lang: str
    data: pd.DataFrame

    def __repr__(self) -> str:
        with speaking(self.lang):
            return f"{self._title()}\n  {self._counts()}"

    def _repr_html_(self) -> str:
        """Return a table of what needs a decision, and the rest folded below."""
        data, lang = self.data, self.lang
        with speaking(lang):
            head = (
                f"<p><strong>{escape(self._title())}</strong><br>{escape(self._counts())}</p>"
                f"{_table(data[data['needs_review']])}"
            )
            decided = data["reviewed"] & ~data["needs_review"]
            folded = [
                f"<details><summary>{escape(words)}</summary>{_table(rows)}</details>"
                for words, rows in (
                    (say("review.decided", n=int(decided.sum())), data[decided]),
                    (say("review.strong", n=self._n_strong), data[self._strong]),
                )
                if len(rows)
            ]
        return f'<div lang="{lang}">{head}{"".join(folded)}</div>'

    @property
    def _strong(self) -> "pd.Series[bool]":
        return ~(self.data["needs_review"] | self.data["reviewed"])

    @property
    def _n_strong(self) -> int:
        return int(self._strong.sum())

    def _title(self) -> str:
        return say("review.title", country=self.name, iso3=self.iso3, survey=self.survey)

    def _counts(self) -> str:
        data = self.data
        return ", ".join(
            [
                say("review.open", n=int(data["needs_review"].sum())),
                say("review.decided", n=int((data["reviewed"] & ~data["needs_review"]).sum())),
                say("review.strong", n=self._n_strong),
            ]
        )


def review(
    country: str = DEFAULTS.focal, *, survey: str = DEFAULTS.survey, lang: str = DEFAULTS.lang
) -> Review:
    """Return what a reviewer of a country's answers needs, which shows itself in a notebook.

    `country` is an ISO3 code, `survey` the questionnaire that it answered, and `lang` the language
    (en, fr, de) in which the review shows itself. Items that need a decision stand first; the words
    on which a code rests are marked. Raises ParameterError for a country that is not known, or of
    which the project has no answers to the survey.

    >>> r = review("LUX")
    >>> answer = r.data.set_index("item").loc[51]
    >>> answer["question"][:40], answer["decision"], answer["reviewer"]
    ('Is there any legislation, law or regulat', 'partly, because limited', 'project, two readings')
    >>> all(answer["answer"][start:end] for start, end in answer["words"])
    True

    Shape: a `Review`; its `data` has a row for each scored item, with item, section, question;
        answer, the text that was read, and selection, the options shown as ticked; code, value,
        lower, upper, evidence, status, rule and rationale, all by the rules; words, pairs of start
        and end of the deciding words in the answer; needs_review, whether the code is weak and
        nobody has decided; reviewed, whether somebody has; decision, decision_rationale, reviewer,
        date and saw of that decision; and others, what other sources say of the item.
    Scale: value is 1 for yes, 0.5 for partly, 0 for no, and lies between lower and upper.
    Missing: value is missing where the code is unknown; texts are empty where there is none.
    Source: the tables in data/responses/, data/reviews/ and data/others/.
    """
    data = load_data()
    check_country("country", country, data.countries)
    surveys = answered_surveys(data, country)
    check_value("lang", lang)
    if not isinstance(survey, str) or survey not in surveys:
        expected = " or ".join(surveys) or f"nothing: {country} has no table in data/responses/"
        raise ParameterError("survey", survey, expected)
    with speaking(lang):
        name = country_name(country, data.countries[country].name)
    stored = stored_reviews(data, country, survey)
    return Review(country, name, survey, lang, answers_to_review(data, country, survey, stored))


def answered_surveys(data: Data, country: str) -> list[str]:
    """Return the ids of the surveys to which the project has a country's own answers."""
    return sorted(data.responses.loc[data.responses["iso3"] == country, "survey"].unique())


def answers_to_review(data: Data, country: str, survey: str, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the review_table of a country's answers to a survey, with the decisions given."""
    responses = data.responses
    own = responses[(responses["iso3"] == country) & (responses["survey"] == survey)]
    said = said_by_others(data.others[data.others["iso3"] == country], data.source_titles)
    return review_table(own, reviews, said, data.codebook)


def stored_reviews(data: Data, country: str, survey: str) -> pd.DataFrame:
    """Return the decisions stored on a country's answers to a survey (REVIEWS_TABLE)."""
    path = paths.country_table(paths.REVIEWS, country, survey, data.codebook.id)
    if path.exists():
        return read_table(path, REVIEWS_TABLE)
    return pd.DataFrame(
        {name: pd.Series(dtype=str(each.dtype)) for name, each in REVIEWS_TABLE.columns.items()}
    )


def said_by_others(answers: pd.DataFrame, source_titles: Mapping[str, str]) -> dict[int, str]:
    """Return by item what each other source says of one country, a line for each.

    `answers` are its rows of OTHERS_TABLE; of a source with several answers the preferred counts.
    """
    usable = usable_answers(answers, DEFAULTS.fidelity, DEFAULTS.no_or_unknown)
    lines: dict[int, list[str]] = {}
    for row in source_answers(usable).to_dict("records"):
        title = source_titles.get(row["survey"], row["survey"])
        code = "no or unknown" if row["no_or_unknown"] else row["code"]
        said = f"{code}: {title}, {row['variable']} ({row['fidelity']})"
        lines.setdefault(int(row["item"]), []).append(said)
    return {item: "\n".join(said) for item, said in lines.items()}


def _table(rows: pd.DataFrame) -> str:
    """Return the rows as a table, without the column of decisions where there are none."""
    if rows.empty:
        return ""
    any_decision = rows["decision"].any()
    columns = {name: width for name, width in _WIDTHS.items() if name != "decision" or any_decision}
    head = "".join(
        f'<th scope="col" style="text-align:left;min-width:{width}">'
        f"{escape(say(f'review.heads.{name}'))}</th>"
        for name, width in columns.items()
    )
    body = ""
    for row in rows.to_dict("records"):
        cells = _cells(row)
        item = f'<th scope="row" style="{_CELL}">{cells.pop("item")}</th>'
        rest = "".join(
            f'<td style="{_CELL}">{cell}</td>' for name, cell in cells.items() if name in columns
        )
        body += f"<tr>{item}{rest}</tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return the cells of a row as HTML, by their columns."""
    answer = "".join(
        f"<mark>{escape(piece)}</mark>" if marked else escape(piece)
        for piece, marked in marked_pieces(row["answer"], row["words"])
    )
    if row["selection"]:
        answer = f"{escape(say('review.ticked', options=row['selection']))}\n{answer}"
    decision = ""
    if row["decision"]:
        made = f"{row['decision']} ({row['reviewer']}, {row['date']})"
        decision = f"{escape(made)}\n{escape(row['decision_rationale'])}"
    return {
        "item": str(row["item"]),
        "question": escape(row["question"]),
        "answer": answer,
        "code": escape(_coded(row)),
        "rationale": escape(f"{row['rule']}: {row['rationale']}"),
        "others": escape(row["others"]),
        "decision": decision,
    }


def _coded(row: Mapping[Any, Any]) -> str:
    """Return a code with its bounds where they are not one value: "partly (0.5 to 1)"."""
    code = word("code", row["code"])
    if row["code"] == "not_asked" or equal(row["lower"], row["upper"]):
        return code
    return f"{code} ({interval(row['lower'], row['upper'])})"
