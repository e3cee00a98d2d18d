"""The blocks of the overview notebook."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.compare.distances import nearest_peers
from egovbench.compare.items import gaps, strengths
from egovbench.figures.caterpillar import caterpillar
from egovbench.figures.index_scatter import score_against_index
from egovbench.figures.sections import section_dot_plot
from egovbench.narrative import overview as narrative
from egovbench.narrative.wording import (
    Row,
    bounded_score,
    count,
    first_row,
    interval,
    median_with_bounds,
    percent,
)
from egovbench.report.basis import (
    BOUNDS_NOTE,
    bounded_column,
    comparison_note,
    peers_label,
    show_method_link,
    source_note,
)
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table

_INDICES = (
    ("egdi", 2024, "UN E-Government Development Index 2024"),
    ("gtmi", 2022, "World Bank GovTech Maturity Index 2022"),
)


def show_finding(benchmark: Benchmark) -> None:
    """Show the finding of the benchmark and what it rests on."""
    heading(f"{benchmark.focal_name} and {peers_label(benchmark)}", level=1)
    rank = focal_rank(benchmark)
    tied = 0 if rank is None else int((benchmark.ranks["score"] == rank["score"]).sum()) - 1
    finding(narrative.headline(benchmark.focal_name, _overall(benchmark), rank, tied))
    paragraph(source_note(benchmark))


def focal_rank(benchmark: Benchmark) -> Row | None:
    """Return the focal country's row of the ranking, or nothing where there is none."""
    own = benchmark.ranks[benchmark.ranks["iso3"] == benchmark.focal]
    return first_row(own) if len(own) and own["rank"].notna().all() else None


def show_key_facts(benchmark: Benchmark) -> None:
    """Show score, coverage, items, peers and rank of the focal country as a table."""
    overall, rank = _overall(benchmark), focal_rank(benchmark)
    full = benchmark.full_scores
    own = first_row(full[(full["iso3"] == benchmark.focal) & (full["level"] == "overall")])
    compared = len(benchmark.compared_items)
    facts = [
        ("Score, like for like", bounded_score(overall)),
        ("Median of the peers", median_with_bounds(overall)),
        ("Rank among all compared", _ranked(rank)),
        ("Items compared", f"{compared} of {len(benchmark.comparable)} scored items"),
        ("Peers", peers_label(benchmark)),
        (
            "Score on every scored item it was asked",
            bounded_score(own),
        ),
        ("Items known of those it was asked", f"{own['n_known']} of {own['n_items']}"),
    ]
    heading("Key facts")
    table = pd.DataFrame(facts, columns=["fact", "value"])
    show_table(
        table,
        f"{benchmark.focal_name} in numbers",
        headers={"fact": "Fact", "value": "Value"},
        note=f"Scores run from 0 to 100. {BOUNDS_NOTE}",
    )


def show_sections(benchmark: Benchmark) -> None:
    """Show each section against the peers in words, as a chart and as a table."""
    heading("Sections against peers")
    for sentence in narrative.section_sentences(benchmark.sections, benchmark.by_section):
        paragraph(sentence)
    titles = dict(zip(benchmark.sections["id"], benchmark.sections["title"], strict=True))
    counts = dict(zip(benchmark.sections["id"], benchmark.sections["n_items"], strict=True))
    show_chart(
        section_dot_plot(
            benchmark.scores,
            benchmark.focal,
            benchmark.names,
            counts,
            title=_section_message(benchmark),
            labels={key: f"{key} {title}" for key, title in titles.items()},
            note=comparison_note(benchmark),
        )
    )
    table = benchmark.sections.merge(
        benchmark.by_section[["section", "n_scored"]], left_on="id", right_on="section"
    )
    table["compared"] = table["n_items"].astype(str) + " of " + table["n_scored"].astype(str)
    table["own"] = bounded_column(table, "score", "lower", "upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    table["range"] = [
        interval(low, high) for low, high in zip(table["minimum"], table["maximum"], strict=True)
    ]
    show_table(
        table[["id", "title", "own", "peers", "gap", "position", "range", "compared"]],
        f"Section scores of {benchmark.focal_name} and its peers",
        headers={
            "id": "Section", "title": "Title", "own": f"{benchmark.focal_name} (bounds)",
            "peers": "Peers' median (bounds)", "gap": "Gap", "position": "Against the median",
            "range": "Lowest to highest peer", "compared": "Items compared",
        },
        formats={"gap": "+.1f"},
        targets={"id": "section-{}.html"},
        note=f"{BOUNDS_NOTE} {comparison_note(benchmark)}",
    )  # fmt: skip


def show_strengths_and_gaps(benchmark: Benchmark) -> None:
    """Show on which items the focal country and its peers differ."""
    heading("Strengths and gaps")
    name = benchmark.focal_name
    paragraph(narrative.strengths_sentence(name, strengths(benchmark.items)))
    paragraph(narrative.gaps_sentence(name, gaps(benchmark.items)))
    paragraph(narrative.alike_sentence(benchmark.items))
    rows = benchmark.items[~benchmark.items["alike"]].copy()
    rows["order"] = rows["difference"].abs().fillna(-1)
    rows = rows.sort_values(["order", "item"], ascending=[False, True])
    if rows.empty:
        return
    show_table(
        rows[["label", "section", "focal_code", "n_yes", "n_partly", "n_no", "n_unknown"]],
        "Items on which the compared countries differ, largest difference first",
        headers={
            "label": "Item", "section": "Section", "focal_code": name, "n_yes": "Peers: yes",
            "n_partly": "Peers: partly", "n_no": "Peers: no", "n_unknown": "Peers: unknown",
        },
        note=comparison_note(benchmark),
    )  # fmt: skip


def show_ranking(benchmark: Benchmark) -> None:
    """Show all compared countries by score with their bounds, or pairs where no ranking holds."""
    if benchmark.ranks.empty:
        _show_pairs(benchmark)
        return
    heading("All compared countries")
    show_chart(
        caterpillar(
            benchmark.scores,
            "overall",
            benchmark.focal,
            benchmark.names,
            title=_ranking_message(benchmark),
            label="all compared sections",
            note=comparison_note(benchmark),
        )
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
        "League table: score with bounds, and the ranks the unknown answers leave open",
        headers={
            "country": "Country", "score": "Score", "lower": "Lowest", "upper": "Highest",
            "possible": "Possible ranks",
        },
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
        note=f"Countries with the same score share a rank. {BOUNDS_NOTE} "
        f"{comparison_note(benchmark)}",
    )  # fmt: skip


def show_nearest_peers(benchmark: Benchmark) -> None:
    """Show the peers whose answers are most like the focal country's."""
    rows = nearest_peers(benchmark.codes, benchmark.compared_items, benchmark.focal)
    if rows.empty:
        return
    heading("Nearest peers")
    show_table(
        rows.assign(country=rows["iso3"].map(benchmark.names))[["country", "distance", "n_items"]],
        f"Peers that answer most like {benchmark.focal_name}",
        headers={"country": "Country", "distance": "Distance", "n_items": "Items known of both"},
        formats={"distance": ".2f"},
        note="Distance: the mean difference of codes (yes 1, partly 0.5, no 0) over the compared "
        "items that are known of both; 0 means the same answers.",
    )


def show_indices(benchmark: Benchmark) -> None:
    """Show the overall score beside published indices."""
    heading("Beside published indices")
    paragraph(
        "The GovTech Maturity Index rests on many of the same answers as the peers' codes, so "
        "that it follows the score is no validation of it. The UN index measures online services, "
        "connectivity and human capital by other means."
    )
    for index, year, title in _INDICES:
        edition = benchmark.indices[
            (benchmark.indices["index"] == index)
            & (benchmark.indices["year"] == year)
            & benchmark.indices["iso3"].isin(benchmark.scores["iso3"])
        ]
        if len(edition) < 3:
            continue
        show_chart(
            score_against_index(
                benchmark.scores,
                edition,
                title,
                benchmark.focal,
                benchmark.names,
                title=f"Score and {title}",
                label="all compared sections",
                index_range=(0, 1),
                note=comparison_note(benchmark),
            )
        )


def show_not_known(benchmark: Benchmark) -> None:
    """Show which scored items of the focal country are unknown."""
    heading("What is not known")
    paragraph(
        narrative.unknown_sentence(
            benchmark.focal_name, benchmark.focal_codes, benchmark.codebook.item_table()
        )
    )
    show_method_link()


def _show_pairs(benchmark: Benchmark) -> None:
    heading("Each peer on the items it shares")
    paragraph(
        "Each peer stands beside the focal country on the items that both were asked. Peers stand "
        "on different items, so the rows are no ranking."
    )
    pairs = benchmark.pairs.sort_values("difference").assign(
        country=lambda table: table["iso3"].map(benchmark.names)
    )
    show_table(
        pairs[["country", "n_items", "focal_score", "score", "difference"]],
        f"{benchmark.focal_name} and each peer, pairwise",
        headers={
            "country": "Peer", "n_items": "Shared items", "focal_score": benchmark.focal_name,
            "score": "Peer's score", "difference": "Difference",
        },
        formats={"focal_score": ".1f", "score": ".1f", "difference": "+.1f"},
    )  # fmt: skip


def _overall(benchmark: Benchmark) -> Row:
    return first_row(benchmark.overall)


def _ranked(rank: Row | None) -> str:
    if rank is None:
        return "none, since peers stand on different items or the score is not known"
    possible = interval(float(rank["best_rank"]), float(rank["worst_rank"]))
    own = f"{rank['rank']} of {rank['n_ranked']}"
    return own if possible == str(rank["rank"]) else f"{own} (possible: {possible})"


def _section_message(benchmark: Benchmark) -> str:
    table = benchmark.sections[benchmark.sections["n_peers"] > 0]
    counts = table["position"].value_counts()
    above, below = int(counts.get("above", 0)), int(counts.get("below", 0))
    name = benchmark.focal_name
    if above == below == 0:
        return f"In no section is {name} clearly above or below its peers' median"
    parts = [
        f"{word} its peers' median in {count(n, 'section')}"
        for word, n in (("above", above), ("below", below))
        if n
    ]
    return f"{name} is clearly {' and '.join(parts)}"


def _ranking_message(benchmark: Benchmark) -> str:
    own = _overall(benchmark)
    scores = benchmark.scores[
        (benchmark.scores["level"] == "overall") & (benchmark.scores["iso3"] != benchmark.focal)
    ]
    certain = int(((scores["lower"] > own["upper"]) | (scores["upper"] < own["lower"])).sum())
    share = percent(certain / len(scores)) if len(scores) else "none"
    return (
        f"{benchmark.focal_name} can be told apart from {certain} of {len(scores)} peers ({share})"
    )
