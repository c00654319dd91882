"""Rule: no reader guesses a type. A text stays as it is; what a program keeps as a number or date becomes one text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.sources.encoding import NoText, decode
from compendium.sources.opening import open_source
from compendium.sources.texts import text_of

from .made import put, workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_the_same(number: float) -> None:
    assert float(text_of(number)) == number


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_has_no_decimals_whatever_keeps_it(number: int) -> None:
    assert text_of(float(number)) == text_of(number) == text_of(np.int64(number)) == str(number)


@given(TEXTS)
def test_a_text_stays_as_it_is(text: str) -> None:
    assert text_of(text) == text


@pytest.mark.parametrize("nothing", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_what_is_missing_is_an_empty_text(nothing: object) -> None:
    assert text_of(nothing) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("2.50"), "2.50"),
        (np.True_, "TRUE"),
        (np.float32(0.5), "0.5"),
        (pd.Timestamp("2014-03-20"), "2014-03-20"),
        (dt.datetime(2014, 3, 20, tzinfo=dt.UTC), "2014-03-20T00:00:00+00:00"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=-30, minutes=-5), "-30:05:00"),
        (b"perch\xc3\xa9", "perché"),
        (b"\xff\xfe", "(2 bytes that are no text)"),
        ({"a": [1, dt.date(2014, 3, 20)]}, '{"a": [1, "2014-03-20"]}'),
    ],
)
def test_what_databases_and_data_frames_keep(value: object, text: str) -> None:
    assert text_of(value) == text


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from(",;\t|"))
@FEW
def test_a_csv_gives_the_texts_that_were_written(tmp_path: Path, rows: list[list[str]], delimiter: str) -> None:
    """Each id is one that no other row has, and no text is a whole row of its own: such a row is refused."""
    rows = [[f"P{at}", *(text.replace(delimiter, " ") for text in row[1:])] for at, row in enumerate(rows)]
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["ID", "first note", "second note"])
    writer.writerows(rows)
    cells = open_source(put(tmp_path, "v.csv", made.getvalue())).tables["v"]
    assert cells.rows == rows
    assert cells.numbers == list(range(2, len(rows) + 2))


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.booleans(), st.dates(dt.date(1901, 1, 1))), min_size=1, max_size=5))
@FEW
def test_a_workbook_gives_the_values_that_were_written(tmp_path: Path, rows: list[tuple[float, bool, dt.date]]) -> None:
    made = workbook([("ID", "a", "b", "c"), *((f"P{at}", *row) for at, row in enumerate(rows))])
    cells = open_source(put(tmp_path, "v.xlsx", made)).tables["Visite"]
    assert [float(row[1]) for row in cells.rows] == [float(f"{row[0]:.16g}") for row in rows]
    assert [row[2:] for row in cells.rows] == [["TRUE" if row[1] else "FALSE", row[2].isoformat()] for row in rows]


@given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=40))
def test_every_text_of_windows_is_read_right_or_as_the_utf_8_that_it_also_is(text: str) -> None:
    """Section 4 of the fact sheet: the ladder, where detectors by statistics were wrong on short Italian texts."""
    content = text.encode("cp1252")
    try:
        expected = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        expected = text
    assert decode(content)[0] == expected


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_said_to_be_none(content: bytes) -> None:
    try:
        text, _ = decode(content)
    except NoText as none:
        assert none.rule
        assert none.action
    else:
        assert isinstance(text, str)
