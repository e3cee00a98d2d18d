"""Invented frameworks and answers."""

import numpy as np
import pandas as pd

from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Framework, read_framework

N = np.nan


def framework(nodes: str, **weights: float) -> Framework:
    """Return the framework of nodes as "a:g b:g g:": each id with its parent; all weigh 1."""
    parents = dict(each.split(":") for each in nodes.split())
    level = {node: 1 for node in parents if node not in parents.values()}
    for node in (each for each in parents if each not in level):
        level[node] = 1 + max(level[child] for child, parent in parents.items() if parent == node)
    rows = [(node, level[node], parent, weights.get(node, 1.0)) for node, parent in parents.items()]
    table = pd.DataFrame(rows, columns=["id", "level", "parent", "weight"])
    return read_framework(table.assign(minimum=0.0, maximum=1.0))


def answers(values: list[list[float]]) -> Answers:
    """Return answers of the units Q0, Q1 and so on, all of them asked everything."""
    units = tuple(f"Q{number}" for number in range(len(values)))
    return Answers(units, np.array(values), np.ones(np.shape(values), dtype=bool))
