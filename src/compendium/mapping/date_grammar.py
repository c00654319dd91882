"""Dates as centres write them - 31/12/2019, 05/2014, 12-gen-2019, 43830 - read as the mapping says, or refused."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from compendium.mapping.outcome import Outcome, refused
from compendium.mapping.statement import Notation

_NUMBERS = re.compile(r"([0-9]{1,4})([/. -])([0-9]{1,2})\2([0-9]{1,4})")
_TIME = re.compile(r"(.*[0-9])[T ]\s*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)Z?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/. -]([0-9]{4})|([0-9]{4})[/. -]([0-9]{1,2})")
_YEAR = re.compile(r"(?:19|20)[0-9][0-9]")
_SERIAL = re.compile(r"([0-9]{1,6})(\.[0-9]+)?")
_NAMED = re.compile(r"(?:([0-9]{1,2})[°º]?[\s./-]*)?([^\W\d_]{3,})\.?[\s./,-]*(?:([0-9]{1,2}),\s*)?([0-9]{4}|[0-9]{2})")
_MIDNIGHT = re.compile(r"0?0:00(:00(\.0+)?)?")
_LEAP_DAY = 60  # Excel counts a 29 February 1900, which never was
A_YEAR, A_MONTH = "a year alone taken as its 1 July", "a month alone taken as its 15th day"
_HOW = "correct the cell; dates are written as the mapping's date: says, or as 2014-05-31"


def read_date(text: str, notation: Notation) -> Outcome:
    """Return a cell's date as 2014-05-31, what was done to it, or why it cannot be read.

    A month alone is its 15th and a year alone its 1 July, where the mapping's precision allows it; each is counted.

    >>> read_date("31/12/2019", Notation(date=("day first",))).text, read_date("12 gennaio 2019", Notation()).text
    ('2019-12-31', '2019-01-12')
    >>> read_date("05/2014", Notation(precision="month"))
    Outcome(text='2014-05-15', done=('a month alone taken as its 15th day',), flaw=None, uncovered=False)
    """
    cell, done = text.replace("\u00a0", " ").strip(), []
    if timed := _TIME.fullmatch(cell):
        cell = timed[1].strip()
        if not _MIDNIGHT.fullmatch(timed[2]):
            done.append("the time of day left out")
    for reads in (_of_numbers, _of_month, _of_year, _of_serial, _of_name):
        if (outcome := reads(cell, notation)) is not None:
            return Outcome(outcome.text, (*done, *outcome.done), outcome.flaw)
    return refused("a date", _HOW)


def days_meant(text: str, read: date) -> tuple[date, date]:
    """Return the first and the last day that a cell can mean which was read as this day; without a day, more than one.

    >>> [f"{day:%d.%m.%Y}" for day in days_meant("2014", date(2014, 7, 1))]
    ['01.01.2014', '31.12.2014']
    >>> [f"{day:%d.%m.%Y}" for day in days_meant("mag-14", date(2014, 5, 15))]
    ['01.05.2014', '31.05.2014']
    """
    alone = read_date(text, Notation(precision="year", century=read.year // 100 * 100))
    if alone.text != read.isoformat():
        return read, read
    if A_YEAR in alone.done:
        return date(read.year, 1, 1), date(read.year, 12, 31)
    if A_MONTH in alone.done:
        return read.replace(day=1), read.replace(day=monthrange(read.year, read.month)[1])
    return read, read


def order_shown(texts: Iterable[str]) -> str:
    """Return the order of day and month that days above 12 prove: one of the two, "both", or "" where none does.

    >>> order_shown(["31/12/2019", "01/02/2019"]), order_shown(["01/02/2019"]), order_shown(["2014-05-31"])
    ('day first', '', '')
    """
    shown = set()
    for match in filter(None, (_NUMBERS.fullmatch(_dated(text)) for text in texts)):
        if len(match[1]) < 3 and int(match[1]) > 12 >= int(match[3]):
            shown.add("day first")
        elif len(match[1]) < 3 and int(match[3]) > 12 >= int(match[1]):
            shown.add("month first")
    return "both" if len(shown) == 2 else next(iter(shown), "")


def needs_order(texts: Iterable[str]) -> bool:
    """Return whether some cell has a day and a month in numbers, the year last.

    >>> needs_order(["2014-05-31", "mag 2014"]), needs_order(["01/02/2019"])
    (False, True)
    """
    return any(match and len(match[1]) < 3 for match in (_NUMBERS.fullmatch(_dated(text)) for text in texts))


def _dated(text: str) -> str:
    timed = _TIME.fullmatch(text.strip())
    return timed[1].strip() if timed else text.strip()


def _of_numbers(cell: str, notation: Notation) -> Outcome | None:
    match = _NUMBERS.fullmatch(cell)
    if not match:
        return None
    first, second, third = match[1], match[3], match[4]
    order = next((each for each in notation.date if each.endswith("first")), "")
    if len(first) == 4 or (order == "year first" and len(third) < 3):
        return _date(first, second, third, notation)
    if order == "day first":
        return _date(third, second, first, notation)
    if order == "month first":
        return _date(third, first, second, notation)
    return refused("a date of which the mapping says what comes first", "write date: day first or date: month first")


def _of_month(cell: str, notation: Notation) -> Outcome | None:
    match = _MONTH_YEAR.fullmatch(cell)
    if not match:
        return None
    return _month(match[2] or match[3], match[1] or match[4], notation)


def _of_year(cell: str, notation: Notation) -> Outcome | None:
    if not _YEAR.fullmatch(cell) or any(each.startswith("excel") for each in notation.date):
        return None
    if notation.precision != "year":
        return refused(
            "a whole date; this is a year alone",
            "write precision: year in the mapping if 1 July is to count, or look up the date",
        )
    return _date(cell, "7", "1", notation, A_YEAR)


def _of_serial(cell: str, notation: Notation) -> Outcome | None:
    match = _SERIAL.fullmatch(cell)
    if not match:
        return None
    system = next((each for each in notation.date if each.startswith("excel")), "")
    if not system:
        rule = "a date; this is a number, as a spreadsheet counts days"
        return refused(rule, "write date: excel (or excel 1904) if it is one, or format the column as dates")
    serial = int(match[1])
    if system == "excel" and (serial == _LEAP_DAY or serial == 0):
        return refused("a day that there was; Excel counts a 29 February 1900", "look up the date")
    start = date(1904, 1, 1) if system == "excel 1904" else date(1899, 12, 31 if serial < _LEAP_DAY else 30)
    day = start + timedelta(days=serial)
    done = ["counted from a spreadsheet's day number"]
    if match[2] and match[2].strip(".0"):
        done.append("the time of day left out")
    return Outcome(day.isoformat(), tuple(done))


def _of_name(cell: str, notation: Notation) -> Outcome | None:
    match = _NAMED.fullmatch(cell.casefold())
    month = _month_named(match[2]) if match else 0
    if not match or not month:
        return None
    day = match[1] or match[3]
    if day is None:
        return _month(match[4], str(month), notation)
    return _date(match[4], str(month), day, notation)


def _month_named(word: str) -> int:
    """Return the number of a month in English or Italian, whole or its first three letters or more; 0 for none."""
    whole = (
        "january february march april may june july august september october november december",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    )
    for names in whole:
        for number, name in enumerate(names.split(), start=1):
            if name.startswith(word):
                return number
    return 0


def _month(year: str, month: str, notation: Notation) -> Outcome:
    if not notation.precision:
        rule = "a whole date; this is a month alone"
        return refused(rule, "write precision: month in the mapping if its 15th is to count, or look up the date")
    return _date(year, month, "15", notation, A_MONTH)


def _date(year: str, month: str, day: str, notation: Notation, done: str = "") -> Outcome:
    if len(year) == 2:
        if not notation.century:
            return refused(
                "a year of four digits", "write century: 2000 (or 1900) in the mapping, if all are of that one"
            )
        year = str(notation.century + int(year))
        done = done or f"a year of two digits taken as one from {notation.century} on"
    try:
        found = datetime(int(year), int(month), int(day)).date()
    except ValueError:
        return refused("a date that there is, day and month as the mapping says", _HOW)
    if found.year < 1900:
        return refused("a date from 1900 on", _HOW)
    return Outcome(found.isoformat(), (done,) if done else ())
