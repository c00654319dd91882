"""Rule: what holds nothing but stars is no line, no column and no table, and a note names it; the rest stays as it is.

A paper of 23 patients had seven tables of stars, 159 on one page, and on each star a letter of a note.
"""

from __future__ import annotations

import pytest

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.hiding import NOTHING, shows_nothing
from press.exhibits.table.layout import Cell, Table

ORIGIN = "Registry: ours."


def table(*lines: tuple[str, ...]) -> Table:
    """A table of two columns by group and p; a line of one text opens a section, a label may be indented by blanks."""
    made = TableBuilder("demo", "Patients", landscape=True)
    made.column("Feature", align="left", marks=made.note("What was recorded."))
    made.column("All (n = *)", spanner="Patients", marks=made.note("All of them."))
    made.column("p", marks=made.note("Tested."))
    for label, *cells in lines:
        if not cells:
            made.section(label, marks=made.note(f"On {label}."))
            continue
        marked = [Cell(text, (made.note(f"On {label.strip()}."),)) if text else text for text in cells]
        made.line(label.strip(), *marked, indent=len(label) - len(label.lstrip()))
    made.source("General.", ORIGIN)
    return made.build()


def labels(made: Table) -> list[str]:
    return [line.cells[0].text for line in made.lines]


def test_a_table_of_stars_is_one_sentence() -> None:
    made = table(("A", "*", "*"), ("Section",), ("B", "*", ""))
    assert labels(made) == [f"{NOTHING}."] and len(made.columns) == 1 and not made.landscape
    assert not made.notes and made.source == (ORIGIN,)


def test_so_is_one_of_which_hardly_anything_is_shown() -> None:
    """ "Parameters 2" above nineteen lines of stars."""
    made = table(*((f"A{place}", "*", "*") for place in range(10)), ("Parameters", "2", "*"))
    assert labels(made) == [f"{NOTHING}."]


def test_lines_and_sections_of_stars_are_named_in_a_note() -> None:
    made = table(("One",), ("A", "9", "0.5"), ("B", "*", "*"), ("Two",), ("C", "*", "*"), ("D", "*", "*"))
    assert labels(made) == ["One", "A"]
    assert made.source[0] == "Not shown of so few patients: B; Two."
    assert [text for _, text in made.lettered_notes] == [
        "What was recorded.",
        "All of them.",
        "Tested.",
        "On One.",
        "On A.",
    ]


def test_a_column_of_stars_is_named_without_its_hidden_n() -> None:
    made = table(("A", "*", "0.5"), ("B", "*", "*"), ("C", "", "0.3"))
    assert [column.text for column in made.columns] == ["Feature", "p"] and labels(made) == ["A", "C"]
    assert made.source[0] == "Not shown of so few patients: B; in the others, Patients: All."


@pytest.mark.parametrize("shown", ["9", "<5", "\N{EN DASH}", "0 (*, *)"])
def test_what_says_anything_stays(shown: str) -> None:
    assert labels(table(("A", shown, "*"), ("B", "8", "0.2"))) == ["A", "B"]


def test_the_lines_of_one_variable_stay_together() -> None:
    made = table(("Sex", "", "*"), (" Female", "7", ""), (" Male", "*", ""), ("Age", "*", "*"), (" median", "*", ""))
    assert labels(made) == ["Sex", "Female", "Male"] and made.source[0].endswith(": Age; in the others, p.")


@pytest.mark.parametrize("mark", ["*", "<5"])
def test_a_mark_has_no_letter_of_a_note(mark: str) -> None:
    made = table(("A", mark, "0.5"), ("B", "8", "0.5"))
    assert made.lines[0].cells[1] == Cell(mark) and made.lines[0].cells[2].marks


def beside_missing(*lines: tuple[str, str, str]) -> Table:
    """A table of which the last column counts who has no value."""
    made = TableBuilder("centres", "Patients by centre")
    for name in ("Feature", "Cedar"):
        made.column(name)
    made.column("Missing", aside=True)
    for line in lines:
        made.line(*line)
    made.source("General.", ORIGIN)
    return made.build()


def test_a_table_that_would_keep_its_labels_and_who_is_missing_is_one_sentence() -> None:
    """Two pages of labels beside one column: of no centre anything was shown."""
    made = beside_missing(("Age", "*", "<5"), ("Sex", "*", "15"))
    assert labels(made) == [f"{NOTHING}."] and shows_nothing(made)
    kept = beside_missing(("Age", "*", "<5"), ("Sex", "9", "15"))
    assert labels(kept) == ["Age", "Sex"] and not shows_nothing(kept)
    assert len(beside_missing(("Age", "", "<5")).columns) == 3  # which shows no star


def test_a_table_without_a_star_is_left_as_it_is() -> None:
    made = table(("Section",), ("A", "7", ""), ("B", "8", "0.5"))
    assert labels(made) == ["Section", "A", "B"] and made.source == ("General.", ORIGIN)
