"""A table that is only a header is refused: its rows may have been lost. Of adverse events there may be none."""

from __future__ import annotations

from press.ground.fault import FaultRecord

_RULES = {
    "patients": "a registry has patients; this table of them has no row",
    "visits": "patients have visits; this table of them has no row",
}
_SEND = "was it filled in, and sent whole? Then send its rows"
_NONE_MADE = "if no visit was recorded, say so in a mapping (visits: {absent: why})"


def rowless_faults(table: str, place: str, *, patients: bool) -> list[FaultRecord]:
    """Return the fault of a table without a row that stands at `place`; `patients`: there are some beside it.

    >>> [len(rowless_faults(table, "visits.csv", patients=False)) for table in ("patients", "visits")]
    [1, 0]
    >>> rowless_faults("visits", "visits.csv", patients=True)[0].rule
    'patients have visits; this table of them has no row'
    >>> rowless_faults("adverse_events", "adverse_events.csv", patients=True)
    []
    """
    if table == "patients":
        return [FaultRecord(place, 0, "", "", _RULES[table], f"{_SEND}, or take the table out")]
    if table == "visits" and patients:
        return [FaultRecord(place, 0, "", "", _RULES[table], f"{_SEND}; {_NONE_MADE}")]
    return []
