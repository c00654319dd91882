"""What a stranger knows of every count who has read the result rows: its number, or what stands in its place.

The linked tables are built again from the text of the rows alone. Who reads it knows that "<5" is less than five, that
a count which is kept back is not none where none is printed, how many patients stand behind each mean, and that each
percentage is a count over a total.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from compendium.disclosure.classes import COUNTS, load_classes
from compendium.disclosure.counted import crossed_tables, tables, without_failed
from compendium.disclosure.groups import IN_ALL, UNDECIDED, Groups, read_groups
from compendium.disclosure.linked import RECORDED, YES, described
from compendium.disclosure.merging import COUNTED_AS
from compendium.disclosure.policy import Policy
from compendium.disclosure.solving import Floats, Rows
from compendium.disclosure.stages import Stated, Table
from press.rows import Ledger
from press.rows.rounded import rounded_from
from press.rows.row import FOLLOWS, Row

# A number that is not shown is stood for by one that no count can be, nor a sum or difference with it; all are whole in
# a float, or a count more would make no difference.
_BEYOND, _STEP, _NO_COUNT = 10**15, 2 * 10**7, 5 * 10**6
_BEHIND = ("mean", "sd", "median", "q1", "q3", "count", "total", "percent")  # statistics whose n is the number recorded
_SHARE = "percentage of the recorded"


@dataclass(frozen=True)
class Read:
    """A linked table as a stranger has it: between what each of its m counts lies, over k finest cells.

    parts: m x k. low, high: what is known before anything is made of the marks; marked: the most that a count can be
    by its own mark. small: whether it is marked as a small one. also: what else is known of the finest cells.
    """

    name: str
    counts: tuple[Stated, ...]
    parts: Floats
    low: Floats
    high: Floats
    marked: Floats
    small: tuple[bool, ...]
    also: tuple[Rows, ...]

    def rows_of(self, place: int) -> tuple[str, ...]:
        """Return the ids of the rows that print a count, its name where none does."""
        return self.counts[place].rows or (f"{self.name}: {self.counts[place].name}",)

    def secret(self, place: int) -> bool:
        """Whether the count is not told outright."""
        return bool(self.low[place] < self.high[place]) and not self.counts[place].known


@dataclass(frozen=True)
class _AsMarked(Policy):
    """A policy that takes a count for small where its mark says so: its number is not there to be looked at."""

    marked: frozenset[float] = frozenset()

    def small(self, count: float) -> bool:
        return count in self.marked


def read_tables(ledger: Ledger, policy: Policy) -> Iterator[Read]:
    """Yield every linked table of counts that can be told from released rows, as far as these tell it.

    Nothing is yielded where it is not even said how many patients there are.
    """
    apart = (row for row in ledger if not (row.withheld and row.note.startswith(COUNTED_AS)))
    rows = sorted(apart, key=lambda row: bool(row.withheld))  # of two rows on one count the one that shows it counts
    if not _says_how_many(ledger):
        return
    stood_for, hidden = _stand_for(rows)
    marked = frozenset(place for place, row in hidden.items() if row.withheld != FOLLOWS)
    known = _AsMarked(**vars(policy), marked=marked)
    groups = _groups(stood_for)
    reader = _Reader(ledger, hidden, known)
    first = list(tables(stood_for, groups, known))
    reader.look(first)
    marks = {row.id: row.withheld for row in hidden.values()}
    variables = described(stood_for, groups)
    joint = [table for table, _ in crossed_tables(stood_for, groups, marks)]
    reader.look(joint)
    for table in chain(first, joint):
        yield reader.read(table, _behind(ledger, table, groups) if table.name in variables else ())


def _stand_for(rows: Sequence[Row]) -> tuple[Ledger, dict[int, Row]]:
    """Return the rows with a number in the place of each count that is not shown, and which row each stands for."""
    kinds, hidden = load_classes(), dict[int, Row]()
    made = []
    for row in rows:
        if row.withheld and kinds[row] in COUNTS:
            number = -(_BEYOND + len(hidden) * _STEP)
            hidden[number] = row
            row = replace(row, value=float(number), withheld="")
        made.append(row)
    return without_failed(Ledger(made)), hidden


def _says_how_many(ledger: Ledger) -> bool:
    return IN_ALL in ledger and not ledger[IN_ALL].withheld


def groups_of(ledger: Ledger) -> Groups | None:
    """Return the groups that released rows describe, None where it is not said how many patients there are.

    The sizes that are not shown are no sizes.
    """
    return _groups(_stand_for(list(ledger))[0]) if _says_how_many(ledger) else None


def _groups(ledger: Ledger) -> Groups:
    """Return the groups; that nobody is undecided may be said although the sizes of the others are not."""
    found = read_groups(ledger)
    if "cohort.response.missing" in ledger and ledger.value("cohort.response.missing") == 0:
        response = {name: size for name, size in found.response.items() if name != UNDECIDED}
        both = {place: size for place, size in found.both.items() if place[0] != UNDECIDED}
        return replace(found, response=response, both=both)
    return found


class _Reader:
    """Reads tables off released rows; which marks say that somebody is there is settled by all tables first."""

    def __init__(self, ledger: Ledger, hidden: Mapping[int, Row], policy: Policy) -> None:
        self.ledger, self.hidden, self.policy = ledger, hidden, policy
        self.somebody: dict[str, bool] = {}

    def look(self, found: Sequence[Table]) -> None:
        """Where a whole block is kept back, as a grouping that is left out, its marks tell of nobody."""
        for table in found:
            blocks: dict[tuple[int, bool], list[str]] = {}
            for count in table.counts:
                blocks.setdefault((count.stage, count.spare), []).extend(count.rows)
            for rows in blocks.values():
                told = any(self.ledger[row].withheld != FOLLOWS for row in rows)
                self.somebody |= {row: self.somebody.get(row, False) or told for row in rows}

    def read(self, table: Table, also: Iterable[Rows]) -> Read:
        """Return one table with what is known of each of its counts."""
        parts = np.array([count.mask for count in table.counts], dtype=float)
        known = [self._limits(count) for count in table.counts]
        low, high, marked, small = zip(*known, strict=True)
        return Read(
            *(table.name, table.counts, parts, np.array(low), np.array(high), np.array(marked), small),
            (*_at_most(table), *also),
        )

    def _limits(self, count: Stated) -> tuple[float, float, float, bool]:
        if count.printed and abs(count.value) < _NO_COUNT:
            return float(count.value), float(count.value), float(count.value), False
        rows = [*count.rows, *([self.hidden[count.value].id] if count.value in self.hidden else [])]
        marks = {self.ledger[row].withheld for row in rows}
        least = self.policy.least if any(self.somebody.get(row, False) for row in rows) else 0
        if small := any(mark not in (FOLLOWS, "") for mark in marks):
            return float(self.policy.least), math.inf, float(self.policy.fewest - 1), small
        return float(least), math.inf, math.inf, small


def _at_most(table: Table) -> Iterator[Rows]:
    """Yield which sums of a table are no more than others."""
    if table.limits:
        ceiling = np.zeros(len(table.limits))
        yield np.array(table.limits, dtype=float), np.full_like(ceiling, -np.inf), ceiling


def _behind(ledger: Ledger, table: Table, groups: Groups) -> Iterator[Rows]:
    """Yield what the n beside a variable's rows and its percentages say of its counts."""
    masks = {count.name: count.mask.astype(float) for count in table.counts}
    for row in ledger.find(variable=table.name):
        if row.group not in groups.names or row.statistic not in _BEHIND:
            continue
        whole = masks.get(f"{RECORDED}, {row.group or 'all'}")
        if whole is None:
            continue
        if row.n is not None:
            yield np.array([whole]), np.array([float(row.n)]), np.array([float(row.n)])
        part = masks.get(f"{row.level or YES}, {row.group or 'all'}")
        if part is not None and row.statistic == "percent" and row.method == _SHARE and row.value == row.value:
            low, high = (share / 100 for share in rounded_from(row.value))
            forms: Any = np.array([part - low * whole, part - high * whole])
            yield forms, np.array([0.0, -np.inf]), np.array([np.inf, 0.0])
