"""Texts that went wrong before they were handed over: read in the wrong encoding once, or with signs nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compendium.sources.cells import Cells
from compendium.sources.handed import Note
from compendium.sources.identifiers import masked

# UTF-8 that was read as Windows-1252 or Latin-1: the first byte of two or three, and what may follow it.
_MISREAD = re.compile("[ÂÃ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â€|Ã\u00a0|ï»¿|\u00e2\u0080")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_KINDS = (
    (_MISREAD, "read in a wrong encoding before it was handed over, as by Ã¨ for è; not repaired"),
    (re.compile("\ufffd"), "with a letter lost before it was handed over (�); not repaired"),
    (_UNSEEN, "with a control character, or one that turns or hides text; kept as it is"),
)
_SHOWN = 60


def garbled(cells: Cells) -> Iterator[Note]:
    """Yield a note for each column with such texts, its name included, on the first of them and their number.

    >>> cells = Cells("v", "v.csv", "", ("id", "note"), [["P1", "perchÃ©"], ["P2", "perché"]], [2, 3])
    >>> list(garbled(cells))[0][1:4]
    (2, 'note', 'perchÃ©')
    """
    for at, name in enumerate(cells.header):
        column = "\n".join((name, *(row[at] for row in cells.rows)))
        for kind, what in _KINDS:
            if kind.search(column):  # the column as one text first: nearly all have none
                yield _first(cells, at, kind, what)


def _first(cells: Cells, at: int, kind: re.Pattern[str], what: str) -> Note:
    name = cells.header[at]
    found = [(number, row[at]) for number, row in zip(cells.numbers, cells.rows, strict=True) if kind.search(row[at])]
    if kind.search(name):
        found.insert(0, (0, name))
    row, text = found[0]
    return (
        cells.place,
        row,
        name,
        masked(text)[:_SHOWN],
        f"{len(found)} texts {what}" if len(found) > 1 else f"a text {what}",
    )
