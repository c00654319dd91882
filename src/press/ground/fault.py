"""What the user is told when something that came in is wrong: one message, in plain words, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

_SHOWN_IN_FULL = 8  # a whole column written wrongly: this many rows are shown with their values, the others by number


class Fault(Exception):  # noqa: N818 - the user reads of faults, not of errors
    """Something the user can put right; its text is the whole message.

    >>> str(Fault("the folder is empty"))
    'the folder is empty'
    """


@dataclass(frozen=True, order=True)
class FaultRecord:
    """One fault: where it is, what was found, the rule it breaks and what to do.

    `row` is the row as a spreadsheet numbers it (the header is row 1); 0 means the file as a whole.
    `column` and `value` may be empty.

    >>> FaultRecord("pisa/patients.csv", 2, "age", "old", "a whole number", "correct it").line()
    'row 2, column age: "old" - the rule: a whole number. What to do: correct it.'
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    action: str

    def line(self) -> str:
        """Return the fault as one line without its file name."""
        place = [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        where = ", ".join(place) or "the file"
        found = f' "{self.value}" -' if self.value else ""
        return f"{where}:{found} the rule: {self.rule}. What to do: {self.action}."


class RegistryFault(Fault):
    """Everything that is wrong with a registry, at once. `records` holds every fault, sorted by file and row.

    >>> print(RegistryFault("data", [FaultRecord("pisa/visits.csv", 0, "", "", "not empty", "send it again")]))
    The registry in data cannot be used: 1 fault in 1 file.
    pisa/visits.csv
      the file: the rule: not empty. What to do: send it again.
    """

    def __init__(self, origin: str, records: Iterable[FaultRecord]) -> None:
        self.records: tuple[FaultRecord, ...] = tuple(sorted(set(records)))
        files = len({record.file for record in self.records})
        head = (
            f"The registry in {origin} cannot be used: {_count(len(self.records), 'fault')} in {_count(files, 'file')}."
        )
        super().__init__("\n".join([head, *_lines(self.records)]))


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
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"{'row' if len(rows) == 1 else 'rows'} {told}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _lines(records: Sequence[FaultRecord]) -> list[str]:
    """Return the message file by file; long runs of one fault in one column are shortened to their row numbers."""
    lines: list[str] = []
    for file, in_file in groupby(records, key=lambda record: record.file):
        lines.append(file)
        groups: dict[tuple[str, str], list[FaultRecord]] = {}
        for record in in_file:
            groups.setdefault((record.column, record.rule), []).append(record)
        for group in groups.values():
            lines += [f"  {record.line()}" for record in group[:_SHOWN_IN_FULL]]
            rest = [str(record.row) for record in group[_SHOWN_IN_FULL:]]
            if rest:
                lines.append(f"  ... and the same in {_count(len(rest), 'more row')}: {', '.join(rest)}")
    return lines
