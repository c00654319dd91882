"""Visits that the centre did not name: which of the codebook's visits each is, by its days from the patient's IVIg."""

from __future__ import annotations

import re
from datetime import date

from compendium.mapping.mapped import MappedTable
from compendium.mapping.pieces import without
from compendium.registry.codebook import DAYS_A_MONTH, Codebook
from compendium.sources.handed import Note
from compendium.sources.in_few_words import counted
from press.ground.fault import FaultRecord

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def name_visits(
    visits: MappedTable, patients: MappedTable, windows: dict[int, int], book: Codebook
) -> tuple[MappedTable, list[FaultRecord], list[Note]]:
    """Return the visits with a name for those at the positions in `windows`, which has the days each may be away.

    Baseline is the day of the first IVIg, month 3 three times 30.4375 days later and so on, end the day of the last
    IVIg; the nearest within the window counts. A visit near none is left out and counted; two of one patient that are
    nearest the same, and one as near to two, are faults.
    """
    faults: list[FaultRecord] = []
    left: set[int] = set()
    taken: dict[tuple[str, str], int] = {}
    treated = _first_and_last(patients)
    levels = book.variable("visit", "visits").levels
    for position, window in windows.items():
        patient, on = (str(visits.frame.at[position, name]) for name in ("patient_id", "visit_on"))
        if patient not in treated or not _ISO.fullmatch(on):
            left.add(position)
            if patient not in treated:
                rule = "a patient whose first and last IVIg are known, by which the visit is named"
                faults.append(
                    visits.fault(position, "patient_id", rule, "add the dates or the patient, or name the visit")
                )
            continue
        near = _nearest(date.fromisoformat(on), *treated[patient], levels, window)
        if not near:
            left.add(position)
            continue
        if len(near) > 1 or (patient, near[0]) in taken:
            other = f"as is row {visits.rows[taken[patient, near[0]]]}" if len(near) == 1 else f"and {near[1]} alike"
            rule = f"one visit nearest to {near[0]}; this one is nearest to it, {other}"
            faults.append(
                visits.fault(position, "visit_on", rule, "name the visits in the source, or a smaller by_date")
            )
        taken.setdefault((patient, near[0]), position)
        visits.put(position, "visit", near[0], "visit_on")
    return without(visits, left), faults, _notes(visits, windows, left)


def _notes(visits: MappedTable, windows: dict[int, int], left: set[int]) -> list[Note]:
    notes: list[Note] = []
    for file in dict.fromkeys(visits.files[position] for position in windows):
        of_file = [position for position in windows if visits.files[position] == file]
        gone = sum(position in left for position in of_file)
        said = f"{counted(len(of_file) - gone, 'visit')} named by date; {gone} left out, near to no visit of the study"
        notes.append((file, 0, str(visits.columns.at[of_file[0], "visit_on"]), "", said))
    return notes


def _first_and_last(patients: MappedTable) -> dict[str, tuple[date, date]]:
    dates = patients.frame[["patient_id", "first_ivig_on", "last_ivig_on"]].itertuples(index=False, name=None)
    return {
        str(patient): (date.fromisoformat(first), date.fromisoformat(last))
        for patient, first, last in dates
        if _ISO.fullmatch(first) and _ISO.fullmatch(last)
    }


def _nearest(on: date, first: date, last: date, levels: tuple[str, ...], window: int) -> list[str]:
    """Return the level nearest to a day within the window: none, one, or several that are equally near."""
    away = {}
    for level in levels:
        if level == "end":
            away[level] = float(abs((on - last).days))
        else:
            months = int("".join(filter(str.isdecimal, level)) or 0)
            away[level] = abs((on - first).days - round(months * DAYS_A_MONTH))
    least = min(away.values())
    return [level for level, days in away.items() if days == least] if least <= window else []
