"""The robustness notebook with a joint ranking, its choices read from a file."""

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.comparison import compare
from egovbench.robustness.uncertainty import analyse_uncertainty, build_link_sets

PEERS = "BEL,DEU,FRA,NLD"


@pytest.fixture(scope="module")
def executed(tmp_path_factory, run_notebook):
    folder = tmp_path_factory.mktemp("robustness")
    parameters = Parameters(replications=60, seed=5)
    benchmark = compare(peers=PEERS)
    drawn = analyse_uncertainty(build_link_sets(benchmark), parameters)
    drawn.drawn.to_csv(folder / "given.csv", index=False, lineterminator="\n")
    notebook = run_notebook(
        "robustness",
        folder,
        peers=PEERS,
        choices=str(folder / "given.csv"),
        output_dir=str(folder / "tables"),
    )
    return notebook, folder, drawn


def shown(notebook):
    return "\n".join(
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "text/plain" in output.get("data", {})
    )


def test_choices_tables_and_blocks_come_out(executed):
    notebook, folder, drawn = executed
    assert (folder / "tables" / "choices.csv").read_bytes() == (folder / "given.csv").read_bytes()
    variants = pd.read_csv(folder / "tables" / "variants.csv")
    assert variants["mean_rank"].to_list() == pytest.approx(drawn.countries["mean_rank"].to_list())
    # every table that it is about is saved
    saved = {path.stem for path in (folder / "tables").glob("*.csv")}
    assert saved == {
        "choices", "variants", "variants_by_links", "before_each_peer", "failed_variants",
        "sensitivity", "method_choices", "left_out", "peers_left_out", "weights", "coherence",
        "section_correlations", "index_correlations",
    }  # fmt: skip
    # every block is there and the appendix names the file
    text = shown(notebook)
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Score and rank over variants of the method",
        "Luxembourg before each peer",
        "Which choice matters",
        "Ranks that the bounds of the codes leave open",
        "Other choices of method, one at a time",
        "One item or part left out",
        "Declared and effective weights",
        "Coherence",
        "Beside published indices",
        "How this was computed",
    ]
    assert "over 60 variants of the method" in text
    assert "60 replications, read from given.csv" in text
    assert "the seed 20240101" in text
