"""Rule: a definition that could reach one verdict only, with what was recorded, has no share of responders.

A share of the decided that is whole by arithmetic alone stood beside a trial's: four of the six measures of a score
were recorded of nobody, so nobody could fall short of it.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from compendium.clinical.cohort import Cohort
from compendium.clinical.core_set import Improvement, improvement
from compendium.clinical.deciding import SHARE, one_way, why_one_way
from compendium.clinical.definitions_compared import definitions_compared
from compendium.clinical.how_many_responded import EITHER_WAY, beside_trial, by_centre, by_definition
from compendium.clinical.range_of_shares import LOWER, UPPER
from compendium.clinical.responses import BESIDE_TRIAL, SCORE, choose, read_responses, responders
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("x")
OF_NOBODY = ["physician_global", "patient_global", "haq_di", "extramuscular"]  # 20 + 10 + 10 + 20 points
ONLY_YES = "with what was recorded patients can be called responders or left undecided, but nobody a non-responder"
ONLY_NO = "with what was recorded patients can be called non-responders or left undecided, but nobody a responder"
NOBODY = "nobody can be decided with what was recorded"


def without(*measures: str, response: str = "physician") -> Cohort:
    """The committed cohort, and of nobody in it these measures."""
    cohort = selected(response)[1]
    visits = cohort.visits.copy()
    visits[list(measures)] = float("nan")
    return replace(cohort, visits=visits)


@pytest.mark.parametrize(
    ("definition", "lacking", "why"),
    [
        ("tis20", [], ""),
        ("tis20", OF_NOBODY, ONLY_YES),  # MMT8 and the enzyme earn enough, and the other four could always do so
        ("tis20", OF_NOBODY[:3], ONLY_YES),  # 40 points are open, so nobody falls short of 20
        ("tis40", OF_NOBODY[:3], ONLY_YES),
        ("tis60", OF_NOBODY[:3], ""),  # 60 points can be earned, and whoever earns fewer than 20 falls short
        ("tis60", OF_NOBODY, NOBODY),  # MMT8 and the enzyme earn less than 60
        ("imacs", [], ""),
        ("imacs", OF_NOBODY, ONLY_NO),  # two measures are not the three that must be better; MMT8 may be worse
        ("imacs", ["mmt8", *OF_NOBODY], NOBODY),
        ("mmt15", OF_NOBODY, ""),
        ("mmt15", ["mmt8"], NOBODY),
        ("physician", ["mmt8", *OF_NOBODY], ""),
    ],
)
def test_which_verdicts_can_be_reached_follows_from_what_was_recorded(
    definition: str, lacking: list[str], why: str
) -> None:
    """By hand, from the points of the score and the three measures of IMACS; the committed cohort has every pattern."""
    cohort = without(*lacking)
    assert one_way(choose(definition), cohort.patients, improvement(cohort.visits)) == why


def test_one_patient_who_could_have_been_decided_either_way_is_enough() -> None:
    whole, cut = selected()[1], without(*OF_NOBODY)
    measured = improvement(whole.visits).absolute.notna().all(axis=1)
    one = whole.visits["patient_id"].eq(measured[measured].index[0])
    changes = improvement(pd.concat([cut.visits[~one], whole.visits[one]]))
    assert one_way(choose("tis20"), cut.patients, changes) == ""


@pytest.mark.parametrize("definition", [each.id for each in read_responses().values()])
def test_no_verdict_is_reached_that_could_not_be(definition: str) -> None:
    """Whatever the values: put at their best or worst, records decide at least as the true ones do."""
    for lacking in ([], OF_NOBODY[:1], OF_NOBODY[:2], OF_NOBODY):
        cohort = without(*lacking)
        why = one_way(choose(definition), cohort.patients, improvement(cohort.visits))
        found = set(responders(choose(definition), cohort.patients, cohort.visits).dropna())
        assert found <= {"": {True, False}, ONLY_YES: {True}, ONLY_NO: {False}, NOBODY: set()}[why]


def test_nobody_is_decided_where_there_is_nobody() -> None:
    empty = selected()[1].patients.head(0)
    assert one_way(choose("tis20"), empty, Improvement(pd.DataFrame(), pd.DataFrame())) == "nobody to count among"


def test_a_one_way_definition_has_counts_and_bounds_and_no_share_and_sets_no_range() -> None:
    cohort = without(*OF_NOBODY)
    rows = Ledger(by_definition(cohort, KEY))
    share = [rows[f"x.response.tis20.{name}"] for name in ("percent", "ci_low", "ci_high")]
    assert all(math.isnan(row.value) and row.note == ONLY_YES for row in share)
    count, total = (rows.value(f"x.response.tis20.{name}") for name in ("count", "total"))
    assert count == total > 0 and rows.value(f"x.response.tis20.{UPPER}") == 100 > rows.value(
        f"x.response.tis20.{LOWER}"
    )
    assert "ACR/EULAR" not in rows["x.response_definitions.judged"].note
    assert rows["x.response_definitions.judged"].method.endswith(EITHER_WAY)
    assert rows.value("x.response_definitions.highest") < 100


def test_the_committed_cohort_has_every_share() -> None:
    rows = by_definition(selected()[1], KEY)
    assert not [row.id for row in rows if row.statistic in SHARE and math.isnan(row.value)]
    assert not any(EITHER_WAY in row.method for row in rows)


def test_beside_the_trial_a_row_that_is_never_kept_back_says_why_there_is_no_share() -> None:
    (definition,) = (each for each in read_responses().values() if each.role == BESIDE_TRIAL)
    assert definition.rule == SCORE
    for cohort, value, why in ((selected()[1], 2, ""), (without(*OF_NOBODY), math.nan, ONLY_YES)):
        rows = Ledger(beside_trial(cohort, KEY))
        ways = rows["x.response_beside_trial.ways"]
        assert (ways.value, ways.note) == (pytest.approx(value, nan_ok=True), why)
        assert math.isnan(rows.value("x.response_beside_trial.percent")) is bool(why)
        assert not math.isnan(rows.value(f"x.response_beside_trial.{UPPER}"))


def test_a_chosen_definition_that_is_one_way_has_no_share_at_any_centre_either() -> None:
    cohort = without(*OF_NOBODY, response="tis20")
    assert why_one_way(cohort) == ONLY_YES
    assert math.isnan(Ledger(by_definition(cohort, KEY)).value("x.response.percent"))
    rows = by_centre(cohort.patients, KEY, lambda here: why_one_way(replace(cohort, patients=here)))
    assert all(math.isnan(row.value) for row in rows if row.statistic == "percent")
    assert not any(math.isnan(row.value) for row in rows if row.statistic in (LOWER, UPPER, "lowest", "highest"))


def test_there_is_no_agreement_with_a_definition_that_is_one_way() -> None:
    rows = Ledger(definitions_compared(without(*OF_NOBODY), KEY))
    assert {rows[f"x.response_agreement.tis20.{name}"].note for name in ("percent", "kappa")} == {ONLY_YES}
    assert rows.value("x.response_agreement.mmt15.percent") > 0
