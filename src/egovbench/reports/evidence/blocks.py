"""The blocks of the evidence notebook."""

import pandas as pd

from egovbench import figures
from egovbench.base.schemas import CODES, HAND_RULE
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import open_answers, unanswered_items
from egovbench.figures.words import figure_sources, survey_source, told_codes
from egovbench.language import say
from egovbench.language.lists import set_apart
from egovbench.others.fusion import (
    disagreements,
    item_agreement,
    pair_table,
    source_of,
    source_pairs,
)
from egovbench.questionnaire.agreement import Agreement, agreement
from egovbench.questionnaire.coding import code_responses
from egovbench.questionnaire.reviews import reviewed, unreviewed
from egovbench.reports.display import (
    Parts,
    as_table,
    block,
    finding,
    heading,
    paragraphs,
)
from egovbench.reports.evidence import sentences as narrative
from egovbench.reports.evidence.document import document_parts, masked_document
from egovbench.reports.evidence.sentences import gaps_headline, span_sentences
from egovbench.reports.sources import document_place, item_places, links
from egovbench.reports.tables import heads, words
from egovbench.reports.wording import (
    bounded_column,
    evidence_column,
    position_column,
    unreviewed_sentence,
)

_MOST_DISAGREEMENTS = 60


@block
def evidence_finding(benchmark: Benchmark) -> Parts:
    """Show how the focal country's codes were found.

    Shape: text; one headline, then notes on the document.
    Scale: items as counts and per cent.
    Missing: unknown and not asked items are counted apart; notes are left out without a form.
    Source: `benchmark.focal_codes` and `benchmark.responses`.
    """
    yield heading(say("evidence.title", country=benchmark.focal_name), level=1)
    yield finding(narrative.evidence_headline(benchmark.focal_name, benchmark.focal_codes))
    if benchmark.focal_has_form:
        yield from paragraphs(say("evidence.printed"))
        sentence = narrative.placeholder_sentence(benchmark.responses)
        if sentence:
            yield from paragraphs(sentence)


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
def evidence_review(benchmark: Benchmark) -> Parts:
    """Show how many codes nobody reviewed, and how far rules and reviewed decisions agree.

    Shape: sentences, a table of code by code, and a table with one row per item that differs.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of items.
    Missing: unknown is a code like the others; nothing is shown without own answers, and no
        agreement without a form.
    Source: rules as `egovbench code` applies them; Cohen (1960), see `coding.agreement`.
    """
    told = unreviewed_sentence(benchmark)
    if not told:
        return
    yield heading(say("evidence.review.title"))
    yield from paragraphs(told)
    made = benchmark.focal_codes[benchmark.focal_codes["rule"] == "review"].set_index("item")
    if made.empty or not benchmark.focal_has_form:
        return
    rules = code_responses(benchmark.responses, benchmark.codebook).set_index("item")
    result = agreement(rules["code"].loc[made.index], made["code"])
    sources = figure_sources(benchmark, made.index.tolist(), peers=False)
    yield from _agreement("review", benchmark, result, rules["code"], made, sources)
    yield from paragraphs(say("evidence.review.note"))


@block
def evidence_other_sources(benchmark: Benchmark) -> Parts:
    """Show how far the focal country's own answers agree with what other sources say of it.

    Shape: a sentence, a table of code by code, and a table with one row per item that differs.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of items.
    Missing: items unknown to either are left out; nothing is shown without a form or without
        sources.
    Source: `benchmark.fused` and `benchmark.focal_codes`; Cohen (1960), see `coding.agreement`.
    """
    if not benchmark.focal_has_form:
        return
    said = benchmark.said_by_others
    others = said[said["iso3"] == benchmark.focal]
    if others.empty:
        return
    yield heading(say("evidence.others.title"))
    theirs = others.set_index("item")["code"].replace("unknown", None)
    own = benchmark.focal_codes.set_index("item")
    known = own["code"].where(~own["code"].isin(["unknown", "not_asked"]))
    result = agreement(known, theirs)
    sources = figure_sources(
        benchmark,
        theirs.index.tolist(),
        peers=False,
        further=[survey_source(benchmark, survey, 1) for survey in sorted(set(others["survey"]))],
    )
    yield from _agreement("others", benchmark, result, theirs, own, sources)


@block
def evidence_codes(benchmark: Benchmark) -> Parts:
    """Show every code of the focal country with rule, reason and place, then the document.

    Beside each code stands what other sources say, whichever question they ask.

    Shape: a table, one row per scored item; then the document's lines.
    Scale: codes yes, partly, no, unknown, not asked.
    Missing: unknown and not_asked are codes; "none" stands for an empty cell, also where no other
        source speaks of an item; no document is shown where its text is not at hand.
    Source: `benchmark.focal_codes`, places from `benchmark.responses`, the masked text in data/raw.
    """
    document = masked_document(benchmark)
    yield heading(say("evidence.codes.title"))
    table, note = benchmark.focal_codes, ""
    if benchmark.focal_has_form:
        file = str(benchmark.responses["source"].iloc[0])
        note = say("evidence.codes.document", file=file)
        places = benchmark.responses.set_index("item")["locator"]
        table = table.assign(place=table["item"].map(places))
    else:
        by_hand = benchmark.focal_basis == "hand"
        table = table.assign(place=table["source"] if by_hand else "")
    said = benchmark.said_by_others
    said = said[said["iso3"] == benchmark.focal].set_index("item")
    theirs = words("code", told_codes(said))
    by_others = theirs + " (" + said["survey"].map(benchmark.source_titles) + ")"
    addresses = {"label": item_places(benchmark, table["item"])}
    if document:
        addresses["place"] = [document_place(item, "") for item in table["item"]]
    yield as_table(
        table.assign(
            code=words("code", table["code"]),
            evidence=evidence_column(table),
            rule=words("rule", table["rule"]),
            coder=words("coder", table["coder"]),
            other_sources=table["item"].map(by_others).fillna(""),
        )[["label", "code", "evidence", "rule", "rationale", "coder", "place", "other_sources"]],
        say("evidence.codes.caption", country=benchmark.focal_name),
        marked={"code": unreviewed(table).tolist()},
        places=addresses,
        given=("rationale", "place"),
        missing=say("page.none"),
        note=note,
    )
    if document:
        yield from document_parts(benchmark, document)


def _agreement(
    pair: str,
    benchmark: Benchmark,
    result: Agreement,
    codes: pd.Series,
    own: pd.DataFrame,
    sources: str,
) -> Parts:
    """Show an agreement; `pair` names the two codings in the messages of `evidence.pair`."""
    country = {} if pair == "review" else {"country": benchmark.focal_name}
    first = say(f"evidence.pair.{pair}.first", **country)
    second = say(f"evidence.pair.{pair}.second")
    pairs = pd.DataFrame({"own": own["code"], "other": codes}).dropna()
    pairs = pairs[pairs["own"].isin(result.table.columns.union(result.table.index))]
    differing = own.loc[pairs.index[pairs["own"] != pairs["other"]]]
    yield from paragraphs(
        narrative.agreement_sentence(
            pair, result, differing["label"].tolist() if result.n else [], **country
        )
    )
    if result.table.size < 2:
        return
    found = result.table.index.union(result.table.columns)
    codes_found = [code for code in CODES if code in found]
    counts = result.table.reindex(index=codes_found, columns=codes_found, fill_value=0)
    counts = counts.rename_axis(columns=None)
    counts.columns = words("code", pd.Series(counts.columns))
    yield as_table(
        counts.assign(row=words("code", pd.Series(counts.index)).to_numpy())[
            ["row", *counts.columns]
        ],
        say("evidence.pair.counts", rows=first, columns=second),
        headers={"row": first},
        note=sources,
    )
    if len(differing):
        table = differing.assign(
            code=words("code", differing["code"]),
            other=words("code", codes.loc[differing.index]).to_numpy(),
        )
        yield as_table(
            table[["label", "code", "other", "rationale"]],
            say(f"evidence.pair.{pair}.differing", **country),
            marked={"code": unreviewed(differing).tolist()},
            headers=heads(code="our_code", other="other_code", rationale="why_ours"),
            given=("rationale",),
        )


@block
def evidence_years(benchmark: Benchmark) -> Parts:
    """Show the span of years the comparison rests on, source by source.

    Shape: sentences, and a table with one row per source, respondent and year.
    Scale: years; counts of codes, countries and items.
    Missing: the table is left out where no code of a peer comes from another source.
    Source: `benchmark.fused`, as far as it is compared.
    """
    yield heading(say("sources.years.title"))
    used = _used(benchmark)
    asked, answered = benchmark.codebook.year, benchmark.focal_has_form
    yield from paragraphs(*span_sentences(benchmark.focal_name, asked, answered, used))
    if used.empty:
        return
    table = used.groupby(["survey", "collected_by", "year"], as_index=False).agg(
        codes=("item", "size"), countries=("iso3", "nunique"), items=("item", "nunique")
    )
    table["survey"] = table["survey"].map(benchmark.source_titles)
    yield as_table(
        table.assign(collected_by=words("respondent", table["collected_by"]))[
            ["survey", "collected_by", "year", "codes", "countries", "items"]
        ],
        say("sources.years.caption"),
        headers=heads(year="as_of"),
        note=say("sources.years.note"),
    )


@block
def evidence_both_ways(benchmark: Benchmark) -> Parts:
    """Show the focal country by its own answers and by what others say of it.

    Shape: a table with one row per way.
    Scale: scores and bounds 0 to 100; the peers' median with its bounds.
    Missing: nothing is shown where the country is known one way only; unknown answers widen the
        bounds.
    Source: `benchmark.overall`.
    """
    overall = benchmark.overall
    if overall["own_score"].isna().all():
        return
    names = ["score", "lower", "upper", "position", "hangs_on"]
    own = overall.assign(**{name: overall[f"own_{name}"] for name in names})
    table = pd.concat([own.assign(way="own"), overall.assign(way="others")], ignore_index=True)
    yield heading(say("sources.both_ways.title"))
    yield from paragraphs(say("sources.both_ways.note"))
    table["own"] = bounded_column(table, "score", "lower", "upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    yield as_table(
        table.assign(
            way=[say(f"sources.both_ways.{way}") for way in table["way"]],
            position=position_column(table),
        )[["way", "own", "peers", "n_items", "position"]],
        say("sources.both_ways.caption", country=benchmark.focal_name),
        headers=heads(way="coded_from", peers="median_bounds", n_items="items")
        | {"own": say("heads.with_bounds", name=say("heads.score"))},
        note=say("sources.both_ways.items"),
    )


@block
def evidence_source_agreement(benchmark: Benchmark) -> Parts:
    """Show how far the sources agree with each other, by pair and by item.

    Shape: four tables: source by source, one row per pair, per item and pair, and per place where
        they differ.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of answers.
    Missing: unknown answers do not count; kappa is undefined where all codes are the same.
    Source: `benchmark.others`; Cohen (1960), see `coding.source_agreement`.
    """
    pairs = source_pairs(benchmark.others)
    if pairs.empty:
        return
    yield heading(say("sources.agreement.title"))
    differing = disagreements(benchmark.others)
    places = len(differing.drop_duplicates(["iso3", "item"]))
    yield from paragraphs(say("sources.agreement.differing", n=places))
    yield as_table(
        pair_table(pairs),
        say("sources.agreement.matrix"),
        headers={"source": say("heads.survey")},
        missing=say("sources.agreement.none"),
    )
    yield as_table(
        pairs,
        say("sources.agreement.pairs"),
        headers=heads(first="survey", second="other_source", n="in_both"),
        formats={"share": ".0%", "kappa": ".2f"},
        missing=say("page.undefined"),
    )
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    items = item_agreement(benchmark.others)
    yield as_table(
        items.assign(label=items["item"].map(labels))[
            ["label", "first", "second", "n", "no_first", "no_second", "share", "kappa"]
        ],
        say("sources.agreement.by_item"),
        headers=heads(first="survey", second="other_source", n="in_both")
        | {f"no_{each}": say(f"sources.agreement.no_{each}") for each in ("first", "second")},
        formats={"share": ".0%", "kappa": ".2f"},
        missing=say("page.undefined"),
    )
    yield from _disagreements(differing, labels, benchmark)


def _disagreements(
    differing: pd.DataFrame, labels: "pd.Series[str]", benchmark: Benchmark
) -> Parts:
    if differing.empty:
        return
    rows = differing.assign(
        label=differing["item"].map(labels),
        country=differing["iso3"].map(benchmark.names),
        says=source_of(differing["survey"]) + " " + differing["year"].astype(str) + ": "
        + words("code", differing["code"]) + " (" + words("fidelity", differing["fidelity"]) + ")",
    )  # fmt: skip
    table = rows.groupby(["label", "country"], sort=False)["says"].agg(set_apart).reset_index()
    yield as_table(
        table.head(_MOST_DISAGREEMENTS),
        say("sources.agreement.where"),
        note=(
            say("sources.agreement.cut", n=_MOST_DISAGREEMENTS, of=len(table))
            if len(table) > _MOST_DISAGREEMENTS
            else ""
        ),
    )


@block
def evidence_links(benchmark: Benchmark) -> Parts:
    """Show the laws, strategies and portals behind the compared codes of other sources.

    Shape: a table, one row per country and item.
    Scale: codes yes, partly, no, unknown.
    Missing: codes without an address are left out; "not given" stands for an empty name.
    Source: `benchmark.fused`; the addresses are the sources' own and were not opened.
    """
    yield from links(benchmark, benchmark.compared_items.tolist())


@block
def evidence_gaps(benchmark: Benchmark) -> Parts:
    """Show what would make the comparison better.

    Shape: sentences, and two tables with one row per item: asked by no source, and open for some
        countries.
    Scale: counts of countries.
    Missing: this is about the missing: not asked and unknown are counted apart.
    Source: `benchmark.codes`, see `compare.gaps`.
    """
    yield heading(say("gaps.title"))
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    yield from paragraphs(gaps_headline(unanswered, open_items, len(items)))
    yield from paragraphs(say("gaps.remedy"))
    if len(unanswered):
        own = benchmark.codes[benchmark.codes["iso3"] == benchmark.focal].set_index("item")
        own = own.assign(reviewed=reviewed(own)).loc[unanswered["item"]]
        yield as_table(
            unanswered.assign(focal_code=words("code", unanswered["focal_code"]))[
                ["label", "section", "focal_code"]
            ],
            say("gaps.table.unanswered"),
            marked={"focal_code": unreviewed(own).tolist()},
            headers={"focal_code": benchmark.focal_name},
        )
    if len(open_items):
        yield as_table(
            open_items[["label", "n_not_asked", "n_unknown", "countries"]],
            say("gaps.table.open"),
            headers=heads(n_not_asked="not_asked", n_unknown="unknown"),
        )


def _used(benchmark: Benchmark) -> pd.DataFrame:
    from_others = (benchmark.codes["evidence"] == "source") & (benchmark.codes["rule"] != HAND_RULE)
    borrowed = benchmark.codes.loc[from_others, ["iso3", "item"]]
    used = benchmark.fused.merge(borrowed, on=["iso3", "item"])
    return used[used["item"].isin(benchmark.compared_items) & (used["iso3"] != benchmark.focal)]
