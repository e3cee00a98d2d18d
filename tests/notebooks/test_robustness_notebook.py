"""The robustness notebook with a joint ranking, its choices read from a file."""

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.comparison import compare
from egovbench.robustness.uncertainty import analyse_uncertainty, find_variants

PEERS = "BEL,DEU,FRA,NLD"


@pytest.fixture(scope="module")
def executed(tmp_path_factory, run_notebook):
    folder = tmp_path_factory.mktemp("robustness")
    parameters = Parameters(replications=60, seed=5)
    benchmark = compare(peers=PEERS)
    drawn = analyse_uncertainty(find_variants(benchmark), parameters)
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
        "choices", "variants", "before_each_peer", "failed_variants",
        "sensitivity", "method_choices", "left_out", "peers_left_out", "weights", "coherence",
        "section_correlations", "index_correlations",
    }  # fmt: skip
    # every block is there
    text = shown(notebook)
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Score and rank of all countries",
        "Which choice matters",
        "One question, section or peer left out",
        "What the score is made of",
        "Beside published indices",
    ]
    assert "With the method varied in 60 ways on the same questions" in text
