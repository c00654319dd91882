"""Dates that are none, that stand for missing, and in which day and month are exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .acts import cell, column
from .as_sent import Change, Damage

DATES: Mapping[str, str] = {
    "05/06/2012": "year-month-day",
    "31-12-2012": "year-month-day",
    "2012-13-01": "year-month-day",
    "2012-02-30": "year-month-day",
    "2012": "year-month-day",
    "05/2012": "year-month-day",
    "41275": "year-month-day",
    "41275.0": "year-month-day",
    "2012-06-01 10:00": "year-month-day",
    "6 May 2012": "year-month-day",
    "05/06/12": "year-month-day",
    "n.d.": "year-month-day",
    "#####": "year-month-day",
    "9999-12-31": "year-month-day",
    "1900-01-01": "a spreadsheet's calendar",
    "1904-01-01": "a spreadsheet's calendar",
    "1911-11-11": "stands for missing",
}


def day_and_month_exchanged(name: str) -> Change:
    """Exchange day and month, as a spreadsheet of another country does; days that cannot be months are made such."""

    def swap(text: str) -> str:
        return f"{text[:5]}{(int(text[8:]) - 1) % 12 + 1:02d}-{text[5:7]}"

    return column(name, swap)


def damaged_dates() -> Iterator[Damage]:
    """Yield every kind of damage to a date."""
    for name in ("first_symptom_on", "visit_on", "resolved_on"):
        for value, says in DATES.items():
            yield Damage(f"{name} {value}", cell(name, value), "fault", says)
    for name in ("first_symptom_on", "visit_on", "last_ivig_on"):
        yield Damage(f"{name}: day and month exchanged", day_and_month_exchanged(name), "fault", "above 12")
    yield Damage("a visit long after all others", cell("visit_on", "2024-05-06", at=30), "flag", "")
