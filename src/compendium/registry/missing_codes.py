"""Codes that stand for missing and would be read as values: 999, -9, 1900-01-01 and their like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.registry.senders import sender_of
from compendium.registry.table import Flag, Table
from press.ground.fault import FaultRecord

_REPEATED = re.compile(r"(9{2,}|8{2,}|7{2,})(\.0+)?")
_LONE = re.compile(r"(9{3,}|8{3,})(\.0+)?")
_FEWEST = 4  # so many cells of one repeated digit, and more than of any value near it, are no measurements
_TIMES = 4
_AROUND = 1.3
_FARTHER = 8.0  # a lone code is told where the same patient's other values are all so many times smaller or larger
# The first and last day of programs' calendars, and days that are typed where none is known.
NO_DATES = {
    "1900-01-01": "the first day of a spreadsheet's calendar",
    "1900-01-02": "the second day of a spreadsheet's calendar",
    "1901-01-01": "a day that stands for missing",
    "1904-01-01": "the first day of a spreadsheet's calendar",
    "1911-11-11": "a day that stands for missing",
}
_PERHAPS_NO_DATES = {
    "1999-09-09": "a day that often stands for missing",
    "1960-01-01": "the first day of a statistics program's calendar",
    "1970-01-01": "the first day of many programs' calendar",
}
_EMPTY = "leave the cell empty where nothing is known, or list the code among the missing codes of your mapping"


def missing_code_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each cell of a code that recurs as no measurement does, and for days that are no dates."""
    for table in tables.values():
        for variable in table.variables:
            if variable.kind in ("integer", "number"):
                for position, often in codes_in(table, variable.name).items():
                    rule = (
                        f"a measurement; {table.cell(position, variable.name)} stands in {often} rows, as a code would"
                    )
                    yield table.fault(position, variable.name, rule, _EMPTY)
            if variable.kind == "date":
                for position, day in table.where(variable.name, NO_DATES.get):
                    yield table.fault(position, variable.name, f"a date; this is {day}", _EMPTY)


def codes_in(table: Table, column: str) -> dict[int, int]:
    """Return the lines of a table whose number is a code that recurs, each with how often it stands there."""
    if not any(map(_REPEATED.fullmatch, table.spellings(column))):
        return {}
    codes = recurring_codes(Counter(table.cells(column)))
    return dict(table.where(column, codes.get))


def recurring_codes(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the texts of one repeated digit (9, 8 or 7) that recur too often to be measured, with how often.

    Too often: in four cells or more, and four times as often as any other value within 1.3 times of it.

    >>> recurring_codes({"999": 322, "960": 2, "45": 9}), recurring_codes({"99": 5, "98": 4, "101": 6})
    ({'999': 322}, {})
    """
    found = {}
    for text, count in counts.items():
        if count >= _FEWEST and _REPEATED.fullmatch(text):
            near = (other for each, other in counts.items() if each != text and _near(each, float(text)))
            if count >= _TIMES * max(near, default=0):
                found[text] = count
    return found


def _near(text: str, value: float) -> bool:
    try:
        return value / _AROUND <= float(text) <= value * _AROUND
    except ValueError:
        return False


def missing_code_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for a lone code far from the same patient's other values, and for a day that may be no date."""
    for table in tables.values():
        for variable in table.variables:
            if variable.kind == "date":
                for position, day in table.where(variable.name, _PERHAPS_NO_DATES.get):
                    yield table.flag(position, variable.name, f"is it a date? {day}")
    visits = tables["visits"]
    sender = sender_of(visits, tables["patients"])
    for variable in visits.variables:
        if variable.kind in ("integer", "number"):
            codes = dict(visits.where(variable.name, _LONE.fullmatch))
            twice = _twice(visits, variable.name, sender, codes) if len(codes) > 1 else {}
            for position, rule in twice.items():
                yield visits.flag(position, variable.name, rule)
            yield from _lone(visits, variable.name, [each for each in codes.items() if each[0] not in twice])


def _twice(visits: Table, column: str, sender: pd.Series, codes: Mapping[int, re.Match[str]]) -> dict[int, str]:
    """Return the cells of a centre that hold one code twice or more, where no value near it is met more often.

    Of measured values that could be 999 each is about as likely as its neighbours, and hardly any recurs: where the one
    that is a code is among the commonest, it may have been written as one. It is a question, as it may be measured.
    """
    cells = visits.cells(column)
    found: dict[int, str] = {}
    for one in {sender[position] for position in codes}:
        counts = Counter(cells[position] for position in sender.index[sender == one])
        for position in (each for each in codes if sender[each] == one):
            code = cells[position]
            near = max((n for text, n in counts.items() if text != code and _near(text, float(code))), default=0)
            if counts[code] >= max(near, 2):
                rule = f"does {code} stand for missing? It is in {counts[code]} rows of {one}, no value near it in more"
                found[position] = rule
    return found


def _lone(visits: Table, column: str, codes: list[tuple[int, re.Match[str]]]) -> Iterator[Flag]:
    values, patient = visits.frame[column], visits.frame["patient_id"]
    concerned = patient.isin([patient[position] for position, _ in codes])
    seen = dict(iter(values[concerned].groupby(patient[concerned])))
    for position, code in codes:
        others = seen[patient[position]].drop(index=position).dropna()
        value = float(code[0])
        if len(others) and ((others * _FARTHER < value).all() or (others > value * _FARTHER).all()):
            rule = f"does {code[0]} stand for missing? the same patient's other values are far from it"
            yield visits.flag(position, column, rule)
