"""A comparison worked out a second time, from the tables under data/ alone.

It follows the rules as docs/method.md states them and shares no code with the package, no constant
and no library but for reading YAML, so that a fault would have to be made twice to stay unseen.
It counts in fractions: what is equal here is equal, without a tolerance. It is slow and plain on
purpose, and knows only what the test beside it asks for.
"""

import csv
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml

HALF_A_STEP = Fraction(1, 2)
HAIR = Fraction(1, 10**9)
BEST_FIRST = ["exact", "close", "proxy"]


class Code(NamedTuple):
    """What is known of one item: a value or None, and the bounds that it cannot leave."""

    value: Fraction | None
    lower: Fraction
    upper: Fraction

    @property
    def open(self) -> bool:
        return (self.lower, self.upper) == (0, 1)


class Row(NamedTuple):
    """One answer of another body."""

    source: str
    survey: str
    variable: str
    fidelity: int
    year: int
    rank: int
    no_or_unknown: bool
    code: Code


class Frame(NamedTuple):
    """Which items make up which section and indicator, in the questionnaire's order."""

    indicators: dict[str, list[str]]
    section_of: dict[str, str]


class Node(NamedTuple):
    """A score with its bounds, on so many items."""

    score: Fraction | None
    lower: Fraction
    upper: Fraction
    n_items: int


class Beside(NamedTuple):
    """A country beside the median of its peers on one node."""

    node: Node
    medians: Node | None
    gap: Fraction | None
    verdict: str
    hangs_on: set[str]


class Ranked(NamedTuple):
    """A place with the places that are possible."""

    rank: int
    best: int
    worst: int


class Result(NamedTuple):
    """Everything that was recomputed of a run; nodes are called as the codebook calls them."""

    items: list[str]
    answers: dict[str, dict[str, Code]]
    scores: dict[str, dict[str, Node]]
    verdicts: dict[str, Beside]
    own: dict[str, Beside]
    ranks: dict[str, Ranked]


def recompute(
    data: Path,
    focal: str,
    peers: str,
    *,
    basis: str = "both",
    fidelity: str = "proxy",
    min_share: str = "1",
    weights: str = "sections",
    no_or_unknown: str = "no",
) -> Result:
    frame = read_frame(data)
    countries = [focal, *members(data, focal, peers)]
    own = {iso3: read_own(data, iso3) for iso3 in countries}
    own = {iso3: codes for iso3, codes in own.items() if codes}
    others = read_others(data, set(countries), fidelity, no_or_unknown)
    share = Fraction(min_share)
    if basis == "own":
        countries = [iso3 for iso3 in countries if iso3 in own]
        known = own
    elif basis == "mixed":
        known = {iso3: own.get(iso3) or preferred_codes(others.get(iso3, {})) for iso3 in countries}
    else:
        known = codes_of_one_instrument(others, countries, share)
    items = compared_items(frame, known, countries, focal, share)
    answers = {
        iso3: {item: known[iso3][item] for item in items if item in known[iso3]}
        for iso3 in countries
    }
    scores = {iso3: score_all(frame, answers[iso3], items, weights) for iso3 in countries}
    return Result(
        items,
        answers,
        scores,
        set_beside(frame, focal, answers[focal], items, answers, scores, weights),
        beside_own(frame, focal, own, items, answers, scores, weights) if basis == "both" else {},
        rank_all(scores, len(items)),
    )


# --- what stands in the tables


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_frame(data: Path) -> Frame:
    book = yaml.safe_load((data / "codebook" / "msq2024.yml").read_text(encoding="utf-8"))
    return Frame(
        {each["id"]: [str(item) for item in each["items"]] for each in book["indicators"]},
        {each["id"]: each["section"] for each in book["indicators"]},
    )


def members(data: Path, focal: str, peers: str) -> list[str]:
    rows = {row["iso3"]: row for row in read_rows(data / "countries.csv")}
    if peers == "neighbours":
        pairs = read_rows(data / "neighbours.csv")
        found = [row["neighbour"] for row in pairs if row["iso3"] == focal]
    elif peers == "region":
        found = [iso3 for iso3, row in rows.items() if row["region"] == rows[focal]["region"]]
    elif peers in ("eu27", "oecd"):
        column = {"eu27": "eu_member", "oecd": "oecd_member"}[peers]
        found = [iso3 for iso3, row in rows.items() if row[column] == "True"]
    else:
        found = peers.split(",")
    return [iso3 for iso3 in found if iso3 != focal]


def read_code(row: dict[str, str]) -> Code:
    value = Fraction(row["value"]) if row["value"] else None
    return Code(value, Fraction(row["lower"]), Fraction(row["upper"]))


def read_own(data: Path, iso3: str) -> dict[str, Code]:
    path = data / "codes" / f"{iso3}.csv"
    rows = read_rows(path) if path.exists() else []
    return {row["item"]: read_code(row) for row in rows if row["code"] != "not_asked"}


def read_others(
    data: Path, countries: set[str], fidelity: str, no_or_unknown: str
) -> dict[str, dict[str, list[Row]]]:
    """Rows by country and item, the most faithful first, then the latest, then by rank."""
    found: dict[str, dict[str, list[Row]]] = {}
    least = BEST_FIRST.index(fidelity)
    for path in sorted((data / "others").glob("*.csv")):
        for row in read_rows(path):
            grade = BEST_FIRST.index(row["fidelity"])
            if row["iso3"] not in countries or grade > least or row["code"] == "not_asked":
                continue
            code = read_code(row)
            both = row["no_or_unknown"] == "True"
            if both and no_or_unknown == "unknown":
                code = code._replace(value=None)
            found.setdefault(row["iso3"], {}).setdefault(row["item"], []).append(
                Row(
                    path.stem,
                    row["survey"],
                    row["variable"],
                    grade,
                    int(row["year"]),
                    int(row["rank"]),
                    both,
                    code,
                )
            )
    for by_item in found.values():
        for rows in by_item.values():
            rows.sort(key=preference)
    return found


def preference(row: Row) -> tuple[int, int, int, str]:
    return row.fidelity, -row.year, row.rank, row.source


# --- one code for a country and item


def preferred_codes(by_item: dict[str, list[Row]]) -> dict[str, Code]:
    return {item: settled(rows[0], rows) for item, rows in by_item.items()}


def settled(first: Row, rows: list[Row]) -> Code:
    """The code of the first row; one that leaves everything open gives way to one that does not.

    Every other source has one voice, its own first row.
    """
    voices = {row.source: row for row in reversed(rows) if row.source != first.source}
    known = [row for row in voices.values() if not row.code.open]
    return min(known, key=preference).code if first.code.open and known else first.code


def codes_of_one_instrument(
    others: dict[str, dict[str, list[Row]]], countries: list[str], share: Fraction
) -> dict[str, dict[str, Code]]:
    """Codes of the question that was put to the focal country and to enough of all."""
    focal = countries[0]
    known: dict[str, dict[str, Code]] = {iso3: {} for iso3 in countries}
    for item, rows in others.get(focal, {}).items():
        for question in rows:
            asked = {
                iso3: row
                for iso3 in countries
                for row in others.get(iso3, {}).get(item, [])
                if (row.survey, row.variable) == (question.survey, question.variable)
            }
            if len(asked) >= share * len(countries):
                for iso3, row in asked.items():
                    known[iso3][item] = settled(row, others[iso3][item])
                break
    return known


def compared_items(
    frame: Frame,
    known: dict[str, dict[str, Code]],
    countries: list[str],
    focal: str,
    share: Fraction,
) -> list[str]:
    return [
        item
        for items in frame.indicators.values()
        for item in items
        if item in known[focal]
        and sum(item in known[iso3] for iso3 in countries) >= share * len(countries)
    ]


# --- scores


def score_all(
    frame: Frame, codes: dict[str, Code], items: list[str], weights: str
) -> dict[str, Node]:
    """A score for each indicator and section in which the country was asked something, and overall.

    With the weights "items" an indicator weighs as much as the compared items that it has.
    """
    size = {
        indicator: len([item for item in below if item in items])
        for indicator, below in frame.indicators.items()
    }
    scores: dict[str, Node] = {}
    sections: dict[str, list[tuple[Node, int]]] = {}
    for indicator, below in frame.indicators.items():
        asked = [(item_node(codes[item]), 1) for item in below if item in codes]
        if asked:
            scores[indicator] = average(asked)
            weight = 1 if weights == "sections" else size[indicator]
            sections.setdefault(frame.section_of[indicator], []).append((scores[indicator], weight))
    whole = []
    for section, nodes in sections.items():
        scores[section] = average(nodes)
        n_items = sum(size[each] for each in size if frame.section_of[each] == section)
        whole.append((scores[section], 1 if weights == "sections" else n_items))
    if whole:
        scores["overall"] = average(whole)
    return scores


def item_node(code: Code) -> Node:
    value = None if code.value is None else 100 * code.value
    return Node(value, 100 * code.lower, 100 * code.upper, 1)


def average(nodes: list[tuple[Node, int]]) -> Node:
    """The weighted mean: a node of which nothing is known leaves the score, never the bounds."""
    known = [(node.score, weight) for node, weight in nodes if node.score is not None]
    return Node(
        mean(known) if known else None,
        mean([(node.lower, weight) for node, weight in nodes]),
        mean([(node.upper, weight) for node, weight in nodes]),
        sum(node.n_items for node, _ in nodes),
    )


def mean(parts: list[tuple[Fraction, int]]) -> Fraction:
    return sum((number * weight for number, weight in parts), Fraction()) / sum(
        weight for _, weight in parts
    )


def rank_all(scores: dict[str, dict[str, Node]], n_items: int) -> dict[str, Ranked]:
    ranked = {
        iso3: nodes["overall"]
        for iso3, nodes in scores.items()
        if nodes["overall"].n_items == n_items and nodes["overall"].score is not None
    }
    return {
        iso3: Ranked(
            1 + sum(other.score > node.score for other in ranked.values()),
            1 + sum(other.lower > node.upper for other in ranked.values()),
            1 + sum(node.lower < other.upper for key, other in ranked.items() if key != iso3),
        )
        for iso3, node in ranked.items()
    }


# --- a country beside its peers


def set_beside(
    frame: Frame,
    focal: str,
    codes: dict[str, Code],
    items: list[str],
    answers: dict[str, dict[str, Code]],
    scores: dict[str, dict[str, Node]],
    weights: str,
) -> dict[str, Beside]:
    """The focal country, by `codes`, beside the peers that were asked as many items of a node."""
    mine = score_all(frame, codes, items, weights)
    found = {}
    for node, score in mine.items():
        below = [item for item in codes if belongs(frame, item, node)]
        peers = {
            iso3: nodes[node]
            for iso3, nodes in scores.items()
            if iso3 != focal and node in nodes and nodes[node].n_items == score.n_items
        }
        if not peers:
            found[node] = Beside(score, None, None, "no peers", set())
            continue
        medians = middle(list(peers.values()))
        values = [
            {codes[item].value, *(answers[iso3][item].value for iso3 in peers)} for item in below
        ]
        alike = all(len(each - {None}) < 2 for each in values)
        found[node] = Beside(
            score,
            medians,
            difference(score.score, medians.score),
            *judge(
                score,
                medians,
                alike,
                {
                    item: [
                        score_all(frame, moved(codes, item, step), items, weights)[node]
                        for step in (-HALF_A_STEP, HALF_A_STEP)
                    ]
                    for item in below
                },
            ),
        )
    return found


def beside_own(
    frame: Frame,
    focal: str,
    own: dict[str, dict[str, Code]],
    items: list[str],
    answers: dict[str, dict[str, Code]],
    scores: dict[str, dict[str, Node]],
    weights: str,
) -> dict[str, Beside]:
    """What the focal country says of itself, on the same items, beside the same peers."""
    codes = {item: own[focal][item] for item in items if focal in own and item in own[focal]}
    return set_beside(frame, focal, codes, items, answers, scores, weights) if codes else {}


def belongs(frame: Frame, item: str, node: str) -> bool:
    (indicator,) = (each for each, items in frame.indicators.items() if item in items)
    return node in (indicator, frame.section_of[indicator], "overall")


def middle(nodes: list[Node]) -> Node:
    known = [node.score for node in nodes if node.score is not None]
    return Node(
        median(known) if known else None,
        median(node.lower for node in nodes),
        median(node.upper for node in nodes),
        nodes[0].n_items,
    )


def difference(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def judge(
    score: Node, medians: Node, alike: bool, moves: dict[str, list[Node]]
) -> tuple[str, set[str]]:
    """The verdict, and the items each of which would undo it.

    `moves` holds the score with each item half a step lower and half a step higher.
    """
    if score.n_items < 3:
        return "too few items", set()
    if alike:
        return "all alike", set()
    if score.lower > medians.upper + HAIR:
        found = "above"
        hangs_on = {item for item, (low, _) in moves.items() if low.lower <= medians.upper + HAIR}
    elif score.upper < medians.lower - HAIR:
        found = "below"
        hangs_on = {item for item, (_, up) in moves.items() if up.upper >= medians.lower - HAIR}
    else:
        return "not distinguishable", set()
    return ("hangs on an item" if hangs_on else found), hangs_on


def moved(codes: dict[str, Code], item: str, step: Fraction) -> dict[str, Code]:
    return {**codes, item: Code(*(shifted(each, step) for each in codes[item]))}


def shifted(value: Fraction | None, step: Fraction) -> Fraction | None:
    return None if value is None else min(max(value + step, Fraction()), Fraction(1))
