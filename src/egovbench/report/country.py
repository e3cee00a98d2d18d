"""The blocks of the country notebook."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.figures.bars import interval_bars
from egovbench.figures.coverage import coverage_bars
from egovbench.narrative import country as narrative
from egovbench.narrative.wording import first_row
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table

_LATEST_INDICES = ("egdi", "osi", "epi", "tii", "hci", "gtmi", "oecd_dgi", "egbr", "gci")


def show_finding(benchmark: Benchmark) -> None:
    """Show what is known of the country and how sure."""
    heading(f"Country profile: {benchmark.focal_name}", level=1)
    overall = first_row(_own(benchmark, "overall"))
    finding(narrative.country_headline(benchmark.focal_name, overall, benchmark.focal_basis))
    for sentence in narrative.section_profile_sentences(_own(benchmark, "section")):
        paragraph(sentence)


def show_sections(benchmark: Benchmark) -> None:
    """Show the country's section scores with their bounds, and how much is known."""
    heading("Sections")
    sections = _own(benchmark, "section")
    known = sections[sections["n_items"] > 0]
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": known["id"],
                    "label": known["id"] + " " + known["title"],
                    "lower": known["lower"],
                    "score": known["score"],
                    "upper": known["upper"],
                }
            ),
            title=f"Section scores of {benchmark.focal_name}, with what unknown answers leave open",
            measure="Section score",
            unit="0 to 100",
            limits=(0, 100),
            decimals=1,
            mark="score on the known items",
            note="All scored items the country was asked, whether peers answered them or not.",
        )
    )
    show_chart(
        coverage_bars(
            pd.DataFrame(
                {
                    "section": sections["id"] + " " + sections["title"],
                    "n_known": sections["n_known"],
                    "n_unknown": sections["n_items"] - sections["n_known"],
                    "n_not_asked": sections["n_scored"] - sections["n_items"],
                }
            ),
            title=f"What is known of {benchmark.focal_name}, section by section",
            of=benchmark.focal_name,
        )
    )


def show_items(benchmark: Benchmark) -> None:
    """Show the code of every item the country was asked, with its evidence."""
    heading("Every item")
    codes = benchmark.focal_codes
    asked = codes[codes["code"] != "not_asked"]
    show_table(
        asked[["label", "section", "code", "evidence", "rationale"]],
        f"Codes of {benchmark.focal_name} and what they rest on",
        headers={
            "label": "Item", "section": "Section", "code": "Code", "evidence": "Evidence",
            "rationale": "Why",
        },
        targets={"section": "section-{}.html"},
    )  # fmt: skip


def show_other_sources(benchmark: Benchmark) -> None:
    """Show what other sources say of the country, with the instruments and links they name."""
    rows = benchmark.answers[benchmark.answers["iso3"] == benchmark.focal]
    if rows.empty:
        return
    heading("What other sources say")
    items = benchmark.codebook.item_table().set_index("item")
    table = rows.assign(label=rows["item"].map(items["label"])).sort_values(
        ["item", "year"], ascending=[True, False]
    )
    surveys = sorted(rows["survey"].unique())
    show_table(
        table[["label", "code", "fidelity", "survey", "instrument", "link", "collected_by"]],
        f"Answers on {benchmark.focal_name} by others",
        headers={
            "label": "Item", "code": "Code", "fidelity": "Fidelity", "survey": "Source",
            "instrument": "Instrument", "link": "Address", "collected_by": "Answered by",
        },
        links=("link",),
        missing="not given",
        note="Names and addresses as the source gives them; nobody here has opened them. "
        + "; ".join(f"{survey}: {benchmark.source_titles[survey]}" for survey in surveys)
        + ".",
    )  # fmt: skip


def show_indices(benchmark: Benchmark) -> None:
    """Show the country's latest values in published indices."""
    rows = benchmark.indices[
        (benchmark.indices["iso3"] == benchmark.focal)
        & benchmark.indices["index"].isin(_LATEST_INDICES)
    ]
    latest = rows.sort_values("year").drop_duplicates("index", keep="last").set_index("index")
    latest = latest.reindex([index for index in _LATEST_INDICES if index in latest.index])
    if latest.empty:
        return
    heading("Published indices")
    show_table(
        latest.reset_index()[["index", "year", "value", "unit", "source"]],
        f"Latest values of {benchmark.focal_name}",
        headers={
            "index": "Index", "year": "Year", "value": "Value", "unit": "Unit", "source": "Source",
        },
        formats={"value": ".3f"},
    )  # fmt: skip


def _own(benchmark: Benchmark, level: str) -> pd.DataFrame:
    rows = benchmark.full_scores
    own = rows[(rows["iso3"] == benchmark.focal) & (rows["level"] == level)]
    if level != "section":
        return own
    scored = benchmark.codebook.item_table().groupby("section")["item"].count()
    return own.assign(
        title=own["id"].map(benchmark.codebook.section_title), n_scored=own["id"].map(scored)
    )
