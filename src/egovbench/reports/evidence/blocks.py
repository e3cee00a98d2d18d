"""The blocks of the evidence notebook: what is known, who agrees, what is missing, item by item."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from egovbench import figures
from egovbench.base.schemas import HAND_RULE
from egovbench.base.typography import typeset
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import open_answers, unanswered_items
from egovbench.language import say, word
from egovbench.language.lists import listed, sentences, set_apart
from egovbench.others.fusion import disagreements, item_agreement, source_of
from egovbench.questionnaire.agreement import agreement
from egovbench.questionnaire.coding import code_responses
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.display import (
    Part,
    Parts,
    as_table,
    block,
    finding,
    heading,
    paragraphs,
)
from egovbench.reports.evidence import sentences as narrative
from egovbench.reports.evidence.document import LINES, masked_document, passages
from egovbench.reports.sources import (
    chance_sentence,
    item_places,
    numbers_of_sources,
    source_numbers,
)
from egovbench.reports.tables import heads
from egovbench.reports.wording import Row, borrowed, unreviewed_sentence


@block
def evidence_finding(benchmark: Benchmark) -> Parts:
    """Show how the focal country's codes were found.

    Shape: text; one headline, then notes on the document and on what nobody reviewed.
    Scale: items as counts and per cent.
    Missing: unknown and not asked items are counted apart; notes are left out without a form.
    Source: `benchmark.focal_codes` and `benchmark.responses`.
    """
    yield heading(say("evidence.title", country=benchmark.focal_name), level=1)
    yield finding(narrative.evidence_headline(benchmark.focal_name, benchmark.focal_codes))
    if benchmark.focal_has_form:
        yield from paragraphs(
            say("evidence.printed"), narrative.placeholder_sentence(benchmark.responses)
        )
    yield from paragraphs(unreviewed_sentence(benchmark, marked=False))


@block
def evidence_coverage(benchmark: Benchmark) -> Parts:
    """Show known, unknown and not asked items of the focal country by section.

    Shape: a chart, one row per section, with the share that is known of the peers beside.
    Scale: counts of scored items; of the peers, per cent of items times countries.
    Missing: unknown and not asked are two colours; nothing stands beside without peers.
    Source: `benchmark.codes`.
    """
    yield heading(say("evidence.coverage.title"))
    yield figures.coverage(benchmark)


@block
def evidence_agreement(benchmark: Benchmark) -> Parts:
    """Show how far own answers and other sources, rules and review, and the sources agree.

    Shape: sentences, and a table with one row per item and pair of sources.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of items and countries.
    Missing: items unknown to either are left out; a pair without a common item is not shown.
    Source: `benchmark.focal_codes`, `benchmark.others`, and rules as `egovbench code` applies them;
        Cohen (1960), see `questionnaire.agreement`.
    """
    told = [_beside_others(benchmark), *_rules_and_review(benchmark)]
    items = item_agreement(benchmark.others)
    if not any(told) and items.empty:
        return
    yield heading(say("evidence.agreement.title"))
    yield from paragraphs(*told)
    if items.empty:
        return
    differing = disagreements(benchmark.others).drop_duplicates(["iso3", "item"])
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    yield from paragraphs(
        say("sources.agreement.differing", n=len(differing)), chance_sentence(benchmark, labels)
    )
    editions = pd.Series(_numbers(benchmark))
    numbers = dict(zip(source_of(editions.index.to_series()), editions, strict=True))
    pairs = [
        f"{numbers[first]}, {numbers[second]}"
        for first, second in zip(items["first"], items["second"], strict=True)
    ]
    yield as_table(
        items.assign(label=items["item"].map(labels), pair=pairs)[["label", "pair", "n", "share"]],
        say("sources.agreement.by_item"),
        headers=heads(pair="sources", n="countries"),
        formats={"share": ".0%"},
        csv="source_agreement",
    )
    surveys = benchmark.others.loc[benchmark.others["item"].isin(items["item"]), "survey"]
    yield source_numbers(benchmark, surveys.unique())


def _beside_others(benchmark: Benchmark) -> str:
    """Return how far the focal country's own answers agree with what other sources say of it."""
    others = _said_of_focal(benchmark)
    if not benchmark.focal_has_form or others.empty:
        return ""
    own = benchmark.focal_codes.set_index("item")
    known = own["code"].where(~own["code"].isin(["unknown", "not_asked"]))
    theirs = others["code"].replace("unknown", None)
    differing = own.loc[known.index[known.notna() & theirs.reindex(own.index).notna()]]
    differing = differing[differing["code"] != theirs.loc[differing.index]]
    labels = differing["label"].tolist()
    return narrative.agreement_sentence("others", agreement(known, theirs), labels)


def _rules_and_review(benchmark: Benchmark) -> list[str]:
    """Return how far rules and reviewed decisions agree on the focal country's own answers."""
    rules, made = _rules(benchmark), _reviewed(benchmark)
    if rules.empty or made.empty:
        return []
    rules = rules.loc[made.index]
    labels = made.loc[rules != made["code"], "label"].tolist()
    sentence = narrative.agreement_sentence("review", agreement(rules, made["code"]), labels)
    return [sentences(sentence, say("evidence.review.note"))]


def _rules(benchmark: Benchmark) -> "pd.Series[str]":
    """Return the code by the rules alone of each item, none without a form."""
    if not benchmark.focal_has_form:
        return pd.Series(dtype="str")
    return code_responses(benchmark.responses, benchmark.codebook).set_index("item")["code"]


def _reviewed(benchmark: Benchmark) -> pd.DataFrame:
    codes = benchmark.focal_codes
    return codes[codes["rule"] == "review"].set_index("item")


def _said_of_focal(benchmark: Benchmark) -> pd.DataFrame:
    return benchmark.said_of_focal.set_index("item")


def _numbers(benchmark: Benchmark) -> dict[str, int]:
    return numbers_of_sources(benchmark.data)


@block
def evidence_gaps(benchmark: Benchmark) -> Parts:
    """Show of which years the comparison is, and what would make it better.

    Shape: sentences, and a table with one row per item on which some countries lack an answer.
    Scale: years; counts of codes, items and countries.
    Missing: this is about the missing: not asked and unknown are counted apart.
    Source: `benchmark.fused`, as far as it is compared, and `benchmark.codes`.
    """
    yield heading(say("gaps.title"))
    asked, answered = benchmark.codebook.year, benchmark.focal_has_form
    used = borrowed(benchmark)
    used = used[used["iso3"] != benchmark.focal]
    yield from paragraphs(*narrative.span_sentences(benchmark.focal_name, asked, answered, used))
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    yield from paragraphs(
        narrative.gaps_headline(unanswered, open_items, len(items)), say("gaps.remedy")
    )
    if len(open_items):
        names = [
            listed([benchmark.names[iso3] for iso3 in codes.split()], None)
            for codes in open_items["countries"]
        ]
        yield as_table(
            open_items.assign(countries=names)[["label", "n_not_asked", "n_unknown", "countries"]],
            say("gaps.table.open"),
            headers=heads(n_not_asked="not_asked", n_unknown="unknown"),
            csv="open_answers",
        )


@block
def evidence_items(benchmark: Benchmark) -> Parts:
    """Show how each code of the focal country was found, with its passage of the document.

    The codes themselves, with what was written, stand on the pages of the sections.

    Shape: a fold an item: rule or source, place, and where the rules alone or another source say
        something else; in it the reason, where no section page quotes the answer, and the passage.
    Scale: in words.
    Missing: items that nobody asked the country are left out; the passage is left out where the
        document's text is not at hand.
    Source: `benchmark.focal_codes`, places from `benchmark.responses`, the masked text in data/raw.
    """
    codes = benchmark.focal_codes
    asked = codes[codes["code"] != "not_asked"]
    document = masked_document(benchmark)
    cut = passages(benchmark, document) if document else {}
    yield heading(say("evidence.items.title"))
    file = str(benchmark.responses["source"].iloc[0]) if benchmark.focal_has_form else ""
    yield from paragraphs(
        say("evidence.items.note", country=benchmark.focal_name),
        say("evidence.document.note", file=file) if document else "",
    )
    if len(asked):
        table = item_evidence(benchmark, asked)
        yield _folds(table, cut, item_places(benchmark, table["item"]))


def item_evidence(benchmark: Benchmark, codes: pd.DataFrame) -> pd.DataFrame:
    """Return item, label, how its code was found, what differs, and the reason; all in words.

    `codes` are rows of `benchmark.focal_codes`; a reason is given where no section page has it.
    """
    places = pd.Series(dtype="str")
    if benchmark.focal_has_form:
        places = benchmark.responses.set_index("item")["locator"]
    numbers, rules, others = _numbers(benchmark), _rules(benchmark), _said_of_focal(benchmark)
    how, differs = [], []
    for row in codes.assign(unread=unreviewed(codes)).to_dict("records"):
        item = row["item"]
        by_hand = row["rule"] == HAND_RULE
        if row["evidence"] == "source" and not by_hand:
            grade = str(row["rule"]).removeprefix("crosswalk, ")
            how.append(say("evidence.items.source", n=numbers[row["source"]], link=grade))
        else:
            place = str(row["source"]) if by_hand else _place(str(places.get(item, "")))
            how.append(set_apart(filter(None, [_found(row), place])))
        told = []
        if row["rule"] == "review" and rules.get(item, row["code"]) != row["code"]:
            told.append(say("evidence.items.rules", code=word("code", rules[item])))
        said = others["code"].get(item, "unknown")
        if row["evidence"] != "source" and said not in ("unknown", row["code"]):
            n = numbers[others["survey"][item]]
            told.append(say("evidence.items.differs", n=n, code=word("code", said)))
        differs.append(set_apart(told))
    quoted = benchmark.focal_has_form
    reasons = [""] * len(codes) if quoted else codes["rationale"].tolist()
    return codes[["item", "label"]].assign(how=how, differs=differs, reason=reasons)


def _found(row: Row) -> str:
    rule = word("rule", str(row["rule"])) if row["rule"] else ""
    if row["rule"] == "review":
        return word("evidence_kind", "reviewed")
    return f"{rule}, {say('page.not_reviewed.mark')}" if row["unread"] and rule else rule


def _place(locator: str) -> str:
    """Return a place such as "lines 49-72" in words; one that is no lines as it is."""
    lines = LINES.fullmatch(locator)
    if lines is None:
        return locator
    first, last = lines[1], lines[2] or lines[1]
    return say("evidence.items.lines", first=first, last=last, n=int(last) - int(first) + 1)


def _folds(table: pd.DataFrame, cut: Mapping[int, str], addresses: list[str]) -> Part:
    """Return a fold for each row of item_evidence and each further passage of the document."""
    back = escape(say("evidence.items.section"))
    opened = {item: say("evidence.document.item", item=item) for item in cut}
    bodies = dict.fromkeys(cut, "")
    for row, address in zip(table.to_dict("records"), addresses, strict=True):
        told = set_apart(filter(None, [row["how"], row["differs"]]))
        opened[row["item"]] = say("evidence.items.entry", label=row["label"], told=told)
        reason = f'<span lang="en">{escape(row["reason"])}</span> ' if row["reason"] else ""
        bodies[row["item"]] = f'<p>{reason}<a href="{escape(address)}">{back}</a></p>'
    html = "".join(
        f"<details><summary>{typeset(opened[item])}</summary>"
        f"{bodies[item]}{cut.get(item, '')}</details>"
        for item in sorted(opened)
    )
    text = "\n".join(
        set_apart(filter(None, [opened[row["item"]], row["reason"]]))
        for row in table.to_dict("records")
    )
    return Part(f'<div class="items">{html}</div>', text, data=table)
