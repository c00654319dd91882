"""A table of results keeps in the paper all that it says: headings, sections, indents, marks, rows, notes, widths."""

from __future__ import annotations

from dataclasses import replace

import panflute as pf
import pytest

from press.paper.caption import words
from press.paper.exhibits import without_origin
from press.paper.table_block import block

from ..origin import SIMULATED
from .paper_project import ORIGIN, patients, wide


@pytest.fixture
def shown() -> pf.Div:
    bare, origin = without_origin(patients(), ORIGIN)
    (div,) = block(bare, "tbl-a", "Table 1", more=[words("So it is.")], origin=origin)
    return div


def test_the_caption_has_label_title_and_words(shown: pf.Div) -> None:
    message = shown.content[0].caption.content[0]
    assert pf.stringify(message) == "Table 1. Patients’ characteristics & more. So it is."
    assert isinstance(message.content[0], pf.Span) and message.content[0].classes == ["label"]


def test_lettered_notes_come_first_and_the_origin_last_and_once(shown: pf.Div) -> None:
    notes = shown.content[1]
    assert notes.classes == ["notes"]
    assert [pf.stringify(note).strip() for note in notes.content] == ["a Counted twice.", "n/N (%).", SIMULATED]


def test_a_table_that_is_made_of_the_paper_takes_the_origin_of_the_paper() -> None:
    (div,) = block(without_origin(patients(), ORIGIN)[0], "", "", origin=SIMULATED)
    assert pf.stringify(div.content[1].content[-1]).strip() == SIMULATED


def test_spanners_span_and_marks_are_raised(shown: pf.Div) -> None:
    spanners, heads = shown.content[0].head.content
    assert [(pf.stringify(cell), cell.colspan) for cell in spanners.content] == [("", 1), ("", 1), ("Response", 2)]
    assert isinstance(heads.content[3].content[0].content[-1], pf.Superscript)
    assert pf.stringify(heads.content[1]) == "All (n\u00a0=\u00a012)"


def test_sections_and_indents_can_be_told(shown: pf.Div) -> None:
    rows = shown.content[0].content[0].content
    assert [("section" in row.classes, len(row.content)) for row in rows][:3] == [(True, 1), (False, 4), (False, 4)]
    assert rows[0].content[0].colspan == 4
    indent = rows[2].content[0].content[0].content[0]
    assert indent.classes == ["indent"] and pf.stringify(indent) == "\N{EM SPACE}"


def test_a_cell_names_the_rows_that_it_was_made_from(shown: pf.Div) -> None:
    cell = shown.content[0].content[0].content[1].content[1]
    assert cell.attributes["rows"] == "cohort.n efficacy.change.mean"


def test_columns_have_their_sides_and_share_the_width(shown: pf.Div) -> None:
    sides, widths = zip(*shown.content[0].colspec, strict=True)
    assert sides == ("AlignLeft", "AlignRight", "AlignRight", "AlignRight")
    assert sum(widths) == pytest.approx(1) and widths[0] == max(widths)


def test_a_wide_table_is_marked() -> None:
    (div,) = block(wide(), "tbl-w", "Table 2")
    assert div.classes == ["exhibit", "table", "landscape"]


def test_a_note_names_the_rows_whose_numbers_stand_in_it() -> None:
    message = replace(patients(), source=("n/N (%).",), note_rows={"n/N (%).": ("cohort.n", "cohort.m")})
    (div,) = block(message, "tbl-a", "Table 1")
    (span,) = div.content[1].content[-1].content
    assert span.attributes["rows"] == "cohort.n cohort.m" and pf.stringify(span) == "n/N (%)."
