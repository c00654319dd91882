"""One cell, one cause: what is wrong with a cell only because of something that is told of it already is left out."""

from __future__ import annotations

from collections.abc import Iterable

from press.ground.fault import FaultRecord

# How the rules begin that explain whatever else is wrong with a cell, the one that counts most first.
_EXPLAINING = (
    "nothing that tells who a patient is",
    "no signs that cannot be seen",
    "letters of one script in a word",
)


def one_cause(records: Iterable[FaultRecord]) -> list[FaultRecord]:
    """Return faults without those of a cell in which another fault explains them.

    >>> level = FaultRecord("a.csv", 2, "sex", "mаle", "one of female, male", "write one of these exactly")
    >>> letter = FaultRecord("a.csv", 2, "sex", "mаle", "letters of one script in a word; here ...", "type it anew")
    >>> one_cause([level, letter]) == [letter]
    True
    """
    found = list(records)
    rank: dict[tuple[str, int, str], int] = {}
    for record in found:
        rank[_cell(record)] = min(_rank(record), rank.get(_cell(record), len(_EXPLAINING)))
    return [record for record in found if _rank(record) == rank[_cell(record)]]


def _cell(record: FaultRecord) -> tuple[str, int, str]:
    return record.file, record.row, record.column


def _rank(record: FaultRecord) -> int:
    """Return the place of a fault's rule among those that explain others; of any other rule the last."""
    return next((at for at, start in enumerate(_EXPLAINING) if record.rule.startswith(start)), len(_EXPLAINING))
