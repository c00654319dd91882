"""A fault is one line: file, row, column, value, rule, what to do; all faults of a spreadsheet are told at once."""

from __future__ import annotations

import pytest

from press.ground.fault import Fault, FaultRecord, SpreadsheetFault, stop_at

CELL = FaultRecord("data/x.csv", 3, "id", "A", "small letters", "rename it")
ROW = FaultRecord("data/x.csv", 2, "", "a,b,c", "no more than 2 cells", "quote it")
FILE = FaultRecord("data/x.csv", 0, "", "", "not empty", "restore it")
COLUMN = FaultRecord("data/x.csv", 0, "id", "", "a row adult", "restore it")


@pytest.mark.parametrize(
    ("record", "message", "without_file"),
    [
        (CELL, 'data/x.csv, row 3, column id: "A" - the rule: small', 'row 3, column id: "A" - the rule: small'),
        (ROW, 'data/x.csv, row 2: "a,b,c" - the rule: no more than', 'row 2: "a,b,c" - the rule: no more than'),
        (FILE, "data/x.csv: the rule: not empty. What to do: ", "the file: the rule: not empty. What to do: "),
        (COLUMN, "data/x.csv, column id: the rule: a row adult", "column id: the rule: a row adult"),
    ],
)
def test_a_fault_says_where_what_which_rule_and_what_to_do(
    record: FaultRecord, message: str, without_file: str
) -> None:
    assert str(record).startswith(message)
    assert record.line().startswith(without_file)
    assert str(record).endswith(f"the rule: {record.rule}. What to do: {record.action}.")


def test_all_faults_are_told_in_the_order_of_the_rows() -> None:
    with pytest.raises(SpreadsheetFault) as raised:
        stop_at([CELL, ROW, FILE])
    assert raised.value.records == (FILE, ROW, CELL)
    assert str(raised.value) == f"{FILE}\n{ROW}\n{CELL}"


def test_no_fault_stops_nothing() -> None:
    stop_at([])


def test_a_spreadsheet_fault_is_told_as_every_fault_is_and_may_have_words_of_its_own() -> None:
    fault = SpreadsheetFault([CELL], "The registry cannot be used.")
    assert isinstance(fault, Fault)
    assert (str(fault), fault.records) == ("The registry cannot be used.", (CELL,))


def test_what_a_cell_holds_does_not_steer_the_terminal() -> None:
    record = FaultRecord("pi\nsa/x.csv", 2, "id", "\x1b[2J\u202e\udcff\xa0é", "small letters", "rename it")
    shown = r'pi\nsa/x.csv, row 2, column id: "\x1b[2J\u202e\udcff\xa0é" - the rule: small letters.'
    assert str(record) == f"{shown} What to do: rename it."
    assert record.line().startswith(r'row 2, column id: "\x1b[2J')
