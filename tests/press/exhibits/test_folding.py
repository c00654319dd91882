"""Rule: a section of which nothing is shown is one line that says so; one with anything to read stays as it is."""

from __future__ import annotations

import pytest

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table


def table(texts: list[str], *, folds: bool = True) -> Table:
    made = TableBuilder("models", "Models", folds=folds)
    made.column("Predictor", align="left")
    made.column("Odds ratio")
    made.section("In one model")
    for place, text in enumerate(texts):
        made.line(f"Feature {place}", Cell(text, rows=(f"x.{place}.or",)), marks={1: made.note(f"Note {place}.")})
    made.section("In another")
    made.line("Feature", "2.00", marks={1: made.note("Note 0.")})
    return made.build()


def test_a_section_of_marks_is_one_line_that_keeps_their_rows_and_no_note() -> None:
    folded = table(["*", "*", "*"])
    assert [line.cells[0].text for line in folded.lines] == ["In one model", "Not shown", "In another", "Feature"]
    assert folded.lines[1].cells[1] == Cell("*", rows=("x.0.or", "x.1.or", "x.2.or"))
    assert folded.lettered_notes == (("a", "Note 0."),)


@pytest.mark.parametrize("texts", [["*", "<5"], ["*", "–"], ["*", "1.20"], ["*"], ["", ""]])
def test_a_section_with_anything_to_read_stays_as_it_is(texts: list[str]) -> None:
    assert table(texts) == table(texts, folds=False)
