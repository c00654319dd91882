"""What is wrong only because something else is: a cell that the mapping could not read is not told again as empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from compendium.registry.checking import GIVEN_BESIDE, OF_A_PATIENT
from compendium.registry.schema import NEVER_EMPTY
from press.ground.fault import FaultRecord

_BETWEEN = ", "  # of several columns that one value is read from, such as boxes


def without_consequences(records: Iterable[FaultRecord], unread: Collection[FaultRecord]) -> list[FaultRecord]:
    """Return the faults of a registry without those that its mapping's own faults, `unread`, bring about.

    A cell that is filled in and was not understood comes to the registry empty. The mapping tells it once for each
    column, so what is "never empty", or missing beside an enzyme, in that column waits until the column can be read. Of
    a pseudonym that is nearly a patient's nobody is told to add the patient.

    >>> asked = FaultRecord("a.xlsx", 2, "Sesso", "X", "a value that the recode of sex covers", "add it")
    >>> empty = FaultRecord("a.xlsx", 2, "Sesso", "X", "never empty", "fill it in")
    >>> blank = FaultRecord("a.xlsx", 3, "Sesso", "", "never empty", "fill it in")
    >>> without_consequences([asked, empty, blank], [asked]) == [asked, blank]
    True
    """
    columns = {(record.file, each) for record in unread for each in record.column.split(_BETWEEN)}
    cells = {(record.file, record.row, record.column) for record in unread}

    def follows(record: FaultRecord) -> bool:
        if record.rule.startswith((NEVER_EMPTY, GIVEN_BESIDE)):
            read = {(record.file, each) for each in record.column.split(_BETWEEN)}
            return bool(record.value) and not read.isdisjoint(columns)
        return record.rule.startswith(OF_A_PATIENT) and (record.file, record.row, record.column) in cells

    return [record for record in records if not follows(record)]
