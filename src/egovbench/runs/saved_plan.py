"""plan.json: a run's plan as it was carried out, to look up, to continue and to repeat."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from egovbench.base.errors import EgovbenchError, InputError
from egovbench.base.files import write_text
from egovbench.base.parameters import OUTPUT
from egovbench.runs.naming import check_name
from egovbench.runs.plan import Plan, Report, tables_folder

PLAN = "plan.json"


def write_plan(plan: Plan, root: Path) -> None:
    """Write the plan into the run's folder, with paths relative to `root` where they lie in it."""
    content = {
        "run": plan.run,
        "title": plan.title,
        "parameters": dict(plan.parameters),
        "cell_timeout": plan.cell_timeout,
        "reports": [_entry(report, root) for report in plan.reports],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = plan.folder / PLAN
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


def read_plan(path: Path, root: Path) -> Plan:
    """Return the plan at `path`, whose folder is the run's; notebooks are found from `root`.

    Raises InputError when there is none or it is not one of ours.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        folder = path.parent.resolve()
        tables = tables_folder(folder, root)
        reports = tuple(_report(entry, tables, root) for entry in content.pop("reports"))
        return Plan(folder=folder, reports=reports, **content)
    except FileNotFoundError:
        beside = sorted(plan.parent.name for plan in path.parent.parent.glob(f"*/{PLAN}"))
        known = f"; runs there: {', '.join(beside)}" if beside else ""
        raise InputError(path, f"there is no such run; its plan does not exist{known}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EgovbenchError):
        raise InputError(path, "not the plan of a run") from None


def _entry(report: Report, root: Path) -> dict[str, Any]:
    entry = asdict(report)
    notebook = report.notebook.resolve()
    inside = notebook.is_relative_to(root.resolve())
    entry["notebook"] = notebook.relative_to(root.resolve()).as_posix() if inside else str(notebook)
    # It follows from where the run is, and that may be another place when it is read.
    entry["parameters"] = {
        name: None if name == OUTPUT else value for name, value in report.parameters.items()
    }
    return entry


def _report(entry: dict[str, Any], tables: str, root: Path) -> Report:
    name = check_name("reports", entry["name"])
    parameters = {
        parameter: f"{tables}/{name}" if parameter == OUTPUT else value
        for parameter, value in entry["parameters"].items()
    }
    compared = entry["compared"]
    return Report(
        name=name,
        notebook=root / entry["notebook"],
        parameters=parameters,
        varied=tuple(entry["varied"]),
        label=entry["label"],
        group=entry["group"],
        compared=None if compared is None else tuple(compared),
    )
