"""How often an outcome was not recorded at a visit: the percentages as a map of colours, and how many were seen."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from compendium.clinical.outcomes import outcomes
from compendium.clinical.who_was_treated import ANALYSIS
from compendium.exhibits import labels
from compendium.registry.codebook import load_codebook
from press.exhibits import cells
from press.exhibits.figure.style import SMALLEST
from press.rows import Key, Ledger, Row, slug, text


def percentages(ledger: Ledger) -> tuple[pd.DataFrame, dict[str, str]]:
    """The rows of the percentages, one line an outcome and one column a visit, and how many were seen at each visit.

    How many were seen is written; where no outcome's row states it, it is not shown.
    """
    visits = load_codebook().variable("visit", "visits").levels
    names = [variable.name for variable in outcomes()]
    table = pd.DataFrame(
        {visit: [ledger[_missing_id(name, visit)] for name in names] for visit in visits},
        index=[labels.label(name) for name in names],
    )
    return table, {visit: _seen(table[visit]) for visit in visits}


def _seen(rows: Iterable[Row]) -> str:
    return cells.n_behind(max(rows, key=lambda row: row.n is not None))


def _missing_id(outcome: str, visit: str) -> str:
    key: Key = ANALYSIS.at(variable="missing", level=outcome, group=slug(visit))
    return cells.row_id(key, "percent")


def heatmap(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the percentages that `rows` state; where one is not shown, what stands in its place."""
    table = rows.map(lambda row: row.value)
    darkest = 100 if (table > 60).any(axis=None) else 60
    sns.heatmap(
        table,
        ax=axes,
        annot=table.map(lambda value: text.number(value, 0)),
        fmt="",
        cmap="Blues",
        vmin=0,
        vmax=darkest,
        linewidths=0.8,
        linecolor="white",
        cbar_kws={"label": "Patients seen without a value, %", "shrink": 0.8},
        annot_kws={"fontsize": SMALLEST},
    )
    for line, held in enumerate(rows.to_numpy()):
        for place, row in enumerate(held):
            axes.text(place + 0.5, line + 0.5, row.withheld, ha="center", va="center", fontsize=SMALLEST)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(length=0)
