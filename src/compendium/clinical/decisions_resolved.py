"""What the definitions say on which the list of analyses rests: criteria, core set, points, and how gaps are filled."""

from __future__ import annotations

from compendium.clinical.core_set import read_measures
from compendium.clinical.eligibility import read_criteria
from compendium.clinical.improvement_score import read_points
from compendium.clinical.values_imputed import CYCLES


def resolved() -> tuple[str, ...]:
    """Return every definition that changes an analysis where it changes, without labels, reasons and sources.

    The definitions of response stand in the choices themselves.

    >>> resolved()[-1]
    'cycles of imputation: 10'
    """
    criteria = [
        f"criterion {each.id}: {each.variable} {each.rule} {'|'.join(sorted(each.values))}" for each in read_criteria()
    ]
    core = [
        f"core set {each.measure}: {each.variable}, range {each.range:g}, higher is better: {each.higher_is_better}"
        for each in read_measures()
    ]
    points = [
        f"points {measure}: {'; '.join(f'{above:g} to {given:g}' for above, given in sorted(bands))}"
        for measure, bands in read_points().items()
    ]
    return (*sorted(criteria), *sorted(core), *sorted(points), f"cycles of imputation: {CYCLES}")
