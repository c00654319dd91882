"""Everything that is wrong with a registry, in one message: grouped by what to do, many faults of one cause as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compendium.registry.grouping import counted, lines_of
from press.ground.fault import FaultRecord, SpreadsheetFault, on_one_line


class RegistryFault(SpreadsheetFault):
    """Everything that is wrong with a registry, at once. `records` holds every fault, sorted by file and row.

    >>> print(RegistryFault("data", [FaultRecord("a/visits.csv", 0, "", "", "not empty", "send it again")]))
    The registry in data cannot be used: 1 fault in 1 file.
    a/visits.csv
      the file: the rule: not empty. What to do: send it again.
    """

    def __init__(self, origin: str, records: Iterable[FaultRecord]) -> None:
        found = sorted(set(records))
        faults, files = counted(len(found), "fault"), counted(len({record.file for record in found}), "file")
        head = f"The registry in {on_one_line(origin)} cannot be used: {faults} in {files}."
        super().__init__(found, "\n".join([head, *lines_of(found)]))


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
