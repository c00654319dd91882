"""Which numbers in sentences of the paper are not what they were: changed, new, gone, or said in another way."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from press.rows.csv_text import from_csv

CHANGED, NEW, GONE, SAID = "changed", "new", "gone", "said otherwise"
Line = Mapping[str, str]  # one line of paper/sources.csv


@dataclass(frozen=True)
class Number:
    """One number of the paper that is not what it was.

    kind: CHANGED, NEW, GONE or SAID (the same result, written in another way). document, place: the text and its
    section, or "tables" or "figures" and which. then, now: as printed; then_value, now_value: as stored. notebook: what
    makes it; known: whether the result itself was there both then and now, so that a number that is new or gone is due
    to the text alone.
    """

    kind: str
    document: str
    place: str
    row: str
    then: str
    now: str
    then_value: str
    now_value: str
    notebook: str
    known: bool = True


def read_lines(path: Path) -> list[dict[str, str]]:
    """Return the lines of a CSV file by the names of its columns, each cell as it was before it was written as CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: from_csv(cell or "") for name, cell in line.items() if name} for line in csv.DictReader(file)]


def in_sentences(
    then: Sequence[Line], now: Sequence[Line], rows_then: Iterable[str], rows_now: Iterable[str]
) -> list[Number]:
    """Return the numbers of the sentences that differ, in the order of the present text, those that are gone last.

    then, now: the lines of paper/sources.csv; rows_then, rows_now: the id of every result there was and is.

    >>> line = {"document": "manuscript", "section": "Results", "id": "a.n", "format": "int", "notebook": "1"}
    >>> before, after = line | {"display": "12", "value": "12"}, line | {"display": "13", "value": "13"}
    >>> [(one.kind, one.then, one.now) for one in in_sentences([before], [after], ["a.n"], ["a.n"])]
    [('changed', '12', '13')]
    """
    both = set(rows_then) & set(rows_now)
    paired = _paired(then, now)
    return [found for old, new in paired if (found := _compared(old, new, both))]


def _paired(then: Sequence[Line], now: Sequence[Line]) -> list[tuple[Line | None, Line | None]]:
    """Pair what a section asks of one result then with what it asks of it now, in the order of reading."""
    old: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    new: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for lines, found in ((then, old), (now, new)):
        for line in lines:
            found[line["document"], line["section"], line["id"]].append(line)
    pairs: list[tuple[Line | None, Line | None]] = []
    for key in dict.fromkeys([*new, *old]):
        pairs += zip_longest(*_same_first(old[key], new[key]))
    return pairs


def _same_first(old: list[Line], new: list[Line]) -> tuple[list[Line], list[Line]]:
    """Put those first that are asked in the same format, so that a question that is new is not taken for an old one."""
    old_left, first_old, first_new, new_left = list(old), [], [], []
    for line in new:
        match = next((each for each in old_left if each["format"] == line["format"]), None)
        if match is None:
            new_left.append(line)
        else:
            old_left.remove(match)
            first_old.append(match)
            first_new.append(line)
    return first_old + old_left, first_new + new_left


def _compared(old: Line | None, new: Line | None, both: set[str]) -> Number | None:
    if old and new and (old["display"], old["format"]) == (new["display"], new["format"]):
        return None
    line = new or old
    assert line is not None
    kind = NEW if old is None else GONE if new is None else CHANGED
    if old and new and old["value"] == new["value"] and old["format"] != new["format"]:
        kind = SAID
    then, now = old or {}, new or {}
    printed = (then.get("display", ""), now.get("display", ""), then.get("value", ""), now.get("value", ""))
    return Number(kind, line["document"], line["section"], line["id"], *printed, line["notebook"], line["id"] in both)
