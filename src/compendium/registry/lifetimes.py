"""Dates that no life holds: before birth, before IVIg existed, after death, in the future, day and month exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from compendium.registry.missing_codes import NO_DATES
from compendium.registry.table import Flag, Table
from press.ground.fault import FaultRecord

# Immunoglobulins that may be given into a vein have been on the market since 1981.
_FIRST_IVIG = pd.Timestamp("1981-01-01")
_MOST_DURATION = 40  # years from the first symptom to the first IVIg
_DAYS_A_YEAR = 365.25
_OLDEST = 110
_FEWEST_DATES = 8
_CERTAIN_DATES = 20
_LONG_AFTER = 2  # years after all other dates of the registry
_BEFORE_START = ("first_symptom_on", "diagnosed_on")


def lifetime_faults(tables: Mapping[str, Table], today: date | None = None) -> Iterator[FaultRecord]:
    """Yield a fault for each date before the patient's birth, before IVIg existed or, where given, after `today`.

    And for each column of a file in which day and month are exchanged: no day of it is above 12.
    """
    patients = tables["patients"]
    yield from _before_birth(patients)
    if patients.has("first_ivig_on"):
        for position in patients.frame.index[patients.frame["first_ivig_on"] < _FIRST_IVIG]:
            if patients.cell(position, "first_ivig_on") not in NO_DATES:  # told already
                rule = f"not before {_FIRST_IVIG:%Y}, when intravenous immunoglobulins came into use"
                yield patients.fault(position, "first_ivig_on", rule, "correct the date")
    yield from _after_death(tables)
    for table in tables.values():
        for column in _dates(table):
            if today is not None:
                for position in table.frame.index[table.frame[column] > pd.Timestamp(today)]:
                    rule = f"not in the future; today is {today:%Y-%m-%d}"
                    yield table.fault(position, column, rule, "correct the date")
            for file, first, n in _exchanged(table, column):
                if n >= _CERTAIN_DATES:
                    rule = f"days from 1 to 31; none of the {n} dates of {file} here is above 12"
                    action = "day and month were exchanged: export the dates anew, as year-month-day"
                    yield table.fault(first, column, rule, action)


def _dates(table: Table) -> list[str]:
    return [variable.name for variable in table.variables if variable.kind == "date"]


def _before_birth(patients: Table) -> Iterator[FaultRecord]:
    """The age is that at the first IVIg, in whole years: birth was less than a year more before it."""
    if not patients.has("age", "first_ivig_on"):
        return
    known = patients.frame["age"].where(patients.frame["age"].between(0, _OLDEST))  # another is told already
    born = patients.frame["first_ivig_on"] - pd.to_timedelta((known + 1) * _DAYS_A_YEAR + 1, unit="D")
    for column in _BEFORE_START:
        if patients.has(column):
            for position in patients.frame.index[patients.frame[column] < born]:
                if patients.cell(position, column) not in NO_DATES:  # told already
                    age, start = patients.cell(position, "age"), patients.cell(position, "first_ivig_on")
                    rule = f"not before birth; the patient was {age} years old at the first IVIg ({start})"
                    yield patients.fault(position, column, rule, "correct the date or the age")


def _after_death(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """An adverse event of grade 5 is the death of the patient: no visit follows the day on which it ended."""
    events, visits = tables["adverse_events"], tables["visits"]
    if not (events.has("patient_id", "ctcae_grade", "resolved_on") and visits.has("patient_id", "visit_on")):
        return
    deaths = events.frame[(events.frame["ctcae_grade"] == 5) & events.frame["resolved_on"].notna()]
    died = deaths.groupby("patient_id")["resolved_on"].min()
    ends = visits.by_patient(died)
    for position in visits.frame.index[visits.frame["visit_on"] > ends]:
        rule = f"not after the patient's death ({ends[position]:%Y-%m-%d}, an adverse event of grade 5)"
        yield visits.fault(position, "visit_on", rule, "correct the date or the grade")


def _exchanged(table: Table, column: str) -> Iterator[tuple[str, int, int]]:
    """Yield file, position of the first date and their number where a file has no day above 12, by chance hardly so.

    Of twenty dates that are right none is above the twelfth in one of 10^8 registries. Dates that are known to the
    month only, with one or two days throughout, are left out.
    """
    dates = table.frame[column].dropna()
    if dates.empty:
        return
    days = dates.dt.day
    for file, of_file in days.groupby(table.file_of[dates.index], observed=True):
        if len(of_file) >= _FEWEST_DATES and of_file.max() <= 12 and of_file.nunique() > 2:
            yield str(file), int(of_file.index[0]), len(of_file)


def lifetime_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for a disease of more than forty years, a symptom in the first year of life and a lone late date."""
    patients = tables["patients"]
    frame = patients.frame
    years = (frame["first_ivig_on"] - frame["first_symptom_on"]).dt.days / _DAYS_A_YEAR
    for position in frame.index[years > _MOST_DURATION]:
        yield patients.flag(position, "first_symptom_on", f"{years[position]:.0f} years before the first IVIg")
    for position in frame.index[(frame["age"] - years < 1) & (years <= _MOST_DURATION)]:
        yield patients.flag(position, "first_symptom_on", "in the first year of life: is it the date of birth?")
    for table in tables.values():
        for column in _dates(table):
            for file, first, n in _exchanged(table, column):
                if n < _CERTAIN_DATES:
                    rule = f"none of the {n} dates of {file} here has a day above 12: were day and month exchanged?"
                    yield table.flag(first, column, rule)
    yield from _late(tables)


def _late(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Dates long after all others of the registry: of the three latest patients no other comes near."""
    every = [
        pd.DataFrame({"on": table.frame[column], "patient": table.frame["patient_id"], "table": name, "column": column})
        for name, table in tables.items()
        for column in _dates(table)
    ]
    dates = pd.concat(every).dropna(subset="on")
    latest = dates.groupby("patient")["on"].max().nlargest(2)
    if len(latest) < 2 or (latest.iloc[0] - latest.iloc[1]).days <= _LONG_AFTER * _DAYS_A_YEAR:
        return
    alone = dates[dates["on"] > latest.iloc[1] + pd.Timedelta(days=_LONG_AFTER * _DAYS_A_YEAR)]
    for position, row in alone.iterrows():
        rule = f"more than {_LONG_AFTER} years after every other patient's last date ({latest.iloc[1]:%Y-%m-%d})"
        yield tables[str(row["table"])].flag(int(str(position)), str(row["column"]), rule)
