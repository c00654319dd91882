"""Cells put into words: a heading with its n, a sentence below a table, and only what is shown of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from press.exhibits.table.layout import Cell
from press.rows.row import FOLLOWS, is_mark


def phrase(template: str, *parts: str | Cell) -> Cell:
    """Put cells (or texts) into a template, one for each `{}`, and keep the notes and rows of them all.

    >>> phrase("{} (n = {})", "All", Cell("123", rows=("cohort.n",)))
    Cell(text='All (n = 123)', marks=(), rows=('cohort.n',))
    """
    put = [part if isinstance(part, Cell) else Cell(part) for part in parts]
    marks = dict.fromkeys(mark for cell in put for mark in cell.marks)
    rows = dict.fromkeys(row for cell in put for row in cell.rows)
    return Cell(template.format(*(cell.text for cell in put)), tuple(marks), tuple(rows))


def together(template: str, *parts: Cell) -> Cell:
    """Put cells into a template as `phrase` does; where none of them is shown, the mark of the first stands for all.

    >>> together("{}/{}", Cell("<5"), Cell("60")).text, together("{} ({}, {})", Cell("*"), Cell("<5"), Cell("*")).text
    ('<5/60', '*')
    """
    put = phrase(template, *parts)
    return replace(put, text=parts[0].text) if all(is_mark(part.text) for part in parts) else put


def told(template: str, *parts: str | Cell) -> Cell:
    """Put cells into a sentence below a table as `phrase` does, where all are shown: else there is nothing to tell.

    >>> told("{} of {} events.", Cell("3"), Cell("20")).text, told("{} of {} events.", Cell("<5"), Cell("20")).text
    ('3 of 20 events.', '')
    """
    words = [part.text if isinstance(part, Cell) else part for part in parts]
    return Cell("") if any(is_mark(each) or FOLLOWS in each for each in words) else phrase(template, *parts)


def tested(method: str) -> tuple[str, str]:
    """Part the method of an adjusted p-value into its test and, as a sentence, what was adjusted for; "" where nothing.

    >>> tested("Fisher's exact test, Holm's adjustment over 3 tests (enzymes)")
    ("Fisher's exact test", "Adjusted p: Holm's adjustment over 3 tests (enzymes).")
    >>> tested("Fisher's exact test")
    ("Fisher's exact test", '')
    """
    found = re.fullmatch(r"(?P<test>.*), (?P<how>\S+ adjustment over \d+ tests?\b.*)", method, re.DOTALL)
    return (found["test"], f"Adjusted p: {found['how'].rstrip('.')}.") if found else (method, "")


def listed(parts: Iterable[Cell], between: str) -> Cell:
    """Put what is told one after the other, what is not left out."""
    some = [part for part in parts if part.text]
    return phrase(between.join(["{}"] * len(some)), *some)
