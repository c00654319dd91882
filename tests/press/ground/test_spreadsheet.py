"""Every small CSV file is read as a spreadsheet program wrote it, or all that is wrong with it is told at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.ground.fault import SpreadsheetFault
from press.ground.spreadsheet import Line, inspect_spreadsheet, read_rows, read_spreadsheet, repeated

GOOD = b"id,rule\na,one\nb,two\n"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
NOT_BLANK = TEXTS.map(lambda text: f"x{text}x")


def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    return path


def message(path: Path, *columns: str, unique: tuple[str, ...] = ()) -> list[tuple[int, str, str, str]]:
    """Return row, column, value and rule of every fault; each names the file and says what to do, and all are told."""
    with pytest.raises(SpreadsheetFault) as raised:
        read_spreadsheet(path, columns, unique, file="data/x.csv")
    records = raised.value.records
    assert {record.file for record in records} == {"data/x.csv"}
    assert all(record.action for record in records)
    assert str(raised.value).splitlines() == [str(record) for record in records]
    return [(record.row, record.column, record.value, record.rule) for record in records]


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        GOOD.rstrip(b"\n"),
        b"id,rule,,\na,one,,\nb,two,,\n",
        b" id , rule\n a,one \nb,\ttwo\n",
        b'"id","rule"\n"a","one"\n"b","two"\n',
        GOOD + b"\n,\n , \n",
    ],
    ids=[
        *("as it is", "byte order mark", "Windows line ends", "old Mac line ends", "no last line end"),
        *("trailing blank columns", "blanks around texts", "quoted", "blank rows at the end"),
    ],
)
def test_what_spreadsheet_programs_add_changes_nothing(tmp_path: Path, content: bytes) -> None:
    lines = read_spreadsheet(file(tmp_path, content), ["id", "rule"], ["id"])
    assert lines == [{"id": "a", "rule": "one"}, {"id": "b", "rule": "two"}]
    assert [line.row for line in lines] == [2, 3]


@pytest.mark.parametrize(
    ("content", "row", "rule"),
    [
        (GOOD.decode().encode("utf-16"), 0, "written in UTF-8, not in UTF-16"),
        (GOOD + "ü,x\n".encode("latin-1"), 0, "written in UTF-8; at line 4 it is not"),
        (GOOD + b"c\x00,x\n", 0, "a text file; this one is something else, such as a workbook"),
        (b"PK\x03\x04\x14\x06", 0, "a text file; this one is something else, such as a workbook"),
        (GOOD.replace(b",", b";"), 1, "cells separated by commas; here they are by semicolons"),
        (GOOD.replace(b",", b"\t"), 1, "cells separated by commas; here they are by tabs"),
        (b"id;rule,\na;2,5\n", 1, "cells separated by commas; here they are by semicolons"),
        (GOOD + b'c,"three\n', 4, "a CSV table, with every quotation mark closed"),
        (b"", 0, "not empty: its first row names the columns"),
        (b"\xef\xbb\xbf\r\n \n", 0, "not empty: its first row names the columns"),
        (b"id,rule\n", 0, "at least one row under the header"),
        (b"id,rule\n,\n\n", 0, "at least one row under the header"),
        (b"\nid,rule\na,one\n", 1, "the first row names the columns id, rule"),
    ],
)
def test_a_file_that_is_no_table_is_told_once(tmp_path: Path, content: bytes, row: int, rule: str) -> None:
    assert message(file(tmp_path, content), "id", "rule") == [(row, "", "", rule)]


@pytest.mark.parametrize("mark", [b"<<<<<<< HEAD", b"||||||| 1a2b3c", b">>>>>>> theirs, and more"])
def test_a_merge_that_was_not_finished_is_told_with_its_row(tmp_path: Path, mark: bytes) -> None:
    with pytest.raises(SpreadsheetFault) as raised:
        read_spreadsheet(file(tmp_path, GOOD.splitlines(keepends=True)[0] + mark + b"\r\n"), ["id"])
    (record,) = raised.value.records
    assert (record.row, record.value, record.rule) == (2, mark.decode(), "one version of each row")
    assert record.action.startswith("finish the merge (keep what is right, delete the lines that begin with <<<<<<<")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    ((row, column, value, rule),) = message(tmp_path / "x.csv", "id")
    assert (row, column, value) == (0, "", "")
    assert rule.startswith("a file that can be opened (")


@pytest.mark.parametrize(
    ("header", "column", "rule", "action"),
    [
        (b"id,rules", "rule", "the first row names this column", "rename rules, if that is it"),
        (b"id,why", "rule", "the first row names this column", "add it; the columns are id, rule"),
        (b"id,rule,rule", "rule", "each column once", "remove or rename one of the two"),
        (b"id,rule,note,note", "note", "each column once", "remove or rename one of the two"),
    ],
)
def test_a_column_that_is_missing_or_there_twice_is_told(
    tmp_path: Path, header: bytes, column: str, rule: str, action: str
) -> None:
    with pytest.raises(SpreadsheetFault) as raised:
        read_spreadsheet(file(tmp_path, header + b"\na,one\n"), ["id", "rule"])
    (record,) = raised.value.records
    assert (record.row, record.column, record.rule, record.action) == (1, column, rule, action)


def test_all_that_is_wrong_with_the_rows_is_told_at_once_in_their_order(tmp_path: Path) -> None:
    content = GOOD + b"c,three,3\n\na,four\n,five\n,six\n"
    assert message(file(tmp_path, content), "id", "rule", unique=("id",)) == [
        (4, "", "c,three,3", "no more than 2 cells"),
        (6, "id", "a", "no two rows the same; row 2 has it too"),
        (8, "id", "(empty)", "no two rows the same; row 7 has it too"),
    ]


def test_a_comma_within_a_text_is_told_even_where_the_last_cell_is_empty(tmp_path: Path) -> None:
    """A program writes every row as wide as the header: a wider one is read shifted, whatever is in its last cell."""
    content = b"id,rule,note\na,at least 2, not 3,\n"
    assert message(file(tmp_path, content), "id") == [(2, "", "a,at least 2, not 3,", "no more than 3 cells")]
    assert message(file(tmp_path, b"id,rule,,\na,one, two,\n"), "id") == [
        (2, "", "a,one, two,", "no more than 2 cells")
    ]


def test_a_reader_with_more_to_check_is_given_the_lines_and_their_faults(tmp_path: Path) -> None:
    lines, faults = inspect_spreadsheet(file(tmp_path, GOOD + b"c,three,3\n"), ["id"])
    assert [line["id"] for line in lines] == ["a", "b"]
    assert [(fault.row, fault.rule) for fault in faults] == [(4, "no more than 2 cells")]


def test_a_row_that_is_too_short_is_filled_up_and_other_columns_may_be_there(tmp_path: Path) -> None:
    assert read_spreadsheet(file(tmp_path, b"note,id,rule\n,a\n"), ["id", "rule"]) == [
        {"note": "", "id": "a", "rule": ""}
    ]


def test_a_message_names_the_file_from_the_folder_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    (tmp_path / "paper").mkdir()
    with pytest.raises(SpreadsheetFault, match=r"^paper/x\.csv, row 1, column id: "):
        read_spreadsheet(file(tmp_path / "paper", b"rule,other\nx,y\n"), ["id", "rule"])


def test_blanks_within_a_text_are_single_but_a_no_break_space_is_meant(tmp_path: Path) -> None:
    content = 'id\n"5 \n  mg,\u00a0daily"\n'.encode()
    assert read_spreadsheet(file(tmp_path, content)) == [{"id": "5 mg,\u00a0daily"}]


def test_what_a_program_wrote_stays_as_it_is_and_may_have_no_rows(tmp_path: Path) -> None:
    assert read_spreadsheet(file(tmp_path, b"id\n a  b \n"), ["id"], made=True) == [{"id": " a  b "}]
    assert read_spreadsheet(file(tmp_path, b"id\n"), ["id"], made=True) == []


def test_lines_may_be_told_apart_by_more_than_one_column() -> None:
    rows = [("visits", "mmt8"), ("analysis", "mmt8"), ("visits", "mmt8")]
    lines = [Line({"table": table, "name": name}, at, "x.csv") for at, (table, name) in enumerate(rows, start=2)]
    (record,) = repeated(lines, "table", "name")
    assert (record.row, record.column, record.value) == (4, "name", "mmt8")
    assert record.rule == "no two rows the same; row 2 has it too"


@pytest.mark.parametrize(
    ("text", "number"), [("18", 18.0), ("-2.5", -2.5), ("2,5", None), ("1e3", None), ("inf", None), ("", None)]
)
def test_a_number_is_digits_only(text: str, number: float | None) -> None:
    found = Line({"value": text}, 2, "x.csv").number("value")
    assert found == number if number is not None else found != found


@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=4), head=st.tuples(NOT_BLANK, TEXTS))
def test_what_was_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], head: tuple[str, str]
) -> None:
    """RFC 4180: whatever is between quotation marks is a text, also commas, line ends and doubled quotation marks."""
    sent = [["id", *head], *rows]
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(sent)
    path = file(tmp_path_factory.mktemp("csv"), stream.getvalue().encode())
    assert read_rows(path, "x.csv") == sent


@given(texts=st.lists(TEXTS.map(lambda text: " ".join(text.split())), min_size=1, max_size=5))
def test_the_lines_are_the_rows_that_are_not_blank_each_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["id", "note"], *([text, ""] for text in [*texts, "last"])])
    path = file(tmp_path_factory.mktemp("csv"), stream.getvalue().encode())
    lines, _ = inspect_spreadsheet(path, ["id"])
    assert [(line.row, line["id"]) for line in lines] == [
        (at, text) for at, text in enumerate([*texts, "last"], start=2) if text
    ]
