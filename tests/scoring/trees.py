"""Frameworks from a line of text."""

import pandas as pd


def tree(text: str, **columns: object) -> pd.DataFrame:
    """Return the framework table of "id level parent weight, ...", "-" for no parent.

    The weight may be left out of all; `columns` are added.
    """
    rows = [node.split() for node in text.split(", ")]
    frame = pd.DataFrame(rows, columns=["id", "level", "parent", "weight"][: len(rows[0])])
    frame = frame.replace({"parent": {"-": ""}}).astype({"level": int})
    if "weight" in frame:
        frame = frame.astype({"weight": float})
    return frame.assign(**columns)
