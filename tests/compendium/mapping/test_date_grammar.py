"""Dates as centres write them: what is stated is read, what is not is asked, and no month or year passes for a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.mapping.date_grammar import needs_order, order_shown, read_date
from compendium.mapping.statement import Notation

DAY, MONTH, YEAR = (Notation(date=(f"{each} first",)) for each in ("day", "month", "year"))
EXCEL, EXCEL_1904 = Notation(date=("excel",)), Notation(date=("excel 1904",))
CENTURY = Notation(date=("day first",), century=2000)


@pytest.mark.parametrize(
    ("cell", "notation", "text"),
    [
        ("2014-05-31", Notation(), "2014-05-31"),
        ("2014/05/31", Notation(), "2014-05-31"),
        ("2014.5.3", MONTH, "2014-05-03"),
        ("2014-05-31T00:00:00", Notation(), "2014-05-31"),
        ("2014-05-31 00:00", Notation(), "2014-05-31"),
        ("31/12/2019", DAY, "2019-12-31"),
        ("1.2.2019", DAY, "2019-02-01"),
        ("1/2/2019", MONTH, "2019-01-02"),
        ("12-31-2019", MONTH, "2019-12-31"),
        ("01/02/19", CENTURY, "2019-02-01"),
        ("19/02/01", Notation(date=("year first",), century=2000), "2019-02-01"),
        ("31 dicembre 2019", Notation(), "2019-12-31"),
        ("1° gennaio 2019", Notation(), "2019-01-01"),
        ("12-gen-2019", Notation(), "2019-01-12"),
        ("12 Mag. 2019", Notation(), "2019-05-12"),
        ("Dec 31, 2019", Notation(), "2019-12-31"),
        ("3 march 2019", Notation(), "2019-03-03"),
        ("05/2014", Notation(precision="month"), "2014-05-15"),
        ("2014-05", Notation(precision="month"), "2014-05-15"),
        ("maggio 2014", Notation(precision="month"), "2014-05-15"),
        ("mag-14", Notation(precision="month", century=2000), "2014-05-15"),
        ("2014", Notation(precision="year"), "2014-07-01"),
        ("05/2014", Notation(precision="year"), "2014-05-15"),
        ("43830", EXCEL, "2019-12-31"),
        ("43830.0", EXCEL, "2019-12-31"),
        ("61", EXCEL, "1900-03-01"),
        ("59", EXCEL, "1900-02-28"),
        ("1", EXCEL, "1900-01-01"),
        ("42368", EXCEL_1904, "2019-12-31"),
        ("31/12/2019", Notation(date=("day first", "excel")), "2019-12-31"),
        ("43830", Notation(date=("day first", "excel")), "2019-12-31"),
        ("29/02/2020", DAY, "2020-02-29"),
    ],
)
def test_a_date_is_read_as_the_mapping_says_it_is_written(cell: str, notation: Notation, text: str) -> None:
    outcome = read_date(cell, notation)
    assert (outcome.text, outcome.flaw) == (text, None)


@pytest.mark.parametrize(
    ("cell", "notation", "said"),
    [
        ("01/02/2019", Notation(), "write date: day first or date: month first"),
        ("31/12/2019", MONTH, "day and month as the mapping says"),
        ("31/02/2019", DAY, "a date that there is"),
        ("29/02/2019", DAY, "a date that there is"),
        ("01/02/19", DAY, "write century: 2000 (or 1900)"),
        ("mag-14", Notation(), "write precision: month"),
        ("05/2014", Notation(), "write precision: month"),
        ("2014", Notation(), "write precision: year"),
        ("2014", Notation(precision="month"), "write precision: year"),
        ("43830", Notation(), "write date: excel"),
        ("43830", DAY, "write date: excel"),
        ("60", EXCEL, "29 February 1900"),
        ("0", EXCEL, "29 February 1900"),
        ("31/12/1899", DAY, "from 1900 on"),
        ("1 foo 2019", Notation(), "the rule a date"),
        ("boh", DAY, "the rule a date"),
        ("#REF!", DAY, "the rule a date"),
        ("2019-13-01", Notation(), "a date that there is"),
        ("31/12-2019", DAY, "the rule a date"),
        ("1/1/0000", DAY, "a date that there is"),
        ("999999", EXCEL, "the rule"),
    ],
)
def test_what_is_not_stated_or_no_date_is_refused(cell: str, notation: Notation, said: str) -> None:
    outcome = read_date(cell, notation)
    if cell == "999999":
        assert outcome.text == "4637-11-25"  # a date; the registry's own rules say how late one may be
        return
    assert outcome.flaw is not None and said in f"the rule {outcome.flaw[0]}. {outcome.flaw[1]}"


@pytest.mark.parametrize(
    ("cell", "notation", "done"),
    [
        ("05/2014", Notation(precision="month"), "a month alone taken as its 15th day"),
        ("2014", Notation(precision="year"), "a year alone taken as its 1 July"),
        ("43830", EXCEL, "counted from a spreadsheet's day number"),
        ("2014-05-31 14:30", Notation(), "the time of day left out"),
        ("01/02/19", CENTURY, "a year of two digits taken as one from 2000 on"),
    ],
)
def test_what_was_done_to_a_date_is_told(cell: str, notation: Notation, done: str) -> None:
    assert done in read_date(cell, notation).done


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31/12/2019", "01/02/2019"], "day first"),
        (["12/31/2019", "01/02/2019"], "month first"),
        (["12/31/2019", "31/12/2019"], "both"),
        (["01/02/2019", "12/12/2019"], ""),
        (["2019-12-31", "mag 2014", ""], ""),
    ],
)
def test_only_a_day_above_12_proves_the_order(cells: list[str], order: str) -> None:
    assert order_shown(cells) == order


DATES = st.dates(date(1900, 3, 1), date(2079, 12, 31))
MONTHS = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"]
MONTHS += ["luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]


@given(DATES, st.sampled_from("/.- "))
def test_a_date_written_in_any_stated_order_is_read_as_the_same_day(day: date, sign: str) -> None:
    for notation, parts in ((DAY, "%d %m %Y"), (MONTH, "%m %d %Y"), (YEAR, "%Y %m %d")):
        assert read_date(day.strftime(parts).replace(" ", sign), notation).text == day.isoformat()
    named = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    assert read_date(named, Notation()).text == day.isoformat()


@given(DATES)
def test_a_spreadsheets_day_number_is_the_same_day_in_both_systems(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_date(str(serial), EXCEL).text == day.isoformat()
    since_1904 = (day - date(1904, 1, 1)).days
    if since_1904 >= 0:
        assert read_date(str(since_1904), EXCEL_1904).text == (date(1904, 1, 1) + timedelta(since_1904)).isoformat()


@given(st.text(max_size=14), st.sampled_from([Notation(), DAY, EXCEL, CENTURY, Notation(precision="year")]))
def test_any_text_is_a_date_or_one_sentence(cell: str, notation: Notation) -> None:
    outcome = read_date(cell, notation)
    assert (outcome.flaw is None) == bool(outcome.text)
    needs_order([cell])
