"""What is released of registries of every kind is what the examination lets leave: both know the same rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compendium.disclosure.policy import load_policy
from compendium.leaving.proof import prove
from compendium.leaving.rules import broken, told_alone, unplaced
from compendium.leaving.stranger import read_tables
from press.rows import Ledger

from .registries import CASES, POLICY, released

# Of a definition that leaves many undecided the release takes minutes: ALL_CASES=1 in the environment tries it, too.
TRIED = [case for case in CASES if case != "imacs" or "ALL_CASES" in os.environ]
ANALYSES = ("cohort", "efficacy", "predictors", "safety")


@pytest.mark.parametrize("case", TRIED)
def test_no_rule_is_broken_by_what_is_released(case: str, tmp_path: Path) -> None:
    """As a run does it: the rows are written and read again, and each that is shown is held against the rules.

    Outcomes that nobody has, groups of nobody and a single centre are among the cases.
    """
    policy, files = load_policy(POLICY), []
    for name in ANALYSES:
        files.append(tmp_path / f"{name}.csv")
        released(case)[name].write(files[-1])
    rows = Ledger.read(*files)
    tables = list(read_tables(rows, policy))
    assert [str(each) for each in broken(rows, policy)] == []
    assert [str(each) for each in told_alone(unplaced(rows, tables), rows, policy)] == []
    if case == "little recorded":
        assert list(prove(tables, policy)) == []
