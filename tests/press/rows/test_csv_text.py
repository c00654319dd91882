"""Texts in CSV: no spreadsheet takes one for a formula (OWASP, CSV Injection), and each is read back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rows.csv_text import as_csv, from_csv

OWASP = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(1)", "\t=1", "\r=1", "\n=1", "--1", "-1-1", "＝1"]
)
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(text: str) -> None:
    assert as_csv(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-2.5", "-0.1368468468", "-1e-05", "-12.5%", "2.5", "", "−2.5", "MMT8", "'t Hooft", "< 1"]
)
def test_numbers_and_harmless_texts_stay_as_they_are(text: str) -> None:
    assert as_csv(text) == text == from_csv(text)


@given(st.text("=+-@'\t\r\na1.", max_size=8) | st.text())
def test_every_text_is_read_back_and_none_begins_as_a_formula(text: str) -> None:
    cell = as_csv(text)
    assert from_csv(cell) == text
    if cell.startswith(OWASP):
        float(cell.rstrip("%"))
