"""Words that several reports share: scores, bounds, peers, and what is not known."""

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd

from egovbench.base.comparing import above, steady
from egovbench.base.parameters import GROUPS
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import Benchmark
from egovbench.figures.words import told_codes
from egovbench.language import say, word
from egovbench.language.lists import item_name, item_names, listed
from egovbench.language.numbers import (
    bounded,
    interval,
    limited,
    limits,
    number,
    percent,
    span,
    with_span,
)
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.tables import words

Row = Mapping[Any, Any]
"""A row of a table: its values by column."""


def first_row(table: pd.DataFrame) -> Row:
    """Return the first row of `table`."""
    return {str(column): value for column, value in table.iloc[0].items()}


def row_of(table: pd.DataFrame, iso3: str) -> Row:
    """Return the row of the country `iso3`, of which `table` has one."""
    return first_row(table[table["iso3"] == iso3])


def bounded_score(row: Row) -> str:
    """Return the score of a row that holds score, lower and upper, with its bounds."""
    return bounded(row["score"], row["lower"], row["upper"])


def median_with_bounds(row: Row) -> str:
    """Return the peers' median (a row of compare_scores) and what it could be."""
    return bounded(row["median"], row["median_lower"], row["median_upper"])


def of_hundred(row: Row) -> str:
    """Return a score as "91 of 100", and its bounds."""
    bounds = limits(row["score"], row["lower"], row["upper"])
    return say(
        "overview.headline.score",
        score=number(row["score"]),
        bounds=bounds,
        exact="no" if bounds else "yes",
    )


def told_score(row: Row, own: str = "") -> str:
    """Return the score of a row with its bounds, for a sentence; `own` "own_" of own answers."""
    return limited(row[f"{own}score"], row[f"{own}lower"], row[f"{own}upper"])


def told_median(row: Row) -> str:
    """Return the peers' median of a row with what it could be, for a sentence."""
    return limited(row["median"], row["median_lower"], row["median_upper"])


def section_name(row: Row) -> str:
    """Return a section as "Legal framework (C)"."""
    return f"{row['title']} ({row['id']})"


POSITION_KEYS = {
    "above": "above",
    "below": "below",
    "not distinguishable": "open",
    "hangs on an item": "hangs",
    "all alike": "alike",
    "too few items": "few",
    "no peers": "alone",
}
"""What messages call each of the positions that add_verdicts gives."""

Labels = Mapping[int, str]
"""The label of each item ("45 Digital signature law") by its number."""


def item_labels(items: pd.DataFrame) -> Labels:
    """Return the labels of a table with the columns item and label."""
    return dict(zip(items["item"], items["label"], strict=True))


def verdict(row: Row, labels: Labels, own: str = "") -> str:
    """Return what a row of add_verdicts allows to say, as the end of a sentence.

    With `own` "own_" it is said of the country's own answers (own_position and own_hangs_on).
    """
    hangs = row[f"{own}hangs_on"]
    item = item_name(labels[int(hangs)]) if hangs else ""
    return say(f"common.verdict.{position_key(row, own)}", item=item)


def position_key(row: Row, own: str = "") -> str:
    """Return what messages call a row's position; "equal" where score and median are one number.

    They are where neither has bounds that are apart from it.
    """
    position = row[f"{own}position"]
    if position != "not distinguishable":
        return POSITION_KEYS.get(position, "")
    ends = {steady(row[f"{own}{end}"]) for end in ("lower", "upper")}
    ends |= {steady(row[f"median_{end}"]) for end in ("lower", "upper")}
    return "equal" if len(ends) == 1 else "open"


def position_column(table: pd.DataFrame) -> list[str]:
    """Return the positions of a table (see add_verdicts) in a few words each."""
    return [
        say("common.hangs_on", item=hangs) if hangs else word("position", position)
        for position, hangs in zip(table["position"], table["hangs_on"], strict=True)
    ]


def is_pairwise(row: Row) -> bool:
    """Return whether a row of a comparison stands for differences with each peer alone."""
    return bool(row["n_peers"] > 0 and isnan(row["median"]))


def gap_in_points(row: Row) -> str:
    """Return the median difference of a row of compare_differences with its bounds."""
    shown, *ends = (number(row[name], signed=True) for name in ("gap", "gap_lower", "gap_upper"))
    return with_span(shown, span(*ends))


def beside_peers(row: Row) -> str:
    """Return a score against the peers' median or, of pairs, the median difference in points."""
    if is_pairwise(row):
        return say("overview.points", gap=gap_in_points(row))
    return say("overview.against", score=told_score(row), median=told_median(row))


def by_gap(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a comparison with the widest gap first, in either direction."""
    order = rows["gap"].abs().map(steady)
    return rows.loc[order.sort_values(ascending=False, kind="stable").index]


def has_own(row: Row) -> bool:
    """Return whether the focal country's own answers stand beside the compared ones in a row."""
    return bool(row["own_position"]) and not isnan(row["own_lower"])


def own_score(row: Row) -> str:
    """Return the score by the focal country's own answers with its bounds."""
    return bounded(row["own_score"], row["own_lower"], row["own_upper"])


def compared(row: Row, labels: Labels) -> tuple[str, dict[str, str | int]]:
    """Return the kind of headline that a row of a comparison has, and the values it needs.

    "pairwise" tells the median difference, "compared" the score beside the peers' median, and
    "with_own" also the country's own answers.
    """
    values: dict[str, str | int] = {
        "n": int(row["n_items"]),
        "n_peers": int(row["n_peers"]),
        "score": of_hundred(row),
        "median": told_median(row),
        "verdict": verdict(row, labels),
    }
    if is_pairwise(row):
        return "pairwise", values | {"gap": gap_in_points(row)}
    if not has_own(row):
        return "compared", values
    return "with_own", values | {
        "own": told_score(row, "own_"),
        "same": "yes" if position_key(row, "own_") == position_key(row) else "no",
        "own_verdict": verdict(row, labels, "own_"),
    }


def counts_in_words(row: Row) -> str:
    """Return how peers answered an item (a row of compare_items), "14 yes, 12 no or unknown"."""
    counts = {
        "yes": row["n_yes"],
        "partly": row["n_partly"],
        "no": row["n_no"] - row["n_no_or_unknown"],
        "no_or_unknown": row["n_no_or_unknown"],
        "unknown": row["n_unknown"],
    }
    return ", ".join(f"{int(n)} {word('code', code)}" for code, n in counts.items() if n)


def focal_code_column(items: pd.DataFrame) -> "pd.Series[str]":
    """Return the focal country's codes of compared items in words."""
    told = words("code", told_codes(items, "focal_"))
    return _with_review(told, unreviewed(items) & (items["own_code"] == ""))


def own_code_column(items: pd.DataFrame) -> "pd.Series[str]":
    """Return the codes of what the focal country itself answered to compared items in words."""
    return _with_review(words("code", items["own_code"]), unreviewed(items))


def _with_review(told: "pd.Series[str]", unread: "pd.Series[bool]") -> "pd.Series[str]":
    return told.mask(unread, told + f" ({say('page.not_reviewed.mark')})")


def unreviewed_sentence(benchmark: Benchmark, section: str = "", *, marked: bool = True) -> str:
    """Return how many own codes nobody reviewed, and the score if they were unknown.

    Of one section or, without any, of all; nothing where the country has no own codes there.
    `marked` says that the page marks each of them.
    """
    codes = benchmark.focal_codes
    if section:
        codes = codes[codes["section"] == section]
    n, own = int(unreviewed(codes).sum()), int(codes["reviewed"].count())
    if not own:
        return ""
    scores = benchmark.focal_scores, benchmark.unreviewed_scores
    now, score = (first_row(each[each["id"] == (section or "overall")]) for each in scores)
    return say(
        "page.not_reviewed.sentence",
        focal=benchmark.focal_name,
        n=n,
        of=own,
        section="yes" if section else "no",
        marked="yes" if marked else "no",
        score=told_score(now),
        lower=number(score["lower"]),
        upper=number(score["upper"]),
    )


def borrowed(benchmark: Benchmark) -> pd.DataFrame:
    """Return the compared codes that come from other bodies' data, as rows of `benchmark.fused`."""
    codes = benchmark.codes
    from_others = (codes["evidence"] == "source") & (codes["rule"] != HAND_RULE)
    used = benchmark.fused.merge(codes.loc[from_others, ["iso3", "item"]], on=["iso3", "item"])
    return used[used["item"].isin(benchmark.compared_items)]


def governments_sentence(benchmark: Benchmark) -> str:
    """Return how many of other bodies' compared codes governments gave; nothing where none."""
    used = borrowed(benchmark)
    given, own = used["collected_by"] == "government", used["iso3"] == benchmark.focal
    if not given.any():
        return ""
    return say(
        "sources.governments",
        focal=benchmark.focal_name,
        n=int(given[own].sum()),
        of=int(own.sum()),
        share="none" if own.all() else percent(given[~own].mean()),
    )


def evidence_column(codes: pd.DataFrame) -> list[str]:
    """Return what codes (CODES_TABLE) rest on, in words; coding by hand is a kind of its own."""
    kinds = codes["evidence"].mask(codes["rule"] == HAND_RULE, "by_hand")
    return words("evidence_kind", kinds).tolist()


def own_stands_beside(benchmark: Benchmark) -> bool:
    """Return whether the focal country's own answers stand beside those that are compared."""
    return bool((benchmark.items["own_code"] != "").any())


def unknown_sentences(
    focal_name: str, codes: pd.DataFrame, own_form: bool, *, by_section: bool = False
) -> list[str]:
    """Return which items are unknown or in doubt, and what would settle them; nothing for none.

    `codes` are the country's codes with the columns code, label and section; `closed`, whether the
    form offers options to tick; and `no_or_unknown`, whether the source says "no or unknown".
    `own_form` says whether the codes come from the country's own questionnaire. With `by_section`
    items are counted by section, the one with most first, rather than named.
    """
    unknown, in_doubt = codes[codes["code"] == "unknown"], codes[codes["no_or_unknown"]]
    told = _counted if by_section else _labelled
    n, sentences = len(unknown), []
    if n:
        asked = int((codes["code"] != "not_asked").sum())
        key = f"overview.unknown.{'form' if own_form else 'others'}"
        sentences.append(say(key, focal=focal_name, n=n, asked=asked, names=told(unknown)))
        closed = int(unknown["closed"].sum())
        if not own_form:
            sentences.append(say("overview.settle.form", n=n))
        elif closed:
            sentences.append(say("overview.settle.ticked", n=n, closed=closed))
    if len(in_doubt):
        key = "overview.unknown.no_or_unknown"
        sentences.append(say(key, focal=focal_name, n=len(in_doubt), names=told(in_doubt)))
    return sentences


def _labelled(codes: pd.DataFrame) -> str:
    return item_names(codes["label"].tolist(), None)


def _counted(codes: pd.DataFrame) -> str:
    counts = codes.groupby("section").size().sort_values(ascending=False, kind="stable")
    return listed(
        [say("overview.unknown.in_section", n=n, section=str(each)) for each, n in counts.items()]
    )


def not_asked_sentence(codes: pd.DataFrame) -> str:
    """Return how many scored items nobody asked a country; nothing where it was asked all."""
    n = int((codes["code"] == "not_asked").sum())
    return say("overview.unknown.not_asked", n=n, of=len(codes)) if n else ""


def peers_label(benchmark: Benchmark) -> str:
    """Return the peers in a few words ("26 of the EU27")."""
    peers = benchmark.parameters.peers
    key = peers if peers in GROUPS else "chosen"
    return say(f"page.peers.{key}", n=len(benchmark.peers))


def codes_with_kind(benchmark: Benchmark) -> pd.DataFrame:
    """Return the focal country's codes with what is to be said of them.

    Adds `closed`, whether the form offers options to tick, and `no_or_unknown`, whether the source
    says "no or unknown", which counts as no in the score and as unknown in the bounds.
    """
    codes = benchmark.focal_codes
    questions = benchmark.codebook.by_number
    return codes.assign(
        closed=[bool(questions[item].options) for item in codes["item"]],
        no_or_unknown=(codes["evidence"] == "source")
        & (codes["code"] == "no")
        & above(codes["upper"], 0.0),
    )


def bounded_column(table: pd.DataFrame, score: str, lower: str, upper: str) -> list[str]:
    """Return a column of scores with their bounds in words, from three columns of `table`."""
    return [
        bounded(*values) for values in zip(table[score], table[lower], table[upper], strict=True)
    ]


def interval_column(table: pd.DataFrame, low: str, high: str) -> list[str]:
    """Return a column of ranges in words, from two columns of `table`."""
    return [interval(float(a), float(b)) for a, b in zip(table[low], table[high], strict=True)]
