"""Rule: a flow chart ends with the numbers analysed, and these are the numbers of the analyses themselves.

Authority: Vandenbroucke et al. 2007, STROBE, item 13: numbers at each stage, down to those analysed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from compendium.clinical.analysed import analysed
from compendium.clinical.cohort import open_registry, select
from press.rows import Ledger

NAME = "data/registry"


def test_they_are_those_of_the_later_analyses(root: Path) -> None:
    cohort = select(open_registry(NAME), name=NAME, response="physician")[1]
    efficacy, predictors = (
        Ledger.read(root / "paper" / "results" / f"{name}.csv") for name in ("efficacy", "predictors")
    )
    assert [row.value for row in analysed(cohort)] == [
        efficacy.value("efficacy.mmt8.change.n_pairs"),
        predictors.value("predictors.multivariable.n"),
        predictors.value("predictors.multivariable.non_events"),
    ]


def test_without_any_response_nobody_is_in_the_model() -> None:
    cohort = select(open_registry(NAME), name=NAME, response="physician")[1]
    nobody = cohort.patients.assign(response=cohort.patients["response"].mask(cohort.patients["response"].notna()))
    assert [row.value for row in analysed(replace(cohort, patients=nobody))][1:] == [0, 0]
