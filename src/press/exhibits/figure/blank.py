"""The place of a figure of which nothing may be shown: a small frame with one sentence, and no axes."""

from __future__ import annotations

import math
from collections.abc import Iterable

from press.exhibits import cells
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.kept import NOTHING
from press.exhibits.figure.style import TWO_COLUMNS, footnote, new_figure, write_instead
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, Row


def all_hidden(rows: Iterable[Row]) -> bool:
    """Whether none of these rows has a value to draw, and some have one that is not shown.

    >>> all_hidden([Row("safety", "rash", "", "", "count", math.nan, withheld="<5")]), all_hidden([])
    (True, False)
    """
    every = list(rows)
    return all(math.isnan(row.value) for row in every) and any(map(cells.kept_back, every))


def rows_at(ledger: Ledger, keys: Iterable[Key], statistic: str) -> list[Row]:
    """Return the rows of a statistic at several keys."""
    return [ledger[cells.row_id(key, statistic)] for key in keys]


def blank(name: str, title: str, origin: str) -> Exhibit:
    """Return the frame; its caption and its words say the same."""
    figure = new_figure(TWO_COLUMNS, 22)
    axes = figure.subplots()
    axes.set(xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set_visible(True)
    write_instead(axes, NOTHING)
    footnote(figure, origin)
    caption = Passage.filled(f"{NOTHING}.", Ledger(), origin)
    return Exhibit(name, figure, title, caption, caption.text)
