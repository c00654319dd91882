"""Who a patient is: what tells it is refused, and one patient under two pseudonyms or in two centres is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

import pandas as pd

from compendium.registry.table import Flag, Table, free_texts
from compendium.sources.identifiers import hidden, identifier_in, is_as_a_name
from press.ground.fault import FaultRecord

_KEEP_SECRET = "replace it by a pseudonym that only your centre can resolve, and tell your data-protection officer"
_GIVE_NUMBERS = (
    "give each patient a pseudonym with a number, such as P001, the same in all tables; keep the list of who is who in "
    "your centre, and tell your data-protection officer"
)
_FEWEST_NAMES = 3  # fewer words among pseudonyms may be a coincidence
_ONE_PERSON = ("sex", "age", "first_symptom_on", "diagnosed_on", "first_ivig_on", "last_ivig_on")
_ALSO_ONE = ("sex", "first_symptom_on", "diagnosed_on")


def identifier_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for every pseudonym and free text that tells who a patient is; its value is not repeated."""
    yield from _named(tables["patients"])
    found = cache(identifier_in)  # a pseudonym stands in all three tables
    for table, variable in free_texts(tables):
        for at, what in table.where(variable.name, partial(found, in_id=variable.kind == "id")):
            rule = f"nothing that tells who a patient is; this is {what}"
            shown = hidden(table.written[variable.name].cell(at))
            yield replace(table.fault(at, variable.name, rule, _KEEP_SECRET), value=shown)


def _named(patients: Table) -> Iterator[FaultRecord]:
    """Yield one fault where most pseudonyms are written as surnames are, at the first of them: no list has them all."""
    if not patients.has("patient_id"):
        return
    different = patients.spellings("patient_id")
    number = sum(map(is_as_a_name, different))
    if number < _FEWEST_NAMES or 2 * number <= len(different):
        return
    at, cell = next(patients.where("patient_id", lambda each: each if is_as_a_name(each) else None))
    rule = f"nothing that tells who a patient is; {number} of {len(different)} pseudonyms are words, as surnames are"
    yield replace(patients.fault(at, "patient_id", rule, _GIVE_NUMBERS), value=hidden(cell))


def person_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each patient who agrees with another in sex, age and all four dates to the day."""
    patients = tables["patients"]
    for at, other in _again(patients, _ONE_PERSON):
        rule = "one row for each patient; sex, age and all dates are those of another"
        action = f"take one of the two out, or correct it; the other is {_place(patients, other)}"
        yield patients.fault(at, "patient_id", rule, action)


def person_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for each patient who may be another, and for pseudonyms that one may take for another."""
    patients = tables["patients"]
    for at, other in _again(patients, _ALSO_ONE):
        rule = f"sex, first symptom and diagnosis are those of {_place(patients, other)}: is it one patient?"
        yield patients.flag(at, "patient_id", rule)
    ids = patients.cells("patient_id")
    first: dict[str, int] = {}
    for at, cell in enumerate(ids):
        other = first.setdefault(_loosely(cell), at)
        if other != at:
            rule = f"differs from {ids[other]} ({_place(patients, other)}) in case, signs or zeros alone"
            yield patients.flag(at, "patient_id", rule)
        if cell.isalpha() and len(cell) > 3:
            yield patients.flag(at, "patient_id", "a pseudonym without a digit: is it a name?")


def _place(patients: Table, at: int) -> str:
    return f"{patients.files[at]}, row {patients.rows[at]}"


def _again(patients: Table, columns: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the positions of patients who agree in all `columns`, none empty, with an earlier one of another name."""
    if not patients.has("patient_id", *columns):
        return
    frame = patients.frame[["patient_id", *columns]].dropna()
    first = pd.Series(frame.index, index=frame.index).groupby([frame[name] for name in columns]).transform("first")
    names = patients.frame["patient_id"].to_numpy(object)
    for at, other in first[first != first.index].items():
        if names[int(str(at))] != names[other]:
            yield int(str(at)), int(other)


def _loosely(pseudonym: str) -> str:
    """Return a pseudonym as one may read it: without case, signs and the zeros before a number.

    >>> _loosely("PI-0001") == _loosely("pi1")
    True
    """
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]", "", pseudonym.casefold()))
