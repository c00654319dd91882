"""A value that is recorded and in no model, as CK of 0, is a cell of its own: counts that are printed agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from compendium.clinical import did_they_improve, who_was_treated
from compendium.clinical.cohort import select
from compendium.disclosure.groups import read_groups
from compendium.disclosure.stages import Table
from compendium.disclosure.visit_tables import value_tables
from compendium.registry.reading import Registry
from press.rows import Ledger

from ..exhibits.registries import FEW, NAME, SEED, whole

FOURTH = 4  # each fourth CK is 0, as where 0 stands for missing
NO_LIMIT = 7  # each seventh LDH is without the limit of its laboratory


def counted(registry: Registry) -> dict[str, Table]:
    screening, cohort = select(registry, name=NAME, response="physician")
    treated = who_was_treated.analyse(registry, screening, cohort, seed=SEED, replicates=FEW)
    ledger = Ledger(treated, did_they_improve.analyse(cohort))
    return {table.name: table for table, _ in value_tables(ledger, read_groups(ledger), {})}


@pytest.fixture(scope="module")
def uneven() -> dict[str, Table]:
    registry = whole()
    place = np.arange(len(registry.visits))
    visits = registry.visits.assign(
        ck=registry.visits["ck"].mask((place % FOURTH == 0) & registry.visits["ck"].notna(), 0.0),
        ldh_uln=registry.visits["ldh_uln"].mask(place % NO_LIMIT == 0),
    )
    return counted(registry.__class__(**{**registry.__dict__, "visits": visits}))


def can_be(table: Table) -> bool:
    """Whether there is a number of patients for each of the finest cells with which every count is as stated."""
    parts, values = np.array([each.mask for each in table.counts], dtype=float), [each.value for each in table.counts]
    cells = parts.shape[1]
    found = milp(np.zeros(cells), constraints=LinearConstraint(parts, values, values), integrality=np.ones(cells))
    return bool(found.success)


@pytest.mark.parametrize("name", ["ck at month_3", "ck at month_12", "ck at end"])
def test_the_counts_of_a_visit_can_be_true_together(uneven: dict[str, Table], name: str) -> None:
    table = uneven[name]
    stated = {each.name: each.value for each in table.counts}
    assert stated["recorded"] == stated["of the model"] + stated["recorded, in no model"]
    assert stated["recorded, in no model"] > 0
    assert can_be(table)


@pytest.mark.parametrize("name", ["ck at end", "ldh at end"])
def test_pairs_of_which_there_is_no_ratio_are_counted(uneven: dict[str, Table], name: str) -> None:
    """LDH has no model of its course, and pairs all the same."""
    assert can_be(uneven[name])
    stated = {each.name: each.value for each in uneven[name].counts}
    assert stated["pairs"] == stated["pairs of the model"] + stated["pairs in no model"]
    assert stated["pairs in no model"] > 0


def test_where_every_value_is_in_the_model_there_are_no_finer_cells(uneven: dict[str, Table]) -> None:
    even = uneven["mmt8 at month_12"]
    assert can_be(even) and "of the model" not in {each.name for each in even.counts}
    assert 2 * len(even.counts[0].mask) == len(uneven["ck at month_12"].counts[0].mask)
