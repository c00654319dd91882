"""Everything that is wrong with a registry, in one message: file by file, and long runs of one fault in few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from press.ground.fault import FaultRecord, SpreadsheetFault, on_one_line

_SHOWN_IN_FULL = 8  # a whole column written wrongly: this many rows are shown with their values, the others by number


class RegistryFault(SpreadsheetFault):
    """Everything that is wrong with a registry, at once. `records` holds every fault, sorted by file and row.

    >>> print(RegistryFault("data", [FaultRecord("pisa/visits.csv", 0, "", "", "not empty", "send it again")]))
    The registry in data cannot be used: 1 fault in 1 file.
    pisa/visits.csv
      the file: the rule: not empty. What to do: send it again.
    """

    def __init__(self, origin: str, records: Iterable[FaultRecord]) -> None:
        found = sorted(set(records))
        faults, files = _count(len(found), "fault"), _count(len({record.file for record in found}), "file")
        head = f"The registry in {on_one_line(origin)} cannot be used: {faults} in {files}."
        super().__init__(found, "\n".join([head, *_lines(found)]))


def row_spans(rows: Sequence[int]) -> str:
    """Return row numbers in few words.

    >>> row_spans([3, 4, 5, 9]), row_spans([7])
    ('rows 3-5, 9', 'row 7')
    """
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"{'row' if len(rows) == 1 else 'rows'} {listed}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _lines(records: Sequence[FaultRecord]) -> list[str]:
    """Return the message file by file; long runs of one fault in one column are shortened to their row numbers."""
    lines: list[str] = []
    for file, in_file in groupby(records, key=lambda record: record.file):
        lines.append(on_one_line(file))
        groups: dict[tuple[str, str], list[FaultRecord]] = {}
        for record in in_file:
            groups.setdefault((record.column, record.rule), []).append(record)
        for group in groups.values():
            lines += [f"  {record.line()}" for record in group[:_SHOWN_IN_FULL]]
            rest = [str(record.row) for record in group[_SHOWN_IN_FULL:]]
            if rest:
                lines.append(f"  ... and the same in {_count(len(rest), 'more row')}: {', '.join(rest)}")
    return lines
