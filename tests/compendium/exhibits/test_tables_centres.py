"""The table within centres has a line for whatever centres there are; and a p-value has its adjusted one beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from compendium.clinical.candidates import ANALYSIS, is_responder
from compendium.clinical.centres import within_centres
from compendium.clinical.families import FAMILIES, TESTS, places
from compendium.clinical.response_models import PRINTED_MODEL, predictors, printed_model
from compendium.clinical.who_responds import group_sizes
from compendium.exhibits.tables_centres import table_within_centres
from press.exhibits.table.layout import Table
from press.rows import Ledger

from ..clinical.patients import selected
from .registries import ledgers
from .test_study_exhibits import EVERY_TABLE, ORIGIN, ledger


def of_centres(count: int) -> Ledger:
    """The committed cohort, its patients handed to so many invented centres."""
    cohort = selected()[1]
    patients = cohort.patients
    centre = pd.Series(pd.Categorical([f"C {i}" for i in np.arange(len(patients)) % count]), index=patients.index)
    features = predictors(patients)[list(PRINTED_MODEL)]
    within = within_centres(is_responder(patients["response"]), features, centre, ANALYSIS)
    return Ledger(group_sizes(cohort), printed_model(cohort), within)


def labels_of(table: Table) -> list[str]:
    return [line.cells[0].text for line in table.lines]


@pytest.mark.parametrize("count", [2, 10])
def test_every_centre_has_a_line_for_each_feature_and_is_left_out_once(count: int) -> None:
    found = labels_of(table_within_centres(of_centres(count), ORIGIN))
    for place in range(count):
        assert found.count(f"C {place}") == len(PRINTED_MODEL)
        assert sum(label.startswith(f"Raynaud + skin, without the patients of C {place} (") for label in found) == 1


def test_how_many_a_model_rests_on_stands_in_its_heading() -> None:
    """Of thirty centres, thirty notes on how many patients a model rests on filled a third of a page."""
    few, many = (table_within_centres(of_centres(count), ORIGIN) for count in (6, 10))
    for count, table in ((6, few), (10, many)):
        sized = [label for label in labels_of(table) if "(n = " in label and label.endswith("non-responders)")]
        assert sum("without the patients of" in label for label in sized) == count
    assert any("of all others" in note for note in many.source) and not any("so few" in note for note in many.source)


def test_one_centre_has_no_line_of_its_own_and_a_note_that_says_why() -> None:
    table = table_within_centres(ledgers("one centre")["predictors"], ORIGIN)
    assert not any("without the patients" in label for label in labels_of(table))
    assert "One centre: there is no other to compare with." in dict(table.lettered_notes).values()


def test_where_all_respond_at_a_centre_the_model_without_another_is_firth_s_if_there_is_no_other() -> None:
    table = table_within_centres(ledgers("all respond at a centre")["predictors"], ORIGIN)
    assert any("separation" in note.lower() for note in dict(table.lettered_notes).values())
    assert "C" in labels_of(table)


def test_the_table_says_what_cannot_be_learnt() -> None:
    table = table_within_centres(ledger("predictors"), ORIGIN)
    assert any("never a random effect" in source for source in table.source)
    assert any("nothing is said of a centre that is not here" in source for source in table.source)


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_a_p_value_of_a_family_has_the_adjusted_one_beside_it(name: str, build: Callable[[Ledger, str], Table]) -> None:
    """Each p shown is in one family or exempt; where it is in a family, the next cell is that p adjusted in it.

    Not in table_tests, which sets several tests of three features of table_predictors beside each other.
    """
    rows, adjusted = ledger(name), {"holm": "p_holm", "fdr_bh": "p_fdr"}
    families = {family.name: adjusted[family.procedure] for family in FAMILIES}
    for line in build(rows, ORIGIN).lines:
        for place, cell in enumerate(line.cells):
            if len(cell.rows) != 1 or rows[cell.rows[0]].statistic not in TESTS:
                continue
            (of,) = places(rows[cell.rows[0]])
            beside = line.cells[place + 1] if place + 1 < len(line.cells) else None
            if of in families and build.__name__ != "table_tests":
                stem = cell.rows[0].rsplit(".", 1)[0]
                assert beside is not None and beside.rows == (f"{stem}.{families[of]}",), (build.__name__, cell)
