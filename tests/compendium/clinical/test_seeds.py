"""Whatever the seed, the whole analysis of the simulated registry meets all 28 printed figures (data/published.csv)."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.clinical import did_they_improve, how_safe, response_models, who_responds, who_was_treated
from compendium.clinical.cohort import open_registry, select
from compendium.clinical.how_many_responded import by_definition
from compendium.exhibits.printed import compare_published
from compendium.stats.describe import describe_numbers
from press.rows import Ledger
from simulated_registry.simulate import write_registry

SEEDS = range(1, 21)
FEW = 20  # bootstrap replicates: no printed figure is a bootstrap interval


@pytest.mark.parametrize("seed", SEEDS)
def test_every_printed_figure_is_met(seed: int, tmp_path: Path) -> None:
    write_registry(tmp_path, seed)
    records = open_registry(str(tmp_path))
    screening, cohort = select(records, name="simulated", response="physician")
    ledger = Ledger(
        who_was_treated.analyse(records, screening, cohort, seed=1, replicates=FEW),
        # of efficacy and predictors the rows that a printed figure is compared with: the models of the course, the
        # imputations and the bootstraps would take minutes in all
        describe_numbers(
            cohort.patients["treatment_duration"], did_they_improve.ANALYSIS.at(variable="treatment_duration")
        ),
        did_they_improve.scale_changes(cohort.visits),
        did_they_improve.enzyme_changes(cohort.visits),
        by_definition(cohort, did_they_improve.ANALYSIS),
        who_responds.comparisons(cohort.patients, cohort.patients["response"], seed=1, replicates=FEW),
        response_models.printed_model(cohort),
        how_safe.analyse(cohort),
    )
    comparisons = compare_published(ledger)
    assert len(comparisons) == 28
    assert [(one.id, one.recomputed) for one in comparisons if not one.agrees] == []
