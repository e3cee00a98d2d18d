"""The blocks of the overview notebook that set the countries in order."""

from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import nearest_peers
from egovbench.figures.caterpillar import caterpillar
from egovbench.language import say
from egovbench.language.numbers import interval, percent
from egovbench.reports.basis import bounds_note, comparison_note
from egovbench.reports.display import heading, paragraph, show_chart, show_table
from egovbench.reports.origins import figure_sources
from egovbench.reports.sentence_parts import first_row
from egovbench.reports.words import heads


def show_ranking(benchmark: Benchmark) -> None:
    """Show all compared countries by score with their bounds, or pairs where no ranking holds.

    Shape: a chart and a table, a row a country; a table of pairs, a row a peer, with
        items="pairwise".
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: unknown answers widen the bounds and the possible ranks; a country without a score
        comes last.
    Source: `benchmark.ranks`, see `scoring.bounds.rank_bounds`, or `benchmark.pairs`.
    """
    if benchmark.ranks.empty:
        _show_pairs(benchmark)
        return
    heading(say("overview.ranking.title"))
    show_chart(
        caterpillar(
            benchmark.scores,
            "overall",
            benchmark.focal,
            benchmark.names,
            title=_ranking_message(benchmark),
            label=say("overview.all_sections"),
            note=comparison_note(benchmark),
        ),
        figure_sources(benchmark),
    )
    ranks = benchmark.ranks.assign(
        country=benchmark.ranks["iso3"].map(benchmark.names),
        possible=[
            interval(float(best), float(worst))
            for best, worst in zip(
                benchmark.ranks["best_rank"], benchmark.ranks["worst_rank"], strict=True
            )
        ],
    )
    show_table(
        ranks[["country", "score", "lower", "upper", "possible"]],
        say("overview.ranking.caption"),
        headers=heads("country", "score", "lower", "upper", "possible"),
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
        note=f"{say('overview.ranking.ties')} {bounds_note()} {comparison_note(benchmark)}",
    )


def show_nearest_peers(benchmark: Benchmark) -> None:
    """Show the peers whose answers are most like the focal country's.

    Shape: a table, a row a peer, five or so.
    Scale: distance 0 (alike) to 1; items known of both as counts.
    Missing: items unknown of either do not count; nothing is shown where none is known of both.
    Source: Gower (1971), see `compare.distances.distance_matrix`.
    """
    rows = nearest_peers(benchmark.codes, benchmark.compared_items, benchmark.focal)
    if rows.empty:
        return
    heading(say("overview.nearest.title"))
    show_table(
        rows.assign(country=rows["iso3"].map(benchmark.names))[["country", "distance", "n_items"]],
        say("overview.nearest.caption", focal=benchmark.focal_name),
        headers=heads("country", "distance") | {"n_items": say("heads.known_of_both")},
        formats={"distance": ".2f"},
        note=say("overview.nearest.note"),
    )


def _show_pairs(benchmark: Benchmark) -> None:
    heading(say("overview.pairs.title"))
    paragraph(say("overview.pairs.note"))
    pairs = benchmark.pairs.sort_values("difference").assign(
        country=lambda table: table["iso3"].map(benchmark.names)
    )
    show_table(
        pairs[["country", "n_items", "focal_score", "score", "difference"]],
        say("overview.pairs.caption", focal=benchmark.focal_name),
        headers=heads("difference")
        | {
            "country": say("heads.peer"),
            "n_items": say("heads.shared"),
            "focal_score": benchmark.focal_name,
            "score": say("heads.peer_score"),
        },
        formats={"focal_score": ".1f", "score": ".1f", "difference": "+.1f"},
    )


def _ranking_message(benchmark: Benchmark) -> str:
    own = first_row(benchmark.overall)
    scores = benchmark.scores[
        (benchmark.scores["level"] == "overall") & (benchmark.scores["iso3"] != benchmark.focal)
    ]
    certain = int(((scores["lower"] > own["upper"]) | (scores["upper"] < own["lower"])).sum())
    if scores.empty:
        return say("overview.ranking.alone", focal=benchmark.focal_name)
    return say(
        "overview.ranking.message",
        focal=benchmark.focal_name,
        n=certain,
        of=len(scores),
        share=percent(certain / len(scores)),
    )
