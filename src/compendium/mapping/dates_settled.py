"""A date without a day lies on a day of its month or year that contradicts no other date of the patient, if any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from compendium.mapping.date_grammar import days_meant
from compendium.mapping.mapped import MappedTable
from compendium.registry.codebook import PATIENT_DATES, Variable
from compendium.sources.handed import Note
from compendium.sources.in_few_words import counted

MOVED = "without a day, put in the middle of the days that the patient's other dates leave of the year or month"
Day = tuple[date, date, date]  # as read, and the first and the last that it can be
_OF_EVENTS = ("onset_on", "resolved_on")
Place = tuple[int, str]  # of a date: its line and its variable


def settled(days: Sequence[Day]) -> list[date]:
    """Return the days of dates that follow one another: as read, or where that contradicts one, between the others.

    What no day of the year or month could mend stays as read: it is a fault.

    >>> year, infusion = (date(2012, 7, 1), date(2012, 1, 1), date(2012, 12, 31)), (date(2012, 3, 10),) * 3
    >>> [f"{day:%Y-%m-%d}" for day in settled([year, infusion])]
    ['2012-02-04', '2012-03-10']
    """
    found: list[date] = []
    for at, (read, first, last) in enumerate(days):
        low = max([first, *found])
        high = min([last, *(latest for _, _, latest in days[at + 1 :])])
        found.append(read if low <= read <= high or low > high else low + timedelta(days=(high - low).days // 2))
    return found


def settle(tables: Mapping[str, MappedTable], visits: Variable) -> Iterator[Note]:
    """Move such days, of the patients first, and yield how many of each column were. visits: their levels, in order."""
    patients, seen, events = (tables[name] for name in ("patients", "visits", "adverse_events"))
    yield from _moved(
        patients, [[(at, name) for name in PATIENT_DATES] for at in _without_day(patients, PATIENT_DATES)]
    )
    concerned = set(seen.frame["patient_id"].iloc[_without_day(seen, ["visit_on"])])
    of_patient: dict[str, list[tuple[int, int]]] = {}
    for at, (patient, visit) in enumerate(zip(seen.frame["patient_id"], seen.frame["visit"], strict=True)):
        if patient in concerned and visit in visits.levels:
            of_patient.setdefault(patient, []).append((visits.levels.index(visit), at))
    yield from _moved(seen, [[(at, "visit_on") for _, at in sorted(each)] for each in of_patient.values()])
    lines = _without_day(events, _OF_EVENTS)
    first = dict(zip(patients.frame["patient_id"], patients.frame["first_ivig_on"], strict=True))
    start = [_date(str(first.get(events.frame.at[at, "patient_id"], ""))) for at in lines]
    yield from _moved(events, [[(at, name) for name in _OF_EVENTS] for at in lines], start)


def _moved(
    table: MappedTable, sequences: Sequence[Sequence[Place]], after: Sequence[date | None] = ()
) -> Iterator[Note]:
    """Settle dates that follow one another; `after`: by sequence, a day of another table that none may precede."""
    counts: Counter[tuple[str, str]] = Counter()
    for number, places in enumerate(sequences):
        known = {place: found for place in places if (found := _day(table, *place))}
        start = after[number] if after else None
        days = settled([*([(start, start, start)] if start else []), *known.values()])[-len(known) :]
        for (at, name), (read, *_), day in zip(known, known.values(), days, strict=True):
            if day != read:
                table.frame.at[at, name] = day.isoformat()
                counts[table.place(at, name)[0], str(table.columns.at[at, name])] += 1
    for (file, column), moved in counts.items():
        yield file, 0, column, "", f"{counted(moved)}: {MOVED}"


def _without_day(table: MappedTable, names: Sequence[str]) -> list[int]:
    """Return the lines in which one of these dates was read from a year or a month alone."""
    found = set()
    for name in names:
        for at, text in enumerate(map(str, table.frame[name])):
            # where no day is given it is one of these: most dates are told apart without reading the cell again
            if text.endswith(("-07-01", "-15")) and (day := _day(table, at, name)) and day[1] != day[2]:
                found.add(at)
    return sorted(found)


def _day(table: MappedTable, at: int, name: str) -> Day | None:
    """Return the day of a cell and the first and last that it can be; None where it has none."""
    read = _date(str(table.frame.at[at, name]))
    return (read, *days_meant(str(table.sent.at[at, name]), read)) if read else None


def _date(text: str) -> date | None:
    """Return the day that a text of the codebook's form tells; what has another form is a fault of its own."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
