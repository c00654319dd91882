"""In which unit a number enters a logistic model: ten points of a long scale, one of a short one, or a doubling."""

from __future__ import annotations

from typing import NamedTuple

from compendium.clinical.outcomes import compared_as, enzymes, outcomes, project_codebook
from compendium.registry.codebook import Codebook, Variable
from press.rows import slug

LONG = 100  # a scale at least this long from end to end enters by tens
# Skewed variables, such as enzymes and disease duration, enter by their base-2 logarithm: one unit is one doubling.
DOUBLING = 0.0


class ModelUnit(NamedTuple):
    """How a number enters a logistic model: its column, the variable it is made of, one unit, and that in words."""

    column: str
    source: str
    step: float
    words: str


def model_units(codebook: Codebook | None = None) -> dict[str, ModelUnit]:
    """Return the numbers known at baseline, age and disease duration before the outcomes, with their units.

    They are named as they are compared, so an enzyme is its multiple of ULN.

    >>> units = model_units()
    >>> [units[name].column for name in ("age", "mmt8", "ck_xuln", "haq_di", "prednisone")]
    ['age_per_10_years', 'mmt8_per_10_points', 'ck_per_doubling', 'haq_di_per_point', 'prednisone_per_10_mg']
    """
    book = codebook or project_codebook()
    age, limited = book.variable("age", "patients"), enzymes(book)
    return {
        age.name: _of_scale(age),
        "disease_duration": ModelUnit("duration_per_doubling", "disease_duration", DOUBLING, "per doubling"),
        **{
            compared_as(each, book): _of_enzyme(each, book) if each.name in limited else _of_scale(each)
            for each in outcomes(book)
        },
    }


def _of_enzyme(enzyme: Variable, codebook: Codebook) -> ModelUnit:
    words = "per doubling, multiples of ULN"
    return ModelUnit(f"{enzyme.name}_per_doubling", compared_as(enzyme, codebook), DOUBLING, words)


def _of_scale(scale: Variable) -> ModelUnit:
    """Ten of its units where it is long, else one; "points (0-150)" and "mg/day" are points and mg in a column."""
    unit = scale.unit.partition("(")[0].strip() or "units"
    if scale.low is not None and scale.high is not None and scale.high - scale.low >= LONG:
        return ModelUnit(f"{scale.name}_per_10_{_column(unit)}", scale.name, 10, f"per 10 {unit}")
    one = unit.removesuffix("s") if len(unit) > 2 else unit
    return ModelUnit(f"{scale.name}_per_{_column(one)}", scale.name, 1, f"per {one}")


def _column(unit: str) -> str:
    return slug(unit.partition("/")[0]) or "unit"
