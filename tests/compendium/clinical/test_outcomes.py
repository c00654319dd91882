"""Rule: what is an outcome, an enzyme and a model's unit follows from the codebook; what an author chose is checked.

Authority: CONTRIBUTING.md, "Add an outcome"; the units are those of the printed odds ratios and their doublings.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from compendium.clinical import over_visits, response_models
from compendium.clinical.model_units import ModelUnit, model_units
from compendium.clinical.outcomes import enzymes, outcomes, scales
from compendium.exhibits import figures_predictors
from compendium.exhibits.figures_course import courses
from compendium.registry.codebook import Codebook, Variable, load_codebook
from press.ground.fault import Fault
from press.rows import Ledger

BOOK = load_codebook()


def row_of(name: str, table: str) -> int:
    """The row of the file, counted as a spreadsheet does, the header being the first."""
    return BOOK.variables.index(BOOK.variable(name, table)) + 2


def with_changed(name: str, table: str, **changes: str) -> Codebook:
    """The project's codebook with cells of one row changed."""
    return Codebook(tuple(replace(each, **changes) if _is(each, name, table) else each for each in BOOK.variables))


def without(name: str, table: str) -> Codebook:
    """The project's codebook with one row left blank: the rows below it keep their numbers."""
    return Codebook(tuple(each for each in BOOK.variables if not _is(each, name, table)))


def _is(variable: Variable, name: str, table: str) -> bool:
    return (variable.name, variable.table) == (name, table)


def test_scales_and_enzymes_are_the_outcomes_parted() -> None:
    names = [outcome.name for outcome in outcomes()]
    assert set(names) == {*scales(), *enzymes()} and len(names) == len(scales()) + len(enzymes())
    assert {f"{name}_uln" for name in enzymes()} == {each.name for each in BOOK.variables if each.role == "limit"}


@pytest.mark.parametrize(
    ("book", "place", "rule"),
    [
        (with_changed("age", "patients", role="outcome"), ("age", "patients", "table"), "visits, as for every outcome"),
        (with_changed("mmt8", "visits", kind="text"), ("mmt8", "visits", "kind"), "integer or number"),
        (without("alt_xuln", "analysis"), ("alt", "visits", "name"), "beside an enzyme, a row alt_xuln"),
        (without("myoglobin_uln", "visits"), ("myoglobin_xuln", "analysis", "name"), "with its limit myoglobin_uln"),
        (with_changed("ast", "visits", role="other"), ("ast_xuln", "analysis", "name"), "an outcome ast with its"),
    ],
)
def test_an_outcome_that_cannot_be_one_is_told_with_row_rule_and_what_to_do(
    book: Codebook, place: tuple[str, str, str], rule: str
) -> None:
    name, table, column = place
    row = row_of(name, table)
    with pytest.raises(
        Fault, match=rf"^data/codebook.csv, row {row}, column {column}: .*{re.escape(rule)}.*What to do"
    ):
        outcomes(book)


def test_a_number_enters_a_model_by_tens_of_a_long_scale_ones_of_a_short_one_or_doublings() -> None:
    """Every column of paper/results/predictors.csv since the units were typed in by hand."""
    units = model_units()
    assert list(units)[:3] == ["age", "disease_duration", "mmt8"]
    assert units["age"] == ModelUnit("age_per_10_years", "age", 10, "per 10 years")
    assert units["mmt8"] == ModelUnit("mmt8_per_10_points", "mmt8", 10, "per 10 points")
    assert units["prednisone"] == ModelUnit("prednisone_per_10_mg", "prednisone", 10, "per 10 mg/day")
    assert units["haq_di"] == ModelUnit("haq_di_per_point", "haq_di", 1, "per point")
    assert units["ck_xuln"] == ModelUnit("ck_per_doubling", "ck_xuln", 0, "per doubling, multiples of ULN")


def test_a_number_without_a_unit_or_an_end_enters_by_ones() -> None:
    unitless = Codebook(
        tuple(replace(each, unit="", high=None) if each.name == "mmt8" else each for each in BOOK.variables)
    )
    assert model_units(unitless)["mmt8"] == ModelUnit("mmt8_per_unit", "mmt8", 1, "per unit")


@pytest.mark.parametrize(
    ("module", "name", "message"),
    [
        (over_visits, "COURSES", "an outcome"),
        (response_models, "PRINTED_MODEL", "a predictor"),
        (response_models, "ADJUSTED_MODEL", "a predictor"),
        (response_models, "WIDER_MODEL", "a predictor"),
        (figures_predictors, "UNIVARIABLE", "a predictor"),
    ],
)
def test_a_choice_that_names_what_is_not_there_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, message: str
) -> None:
    asks = {
        "COURSES": over_visits.chosen_courses,
        "UNIVARIABLE": lambda: figures_predictors.forest(Ledger([]), "origin"),
    }
    monkeypatch.setattr(module, name, ("ckk",))
    with pytest.raises(
        Fault, match=rf"^{name} in src/compendium/.*\.py names ckk, which is not {message} by data/codeb"
    ):
        asks.get(name, response_models.chosen_models)()


def test_as_many_courses_are_drawn_as_are_chosen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of them: in two rows, the fourth place empty, and a caption that speaks of no enzyme that is not drawn."""
    monkeypatch.setattr(over_visits, "COURSES", ("haq_di", "mmt8", "prednisone"))
    drawn = courses(Ledger.read(root / "paper" / "results" / "efficacy.csv"), "origin")
    assert [axes.axison for axes in drawn.figure.axes] == [True, True, True, False]
    assert "geometric" not in drawn.caption and "Mean HAQ-DI: " in drawn.alt
