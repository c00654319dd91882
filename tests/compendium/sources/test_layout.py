"""Rule: each row below a header is a row of the table, or is said to be something else; no patient is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.sources.body import find_body
from compendium.sources.grid import Area, Grid
from compendium.sources.layout import addressed, lay_out
from compendium.sources.opening import open_source

from .made import HEADER, TEXTS, put

CELL = st.sampled_from(["", "", "P1", "P2", "12", "1.5", "n.d.", "Media", "SD", "* nota", "ID", "CK"])
GRIDS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=9)


@given(GRIDS)
def test_each_row_is_kept_blank_or_left_out_with_a_reason(rows: list[list[str]]) -> None:
    body = find_body(rows, ["ID", "CK", "MMT8"])
    out = [at for at, why in body.left_out if why]
    assert sorted([*body.kept, *out]) == [at for at, row in enumerate(rows) if any(row)]
    assert body.blank == [at for at, row in enumerate(rows) if not any(row) and at < max(body.kept, default=0)]


@given(GRIDS)
def test_each_cell_of_a_grid_is_in_the_table_a_note_or_a_fault(rows: list[list[str]]) -> None:
    cells, notes, faults = lay_out(Grid("v", "v.csv", "", rows))
    filled = {at + 1 for at, row in enumerate(rows) if any(row)}
    if cells is None:
        assert bool(notes) != bool(faults)
    else:
        header = {row for _, row, _, _, _ in notes} | set(cells.numbers)
        assert len(filled - header) <= 1  # the header itself


@given(st.integers(0, 5), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_titles_above_change_nothing_but_the_numbers(above: int, blank: bool) -> None:
    rows = [*([["Registro", "", ""]] * above), *([["", "", ""]] * blank), list(HEADER), *TEXTS]
    cells, _, _ = lay_out(Grid("v", "v.csv", "", rows))
    assert cells is not None
    assert (cells.header, cells.rows) == (HEADER, TEXTS)
    assert cells.numbers == [above + blank + 2, above + blank + 3]


@given(st.lists(st.sampled_from(["CK", "CK [2]", "CK [3]", "ID", ""])))
def test_every_column_can_be_addressed(names: list[str]) -> None:
    given_names = addressed(names)
    assert len(set(given_names)) == len(names)
    first = {name: names.index(name) for name in names}
    assert all(given_names[at] == name for name, at in first.items())


LONG = "record_id,form,instance,a,b,c,d,e\n"


def test_a_sparse_export_loses_no_row(tmp_path: Path) -> None:
    """A row of REDCap's of a repeated form fills few columns, and ids may differ in shape between centres."""
    rows = [
        "101-7,base,,1,2,3,4,5",
        "101-8,base,,1,2,3,4,5",
        "101-9,base,,1,2,3,4,5",
        "PI/1,ae,1,,,,,",
        "PI/2,ae,1,,,,,",
    ]
    cells = open_source(put(tmp_path, "v.csv", LONG + "\n".join(rows) + "\n")).tables["v"]
    assert [row[0] for row in cells.rows] == ["101-7", "101-8", "101-9", "PI/1", "PI/2"]


def test_a_variable_may_be_called_as_a_total_is(tmp_path: Path) -> None:
    text = "Variable,Form,Type\ntotal,visit,text\nn,visit,calc\nmedia,visit,text\n"
    assert len(open_source(put(tmp_path, "dictionary.csv", text)).tables["dictionary"].rows) == 3


@pytest.mark.parametrize(
    "word", ["Media", "Totale", "TOTAL:", "Mean (SD)", "Mediana", "Dev. st.", "N", "Totale pazienti"]
)
def test_a_total_is_known_by_its_word_and_by_numbers_beside_it(word: str) -> None:
    body = find_body([["P1", "12"], ["P2", "13"], [word, "25"]], ["ID", "CK"])
    assert (body.kept, [at for at, _ in body.left_out]) == ([0, 1], [2])


@pytest.mark.parametrize("right", [5, 11])
def test_a_title_merged_over_some_columns_is_part_of_no_name(right: int) -> None:
    """It begins above the ids and stands alone: a group of measurements does neither."""
    header = ["Codice", *(f"V{at}" for at in range(1, 20))]
    rows = [["Registro miositi 2024", *[""] * 19], header, *([f"P{at}", *["5"] * 19] for at in range(4))]
    cells, _, faults = lay_out(Grid("P", "r.xlsx", "P", rows, [Area(0, 0, 0, right)]))
    assert not faults and cells is not None
    assert cells.header == tuple(header)
    groups = [["", "Basale", *[""] * 18], header, *rows[2:]]
    cells, _, _ = lay_out(Grid("P", "r.xlsx", "P", groups, [Area(0, 1, 0, 9)]))
    assert cells is not None and cells.header[:3] == ("Codice", "Basale / V1", "Basale / V2")
