"""What is wrong only because something else is: a cell that the mapping could not read is not told again as empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from compendium.registry.schema import NEVER_EMPTY
from press.ground.fault import FaultRecord


def without_consequences(records: Iterable[FaultRecord], unread: Collection[FaultRecord]) -> list[FaultRecord]:
    """Return the faults of a registry without those that its mapping's own faults, `unread`, bring about.

    A cell that is filled in and was not understood comes to the registry empty. The mapping tells it once for each
    column, so what is "never empty" in that column waits until the column can be read.

    >>> asked = FaultRecord("a.xlsx", 2, "Sesso", "X", "a value that the recode of sex covers", "add it")
    >>> empty = FaultRecord("a.xlsx", 2, "Sesso", "X", "never empty", "fill it in")
    >>> blank = FaultRecord("a.xlsx", 3, "Sesso", "", "never empty", "fill it in")
    >>> without_consequences([asked, empty, blank], [asked]) == [asked, blank]
    True
    """
    columns = {(record.file, record.column) for record in unread}
    return [
        record
        for record in records
        if not (record.rule == NEVER_EMPTY and record.value and (record.file, record.column) in columns)
    ]
