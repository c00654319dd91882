"""What is implausible but possible: such values are listed for the centre to look at, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.registry.table import Table

COLUMNS = ["file", "row", "column", "value", "rule"]
_DAYS_BETWEEN_COURSES = 14  # courses are a month apart; closer than this, infusions rather than courses were counted
_DAYS_FROM_IVIG = 90


def flag_tables(tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return one row per implausible value: file, row, column, value, rule; sorted by file and row."""
    patients, visits, events = tables["patients"], tables["visits"], tables["adverse_events"]
    flags = [flag for table in tables.values() for flag in _unusual(table)]
    flags += [*_crowded_courses(patients), *_far_visits(visits, patients), *_late_events(events, patients)]
    return pd.DataFrame(sorted(flags), columns=COLUMNS).reset_index(drop=True)


Flag = tuple[str, int, str, str, str]


def _flag(table: Table, position: int, column: str, rule: str) -> Flag:
    return table.files[position], table.rows[position], column, table.cell(position, column), rule


def _unusual(table: Table) -> Iterator[Flag]:
    """Values beyond the usual range of the codebook."""
    for variable in table.variables:
        unit = f" {variable.unit}" if variable.unit else ""
        for limit, word in ((variable.usual_low, "below"), (variable.usual_high, "above")):
            if limit is None:
                continue
            values = table.frame[variable.name]
            beyond = values < limit if word == "below" else values > limit
            for position in table.frame.index[beyond]:
                yield _flag(table, position, variable.name, f"unusual {word} {limit:g}{unit}")


def _crowded_courses(patients: Table) -> Iterator[Flag]:
    days = (patients.frame["last_ivig_on"] - patients.frame["first_ivig_on"]).dt.days
    most = 1 + days / _DAYS_BETWEEN_COURSES
    for position in patients.frame.index[patients.frame["infusions_n"] > most]:
        rule = f"more courses than {days[position]:.0f} days hold: were single infusions counted?"
        yield _flag(patients, position, "infusions_n", rule)
    for position in patients.frame.index[(patients.frame["infusions_n"] == 1) & (days > 0)]:
        yield _flag(patients, position, "infusions_n", "one course only, but the first and last IVIg differ")


def _far_visits(visits: Table, patients: Table) -> Iterator[Flag]:
    """Baseline and end visits more than three months away from the first and last IVIg."""
    dates = patients.frame.set_index("patient_id")
    for visit, column in (("baseline", "first_ivig_on"), ("end", "last_ivig_on")):
        away = (visits.frame["visit_on"] - visits.frame["patient_id"].map(dates[column])).dt.days
        for position in visits.frame.index[(visits.frame["visit"] == visit) & (away.abs() > _DAYS_FROM_IVIG)]:
            word = "after" if away[position] > 0 else "before"
            rule = f"{abs(away[position]):.0f} days {word} the {column.split('_')[0]} IVIg"
            yield _flag(visits, position, "visit_on", rule)


def _late_events(events: Table, patients: Table) -> Iterator[Flag]:
    dates = patients.frame.set_index("patient_id")
    after = (events.frame["onset_on"] - events.frame["patient_id"].map(dates["last_ivig_on"])).dt.days
    for position in events.frame.index[after > _DAYS_FROM_IVIG]:
        yield _flag(events, position, "onset_on", f"{after[position]:.0f} days after the last IVIg")
    stopped = patients.frame["patient_id"][patients.frame["stop_reason"] == "adverse event"]
    ended = events.frame["action"] == "stopped"
    for position in events.frame.index[ended & ~events.frame["patient_id"].isin(stopped)]:
        yield _flag(events, position, "action", "stopped, but the patient's reason for stopping is not 'adverse event'")
