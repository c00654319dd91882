"""Rule: what was recorded of nobody is named once below a table, and has no line of zeros and dashes in it."""

from __future__ import annotations

import re

import pytest

from compendium.exhibits import labels, not_recorded
from press.exhibits.table.layout import Table
from press.rows import Ledger

from .registries import UNRECORDED, ledgers, released
from .test_study_exhibits import TABLES

CASE = "little recorded"
EMPTY = re.compile(r"0/0 \(–\)|–(/–)?( \(–\))?|0|")
# whose lines say that the records of a definition or of a kind of patient decide nothing, which is a finding
OF_FINDINGS = ("table_agreement", "table_profile")


def tables(rows: dict[str, Ledger]) -> list[Table]:
    return [build(rows[name], "Registry: ours.") for name, builds in TABLES.items() for build in builds]


@pytest.mark.parametrize("rows", [ledgers, released], ids=["as computed", "as it may leave"])
def test_what_nobody_has_recorded_is_named_below_and_has_no_line(rows: object) -> None:
    found = {table.name: table for table in tables(rows(CASE))}  # type: ignore[operator]
    for name, table in found.items():
        lines = {line.cells[0].text for line in table.lines}
        assert not {labels.with_unit(each) for each in UNRECORDED} & lines, name
        assert not {labels.label(each) for each in UNRECORDED} & lines, name
    named = {name: " ".join(table.source) for name, table in found.items()}
    assert labels.label("ild") in named["table_one"] and "Not recorded: " in named["table_one"]
    for name in ("table_centres", "table_predictors", "table_missing"):
        assert labels.label("malignancy") in named[name] and labels.label("reason") in named[name]
    assert labels.label("ab_ku") in named["table_antibodies"]
    assert labels.label("earlier_ciclosporin") in named["table_treatment"]
    assert labels.label("haq_di") in named["table_changes"] and labels.label("haq_di") in named["table_fixed_time"]
    assert labels.label("aldolase") in named["table_enzymes"]


def test_no_line_of_a_table_is_of_zeros_and_dashes_alone() -> None:
    for table in tables(ledgers(CASE)):
        for line in table.lines if table.name not in OF_FINDINGS else ():
            cells = [cell for cell in line.cells[1:] if cell.text]
            silent = [cell for cell in cells if EMPTY.fullmatch(cell.text) and not cell.marks]
            assert not cells or len(silent) < len(cells), (table.name, [cell.text for cell in line.cells])


@pytest.mark.parametrize("rows", [ledgers, released], ids=["as computed", "as it may leave"])
def test_a_registry_without_a_table_of_events_has_one_line_that_says_so(rows: object) -> None:
    """ "None recorded" would read as if none had occurred."""
    for table in tables(rows(CASE)):  # type: ignore[operator]
        if table.name in ("table_safety", "table_events", "table_rates"):
            assert [line.cells[0].text for line in table.lines] == ["The registry has no table of adverse events."]


def test_a_heading_without_a_line_goes_too() -> None:
    there, left = not_recorded.without({"Features": ("skin",), "Antibodies": ("ab_ku",)}, lambda name: name == "ab_ku")
    assert (there, left) == ({"Features": ["skin"]}, ["ab_ku"])


def test_where_all_was_recorded_of_somebody_nothing_is_named() -> None:
    for table in tables(ledgers("two centres")):
        assert not any("ecorded of no" in words or words.startswith("Not recorded") for words in table.source)
