"""Rule: a date of a month or a year alone is no fault against another date that lies in that month or year."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.mapping.dates_settled import MOVED, Day, settle, settled
from compendium.mapping.mapped import MappedTable
from tests.compendium.mapping.centres import BOOK, ITALIAN_MAPPING, ITALIAN_PATIENTS, ITALIAN_VISITS, handed
from tests.compendium.mapping.test_applying import mapped, rows, said, with_cell


def exact(day: date) -> Day:
    return day, day, day


def year(number: int) -> Day:
    return date(number, 7, 1), date(number, 1, 1), date(number, 12, 31)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # symptoms of 2012 before an infusion of 10 March 2012: the middle of 1 January to 10 March
        ([year(2012), exact(date(2012, 3, 10))], ["2012-02-04", "2012-03-10"]),
        ([year(2012), exact(date(2013, 3, 10))], ["2012-07-01", "2013-03-10"]),
        # a diagnosis of 2012 after symptoms of 10 September
        ([exact(date(2012, 9, 10)), year(2012)], ["2012-09-10", "2012-11-05"]),
        ([year(2012), year(2012)], ["2012-07-01", "2012-07-01"]),
        # nothing in 2014 lies before 2012: that is a fault, and stays one
        ([year(2014), exact(date(2012, 3, 10))], ["2014-07-01", "2012-03-10"]),
    ],
)
def test_a_year_contradicts_nothing_that_lies_in_it(days: list[Day], expected: list[str]) -> None:
    assert [day.isoformat() for day in settled(days)] == expected


@given(st.lists(st.dates(date(2010, 1, 1), date(2013, 12, 31)), min_size=1, max_size=5), st.data())
def test_what_follows_in_truth_follows_as_read(truth: list[date], data: st.DataObject) -> None:
    """Whichever of dates in order lack their day: those that have one stay, the others lie in their year, in order."""
    truth.sort()
    alone = data.draw(st.lists(st.booleans(), min_size=len(truth), max_size=len(truth)))
    found = settled([year(day.year) if lacks else exact(day) for day, lacks in zip(truth, alone, strict=True)])
    assert all(before <= after for before, after in pairwise(found))
    for day, lacks, settled_on in zip(truth, alone, found, strict=True):
        assert settled_on.year == day.year if lacks else settled_on == day


def test_a_month_of_the_last_infusion_does_not_precede_the_first() -> None:
    """The Italian workbook tells the last infusion by its month; here it is that of the first, on the 31st."""
    source = handed(with_cell(ITALIAN_PATIENTS, 0, "Ultima infusione", "01/2012"), ITALIAN_VISITS)
    result = mapped(ITALIAN_MAPPING, source)
    assert rows(result, "patients", "first_ivig_on", "last_ivig_on")[0] == ("2012-01-31", "2012-01-31")
    assert MOVED in said(result)


def test_what_contradicts_nothing_is_the_middle_of_its_month_or_year() -> None:
    assert MOVED not in said(mapped(ITALIAN_MAPPING, handed(ITALIAN_PATIENTS, ITALIAN_VISITS)))


def test_an_event_of_a_year_does_not_precede_the_first_infusion() -> None:
    """The first infusion is on 31 January 2012; the event began "2012" and had resolved on 10 February 2012."""
    columns = {"patient_id": ["P-01"], "first_symptom_on": [""], "diagnosed_on": [""], "last_ivig_on": [""]}
    patients = table("patients", columns | {"first_ivig_on": ["2012-01-31"]})
    events = table(
        "adverse_events",
        {"patient_id": ["P-01"], "onset_on": ["2012-07-01"], "resolved_on": ["2012-02-10"]},
        onset_on=["2012"],
    )
    visits = table(
        "visits",
        {"patient_id": ["P-01"] * 2, "visit": ["end", "month 3"], "visit_on": ["2012-05-15", "2012-05-20"]},
        visit_on=["05/2012", "20/05/2012"],
    )
    made = {"patients": patients, "visits": visits, "adverse_events": events}
    notes = list(settle(made, BOOK.variable("visit", "visits")))
    assert events.frame["onset_on"].tolist() == ["2012-02-05"]
    assert visits.frame["visit_on"].tolist() == ["2012-05-25", "2012-05-20"]
    assert [(column, text) for _, _, column, _, text in notes] == [
        ("visit_on", f"1 cell: {MOVED}"),
        ("onset_on", f"1 cell: {MOVED}"),
    ]


def test_what_is_no_date_is_left_for_its_own_fault() -> None:
    columns = {"patient_id": ["P-01"], "diagnosed_on": [""], "last_ivig_on": ["soon"]}
    patients = table("patients", columns | {"first_symptom_on": ["2012-07-01"], "first_ivig_on": ["31/01/2012"]})
    empty = {name: [] for name in ("patient_id", "visit", "visit_on", "onset_on", "resolved_on")}
    made = {"patients": patients, "visits": table("visits", empty), "adverse_events": table("adverse_events", empty)}
    assert list(settle(made, BOOK.variable("visit", "visits"))) == []


def table(name: str, texts: dict[str, list[str]], **sent: list[str]) -> MappedTable:
    """A mapped table of which some columns were written otherwise by the centre."""
    frame = pd.DataFrame(texts, dtype=object)
    columns = pd.DataFrame({column: [column] * len(frame) for column in texts}, dtype=object)
    return MappedTable(name, frame, frame.assign(**sent), columns, ["a.csv"] * len(frame), list(range(len(frame))))
