"""What is wrong, grouped by what to do: one cause in six thousand cells is one line with three examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from compendium.registry.causes import likely_cause
from press.ground.fault import FaultRecord, on_one_line
from press.ground.listed import listed

_SHOWN_EACH = 3  # faults of one kind up to so many are each told in full; of more, so many are examples
_NAMES = 4  # columns and files are named up to so many
_OF_THE_CELL = re.compile(
    r"""\([^()]*\d[^()]*\)|'[^']*'|"[^"]*"|\b\d{4}-\d\d-\d\d\b|\b\d+(\.\d+)?\b|\b[\w.-]+/\w+\.csv\b"""
)


@dataclass(frozen=True)
class Group:
    """Faults that break one kind of rule, in the order of files and rows; `cause` may be "" where none is seen."""

    records: tuple[FaultRecord, ...]
    cause: str

    @property
    def rule(self) -> str:
        """The rule in the words of the first fault."""
        return self.records[0].rule

    @property
    def action(self) -> str:
        """What to do: of all faults, or as the first says where each says it of its own value."""
        actions = Counter(record.action for record in self.records)
        if len(actions) == 1:
            return self.records[0].action
        return f"each in its way ({self.records[0].file}, row {self.records[0].row}: {self.records[0].action})"


def kind_of(rule: str) -> str:
    """Return a rule without what it says of one cell alone: numbers and dates, quoted words, files.

    >>> kind_of("not before first_symptom_on (2012-01-10)") == kind_of("not before first_symptom_on (2011-11-30)")
    True
    """
    return _OF_THE_CELL.sub("…", rule)


def grouped(records: Iterable[FaultRecord]) -> list[Group]:
    """Return faults in groups of one kind of rule, those with most faults first; ranges differ between columns.

    >>> faults = [FaultRecord("a/patients.csv", row, "skin", "1", "yes or no", "write it so") for row in (2, 3)]
    >>> [(len(group.records), group.rule) for group in grouped(faults)]
    [(2, 'yes or no')]
    """
    kinds: dict[tuple[str, str], list[FaultRecord]] = {}
    for record in sorted(records):
        of_column = "" if record.rule.startswith("yes or no") or not record.row else record.column
        kinds.setdefault((kind_of(record.rule), of_column), []).append(record)
    groups = [Group(tuple(found), likely_cause(found)) for found in kinds.values()]
    return sorted(groups, key=lambda group: (-len(group.records), group.records[0]))


def lines_of(records: Sequence[FaultRecord], *, kept: bool = False) -> Iterator[str]:
    """Yield the lines of a message: kinds with many faults first, then the single ones, file by file.

    `kept` says that these are values hardly true, which are kept: what is odd about them is told, and no rule.

    >>> list(lines_of([FaultRecord("a/visits.csv", 3, "ck", "5", "unusual below 10 U/L", "")], kept=True))
    ['a/visits.csv', '  row 3, ck: 5 - unusual below 10 U/L']
    """
    groups = grouped(records)
    for group in groups:
        if len(group.records) > _SHOWN_EACH:
            yield from _of_many(group, kept)
    single = [
        (record, group.cause) for group in groups if len(group.records) <= _SHOWN_EACH for record in group.records
    ]
    single.sort()
    for file, of_file in groupby(single, key=lambda pair: pair[0].file):
        yield on_one_line(file)
        yield from (f"  {_kept(record) if kept else _with_cause(record, cause)}" for record, cause in of_file)


def _with_cause(record: FaultRecord, cause: str) -> str:
    return f"{record.line()} Likely cause: {cause}." if cause else record.line()


def _kept(record: FaultRecord) -> str:
    place = ", ".join([f"row {record.row}" if record.row else "the file", record.column]).removesuffix(", ")
    return on_one_line(f"{place}: {record.value} - {record.rule}" if record.value else f"{place}: {record.rule}")


def _of_many(group: Group, kept: bool) -> Iterator[str]:
    records = group.records
    columns = named(record.column for record in records if record.column)
    files = named(record.file for record in records)
    yield on_one_line(f"{counted(len(records), 'time')} {f'in {columns}, ' if columns else ''}in {files}")
    yield on_one_line(f"  {group.rule}" if kept else f"  the rule: {group.rule}")
    several = len({record.column for record in records}) > 1
    for record in _examples(records):
        place = f"{record.file}, row {record.row}" + (f", {record.column}" if several else "")
        yield on_one_line(f'  for example {place}: "{record.value}"' if record.value else f"  for example {place}")
    if group.cause:
        yield on_one_line(f"  likely cause: {group.cause}")
    if not kept:
        yield on_one_line(f"  What to do: {group.action}")


def _examples(records: Sequence[FaultRecord]) -> list[FaultRecord]:
    """Return three faults, with different values where there are."""
    different = {record.value: record for record in reversed(records)}
    chosen = sorted(different.values())[:_SHOWN_EACH]
    return sorted([*chosen, *(record for record in records if record not in chosen)][:_SHOWN_EACH])


def named(names: Iterable[str]) -> str:
    """Return names once each, in order, the first few of them.

    >>> named(["ck", "ldh", "ck"]), named("abcdef"), named([])
    ('ck and ldh', 'a, b, c and 3 more', '')
    """
    found = list(dict.fromkeys(names))
    if len(found) > _NAMES:
        return f"{', '.join(found[: _NAMES - 1])} and {len(found) - _NAMES + 1} more"
    return listed(found)


def counted(number: int, word: str) -> str:
    """Return a number with its word.

    >>> counted(1, "fault"), counted(6000, "time")
    ('1 fault', '6,000 times')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
