"""How much of what a set of analyses differ in goes with each decision: sums of squares of the main effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from compendium.stats.recorded import Floats

_SHARE = "sum of squares of the decision in percent of that of all log odds ratios"
BALANCED = (
    f"{_SHARE}; all choices are crossed, so that the percentages add up, the rest being what decisions do together"
)
UNBALANCED = (
    f"{_SHARE}: what the model of all decisions loses without this one (type III), as some specifications have no "
    "estimate; the percentages need not add up"
)
REST = "rest"


def variance_by_decision(values: Floats, chosen: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return for each decision the percentage of the variance of `values` that goes with it, and `REST`.

    values: one number an analysis, NaN where there is none. chosen: what each analysis has at each decision. In a
    balanced list the percentages are those of an analysis of variance. Where analyses failed the list is not balanced,
    and each is what the model of all decisions loses without this one (type III), which need not add up. NaN where the
    values do not vary.

    >>> found = variance_by_decision(np.array([0.0, 0.0, 2.0, 2.0]), {"a": list("xxyy"), "b": list("pqpq")})
    >>> {name: round(each, 6) for name, each in found.items()}
    {'a': 100.0, 'b': 0.0, 'rest': 0.0}
    """
    known = ~np.isnan(values)
    numbers = values[known]
    columns = {
        name: _indicators([choice for choice, there in zip(choices, known, strict=True) if there])
        for name, choices in chosen.items()
    }
    total = float(np.square(numbers - numbers.mean()).sum()) if numbers.size else 0.0
    if total <= 1e-18:
        return dict.fromkeys((*chosen, REST), float("nan"))
    everything = _left_over(numbers, list(columns.values()))
    without = {
        name: _left_over(numbers, [each for other, each in columns.items() if other != name]) for name in columns
    }
    parts = {name: 100 * max(left - everything, 0.0) / total for name, left in without.items()}
    return {**parts, REST: 100 * everything / total}


def _indicators(choices: Sequence[str]) -> Floats:
    levels = sorted(set(choices))[1:]
    return np.array([[each == level for level in levels] for each in choices], dtype=np.float64).reshape(
        len(choices), len(levels)
    )


def _left_over(values: Floats, columns: Sequence[Floats]) -> float:
    """Return the residual sum of squares of the values on these columns and a constant."""
    design = np.column_stack([np.ones(len(values)), *columns])
    coefficients = np.linalg.lstsq(design, values, rcond=None)[0]
    return float(np.square(values - design @ coefficients).sum())
