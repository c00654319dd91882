"""What is implausible but possible: such values are listed for the centre to look at, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.registry.table import Table

COLUMNS = ["file", "row", "column", "value", "rule"]
_DAYS_BETWEEN_INFUSIONS = 14  # a month apart as a rule; closer than this, the days of one infusion were counted singly
_DAYS_FROM_IVIG = 90


def flag_tables(tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return one row per implausible value: file, row, column, value, rule; sorted by file and row."""
    patients, visits, events = tables["patients"], tables["visits"], tables["adverse_events"]
    flags = [flag for table in tables.values() for flag in _unusual(table)]
    flags += [flag for table in tables.values() for flag in _more_decimals(table)]
    flags += [*_crowded_infusions(patients), *_far_visits(visits, patients), *_late_events(events, patients)]
    flags += [*_lacking_visits(visits, patients), *_odd_endings(patients)]
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


def _more_decimals(table: Table) -> Iterator[Flag]:
    """Numbers with more decimals than the codebook gives: 12.200 may be twelve thousand with a thousands point."""
    for variable in table.variables:
        if variable.kind not in ("integer", "number"):
            continue
        for position, cell in table.text[variable.name].str.strip().items():
            decimals = cell.partition(".")[2]
            if not decimals.isdecimal() or len(decimals) <= variable.decimals:
                continue
            rule = f"more decimals than the codebook has ({variable.decimals})"
            if len(decimals) == 3:
                rule += f": was {cell.replace('.', '')} meant, with a thousands point?"
            yield _flag(table, int(str(position)), variable.name, rule)


def _lacking_visits(visits: Table, patients: Table) -> Iterator[Flag]:
    for visit in ("baseline", "end"):
        seen = visits.frame["patient_id"][visits.frame["visit"] == visit]
        for position in patients.frame.index[~patients.frame["patient_id"].isin(seen)]:
            yield _flag(patients, position, "patient_id", f"no visit '{visit}' in visits.csv")


def _odd_endings(patients: Table) -> Iterator[Flag]:
    reason = patients.frame["stop_reason"]
    responders = patients.frame["response_physician"] == "responder"
    for position in patients.frame.index[responders & (reason == "inefficacy")]:
        yield _flag(patients, position, "stop_reason", "inefficacy, but the physician's judgement is responder")
    for position in patients.frame.index[(reason == "death") & (patients.frame["vital_status"] == "alive")]:
        yield _flag(patients, position, "stop_reason", "death, but the vital status is alive")


def _crowded_infusions(patients: Table) -> Iterator[Flag]:
    days = (patients.frame["last_ivig_on"] - patients.frame["first_ivig_on"]).dt.days
    most = 1 + days / _DAYS_BETWEEN_INFUSIONS
    for position in patients.frame.index[patients.frame["infusions_n"] > most]:
        rule = f"more monthly infusions than {days[position]:.0f} days hold: were single days counted?"
        yield _flag(patients, position, "infusions_n", rule)
    for position in patients.frame.index[(patients.frame["infusions_n"] == 1) & (days > 0)]:
        yield _flag(patients, position, "infusions_n", "one infusion only, but the first and last IVIg differ")


def _far_visits(visits: Table, patients: Table) -> Iterator[Flag]:
    """Baseline and end visits more than three months away from the first and last IVIg."""
    for visit, column in (("baseline", "first_ivig_on"), ("end", "last_ivig_on")):
        away = (visits.frame["visit_on"] - visits.date_of_patient(patients, column)).dt.days
        for position in visits.frame.index[(visits.frame["visit"] == visit) & (away.abs() > _DAYS_FROM_IVIG)]:
            word = "after" if away[position] > 0 else "before"
            rule = f"{abs(away[position]):.0f} days {word} the {column.split('_')[0]} IVIg"
            yield _flag(visits, position, "visit_on", rule)


def _late_events(events: Table, patients: Table) -> Iterator[Flag]:
    after = (events.frame["onset_on"] - events.date_of_patient(patients, "last_ivig_on")).dt.days
    for position in events.frame.index[after > _DAYS_FROM_IVIG]:
        yield _flag(events, position, "onset_on", f"{after[position]:.0f} days after the last IVIg")
    stopped = patients.frame["patient_id"][patients.frame["stop_reason"] == "adverse event"]
    ended = events.frame["action"] == "stopped"
    for position in events.frame.index[ended & ~events.frame["patient_id"].isin(stopped)]:
        yield _flag(events, position, "action", "stopped, but the patient's reason for stopping is not 'adverse event'")
