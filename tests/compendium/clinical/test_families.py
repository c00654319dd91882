"""Every test is in exactly one declared family, or exempt for one declared reason; membership follows the codebook."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import itemgetter

import pytest
from statsmodels.stats.multitest import multipletests

from compendium.clinical.candidates import LEVELS, features
from compendium.clinical.families import EXEMPT, FAMILIES, TESTS, adjusted, places
from compendium.clinical.model_units import model_units
from compendium.clinical.outcomes import outcomes
from compendium.registry.codebook import Codebook, load_codebook
from press.ground.paths import project_root
from press.rows import Key, Ledger, Row

PREDICTORS = Key("predictors")
ANALYSES = ("cohort", "efficacy", "predictors", "safety")
MADE_OF_TESTS = ("p_holm", "p_fdr", "p_highest")


def committed(analysis: str) -> Ledger:
    return Ledger.read(project_root() / "paper" / "results" / f"{analysis}.csv")


def every_test(analysis: str) -> list[Row]:
    return [row for row in committed(analysis) if row.statistic in TESTS]


@pytest.mark.parametrize("analysis", ANALYSES)
def test_every_test_is_in_one_family_or_exempt_for_one_reason(analysis: str) -> None:
    for row in every_test(analysis):
        assert len(places(row)) == 1, (row.id, places(row))


@pytest.mark.parametrize("analysis", ANALYSES)
def test_no_p_value_hides_under_another_name(analysis: str) -> None:
    beginning = {row.statistic for row in committed(analysis) if row.statistic.startswith("p_")}
    assert beginning <= {*TESTS, *MADE_OF_TESTS}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_members_of_a_family_and_they_alone_are_adjusted_together(family: object) -> None:
    """By statsmodels over the raw p-values of the family; its size and those below 0.05 are counted anew."""
    rows, name = committed(family.analysis), {"holm": "p_holm", "fdr_bh": "p_fdr"}[family.procedure]  # type: ignore[attr-defined]
    members = [row for row in rows if family.holds(row)]  # type: ignore[attr-defined]
    tested = [row for row in members if row.value == row.value]
    again = multipletests([row.value for row in tested], method=family.procedure)[1]  # type: ignore[attr-defined]
    for row, value in zip(tested, again, strict=True):
        of_row = rows[replace(row, statistic=name).id]
        assert of_row.value == pytest.approx(value, rel=1e-8)
        assert f"over {len(tested)} tests ({family.label})" in of_row.method  # type: ignore[attr-defined]
    at = f"{family.analysis}.{family.name}"  # type: ignore[attr-defined]
    assert rows.value(f"{at}.tested") == len(tested)
    below = rows[f"{at}.below_0_05"]
    assert below.value == sum(value < 0.05 for value in again)
    ordered = [
        row.variable for value, row in sorted(zip(again, tested, strict=True), key=itemgetter(0)) if value < 0.05
    ]
    words = [load_codebook().label(name).lower() for name in ordered]
    assert re.split(", | and ", below.note.lower()) == (words or ["none of them"])  # named, the smallest p-value first


@pytest.mark.parametrize("analysis", ANALYSES)
def test_what_is_in_no_family_is_not_adjusted(analysis: str) -> None:
    held = {row.key[:4] for row in every_test(analysis) for family in FAMILIES if family.holds(row)}
    for row in committed(analysis):
        if row.statistic in ("p_holm", "p_fdr"):
            assert row.key[:4] in held, row.id


def test_baseline_variables_and_drugs_given_with_ivig_are_two_families_and_all_that_is_compared() -> None:
    drugs = {variable.name for variable in load_codebook().with_role("concomitant_treatment")}
    compared = {*model_units(), *features(), *LEVELS}
    of = {family.name: {row.variable for row in every_test("predictors") if family.holds(row)} for family in FAMILIES}
    assert of["drugs_with_ivig"] == drugs
    assert of["baseline_variables"] == compared - drugs
    assert len([row for row in every_test("efficacy") if FAMILIES[0].holds(row)]) == len(outcomes())


def test_a_variable_that_the_codebook_gains_joins_the_family_of_its_role() -> None:
    book = load_codebook()
    new = [
        replace(book.variable(like), name=name)
        for like, name in (("concomitant_rituximab", "concomitant_abatacept"), ("myalgia", "calcinosis"))
    ]
    more = Codebook((*book.variables, *new))
    tests = {name: PREDICTORS.at(variable=name).row("p", 0.04, n=9) for name in ("concomitant_abatacept", "calcinosis")}
    assert places(tests["concomitant_abatacept"], more) == ["drugs_with_ivig"]
    assert places(tests["calcinosis"], more) == ["baseline_variables"]
    found = Ledger(adjusted(list(tests.values()), PREDICTORS, more))
    assert found.value("predictors.drugs_with_ivig.tested") == found.value("predictors.baseline_variables.tested") == 1


def test_a_family_without_tests_has_a_size_of_none() -> None:
    found = Ledger(adjusted([], PREDICTORS))
    assert found.value("predictors.drugs_with_ivig.tested") == found.value("predictors.drugs_with_ivig.below_0_05") == 0


def test_every_family_and_exemption_says_why_and_goes_by_its_own_name() -> None:
    every = [*FAMILIES, *EXEMPT]
    assert all(each.why for each in every)
    assert len({each.name for each in every}) == len(every)
    assert {each.analysis for each in every} <= {"", *ANALYSES}
