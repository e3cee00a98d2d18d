"""The commands: where each stands, and the examples below its help, the plainest first.

A command's module is imported when the command is asked for.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer

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
    "review": (
        "egovbench review LUX --out luxembourg.xlsx",
        "egovbench review LUX --compare first.xlsx second.xlsx --out settle.xlsx",
    ),
    "import": (
        "egovbench import gtmi WBG_GovTech_Dataset_Dec2025.xlsx",
        "egovbench import indices downloads/ --out indices.csv",
    ),
    "plan": (
        "egovbench plan --focal EST --peers oecd",
        "egovbench plan --config notebooks/runs/world.yml",
        "egovbench plan --replications 200 --fidelity close --csv",
    ),
    "run": (
        "egovbench run",
        "egovbench run --focal EST --peers DNK,FIN --sections A,C",
        "egovbench run --lang fr --fidelity close",
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
        "egovbench simulate table.csv --framework framework.csv --normalise minmax:0:100 "
        "--normalise rank --out outputs/simulation",
    ),
    "gaps": ("egovbench gaps", "egovbench gaps --focal EST --peers eu27 --fidelity close"),
    "validate": ("egovbench validate", "egovbench validate --describe"),
}
"""By command, in the order of the help; "" is the program itself."""

NAMES = tuple(name for name in EXAMPLES if name)

_MODULES = {
    **dict.fromkeys(("ingest", "code", "template", "import", "validate"), "data"),
    **dict.fromkeys(("plan", "run", "status"), "runs"),
}
"""Modules of commands that share one; any other command's is called like the command."""


def find_command(name: str) -> Any:
    """Return the command called `name`, ready to run; None where there is none."""
    if name not in NAMES:
        return None
    # Its function is called like the command; `import` is a word of Python's own.
    module = import_module(f"egovbench.cli.{_MODULES.get(name, name)}")
    function = getattr(module, "import_" if name == "import" else name)
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(name, epilog=epilog_of(name))(function)
    return typer.main.get_command(app)


def epilog_of(command: str) -> str:
    """Return a command's examples as the paragraphs of an epilog; of import the sources too."""
    paragraphs = ["Examples:", *EXAMPLES[command]]
    if command == "import":
        from egovbench.base import paths  # after --project is read

        # Each has a crosswalk; what reads them would have to import pandas.
        sources = sorted(path.stem for path in paths.CROSSWALKS.glob("*.yml"))
        paragraphs.append(f"Sources: {', '.join(sources)}.")
    return "\n\n".join(paragraphs)
