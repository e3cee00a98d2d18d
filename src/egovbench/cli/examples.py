"""The examples below each command's help: what one would type, the plainest first."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "": (
        "egovbench compare LUX EST DNK",
        "egovbench run --focal EST --peers LVA,LTU,FIN",
        "egovbench template EST --out estonia.xlsx",
        "egovbench run --help",
    ),
    "ingest": (
        "egovbench ingest documents/",
        "egovbench ingest estonia.txt --country EST --masked data/raw",
        "egovbench ingest documents/ --report read.json --verbose",
    ),
    "code": ("egovbench code data/responses/LUX.csv",),
    "template": ("egovbench template EST --out estonia.xlsx",),
    "import": (
        "egovbench import gtmi indicators.csv --details details.csv",
        "egovbench import indices downloads/ --out indices.csv",
    ),
    "plan": (
        "egovbench plan --focal EST --peers oecd",
        "egovbench plan --config notebooks/runs/world.yml",
        "egovbench plan -p replications=200 -p fidelity=close --csv",
    ),
    "run": (
        "egovbench run",
        "egovbench run --focal EST --peers DNK,FIN --sections A,C",
        "egovbench run --lang fr --parameter fidelity=close",
        "egovbench run --config notebooks/runs/world.yml --jobs 4",
        "egovbench run --config outputs/lux-eu27/plan.json --force",
    ),
    "status": ("egovbench status lux-eu27", "egovbench status lux-eu27 --json"),
    "compare": (
        "egovbench compare LUX EST DNK",
        "egovbench compare LUX EST DNK --html lux-est-dnk.html --lang fr",
        "egovbench compare LUX EST --fidelity close --json",
    ),
    "composite": (
        "egovbench composite table.csv --framework framework.csv --out index.csv",
        "egovbench composite table.csv --framework framework.csv "
        "--normalise rank --aggregate gmean --out index.csv",
    ),
    "simulate": (
        "egovbench simulate --out outputs/simulation --replications 200 --seed 1",
        "egovbench simulate --choices choices.csv --out outputs/simulation",
    ),
    "gaps": ("egovbench gaps", "egovbench gaps --focal EST --peers eu27 --fidelity close"),
    "validate": ("egovbench validate", "egovbench validate --describe"),
}
"""By command; "" is the program itself."""


def epilog_of(command: str) -> str:
    """Return the examples of a command as the paragraphs of an epilog."""
    return "\n\n".join(["Examples:", *EXAMPLES[command]])
