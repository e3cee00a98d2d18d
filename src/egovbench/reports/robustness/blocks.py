"""The blocks of the robustness notebook: result, comparison, certainty."""

import pandas as pd

from egovbench import figures
from egovbench.base.comparing import above
from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.language.numbers import interval, percent
from egovbench.reports.display import Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.robustness import sentences as narrative
from egovbench.reports.sources import source_numbers, surveys_behind
from egovbench.reports.tables import heads
from egovbench.reports.wording import bounded_column, first_row, interval_column, row_of
from egovbench.robustness.correlations import shares_answers
from egovbench.robustness.structure import Structure, most_telling
from egovbench.robustness.uncertainty import Uncertainty

_MOST_ITEMS = 5


@block
def robustness_finding(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show the rank over variants of the method, before whom it holds, and what is left open.

    Shape: text; one headline, then a sentence each on peers, on open answers and on what no variant
        varies.
    Scale: ranks from 1, 5 to 95 per cent of the variants; scores and bounds 0 to 100.
    Missing: without a joint ranking (`uncertainty` is None) the score with its bounds is named
        alone; variants that could not be evaluated are counted.
    Source: `analyse_uncertainty` and `benchmark.ranks`.
    """
    yield heading(say("robustness.title", country=benchmark.focal_name), level=1)
    name, overall = benchmark.focal_name, first_row(benchmark.overall)
    if uncertainty is None:
        yield finding(narrative.unranked_headline(name, overall))
        yield from paragraphs(say("robustness.unranked.note"))
        return
    own = row_of(uncertainty.countries, benchmark.focal)
    rank = row_of(benchmark.ranks, benchmark.focal)
    others = benchmark.ranks[benchmark.ranks["iso3"] != benchmark.focal]
    tied = others.loc[others["rank"] == rank["rank"], "iso3"].map(benchmark.names).tolist()
    yield finding(
        narrative.variants_headline(name, own, len(benchmark.ranks), tied, uncertainty.n_evaluated)
    )
    names = others["iso3"].map(benchmark.names)
    clear = {
        "above": names[above(others["lower"], rank["upper"])].tolist(),
        "below": names[above(rank["lower"], others["upper"])].tolist(),
    }
    yield from paragraphs(
        narrative.beating_sentence(_beating(benchmark, uncertainty)),
        narrative.open_answers_sentence(overall, rank, clear),
        narrative.varied_sentence(uncertainty.variants.varied, len(uncertainty.draws.cells)),
        narrative.failures_sentence(uncertainty.failures, len(uncertainty.draws)),
    )


@block
def robustness_countries(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show score and rank of all compared countries over variants of the method.

    Shape: a chart and a table, one row per country, in the order of the default method.
    Scale: scores 0 to 100; ranks from 1 with those that open answers leave possible, and 5 to 95
        per cent of the variants; shares of variants in per cent.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking.
    Source: `analyse_uncertainty`, see `robustness.simulation`; `benchmark.ranks`.
    """
    if uncertainty is None:
        return
    name, variants = benchmark.focal_name, uncertainty.countries
    yield heading(say("robustness.variants.title"))
    own = row_of(variants, benchmark.focal)
    chart = figures.ranking(benchmark, variants)
    scores = interval(own["score_low"], own["score_high"])
    chart.suptitle(say("robustness.variants.score_chart", country=name, scores=scores))
    yield chart
    beating = uncertainty.beating.set_index("iso3")["higher"]
    table = benchmark.ranks.merge(variants.drop(columns=["score", "rank"]), on="iso3")
    table["country"] = table["iso3"].map(benchmark.names)
    table = table.sort_values(["rank", "country"])
    yield as_table(
        pd.DataFrame(
            {
                "country": table["country"],
                "rank": table["rank"],
                "possible": interval_column(table, "best_rank", "worst_rank"),
                "ranks": interval_column(table, "rank_low", "rank_high"),
                "before": [
                    percent(beating[iso3]) if iso3 in beating.index else "–"
                    for iso3 in table["iso3"]
                ],
            }
        ),
        say("robustness.variants.caption", n=uncertainty.n_evaluated),
        headers={"before": say("robustness.variants.before", country=name)},
        note=say("robustness.variants.ties"),
        csv="variants",
        about=table["iso3"].tolist(),
    )
    yield source_numbers(benchmark, surveys_behind(benchmark))


@block
def robustness_choices(
    benchmark: Benchmark, uncertainty: Uncertainty | None, choices: pd.DataFrame
) -> Parts:
    """Show which choice moves ranks, and score and rank with one other choice at a time.

    Shape: sentences, and a table with one row per choice.
    Scale: shares of the variance of ranks in per cent; scores and bounds 0 to 100; ranks from 1
        with those that remain possible.
    Missing: without a joint ranking (`uncertainty` is None) there are no shares; a choice that
        leaves nothing to compare has no score.
    Source: Sobol indices, see `robustness.sensitivity`; `compare_choices`.
    """
    name = benchmark.focal_name
    yield heading(say("robustness.choice.title"))
    yield from paragraphs(narrative.choices_sentence(choices))
    if uncertainty is not None:
        yield from paragraphs(*narrative.sensitivity_sentences(name, uncertainty.sensitivity))
    none = say("page.none")
    yield as_table(
        pd.DataFrame(
            {
                "words": [say(f"robustness.choice.{choice}") for choice in choices["choice"]],
                "score": bounded_column(choices, "score", "lower", "upper"),
                "rank": choices["rank"],
                "possible": [
                    interval(float(best), float(worst)) if pd.notna(best) else none
                    for best, worst in zip(choices["best_rank"], choices["worst_rank"], strict=True)
                ],
                "n_items": choices["n_items"],
            }
        ),
        say("robustness.choice.caption", country=name),
        headers=heads(words="choice", n_items="items")
        | {"score": say("heads.with_bounds", name=say("heads.score"))},
        formats={"rank": ".0f"},
        csv="method_choices",
        note=narrative.shared_ranks_sentence(choices),
    )


@block
def robustness_parts(benchmark: Benchmark, structure: Structure | None) -> Parts:
    """Show on which items, sections and peers the result hangs, and what the score is made of.

    Shape: sentences, and a table with one row per section.
    Scale: changes in points and places; weights as shares of the whole; correlations -1 to 1,
        Cronbach's alpha up to 1.
    Missing: nothing is shown where `structure` is None, that is, without a joint ranking; a section
        in which all countries are alike explains nothing.
    Source: `analyse_structure`; Paruolo, Saisana and Saltelli (2013), see `scoring.weights`.
    """
    if structure is None:
        return
    complete, left_out = structure.complete, structure.left_out
    yield heading(say("robustness.left_out.title"))
    yield from paragraphs(
        narrative.telling_items_sentence(most_telling(left_out, _MOST_ITEMS)),
        narrative.left_out_sentence(left_out[left_out["level"] == "section"]),
        narrative.peers_left_out_sentence(
            first_row(benchmark.overall)["gap"], structure.peers_left_out
        ),
    )
    yield heading(say("structure.title"))
    sections = structure.weights[structure.weights["level"] == "section"]
    yield from paragraphs(narrative.weights_sentence(sections))
    if sections["effective_share"].notna().any():
        yield as_table(
            sections[["name", "declared", "effective_share"]],
            say("structure.weights_caption"),
            headers=heads(name="section", effective_share="effective_share"),
            formats={"declared": ".0%", "effective_share": ".0%"},
            missing=say("structure.alike"),
            csv="weights",
        )
    yield from paragraphs(
        narrative.constant_items_sentence(structure.items),
        narrative.ceiling_sentence(structure.items),
        narrative.twin_items_sentence(structure.twins),
        narrative.alpha_sentence(structure.alpha, *complete.shape),
        narrative.section_correlations_sentence(structure.correlations),
    )


@block
def robustness_indices(benchmark: Benchmark, correlations: pd.DataFrame) -> Parts:
    """Show how far the order of countries follows published indices.

    Shape: sentences.
    Scale: Spearman's rank correlation, -1 to 1, with 95 per cent of the bootstrap samples.
    Missing: countries without an index value are left out; nothing is shown without correlations.
    Source: `external_validity`.
    """
    if correlations.empty:
        return
    yield heading(say("structure.validity.title"))
    named = correlations.assign(
        title=[
            say("indices.edition", title=say(f"indices.{index}"), year=int(year))
            for index, year in zip(correlations["index"], correlations["year"], strict=True)
        ],
        shares=correlations["index"].isin(shares_answers(benchmark)),
    )
    latest = benchmark.indices.groupby("index")["year"].max()
    earlier = named[named["shares"] & (named["year"] < named["index"].map(latest))]
    yield from paragraphs(
        *narrative.validity_sentences(named),
        *(
            say(
                "structure.validity.edition",
                title=str(row["title"]),
                year=int(row["year"]),
                latest=int(latest[row["index"]]),
            )
            for row in earlier.to_dict("records")
        ),
    )


def _beating(benchmark: Benchmark, uncertainty: Uncertainty) -> pd.DataFrame:
    beating = uncertainty.beating
    return beating.assign(country=beating["iso3"].map(benchmark.names))
