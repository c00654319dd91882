"""Rule: what a program keeps as a number, or a field lets in as one, is that number, whatever texts stand beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from compendium.mapping.column_reading import Column, read_column
from compendium.mapping.statement import Notation, Rule
from compendium.mapping.values_met import number_keys
from compendium.registry.codebook import load_codebook
from compendium.sources.cells import Cells
from compendium.sources.opening import open_source
from compendium.sources.redcap_dictionary import dictionary_of
from compendium.sources.redcap_export import split_export
from tests.compendium.sources.made import put, workbook

CK = load_codebook().variable("ck")
ITALIAN = Notation(decimal=(",",), thousands=".")


def read(cells: Cells, notation: Notation) -> Column:
    return read_column(Rule(CK, 1, ("CK",), notation=notation), cells, range(len(cells.rows)))


def of_workbook(folder: Path, *values: object) -> Cells:
    rows = [("ID", "CK"), *((f"P{at}", value) for at, value in enumerate(values))]
    return open_source(put(folder, "r.xlsx", workbook(rows))).tables["Visite"]


@pytest.mark.parametrize(
    ("values", "drafted", "notation"),
    [
        (("22,5", "1.240,5", 0.625, 1.125), {"decimal": '","', "thousands": '"."'}, ITALIAN),
        (("22,5", "30,5", 0.625, 21.234), {"decimal": '","'}, Notation(decimal=(",",))),
        ((5.003, 1.125, 0.625), {}, Notation()),
    ],
)
def test_number_cells_of_a_workbook_are_no_texts_of_the_same_column(
    tmp_path: Path, values: tuple[object, ...], drafted: dict[str, str], notation: Notation
) -> None:
    """0.625 µkat/L had become 37,500 U/L: read as 625 beside 1.240,5, from a mapping that was drafted so."""
    cells = of_workbook(tmp_path, *values)
    assert number_keys(cells.column("CK"), CK) == drafted
    column = read(cells, notation)
    expected = [str(each).replace(".", "").replace(",", ".") if isinstance(each, str) else str(each) for each in values]
    assert (column.texts, column.faults) == (expected, [])


def test_the_same_signs_are_a_number_in_one_cell_and_a_question_in_another(tmp_path: Path) -> None:
    column = read(of_workbook(tmp_path, 5.003, "5.003"), Notation())
    assert column.texts == ["5.003", ""]
    assert [(fault.row, fault.value) for fault in column.faults] == [(3, "5.003")]


@pytest.mark.parametrize("text", ["0.625", "0.625.000", "00.625"])
def test_no_group_of_thousands_begins_with_a_zero(text: str) -> None:
    cells = Cells("v", "v.csv", "", ("ID", "CK"), [["P1", text]], [2])
    (fault,) = read(cells, ITALIAN).faults
    assert 'and "." between thousands' in fault.rule
    assert number_keys(["0.625,5"], CK) == {}


def test_numbers_of_databases_and_statistics_programs_need_no_sign_to_be_stated(tmp_path: Path) -> None:
    values = [5.003, 1.125, 22.0]
    frame = pd.DataFrame({"ID": ["P1", "P2", "P3"], "CK": values})
    with sqlite3.connect(tmp_path / "r.db") as made:
        frame.to_sql("r", made, index=False)
    made.close()
    pyreadstat.write_sav(frame, tmp_path / "r.sav")
    pyreadstat.write_dta(frame, tmp_path / "r.dta")
    frame.to_parquet(tmp_path / "r.parquet", engine="fastparquet")
    for name in ("r.db", "r.sav", "r.dta", "r.parquet"):
        cells = open_source(tmp_path / name).tables["r"]
        assert number_keys(cells.column("CK"), CK) == {}, name
        column = read(cells, ITALIAN)
        assert (column.texts, column.faults) == (["5.003", "1.125", "22"], []), name


FIELDS = (
    "field_name",
    "form_name",
    "field_type",
    "field_label",
    "select_choices_or_calculations",
    "text_validation_type_or_show_slider_number",
    "identifier",
)


@pytest.mark.parametrize(
    ("validation", "written", "text"),
    [("number_comma_decimal", "20,125", "20.125"), ("number", "20.125", "20.125"), ("number_3dp", "20.125", "20.125")],
)
def test_the_validation_of_a_redcap_field_settles_its_decimals(validation: str, written: str, text: str) -> None:
    """And a fault quotes the cell as it stands in the file."""
    rows = [["id", "visit", "text", "Id", "", "", ""], ["CK", "visit", "text", "CK", "", validation, ""]]
    dictionary = dictionary_of(Cells("d", "d.csv", "", FIELDS, rows, [2, 3]))
    export = Cells("e", "e.csv", "", ("id", "CK", "visit_complete"), [["7", written, "2"], ["8", "20 U", "2"]], [2, 3])
    cells = split_export(export, dictionary).tables["visit"]
    assert number_keys(cells.column("CK"), CK) == {}
    for notation in (Notation(), Notation(decimal=(",",))):
        column = read(cells, notation)
        assert (column.texts[0], column.sent[0]) == (text, written)
    assert cells.fault(0, "CK", "a rule", "do this").value == written


def test_single_precision_is_written_with_the_digits_that_were_measured(tmp_path: Path) -> None:
    """2.3 as Stata keeps it by default is 2.299999952316284 in double precision, and was seldom typed so."""
    values = np.array([2.3, 0.1, 45, 12345.678], dtype=np.float32)
    frame = pd.DataFrame({"ID": list("abcd"), "CK": values})
    frame.to_stata(tmp_path / "r.dta", write_index=False, version=118)
    frame.to_parquet(tmp_path / "r.parquet", engine="fastparquet")
    for name in ("r.dta", "r.parquet"):
        cells = open_source(tmp_path / name).tables["r"]
        assert cells.column("CK") == ["2.3", "0.1", "45", "12345.678"], name
