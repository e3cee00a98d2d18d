"""What a comparison rests on: who answered, what other sources name, and where an item stands."""

from collections import Counter
from collections.abc import Collection, Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import Benchmark
from egovbench.comparison.data import Data, load_data
from egovbench.figures.words import codes_behind
from egovbench.language import say
from egovbench.language.lists import item_names, listed, sentences, set_apart
from egovbench.language.numbers import fixed
from egovbench.others.fusion import item_agreement
from egovbench.reports.display import Part

_COLLECTORS = ("government", "researchers", "desk")
_FEWEST = 10
"""Countries that two sources have to share before their agreement tells something."""
_CHANCE = 0.2
"""Cohen's kappa up to which two sources agree hardly more often than by chance: "slight" in Landis
and Koch (1977), The Measurement of Observer Agreement for Categorical Data, Biometrics 33."""


def numbers_of_sources(data: Data) -> dict[str, int]:
    """Return the number of each source by the ids of its editions; the questionnaire is 1.

    The others follow in the order of their crosswalks, so that a number is the same on every page.
    """
    numbers = {data.codebook.id: 1}
    for number, crosswalk in enumerate(data.crosswalks.values(), start=2):
        numbers |= {edition.id: number for edition in crosswalk.editions}
    return numbers


class NumberedSource(NamedTuple):
    """A source of coded answers in words; `answered` says who answered for which countries."""

    title: str
    publisher: str
    edition: str
    licence: str
    answered: str


def numbered_sources(folder: Path, countries: Collection[str]) -> list[NumberedSource]:
    """Return the sources of the tables below `folder`, in the order of their numbers.

    Who answered is said of `countries` (ISO3 codes).
    """
    data = load_data(folder)
    numbers = numbers_of_sources(data)
    who = data.others[["iso3", "survey", "collected_by"]].drop_duplicates()
    who = who[who["iso3"].isin(countries)]
    who = who.assign(number=who["survey"].map(numbers)).drop_duplicates(
        ["iso3", "number", "collected_by"]
    )
    counts = who.groupby(["number", "collected_by"]).size().to_dict()
    codebook, own = data.codebook, data.own_codes
    n_own = own.loc[own["iso3"].isin(countries), "iso3"].nunique()
    return [
        NumberedSource(
            codebook.title,
            codebook.publisher,
            str(codebook.year),
            say("guide.licence_unknown"),
            say("guide.own_answers", n=n_own),
        ),
        *(
            NumberedSource(
                each.title,
                each.publisher,
                ", ".join(str(edition.year) for edition in each.editions),
                each.licence,
                sentences(
                    set_apart(
                        say(f"sources.answered.{kind}", n=counts[number, kind])
                        for kind in _COLLECTORS
                        if (number, kind) in counts
                    )
                )
                or say("guide.no_answers"),
            )
            for number, each in enumerate(data.crosswalks.values(), start=2)
        ),
    ]


def source_numbers(benchmark: Benchmark, surveys: Iterable[str]) -> Part:
    """Return the sources as numbers that lead to the page on method, "Sources: 1, 5".

    `surveys` are ids such as "gtmi2022", the questionnaire's own among them, as `surveys_behind`
    returns them.
    """
    by_survey = numbers_of_sources(benchmark.data)
    numbers = sorted({by_survey[survey] for survey in surveys})
    line = say("sources.numbers", n=len(numbers))
    links = [f'<a href="method.html#source-{each}">{each}</a>' for each in numbers]
    html = f'<p class="note sources">{escape(line)} {", ".join(links)}</p>'
    return Part(html, f"{line} {', '.join(map(str, numbers))}")


def surveys_behind(
    benchmark: Benchmark,
    items: Collection[int] | None = None,
    *,
    own: bool = True,
    peers: bool = True,
) -> list[str]:
    """Return the ids of the surveys behind the codes of some items, by default the compared ones.

    With `own` those of the focal country, with `peers` those of its peers. What a country answered
    itself, or was coded by hand, has the questionnaire's id; so have the focal country's answers
    that stand beside the compared ones.
    """
    used = codes_behind(benchmark, items, own=own, peers=peers)
    borrowed = (used["evidence"] == "source") & (used["rule"] != HAND_RULE)
    found = set(used.loc[borrowed, "source"])
    beside = own and (benchmark.items["own_code"] != "").any()
    if beside or not borrowed.all():
        found.add(benchmark.codebook.id)
    return sorted(found)


def hand_coded_note(codes: pd.DataFrame, benchmark: Benchmark) -> str:
    """Return whose questionnaire was coded by hand, of those in `codes`; nothing for nobody's."""
    coded = codes.loc[codes["rule"] == HAND_RULE, "iso3"].unique()
    names = [benchmark.names[iso3] for iso3 in coded]
    return say("sources.by_hand", countries=listed(names)) if names else ""


def chance_sentence(benchmark: Benchmark, labels: "pd.Series[str]") -> str:
    """Return on which items (labels by number) two sources agree hardly more than by chance."""
    pairs = item_agreement(benchmark.others).dropna(subset=["kappa"])
    weak = pairs[(pairs["n"] >= _FEWEST) & ~above(pairs["kappa"], _CHANCE)]
    names = labels[labels.index.isin(weak["item"])].tolist()
    most = fixed(_CHANCE, 1)
    return (
        say("sources.agreement.chance", names=item_names(names, None), most=most) if names else ""
    )


def source_notes(benchmark: Benchmark) -> list[str]:
    """Return what the codes that are compared rest on, a sentence per source.

    A government's own answer beside somebody else's is a known bias, so both are named.
    """
    names, others = benchmark.names, benchmark.others
    compared = benchmark.codes["item"].isin(benchmark.compared_items)
    peer_codes = benchmark.codes[compared & (benchmark.codes["iso3"] != benchmark.focal)]
    answers = others[others["iso3"].isin(benchmark.peers)]
    parts = []
    if benchmark.focal_basis != "others":
        parts.append(say(f"sources.focal.{benchmark.focal_basis}", focal=benchmark.focal_name))
    known = peer_codes[peer_codes["code"] != "not_asked"]
    by_hand = known["rule"] == HAND_RULE
    own = known.loc[(known["evidence"] != "source") & ~by_hand, "iso3"].unique()
    if len(own):
        parts.append(say("sources.own", countries=listed([names[iso3] for iso3 in own])))
    if coded := hand_coded_note(known, benchmark):
        parts.append(coded)
    # A coding sheet keeps the survey as the source of what it took from there.
    used = known.loc[(known["evidence"] == "source") & ~by_hand, ["iso3", "source"]]
    used = used.rename(columns={"source": "survey"})
    who = answers.drop_duplicates(["survey", "iso3"])[["survey", "iso3", "collected_by"]]
    who = who.merge(used.drop_duplicates())
    sizes = used.groupby("survey").size().sort_values(ascending=False, kind="stable")
    for survey, size in sizes.items():
        kinds = Counter(who.loc[who["survey"] == survey, "collected_by"]).most_common()
        parts.append(
            say(
                "sources.survey",
                title=benchmark.source_titles[str(survey)],
                n=int(size),
                countries=listed([say(f"sources.answered.{kind}", n=n) for kind, n in kinds], None),
            )
        )
    return parts


def item_places(benchmark: Benchmark, items: Iterable[int]) -> list[str]:
    """Return the address of each item on the page of its section.

    Without a questionnaire of the focal country nothing is quoted there: the page as a whole.
    """
    sections = {item.number: item.section for item in benchmark.codebook.questions}
    anchor = "#item-{}" if benchmark.focal_has_form else ""
    return [f"section-{sections[item]}.html{anchor.format(item)}" for item in items]


def document_place(item: int) -> str:
    """Return the address of what was written under an item, in the document as it was read."""
    return f"evidence.html#document-{item}"
