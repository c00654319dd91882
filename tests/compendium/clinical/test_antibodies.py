"""Rule: of whom nobody is known to be negative, no share of the positive is stated; what was counted stays."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from compendium.clinical import who_responds, who_was_treated
from compendium.clinical.antibodies import ONLY_POSITIVE, PANEL, any_specific, one_positive
from compendium.clinical.cohort import select
from compendium.exhibits.tables_cohort import table_antibodies
from compendium.exhibits.tables_predictors import table_predictors
from compendium.registry.codebook import MYOSITIS_SPECIFIC, load_codebook
from press.rows import Ledger

from .patients import REGISTRY, records

ANTIBODIES = [variable.name for variable in load_codebook().with_role("autoantibody")]


def panel(*results: bool | None) -> pd.DataFrame:
    """One patient, all antibodies tested and negative but for the first ones."""
    rest = [False] * (len(MYOSITIS_SPECIFIC) - len(results))
    return pd.DataFrame([[*results, *rest]], columns=list(MYOSITIS_SPECIFIC), dtype="boolean")


@pytest.mark.parametrize(("tested", "expected"), [((), False), ((True,), True), ((None,), None), ((None, True), True)])
def test_negative_is_only_who_had_all_tested(tested: tuple[bool | None, ...], expected: bool | None) -> None:
    """An antibody that was not tested could have been positive."""
    found = one_positive(panel(*tested)).iloc[0]
    assert (None if found is pd.NA else bool(found)) is expected


def test_a_centre_that_records_hardly_any_whole_panel_says_nothing_of_the_share() -> None:
    """By hand: at B both answers rest on one antibody; at D two of the three rest on a whole panel."""
    patients = pd.concat([panel(True, None), panel(None, True), panel(), panel(True), panel(True, None)])
    centre = pd.Series(["B", "B", "D", "D", "D"])
    found = any_specific(patients.reset_index(drop=True), centre)
    assert found.isna().tolist() == [True, True, False, False, False]
    assert found.dropna().tolist() == [False, True, True]


@cache
def only_positive() -> dict[str, Ledger]:
    """The rows of a registry that writes down the positive results and nothing else."""
    patients = records().patients
    found = {name: patients[name].mask(~patients[name].fillna(False).astype(bool)) for name in ANTIBODIES}
    registry = replace(records(), patients=patients.assign(**found))
    screening, cohort = select(registry, name=REGISTRY, response="physician")
    return {
        "cohort": who_was_treated.analyse(registry, screening, cohort, seed=1, replicates=20),
        "predictors": who_responds.analyse(cohort, seed=1, replicates=20),
    }


@pytest.mark.parametrize("at", ["cohort.any_msa", "cohort.any_msa.responder", "predictors.any_msa.responder"])
def test_of_positive_results_alone_no_share_is_stated(at: str) -> None:
    rows = only_positive()[at.split(".", maxsplit=1)[0]]
    assert math.isnan(rows.value(f"{at}.percent")) and rows[f"{at}.percent"].note == PANEL
    one = at.replace("any_msa", "ab_jo1")
    assert math.isnan(rows.value(f"{one}.percent")) and rows[f"{one}.percent"].note == ONLY_POSITIVE
    assert rows.value(f"{one}.count") == rows.value(f"{one}.total") > 0


def test_the_tables_show_the_counts_and_say_why_there_is_no_share() -> None:
    for table in (table_antibodies(only_positive()["cohort"], ""), table_predictors(only_positive()["predictors"], "")):
        lines = {line.cells[0].text: line.cells for line in table.lines if len(line.cells) > 1}
        jo1, anybody = lines["Anti-Jo-1"][1], lines["Any myositis-specific autoantibody"][1]
        assert "%" not in jo1.text and jo1.text.partition("/")[0] == jo1.text.partition("/")[2]
        assert [table.notes[mark].casefold().rstrip(".") for mark in jo1.marks] == [ONLY_POSITIVE]
        assert anybody.text == "–" and [table.notes[mark].casefold().rstrip(".") for mark in anybody.marks] == [PANEL]
