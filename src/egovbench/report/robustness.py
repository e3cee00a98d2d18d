"""The blocks of the robustness notebook that show score and rank under other choices."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.uncertainty import Uncertainty
from egovbench.figures.bars import interval_bars
from egovbench.narrative import robustness as narrative
from egovbench.narrative.wording import first_row, interval
from egovbench.report.basis import comparison_note
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table

_MOST_ROWS = 60
_TIES = "Countries with the same score share the better rank."
_HOLLOW = "not distinguishable from the median country"
_VARIANTS = "over nine in ten variants"


def show_finding(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show what choices of method and unknown answers leave open."""
    heading(f"Robustness: {benchmark.focal_name}", level=1)
    overall = first_row(benchmark.overall)
    if uncertainty is None:
        finding(narrative.unranked_headline(benchmark.focal_name, overall))
        paragraph(
            "Without a joint ranking there are no variants of one, no sensitivity and no "
            "correlations to show: they need a focal country of which something is known, and "
            "items that all compared countries were asked (items: common)."
        )
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
    """Show score and rank of all compared countries over variants of the method."""
    if uncertainty is None:
        return
    heading("Score and rank over variants of the method")
    name, countries = benchmark.focal_name, uncertainty.countries
    paragraph(narrative.median_sentence(name, countries, benchmark.focal))
    paragraph(narrative.failures_sentence(uncertainty.failures, len(uncertainty.choices)))
    n = f"{uncertainty.n_evaluated:,} variants"
    own = first_row(_own(countries, benchmark.focal))
    show_chart(
        interval_bars(
            _rows(countries, benchmark, "rank"),
            title=(
                f"{name}: rank {interval(own['rank_low'], own['rank_high'])} over nine in ten "
                "variants"
            ),
            measure=f"Overall rank over {n}, 5 to 95 %",
            unit="rank, 1 is best",
            highlighted=[benchmark.focal],
            reverse=True,
            mark="rank by the default method",
            line=_VARIANTS,
            hollow=_open(countries),
            hollow_means=_HOLLOW,
            note=f"{_TIES} {comparison_note(benchmark)}",
        )
    )
    show_chart(
        interval_bars(
            _rows(countries, benchmark, "score"),
            title=(
                f"{name}: score {interval(own['score_low'], own['score_high'])} over nine in ten "
                "variants"
            ),
            measure=f"Overall score over {n}, 5 to 95 %",
            unit="0 to 100",
            limits=(0, 100),
            highlighted=[benchmark.focal],
            mark="score by the default method",
            line=_VARIANTS,
            hollow=_open(countries),
            hollow_means=_HOLLOW,
            note=comparison_note(benchmark),
        )
    )
    _show_countries(benchmark, uncertainty)


def show_order(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show how often the focal country stands before each peer, and its rank by links."""
    if uncertainty is None:
        return
    name = benchmark.focal_name
    beating = uncertainty.beating.assign(
        country=uncertainty.beating["iso3"].map(benchmark.names)
    ).sort_values(["higher", "tied", "country"], ascending=[False, False, True])
    heading(f"{name} before each peer")
    paragraph(narrative.beating_sentence(name, beating))
    show_table(
        beating[["country", "higher", "tied", "lower"]],
        f"Share of variants in which {name} has the higher score, the same or the lower",
        headers={
            "country": "Peer", "higher": f"{name} higher", "tied": "Same score",
            "lower": f"{name} lower",
        },
        formats={"higher": ".0%", "tied": ".0%", "lower": ".0%"},
        note=f"Over {uncertainty.n_evaluated:,} variants of the method.",
    )  # fmt: skip
    links = uncertainty.by_links.assign(
        fidelity=[f"{narrative.LINKS[each]}" for each in uncertainty.by_links["fidelity"]]
    )
    show_table(
        links,
        f"Rank of {name} by the links to other surveys that are used",
        headers={
            "fidelity": "Links", "n_items": "Items compared", "n_alike": "Answered alike by all",
            "rank_low": "Rank, 5 %", "rank_median": "Rank, median", "rank_high": "Rank, 95 %",
            "top_third": "In the top third", "n_sharing": "Others at its rank", "n": "Variants",
        },
        formats={
            "rank_low": ".0f", "rank_median": ".0f", "rank_high": ".0f", "top_third": ".0%",
        },
        note=_TIES,
    )  # fmt: skip


def show_possible_ranks(benchmark: Benchmark) -> None:
    """Show the best and worst rank of every country over all completions of the unknowns."""
    ranks = benchmark.ranks.dropna(subset=["rank"])
    if len(ranks) < 2:
        return
    heading("Ranks that the unknown answers leave open")
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
            measure="Overall rank, best to worst possible",
            unit="rank, 1 is best",
            highlighted=[benchmark.focal],
            reverse=True,
            mark="rank by the known answers",
            line="from best to worst possible",
            note=_left_out(len(ranks) - len(shown)) + comparison_note(benchmark),
        )
    )


def show_choices(benchmark: Benchmark, choices: pd.DataFrame) -> None:
    """Show the focal country's score and rank under other choices of method."""
    heading("Other choices of method, one at a time")
    sentence = narrative.choices_sentence(benchmark.focal_name, choices)
    if sentence:
        paragraph(sentence)
    known = choices.dropna(subset=["score"])
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": known["choice"],
                    "label": known["choice"],
                    "lower": known["lower"],
                    "score": known["score"],
                    "upper": known["upper"],
                }
            ),
            title=f"Score of {benchmark.focal_name} by choice of method",
            measure="Overall score",
            unit="0 to 100",
            limits=(0, 100),
            decimals=1,
            highlighted=["default"],
            mark="score on the known items",
            line="over all completions of the unknown",
            note="The set of items differs between choices of links.",
        )
    )
    table = choices.assign(
        possible=[
            interval(float(best), float(worst)) if pd.notna(best) else "none"
            for best, worst in zip(choices["best_rank"], choices["worst_rank"], strict=True)
        ]
    )
    show_table(
        table[["choice", "score", "lower", "upper", "possible", "n_items"]],
        f"Score and possible ranks of {benchmark.focal_name} under other choices",
        headers={
            "choice": "Choice", "score": "Score", "lower": "Lowest", "upper": "Highest",
            "possible": "Possible ranks", "n_items": "Items",
        },
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
    )  # fmt: skip


def _show_countries(benchmark: Benchmark, uncertainty: Uncertainty) -> None:
    table = uncertainty.countries.assign(
        country=uncertainty.countries["iso3"].map(benchmark.names),
        scores=_spans(uncertainty.countries, "score"),
        ranks=_spans(uncertainty.countries, "rank"),
    )
    show_table(
        table[
            ["country", "score", "scores", "rank", "ranks", "mean_rank", "top_third", "position"]
        ],
        "Score and rank by the default method and over variants, by mean rank",
        headers={
            "country": "Country", "score": "Score", "scores": "5 to 95 %", "rank": "Rank",
            "ranks": "Ranks, 5 to 95 %", "mean_rank": "Mean rank", "top_third": "In the top third",
            "position": "Against the median country",
        },
        formats={"score": ".1f", "mean_rank": ".1f", "top_third": ".0%"},
        note=f"{uncertainty.n_evaluated:,} variants of the method. {_TIES}",
    )  # fmt: skip


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
    return f"{n} countries further away are not drawn. " if n else ""


def _rank_message(benchmark: Benchmark, ranks: pd.DataFrame) -> str:
    own = _own(ranks, benchmark.focal)
    if own.empty:
        return "No rank is known of the focal country"
    best, worst = int(own["best_rank"].iloc[0]), int(own["worst_rank"].iloc[0])
    return narrative.possible_ranks_message(benchmark.focal_name, best, worst)
