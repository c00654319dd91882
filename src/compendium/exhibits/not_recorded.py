"""What was recorded of nobody is named once, below a table, in the place of lines of zeros and dashes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from compendium.clinical.antibodies import PANEL
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell
from press.rows import Key, Ledger
from press.rows.text import MISSING

NONE_HERE = "Nothing of this was recorded"


def of_nobody(ledger: Ledger, key: Key, groups: Sequence[str] = ("",)) -> bool:
    """Whether a variable is described in these groups and recorded in none of their patients.

    What is not shown is not said to be missing, nor is that of which there is another reason why it is not known.

    >>> rows = [Key("cohort", "ild").row("missing", 9, n=9), Key("cohort", "skin").row("missing", 8, n=9)]
    >>> [of_nobody(Ledger(rows), Key("cohort", name)) for name in ("ild", "skin")]
    [True, False]
    """
    rows = [ledger[cells.row_id(key.at(group=group), "missing")] for group in groups]
    if any(row.n is None or row.value != row.n for row in rows) or not any(row.n for row in rows):
        return False
    return all(_note(ledger, key.at(group=group)) != PANEL for group in groups)


def _note(ledger: Ledger, key: Key) -> str:
    at = cells.row_id(key, "percent")
    return ledger[at].note if at in ledger else ""


def without(
    lists: Mapping[str, Sequence[str]], lacking: Callable[[str], bool]
) -> tuple[dict[str, list[str]], list[str]]:
    """Part the variables of a table, by heading: those with a line, under the headings that are left, and the others.

    >>> without({"Features": ("skin", "ild"), "Antibodies": ("ab_ku",)}, lambda name: name != "skin")
    ({'Features': ['skin']}, ['ild', 'ab_ku'])
    """
    there = {heading: [name for name in names if not lacking(name)] for heading, names in lists.items()}
    left = [name for names in lists.values() for name in names if lacking(name)]
    return {heading: names for heading, names in there.items() if names}, left


def parted(
    ledger: Ledger, analysis: Key, lists: Mapping[str, Sequence[str]], groups: Sequence[str] = ("",)
) -> tuple[dict[str, list[str]], list[str]]:
    """Part variables as `without` does, by whether anybody in these groups of an analysis has them recorded."""
    return without(lists, lambda name: of_nobody(ledger, analysis.at(variable=name), groups))


def named(names: Iterable[str], words: str = "Not recorded") -> str:
    """Return the note that names variables; "" where there are none.

    >>> named(["raynaud", "ild"]), named([])
    ("Not recorded: Raynaud's phenomenon; Interstitial lung disease.", '')
    """
    listed = "; ".join(labels.label(name) for name in names)
    return f"{words}: {listed}." if listed else ""


def share(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """Write n/N (%); where the percentage could not be computed though something was counted, a note says why."""
    row = ledger[cells.row_id(key, "percent")]
    total = cells.value(ledger, key, "total")
    if row.withheld or not math.isnan(row.value) or math.isnan(total) or (total == 0 and row.note != PANEL):
        return cells.count_percent(ledger, key)
    counted = cells.count_of(ledger, key) if total else Cell(MISSING)
    return Cell(counted.text, (table.note(cells.sentence(row.note)),), (*counted.rows, row.id))
