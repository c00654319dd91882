"""What is implausible but possible: such values are listed for the centre to look at, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from compendium.registry.all_alike import all_alike_flags, zeros
from compendium.registry.contradictions import contradiction_flags
from compendium.registry.cut_short import incomplete_last_row_flags
from compendium.registry.letters import form_flags
from compendium.registry.lifetimes import lifetime_flags
from compendium.registry.missing_codes import missing_code_flags
from compendium.registry.persons import person_flags
from compendium.registry.scales import scale_flags
from compendium.registry.senders import sender_of
from compendium.registry.table import Flag as Flag
from compendium.registry.table import Table
from compendium.registry.wording import wording_flags

COLUMNS = ["file", "row", "column", "value", "rule"]
_DAYS_BETWEEN_INFUSIONS = 14  # a month apart as a rule; closer than this, the days of one infusion were counted singly
_DAYS_FROM_IVIG = 90
_FEWEST_DECIMALS, _MANY_DECIMALS = 8, 0.2  # enzymes in U/L are whole numbers; so many with decimals are in no U/L
_OTHER_UNIT = ": are they in µkat/L, which are 60 times smaller than U/L? Then state the unit in the mapping"

_FURTHER = (
    all_alike_flags,
    missing_code_flags,
    lifetime_flags,
    contradiction_flags,
    scale_flags,
    incomplete_last_row_flags,
    person_flags,
    wording_flags,
    form_flags,
)


def flag_tables(tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return one row per implausible value: file, row, column, value, rule; sorted by file and row."""
    patients, visits, events = tables["patients"], tables["visits"], tables["adverse_events"]
    flags = [flag for table in tables.values() for flag in _unusual(table, patients)]
    flags += [flag for table in tables.values() for flag in _more_decimals(table)]
    flags += [*_crowded_infusions(patients), *_far_visits(visits, patients), *_late_events(events, patients)]
    flags += [*_lacking_visits(visits, patients), *_odd_endings(patients)]
    for further in _FURTHER:
        flags += further(tables)
    return pd.DataFrame(sorted(flags), columns=COLUMNS).reset_index(drop=True)


def _unusual(table: Table, patients: Table) -> Iterator[Flag]:
    """Values beyond the usual range of the codebook; the 0 of a centre that seems to stand for missing is told once."""
    sender = sender_of(table, patients)
    for variable in table.variables:
        told: list[int] = []
        for found in zeros(table, variable, sender):
            yield table.flag(int(found.lines[0]), variable.name, found.rule)
            told.extend(found.lines)
        unit = f" {variable.unit}" if variable.unit else ""
        for limit, word in ((variable.usual_low, "below"), (variable.usual_high, "above")):
            if limit is None:
                continue
            values = table.frame[variable.name]
            beyond = values < limit if word == "below" else values > limit
            for position in table.frame.index[beyond].difference(told):
                yield table.flag(position, variable.name, f"unusual {word} {limit:g}{unit}")


def _more_decimals(table: Table) -> Iterator[Flag]:
    """Numbers with more decimals than the codebook gives: 12.200 may be twelve thousand with a thousands point."""
    for variable in table.variables:
        if variable.kind not in ("integer", "number"):
            continue
        asked = partial(_too_precise, kept=variable.decimals)
        found = dict(table.where(variable.name, asked))
        for position in found:
            if table.is_number(position, variable.name):
                found[position] = asked(table.written[variable.name].cell(position), settled=True)
        found = {position: rule for position, rule in found.items() if rule}
        many = len(found) >= max(_FEWEST_DECIMALS, _MANY_DECIMALS * table.filled(variable.name).sum())
        cause = _OTHER_UNIT if many and variable.unit == "U/L" else ""
        for position, rule in found.items():
            yield table.flag(position, variable.name, rule if "?" in rule else f"{rule}{cause}")


def _too_precise(cell: str, kept: int, *, settled: bool = False) -> str:
    """Return what is odd about more decimals than are kept; 45.0, as programs write 45, is nothing odd.

    settled: it is known that its point stands before decimals.
    """
    decimals = cell.partition(".")[2]
    if not decimals.isdecimal() or len(decimals) <= kept:
        return ""
    rule = f"more decimals than the codebook has ({kept})"
    if len(decimals) == 3 and not settled:
        return f"{rule}: was {cell.replace('.', '')} meant, with a thousands point?"
    return rule if decimals[kept:].strip("0") else ""


def _lacking_visits(visits: Table, patients: Table) -> Iterator[Flag]:
    for visit in ("baseline", "end"):
        seen = visits.frame["patient_id"][visits.frame["visit"] == visit]
        for position in patients.frame.index[~patients.frame["patient_id"].isin(seen)]:
            where = "in visits.csv" if patients.by_folder else "among the visits"
            yield patients.flag(position, "patient_id", f"no visit '{visit}' {where}")


def _odd_endings(patients: Table) -> Iterator[Flag]:
    reason = patients.frame["stop_reason"]
    responders = patients.frame["response_physician"] == "responder"
    for position in patients.frame.index[responders & (reason == "inefficacy")]:
        yield patients.flag(position, "stop_reason", "inefficacy, but the physician's judgement is responder")


def _crowded_infusions(patients: Table) -> Iterator[Flag]:
    days = (patients.frame["last_ivig_on"] - patients.frame["first_ivig_on"]).dt.days
    most = 1 + days / _DAYS_BETWEEN_INFUSIONS
    for position in patients.frame.index[patients.frame["infusions_n"] > most]:
        rule = f"more monthly infusions than {days[position]:.0f} days hold: were single days counted?"
        yield patients.flag(position, "infusions_n", rule)
    for position in patients.frame.index[(patients.frame["infusions_n"] == 1) & (days > 0)]:
        yield patients.flag(position, "infusions_n", "one infusion only, but the first and last IVIg differ")


def _far_visits(visits: Table, patients: Table) -> Iterator[Flag]:
    """Baseline and end visits more than three months away from the first and last IVIg."""
    for visit, column in (("baseline", "first_ivig_on"), ("end", "last_ivig_on")):
        away = (visits.frame["visit_on"] - visits.of_patient(patients, column)).dt.days
        for position in visits.frame.index[(visits.frame["visit"] == visit) & (away.abs() > _DAYS_FROM_IVIG)]:
            word = "after" if away[position] > 0 else "before"
            rule = f"{abs(away[position]):.0f} days {word} the {column.split('_')[0]} IVIg"
            yield visits.flag(position, "visit_on", rule)


def _late_events(events: Table, patients: Table) -> Iterator[Flag]:
    after = (events.frame["onset_on"] - events.of_patient(patients, "last_ivig_on")).dt.days
    for position in events.frame.index[after > _DAYS_FROM_IVIG]:
        yield events.flag(position, "onset_on", f"{after[position]:.0f} days after the last IVIg")
    stopped = patients.frame["patient_id"][patients.frame["stop_reason"] == "adverse event"]
    ended = events.frame["action"] == "stopped"
    for position in events.frame.index[ended & ~events.frame["patient_id"].isin(stopped)]:
        yield events.flag(position, "action", "stopped, but the patient's reason for stopping is not 'adverse event'")
