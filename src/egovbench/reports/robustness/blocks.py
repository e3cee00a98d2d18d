"""The blocks of the robustness notebook that show score and rank under other choices."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.figures.bars import interval_bars
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import interval
from egovbench.reports.basis import comparison_note
from egovbench.reports.display import finding, heading, paragraph, show_chart, show_table
from egovbench.reports.origins import figure_sources
from egovbench.reports.robustness import sentences as narrative
from egovbench.reports.sentence_parts import first_row, links_used
from egovbench.reports.words import heads, words
from egovbench.robustness.uncertainty import Uncertainty

_MOST_ROWS = 60


def show_finding(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show what choices of method and unknown answers leave open.

    Shape: text; one headline, then the rank by quality of links.
    Scale: ranks from 1, 5 to 95 per cent of the variants; scores and bounds 0 to 100.
    Missing: without a joint ranking (`uncertainty` is None) the score with its bounds is named
        alone.
    Source: `analyse_uncertainty` and `benchmark.ranks`.
    """
    heading(say("robustness.title", country=benchmark.focal_name), level=1)
    overall = first_row(benchmark.overall)
    if uncertainty is None:
        finding(narrative.unranked_headline(benchmark.focal_name, overall))
        paragraph(say("robustness.unranked.note"))
        return
    own = _own(uncertainty.countries, benchmark.focal)
    rank = _own(benchmark.ranks, benchmark.focal)
    finding(
        narrative.variants_headline(
            benchmark.focal_name, first_row(own), len(benchmark.ranks), uncertainty.n_evaluated
        )
    )
    others = benchmark.ranks[benchmark.ranks["iso3"] != benchmark.focal]
    clear = int(((others["lower"] > overall["upper"]) | (others["upper"] < overall["lower"])).sum())
    paragraph(narrative.robustness_headline(benchmark.focal_name, overall, first_row(rank), clear))
    paragraph(narrative.links_sentence(uncertainty.by_links))


def show_variants(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show score and rank of all compared countries over variants of the method.

    Shape: two charts and a table, a row a country.
    Scale: ranks from 1 and scores 0 to 100: median, 5 and 95 per cent of the variants.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking;
        variants that could not be evaluated are counted in words.
    Source: `analyse_uncertainty`, see `robustness.simulation`.
    """
    if uncertainty is None:
        return
    heading(say("robustness.variants.title"))
    name, countries = benchmark.focal_name, uncertainty.countries
    paragraph(narrative.median_sentence(name, countries, benchmark.focal))
    paragraph(narrative.failures_sentence(uncertainty.failures, len(uncertainty.choices)))
    n = uncertainty.n_evaluated
    own = first_row(_own(countries, benchmark.focal))
    show_chart(
        interval_bars(
            _rows(countries, benchmark, "rank"),
            title=say(
                "robustness.variants.rank_chart",
                country=name,
                ranks=interval(own["rank_low"], own["rank_high"]),
            ),
            measure=say("robustness.variants.rank_measure", n=n),
            unit=say("robustness.rank_unit"),
            highlighted=[benchmark.focal],
            reverse=True,
            mark=say("robustness.variants.rank_mark"),
            line=say("robustness.variants.line"),
            hollow=_open(countries),
            hollow_means=say("robustness.variants.hollow"),
            note=f"{say('robustness.ties')} {comparison_note(benchmark)}",
        ),
        figure_sources(benchmark),
    )
    show_chart(
        interval_bars(
            _rows(countries, benchmark, "score"),
            title=say(
                "robustness.variants.score_chart",
                country=name,
                scores=interval(own["score_low"], own["score_high"]),
            ),
            measure=say("robustness.variants.score_measure", n=n),
            unit=say("common.unit.0 to 100"),
            limits=(0, 100),
            highlighted=[benchmark.focal],
            mark=say("robustness.variants.score_mark"),
            line=say("robustness.variants.line"),
            hollow=_open(countries),
            hollow_means=say("robustness.variants.hollow"),
            note=comparison_note(benchmark),
        ),
        figure_sources(benchmark),
    )
    _show_countries(benchmark, uncertainty)


def show_order(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show how often the focal country stands before each peer, and its rank by links.

    Shape: two tables: a row a peer, a row a quality of links.
    Scale: shares of variants in per cent; ranks from 1.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking.
    Source: `analyse_uncertainty`, its `beating` and `by_links`.
    """
    if uncertainty is None:
        return
    name = benchmark.focal_name
    beating = uncertainty.beating.assign(
        country=uncertainty.beating["iso3"].map(benchmark.names)
    ).sort_values(["higher", "tied", "country"], ascending=[False, False, True])
    heading(say("robustness.order.title", country=name))
    paragraph(narrative.beating_sentence(name, beating))
    show_table(
        beating[["country", "higher", "tied", "lower"]],
        say("robustness.order.caption", country=name),
        headers={
            "country": say("heads.peer"),
            "higher": say("robustness.order.higher", country=name),
            "tied": say("robustness.order.tied"),
            "lower": say("robustness.order.lower", country=name),
        },
        formats={"higher": ".0%", "tied": ".0%", "lower": ".0%"},
        note=say("robustness.variants.over", n=uncertainty.n_evaluated),
    )
    links = uncertainty.by_links.assign(
        fidelity=[links_used(each) for each in uncertainty.by_links["fidelity"]]
    )
    show_table(
        links,
        say("robustness.by_links.caption", country=name),
        headers=heads("n_alike", "rank_low", "rank_median", "rank_high", "top_third", "n_sharing")
        | {
            "fidelity": say("heads.links"),
            "n_items": say("heads.compared"),
            "n": say("heads.variants"),
        },
        formats={
            "rank_low": ".0f",
            "rank_median": ".0f",
            "rank_high": ".0f",
            "top_third": ".0%",
        },
        note=say("robustness.ties"),
    )


def show_possible_ranks(benchmark: Benchmark) -> None:
    """Show the best and worst rank of every country over all completions of the unknowns.

    Shape: a chart, a row a country.
    Scale: ranks from 1; ties share a rank.
    Missing: countries without a rank are left out; nothing is shown for fewer than two.
    Source: `benchmark.ranks`, see `scoring.ranks.rank_bounds`.
    """
    ranks = benchmark.ranks.dropna(subset=["rank"])
    if len(ranks) < 2:
        return
    heading(say("robustness.possible.title"))
    shown = _around(ranks, benchmark.focal)
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": shown["iso3"],
                    "label": shown["iso3"].map(benchmark.names),
                    "lower": shown["best_rank"].astype("float64"),
                    "score": shown["rank"].astype("float64"),
                    "upper": shown["worst_rank"].astype("float64"),
                }
            ),
            title=_rank_message(benchmark, ranks),
            measure=say("robustness.possible.measure"),
            unit=say("robustness.rank_unit"),
            highlighted=[benchmark.focal],
            reverse=True,
            mark=say("robustness.possible.mark"),
            line=say("robustness.possible.line"),
            note=_left_out(len(ranks) - len(shown)) + comparison_note(benchmark),
        ),
        figure_sources(benchmark),
    )


def _show_countries(benchmark: Benchmark, uncertainty: Uncertainty) -> None:
    table = uncertainty.countries.assign(
        country=uncertainty.countries["iso3"].map(benchmark.names),
        scores=_spans(uncertainty.countries, "score"),
        ranks=_spans(uncertainty.countries, "rank"),
        position=words("position", uncertainty.countries["position"]),
    )
    show_table(
        table[
            ["country", "score", "scores", "rank", "ranks", "mean_rank", "top_third", "position"]
        ],
        say("robustness.variants.caption"),
        headers=heads("country", "score", "scores", "rank", "ranks", "mean_rank", "top_third")
        | {"position": say("heads.median_country")},
        formats={"score": ".1f", "mean_rank": ".1f", "top_third": ".0%"},
        note=sentences(
            say("robustness.variants.over", n=uncertainty.n_evaluated), say("robustness.ties")
        ),
    )


def _rows(countries: pd.DataFrame, benchmark: Benchmark, what: str) -> pd.DataFrame:
    known = countries.dropna(subset=[f"{what}_low"]).astype({what: "float64"})
    known = known.sort_values(
        ["score", "mean_rank", "iso3"], ascending=[False, True, True], na_position="last"
    )
    return pd.DataFrame(
        {
            "id": known["iso3"],
            "label": known["iso3"].map(benchmark.names),
            "lower": known[f"{what}_low"],
            "score": known[what],
            "upper": known[f"{what}_high"],
        }
    )


def _spans(countries: pd.DataFrame, what: str) -> list[str]:
    ends = zip(countries[f"{what}_low"], countries[f"{what}_high"], strict=True)
    return [interval(low, high) for low, high in ends]


def _open(countries: pd.DataFrame) -> list[str]:
    return countries.loc[countries["position"] == "not distinguishable", "iso3"].tolist()


def _own(table: pd.DataFrame, focal: str) -> pd.DataFrame:
    return table[table["iso3"] == focal]


def _around(ranks: pd.DataFrame, focal: str) -> pd.DataFrame:
    if len(ranks) <= _MOST_ROWS:
        return ranks
    place = int((ranks["iso3"] == focal).to_numpy().argmax())
    start = min(max(0, place - _MOST_ROWS // 2), len(ranks) - _MOST_ROWS)
    return ranks.iloc[start : start + _MOST_ROWS]


def _left_out(n: int) -> str:
    return f"{say('robustness.possible.cut', n=n)} " if n else ""


def _rank_message(benchmark: Benchmark, ranks: pd.DataFrame) -> str:
    own = _own(ranks, benchmark.focal)
    if own.empty:
        return say("robustness.possible.none", country=benchmark.focal_name)
    best, worst = int(own["best_rank"].iloc[0]), int(own["worst_rank"].iloc[0])
    return narrative.possible_ranks_message(benchmark.focal_name, best, worst)
