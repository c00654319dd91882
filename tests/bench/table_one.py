"""One Table 1 of invented patients with its tests and standardised differences, by this project or by tableone.

`table_one.py patients N FILE` keeps the patients; `table_one.py tableone|compendium FILE` prints the seconds of
processor time, the bytes of their frame and the most that was held beside it, in a process that held nothing else.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd

NUMBERS, ANSWERS, CATEGORIES = 6, 4, 2
LEVELS = ("a", "b", "c", "d", "e", "f")
GROUPS = ("responder", "non-responder")


def patients(n: int) -> pd.DataFrame:
    """Return n patients: six numbers with gaps, half of them skewed, four yes/no, two of six levels, and a group.

    >>> patients(10).shape
    (10, 13)
    """
    rng = np.random.default_rng(1)
    columns: dict[str, object] = {}
    for place in range(NUMBERS):
        drawn = np.round(rng.normal(50, 10, n), 1) if place % 2 else np.round(np.exp(rng.normal(5, 1, n)))
        columns[f"number_{place}"] = np.where(rng.random(n) < 0.05, np.nan, drawn)
    for place in range(ANSWERS):
        columns[f"answer_{place}"] = rng.random(n) < 0.1 + 0.2 * place
    for place in range(CATEGORIES):
        columns[f"level_{place}"] = rng.choice(LEVELS, n, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
    columns["group"] = np.where(rng.random(n) < 0.78, *GROUPS)
    return pd.DataFrame(columns)


def by_tableone(table: pd.DataFrame) -> None:
    """Make the table as a user of tableone would: rank tests for the numbers, chi-squared or Fisher for the others."""
    from tableone import TableOne

    names = [name for name in table if name != "group"]
    numbers = [name for name in names if name.startswith("number")]
    others = [name for name in names if name not in numbers]
    TableOne(table, columns=names, categorical=others, nonnormal=numbers, groupby="group", pval=True, smd=True)


def by_compendium(table: pd.DataFrame) -> None:
    """Make its rows as the first notebook does: overall and by group, with the standardised difference and a test."""
    from compendium.clinical.who_was_treated import describe_all
    from compendium.stats.compare import compare_levels, rank_test, smd
    from press.rows import Key

    key, groups = Key("bench"), table["group"]
    names = [name for name in table if name != "group"]
    describe_all(table, names, key)
    for level in groups.cat.categories:
        describe_all(table[groups == level], names, key)
    for name in names:
        smd(table[name], groups, key)
        if name.startswith("number"):
            rank_test(table[name], groups, key)
        else:
            compare_levels(table[name], groups, key, seed=1, replicates=2000)


def prepared(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table in the types that this project's reader gives: tableone takes text as it is."""
    categories = {name: LEVELS for name in table if name.startswith("level")} | {"group": GROUPS}
    typed = {name: pd.Categorical(table[name], categories=list(levels)) for name, levels in categories.items()}
    answers = {name: table[name].astype("boolean") for name in table if name.startswith("answer")}
    return table.assign(**typed, **answers)


def measure(by: str, file: str) -> None:
    """Measure one of the two."""
    table, make = pd.read_pickle(file), by_compendium if by == "compendium" else by_tableone
    make(table.head(1000))  # what is loaded at the first call is not what a table costs
    held, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    make(table)
    seconds = time.process_time() - begun
    unit = 1 if sys.platform == "darwin" else 1024
    beside = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * unit
    print(seconds, int(table.memory_usage(deep=True).sum()), beside)


if __name__ == "__main__":
    if sys.argv[1] == "patients":
        made = patients(int(sys.argv[2]))
        made.to_pickle(f"{sys.argv[3]}.tableone")
        prepared(made).to_pickle(f"{sys.argv[3]}.compendium")
    else:
        measure(*sys.argv[1:])
