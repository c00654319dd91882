"""Checkboxes, of which an empty one may mean no or that nobody looked: a form that was touched tells the two apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.mapping.column_reading import Column, by_row
from compendium.mapping.outcome import Outcome, refused
from compendium.mapping.statement import Notation, Rule
from compendium.mapping.word_grammar import read_ticks, read_yes_no
from compendium.sources.cells import Cells

_STATUS, OF_CODE = "_complete", "___"  # how REDCap names the state of a form, and the column of a choice
_NOT_STARTED = ("", "0", "Incomplete")


def read_boxes(rule: Rule, cells: Cells, taken: Sequence[int]) -> Column:
    """Return the level whose box is ticked in each row; no box ticked is a missing value, two are a fault."""
    return by_row(rule, cells, taken, lambda row: read_ticks(row, rule.boxes))


def read_checkbox(rule: Rule, cells: Cells, taken: Sequence[int]) -> Column:
    """Return yes where one of the boxes is ticked; else no, or what the rule says of a form that nobody filled in.

    Such a form is not started by its status, and has no tick among all boxes of the same question.
    """
    beside = tuple(name for name in cells.header if any(_question(name) == _question(own) for own in rule.columns))
    status = rule.status or status_column(cells)
    asked = replace(rule, columns=tuple(dict.fromkeys((*rule.columns, *beside))), status=status)
    column = by_row(asked, cells, taken, lambda row: _ticked(row, rule, status))
    column.names = [", ".join(rule.columns)] * len(taken)
    return column


def status_column(cells: Cells) -> str:
    """Return the one column that tells the state of the form, "" where there is none or more than one.

    >>> status_column(Cells("visit", "export.csv", "", ("record_id", "visit_complete"), [], []))
    'visit_complete'
    """
    found = [name for name in cells.header if name.endswith(_STATUS)]
    return found[0] if len(found) == 1 else ""


def _question(name: str) -> str:
    return name.partition(OF_CODE)[0] if OF_CODE in name else name


def _ticked(row: dict[str, str], rule: Rule, status: str) -> Outcome:
    ticks = {name: read_yes_no(cell, Notation(), {}) for name, cell in row.items() if name != status and cell.strip()}
    if any(tick.uncovered for tick in ticks.values()):
        return refused("boxes that are ticked or not (1 or 0)", "correct the cell, or name the columns of the boxes")
    if any(ticks[name].text == "yes" for name in rule.columns if name in ticks):
        return Outcome("yes")
    if row[status].strip() not in _NOT_STARTED or any(tick.text == "yes" for tick in ticks.values()):
        return Outcome("no")
    said = f"no box ticked in a form that was not started read as {rule.untouched}"
    return Outcome("no" if rule.untouched == "no" else "", (said,))
