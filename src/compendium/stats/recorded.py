"""What was recorded: numbers, yes/no answers, pairs and groups, with missing observations set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compendium.stats.contract import (
    require_amounts,
    require_counts,
    require_finite,
    require_number_type,
    require_yes_no,
)

if TYPE_CHECKING:
    Values = pd.Series[Any]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_ROUNDING_STEPS = 8  # what a handful of sums and differences of floats may leave


def require_aligned(first: Values, second: Values | pd.DataFrame) -> None:
    """Raise ValueError unless both have the same index: patients are matched by label, never by position."""
    if not first.index.equals(second.index):
        raise ValueError(
            f"the index of {first.name or 'the first series'} differs from the index of what it is compared with; "
            "align both on the same patients first"
        )


def require_categorical(values: Values, what: str) -> None:
    """Raise ValueError unless the series is categorical; `what` names its members in the plural."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        raise ValueError(f"{values.name or what} must be categorical, so that the order of its {what} is known")


def numbers(values: Values) -> Floats:
    """Return a number or yes/no series as floats (yes = 1), NaN where missing.

    Raises ValueError for text (also of digits), dates, categories, complex and infinite numbers.

    >>> numbers(pd.Series([True, None], dtype="boolean"))
    array([ 1., nan])
    """
    require_number_type(values)
    if values.dtype == np.float64:  # no detour, which would copy the values twice
        found = values.to_numpy()
    else:
        found = np.asarray(values.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)
    require_finite(found, values)
    return found


def yes_no(values: Values) -> Values:
    """Return a yes/no series (boolean, or numbers that are only 0 and 1) as boolean. Raises ValueError for any other.

    >>> yes_no(pd.Series([1.0, 0.0, None])).tolist()
    [True, False, <NA>]
    """
    require_number_type(values, "must be yes/no (boolean, or only 0 and 1)")
    found = numbers(values)
    require_yes_no(found, values)
    return pd.Series(found, index=values.index, name=values.name).astype("boolean")


def is_yes_no(values: Values) -> bool:
    """Whether every recorded value is yes or no (boolean, or the numbers 0 and 1), so that it names a kind of patient.

    >>> is_yes_no(pd.Series([True, None], dtype="boolean")), is_yes_no(pd.Series([0.0, 2.0]))
    (True, False)
    """
    return bool(np.isin(recorded_numbers(values), (0.0, 1.0)).all())


def recorded_numbers(values: Values) -> Floats:
    """Return the recorded numbers only."""
    found = numbers(values)
    return found[~np.isnan(found)]


def alike(values: Floats) -> bool:
    """Whether all values (one or more) are equal but for rounding: a few steps between neighbouring floats.

    >>> alike(np.array([0.1 + 0.2, 0.3])), alike(np.array([1e6, 1e6 + 1e-7]))
    (True, False)
    """
    return bool(np.ptp(values) <= _ROUNDING_STEPS * np.spacing(np.abs(values).max()))


def pairs(before: Values, after: Values) -> tuple[Floats, Floats]:
    """Return both measurements of the patients in whom both are recorded. Raises ValueError if unaligned.

    >>> pairs(pd.Series([1.0, 2.0, None]), pd.Series([3.0, None, 4.0]))
    (array([1.]), array([3.]))
    """
    require_aligned(before, after)
    first, second = numbers(before), numbers(after)
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def exposed(counts: Values, exposure: Values) -> tuple[Floats, Floats]:
    """Return counts and exposures of the patients in whom both are recorded and the exposure is above 0.

    Raises ValueError if unaligned, where a count is no whole number of 0 or more, and where an exposure is negative.

    >>> exposed(pd.Series([1, 2, None]), pd.Series([6.0, 0.0, 3.0]))
    (array([1.]), array([6.]))
    """
    require_counts(numbers(counts), counts)
    require_amounts(numbers(exposure), exposure)
    of_patient, at_risk = pairs(counts, exposure)
    return of_patient[at_risk > 0], at_risk[at_risk > 0]


def level_codes(values: Values) -> tuple[Integers, list[object]]:
    """Return each value's level as a code (-1 = missing) and the levels: yes before no, or the categories in order.

    Yes and no are boolean, or the numbers 0 and 1.

    Raises ValueError where the series is neither yes/no nor categorical.
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        return np.asarray(values.cat.codes, dtype=np.int64), list(values.cat.categories)
    if pd.api.types.is_numeric_dtype(values.dtype) and is_yes_no(values):
        found = numbers(values)
        return np.where(np.isnan(found), -1, 1 - np.nan_to_num(found)).astype(np.int64), [True, False]
    raise ValueError(f"{values.name or 'the series'} is neither yes/no nor categorical ({values.dtype})")


def groups_with_members(groups: Values) -> Values:
    """Leave out categories to which nobody belongs, if at least two are left; two declared groups always stay.

    A group of two that is empty is a finding (nobody to compare with); a third that is empty was never in question.

    >>> list(groups_with_members(pd.Series(pd.Categorical(["a", "c"], categories=["a", "b", "c"]))).cat.categories)
    ['a', 'c']
    """
    if not isinstance(groups.dtype, pd.CategoricalDtype):
        return groups
    members = np.bincount(groups.cat.codes + 1, minlength=len(groups.cat.categories) + 1)[1:]
    # pandas finds the categories in use by sorting everybody; most often all are
    return groups if members.all() or np.count_nonzero(members) < 2 else groups.cat.remove_unused_categories()


def by_group(values: Values, groups: Values) -> dict[str, Floats]:
    """Return the recorded numbers of each group, in the order of the categories (see `groups_with_members`).

    Raises ValueError where `groups` is not categorical or is not aligned with `values`.
    """
    require_aligned(values, groups)
    require_categorical(groups, "groups")
    found, (codes, categories) = numbers(values), level_codes(groups_with_members(groups))
    return {str(name): found[(codes == code) & ~np.isnan(found)] for code, name in enumerate(categories)}


def cross_table(rows: Values, columns: Values) -> Integers:
    """Count every combination of two level series, shape (row levels, column levels); missing in either is left out.

    >>> yes_no = pd.Series([True, True, False, None], dtype="boolean")
    >>> cross_table(yes_no, pd.Series(["a", "b", "b", "b"], dtype="category")).tolist()
    [[1, 1], [0, 1]]
    """
    require_aligned(rows, columns)
    (row_codes, row_levels), (column_codes, column_levels) = level_codes(rows), level_codes(columns)
    shape = (len(row_levels), len(column_levels))
    both = (row_codes >= 0) & (column_codes >= 0)
    cells = row_codes[both] * shape[1] + column_codes[both]  # of the table read line by line
    return np.asarray(np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape), dtype=np.int64)


def without_empty(counts: Integers) -> Integers:
    """Leave out rows and columns in which nobody was observed: they carry no information on association."""
    return np.asarray(counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0])
