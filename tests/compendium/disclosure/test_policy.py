"""The policies as a data-protection officer reads them, and what a broken spreadsheet is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compendium.disclosure.classes import load_classes
from compendium.disclosure.policy import FILE, POLICIES, load_policy
from press.ground.fault import SpreadsheetFault
from press.rows import Ledger

ANALYSES = ("cohort", "efficacy", "predictors", "safety")


def test_the_numbers_are_those_that_were_decided() -> None:
    five, ten = (load_policy(name) for name in POLICIES)
    assert (five.fewest, five.width, five.hide_zeros, five.mean_from, five.quartiles_from) == (5, 5, False, 10, 20)
    assert (ten.fewest, ten.width, ten.hide_zeros, ten.at_risk) == (10, 10, True, 10)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("fewest,5,10", "fewest,few,10", 'row 2, column publish-5: "few" - the rule: a whole number of at least 1'),
        ("width,5,10", "wideness,5,10", 'row 3, column rule: "wideness" - the rule: one of fewest, width'),
        ("hide_zeros,no,yes", "hide_zeros,perhaps,yes", 'column publish-5: "perhaps" - the rule: yes or no'),
        ("width,5,10", "fewest,5,10", "no two rows the same"),
    ],
)
def test_a_broken_policy_is_told_by_file_row_and_column(
    root: Path, tmp_path: Path, before: str, after: str, told: str
) -> None:
    text = (root / FILE).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / FILE.name).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(SpreadsheetFault) as fault:
        load_policy("publish-5", tmp_path)
    assert told in str(fault.value) and "data/definitions/disclosure.csv" in str(fault.value)


def test_an_unknown_policy_is_told_which_there_are() -> None:
    with pytest.raises(SpreadsheetFault, match="choose publish-5 or strict-10"):
        load_policy("publish-3")


def test_every_statistic_of_the_four_analyses_is_classed(root: Path) -> None:
    """Fail closed: what is in no class is not shown, so none of these may be."""
    kinds = load_classes()
    ledger = Ledger.read(*(root / "paper" / "results" / f"{name}.csv" for name in ANALYSES))
    assert sorted({row.statistic for row in ledger if kinds[row] == "unknown"}) == []


def test_an_unknown_class_is_told(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "data" / "definitions" / "disclosure_classes.csv", tmp_path)
    with (tmp_path / "disclosure_classes.csv").open("a", encoding="utf-8") as file:
        file.write(",*,mode,extremes,\n")
    with pytest.raises(SpreadsheetFault, match='column class: "extremes" - the rule: one of patients'):
        load_classes(tmp_path)
