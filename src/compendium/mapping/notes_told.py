"""How the cells of a registry were read and what was not, in few lines: the same of many columns is one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compendium.sources.in_few_words import in_few_words
from press.ground.fault import FaultRecord, on_one_line

_OF_CELLS = re.compile(r"(\d+) cells?: (.+)")
_NAMED = 3  # columns are named up to so many


def lines_of_notes(notes: Iterable[FaultRecord]) -> Iterator[str]:
    """Yield the lines of notes on a file or its columns as a whole: first what is told once, then what cells became.

    >>> of = [FaultRecord("a.xlsx", 0, column, "", '2 cells: "sì" read as yes', "") for column in ("Artrite", "Rash")]
    >>> list(lines_of_notes([*of, FaultRecord("a.xlsx", 0, "", "E5", "1 cell coloured; colour is not read", "")]))
    ['a.xlsx: E5 - 1 cell coloured; colour is not read', '4 cells: "sì" read as yes (Artrite, Rash)']
    """
    became: dict[str, list[tuple[int, str]]] = {}
    for note in notes:
        if cells := _OF_CELLS.fullmatch(note.rule):
            became.setdefault(cells[2], []).append((int(cells[1]), note.column))
            continue
        place = ", ".join([note.file, *([note.column] if note.column else [])])
        yield on_one_line(f"{place}: {f'{note.value} - ' if note.value else ''}{note.rule}")
    for said, found in sorted(became.items(), key=lambda each: -sum(number for number, _ in each[1])):
        number = sum(each for each, _ in found)
        columns = list(dict.fromkeys(column for _, column in found))
        yield on_one_line(f"{number:,} cell{'s' * (number != 1)}: {said} ({in_few_words(columns, _NAMED)})")
