"""Which numbers of tables and figures are not what they were, as they are printed there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from press.changes.numbers import CHANGED, GONE, NEW, SAID, Number
from press.exhibits.figure.kept import read_figure
from press.exhibits.places import FIGURES, TABLES
from press.exhibits.table.kept import read_table

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_PART = re.compile(r"(?<=[.;])\s+")  # an alternative text says one thing after the other


Cells = Mapping[str, tuple[tuple[str, frozenset[str]], ...]]  # by table, the words of a cell with all that it prints


@dataclass(frozen=True)
class Printed:
    """What exhibits say: of each result the cells of tables that print it, of each figure its alternative text."""

    cells: Mapping[str, Cells] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


def read_printed(root: Path) -> Printed:
    """Read every kept table and figure of a project."""
    cells: dict[str, dict[str, tuple[tuple[str, frozenset[str]], ...]]] = defaultdict(dict)
    for path in sorted((root / TABLES).glob("*.json")):
        for line in read_table(path).lines:
            for cell in line.cells:
                for row in cell.rows:
                    before = cells[row].get(path.stem, ())
                    cells[row][path.stem] = (*before, (cell.text, frozenset(cell.rows)))
    figures = {path.stem: read_figure(path).alt for path in sorted((root / FIGURES).glob("*.json"))}
    return Printed(dict(cells), figures)


def in_tables(
    then: Printed, now: Printed, then_rows: Mapping[str, str], now_rows: Mapping[str, str], makers: Mapping[str, str]
) -> Iterator[Number]:
    """Yield the results that tables print otherwise than they did; digits that no table prints change nothing.

    then_rows, now_rows: each result's value by its id; makers: the notebook that makes it.
    """
    for row in dict.fromkeys([*now.cells, *then.cells]):
        was, shown = then.cells.get(row, {}), now.cells.get(row, {})
        old, new = _words(was), _words(shown)
        if set(old) == set(new):
            continue
        before, after = then_rows.get(row, ""), now_rows.get(row, "")
        kind = NEW if not old else GONE if not new else CHANGED
        if kind == CHANGED and before == after:
            if any(then_rows.get(each) != now_rows.get(each) for each in _beside(was) | _beside(shown)):
                continue  # another number of the cell changed, and is told by itself
            kind = SAID
        places = ", ".join(each for each in dict.fromkeys([*was, *shown]) if was.get(each) != shown.get(each))
        said = (" | ".join(old), " | ".join(new))
        known = row in then_rows and row in now_rows
        yield Number(kind, "tables", places, row, *said, before, after, makers.get(row, ""), known)


def _words(cells: Cells) -> list[str]:
    """How a result is printed in its cells, each way once."""
    return list(dict.fromkeys(words for of_table in cells.values() for words, _ in of_table))


def _beside(cells: Cells) -> set[str]:
    """All results that stand in the cells of one."""
    return {each for of_table in cells.values() for _, rows in of_table for each in rows}


def in_figures(then: Printed, now: Printed, makers: Mapping[str, str]) -> Iterator[Number]:
    """Yield where the alternative texts of figures have other numbers; makers: the notebook that makes a figure.

    >>> old, new = Printed(figures={"f": "DM: 0.28; PM: 1.2."}), Printed(figures={"f": "DM: 0.31; PM: 1.2."})
    >>> [(one.kind, one.place, one.then, one.now) for one in in_figures(old, new, {})]
    [('changed', 'f', 'DM: 0.28;', 'DM: 0.31;')]
    """
    for name in dict.fromkeys([*now.figures, *then.figures]):
        old, new = (_PART.split(each.figures[name]) if name in each.figures else [] for each in (then, now))
        for how, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
            if how == "equal" or _numbers(old[a:b]) == _numbers(new[c:d]):
                continue
            for before, after in zip_longest(old[a:b], new[c:d], fillvalue=""):
                kind = NEW if not before else GONE if not after else CHANGED
                yield Number(kind, "figures", name, "", before, after, "", "", makers.get(name, ""), False)


def _numbers(parts: Iterable[str]) -> list[str]:
    return [number for part in parts for number in _NUMBER.findall(part)]
