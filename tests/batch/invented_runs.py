"""What the tests of batches share: invented parameters, a finding, and names of fixtures' types."""

from collections.abc import Callable
from pathlib import Path

from egovbench.batch.plan import Plan

DECLARED = """\
# An invented notebook's parameters
focal: str = "LUX"
peers: str | list[str] = "eu27"
survey: str = "msq2024"
fidelity: str = "close"
items: str = "common"
min_share: float = 1.0
gtmi_zero: str = "no"
output_dir: str = "outputs/notebooks"
"""
FINDING = """\
from IPython.display import display
text = f"Invented finding about {focal}"
html = f"<p class='finding'><strong>{text}</strong></p>"
finding = {"text": text}
display(
    {"text/html": html, "text/plain": text, "application/vnd.egovbench.finding+json": finding},
    raw=True,
)
"""
TITLES = {section: f"Invented section {section}" for section in "ABCDEFG"}

WriteNotebook = Callable[..., Path]
MakePlan = Callable[..., Plan]
