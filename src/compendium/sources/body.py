"""Which rows below the names are rows of the table: not totals, not the names again, not the notes below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median

from compendium.sources.grid import is_value

# A first cell that says that the row counts or averages the others, in English and Italian.
_TOTALS = re.compile(
    r"(?:(?:grand |sub)?total[ei]?|media|mediana|mean|median|average|somma|sum|conteggio|count"
    r"|deviazione standard|standard deviation|dev\.? ?st\.?|st\.? ?dev\.?)"
    r"[\s:=]*(?:\(.*\)|±.*|(?:dei |di |of )?(?:pazienti|patients|visits|visite))?[\s:=.]*"
)
_SHORT_TOTALS = {"sd", "ds", "n", "min", "max"}  # which may be a patient's initials as well
_RUNS = ((re.compile(r"[^\W\d_]+"), "A"), (re.compile(r"\d+"), "9"))

TOTAL = "counts or averages the rows of the table, by its first cell; not read as a row"
AGAIN = "names the columns again; not read as a row"
ALONE = "only its first cell is filled, and not with an id like the others; not read as a row"
BELOW = "stands below the table, without an id like those above; not read as a row"


@dataclass(frozen=True)
class Body:
    """Positions of the rows of the table, of blank rows between them, and of the others with what they are instead."""

    kept: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


def find_body(rows: Sequence[Sequence[str]], names: Sequence[str]) -> Body:
    """Return which of the rows below the header are rows of the table; `names` is the header as it stands.

    A blank row ends nothing: patients may follow. The table ends with its last row whose id is like those above it or
    that has about as many filled cells, and with what follows directly and has an id. What stands lower is left out,
    and said. The ids are those of the first column that is at least half as full as the fullest.

    >>> find_body([["P1", "1240"], ["", ""], ["P2", "310"], ["Media", "775"], ["", "in U/L"]], ["ID", "CK"])
    Body(kept=[0, 2], blank=[1], left_out=[(3, 'counts or averages the rows of the table, by its first cell; \
not read as a row'), (4, 'stands below the table, without an id like those above; not read as a row')])
    """
    filled = [_filled(row) for row in rows]
    at_ids = _column_of_ids(rows)
    ids = [row[at_ids].strip() for row in rows]
    left_out = {at: why for at, row in enumerate(rows) if filled[at] and (why := _what_else(row, names, ids, at_ids))}
    usual = median([number for at, number in enumerate(filled) if number and at not in left_out] or [0])
    least = max(usual / 2, min(usual, 2))  # cells of a row of the table, whatever its id
    known = {_shape(ids[at]) for at in range(len(rows)) if ids[at] and at not in left_out and filled[at] >= least}
    standing = [at for at in range(len(rows)) if filled[at] and at not in left_out]
    last = max((at for at in standing if ids[at] and (_shape(ids[at]) in known or filled[at] >= least)), default=-1)
    follows = range(last + 1, len(rows)) if last >= 0 else range(0)
    last += len(list(takewhile(lambda at: ids[at] and filled[at] > 1 and at not in left_out, follows)))
    goes_on = any(not ids[at] for at in standing if at < last)
    for at in standing:
        if at > last >= 0 and not (_follows(at, last, filled) and (goes_on or filled[at] >= least)):
            left_out[at] = BELOW
        elif at < last and ids[at] and filled[at] == 1 < usual and _shape(ids[at]) not in known:
            left_out[at] = ALONE
    kept = [at for at in standing if at not in left_out]
    end = max(kept, default=-1)
    blank = [at for at in range(end) if not filled[at]]
    return Body(kept, blank, sorted(left_out.items()))


def _column_of_ids(rows: Sequence[Sequence[str]]) -> int:
    full = [_filled(column) for column in zip(*rows, strict=True)]
    return next((at for at, number in enumerate(full) if 2 * number >= max(full)), 0)


def _filled(cells: Iterable[str]) -> int:
    return sum(map(bool, map(str.strip, cells)))


def _follows(at: int, last: int, filled: Sequence[int]) -> bool:
    """Whether no blank row stands between this row and the last one with an id."""
    return all(filled[last + 1 : at])


def what_else(row: Sequence[str], names: Sequence[str], ids: Sequence[str]) -> str:
    """Return what a row is that is no row of a table whose first column holds the ids `ids`; "" where it may be one.

    >>> what_else(["Totale", "25"], ["ID", "CK"], ["P1"]), what_else(["ID", "CK"], ["ID", "CK"], [])
    ('counts or averages the rows of the table, by its first cell', 'names the columns again')
    """
    return _what_else(row, names, ids, 0).partition(";")[0] if any(map(str.strip, row)) else ""


def _what_else(row: Sequence[str], names: Sequence[str], ids: Sequence[str], at_ids: int) -> str:
    """Return what a row is that is no row of the table; "" where it may be one."""
    if row[at_ids].strip() == names[at_ids] and [cell.strip() for cell in row] == list(names) and len(names) > 1:
        return AGAIN
    at, first = next((at, cell.strip()) for at, cell in enumerate(row) if cell.strip())
    if at > at_ids + 1:  # a level, such as "media" of a severity, in a row whose id is missing
        return ""
    others = [cell for cell in row[at + 1 :] if cell.strip()]
    if not all(map(is_value, others)):  # a table of variables has such names, and words beside them
        return ""
    if _TOTALS.fullmatch(first.casefold()):
        return TOTAL
    word = first.casefold().rstrip(":=. ")
    if word not in _SHORT_TOTALS or at != at_ids:
        return ""
    initials = any(len(each) == len(word) and each.isalpha() and each != first for each in ids)
    return "" if initials else TOTAL


def _shape(text: str) -> str:
    """Return a text with its runs of letters and of digits each as one sign: ids of one registry are alike in it."""
    for run, sign in _RUNS:
        text = run.sub(sign, text)
    return text


def in_words(numbers: Collection[int], most: int = 8) -> str:
    """Return row numbers for a message, the first few of them.

    >>> in_words([7]), in_words([7, 9]), in_words(range(2, 30), most=3)
    ('row 7', 'rows 7, 9', 'rows 2, 3, 4 and 25 more')
    """
    shown = ", ".join(map(str, list(numbers)[:most]))
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return f"{'row' if len(numbers) == 1 else 'rows'} {shown}{more}"
