"""From one line for each value (patient, visit, value) to one line for each patient, with what breaks that refused."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.contract import require_names
from compendium.stats.course_model import Course
from compendium.stats.recorded import level_codes, numbers


def read_course(long: pd.DataFrame, *, grouped: bool = False) -> tuple[Course, list[object]]:
    """Return the course of a frame with the columns patient, visit (ordered Categorical) and value, and its groups.

    With `grouped` there is a column group (Categorical) besides, the same in all lines of a patient; lines without a
    group are left out. Raises ValueError where a column is not there once, a line has no patient, or a patient has two
    values at one visit or two groups.
    """
    _require_columns(long, ("visit", "group") if grouped else ("visit",))
    visits, names = level_codes(long["visit"])
    groups, group_names = np.zeros(len(long), dtype=np.int64), list[object]([""])
    if grouped:
        groups, group_names = level_codes(long["group"])
    values = numbers(long["value"])
    kept = ~np.isnan(values) & (visits >= 0) & (groups >= 0)
    patients, values, visits, groups = long["patient"][kept], values[kept], visits[kept], groups[kept]
    if pd.DataFrame({"patient": patients, "visit": visits}).duplicated().any():
        raise ValueError("a patient has two values at the same visit; keep one row per patient and visit")
    codes, known = pd.factorize(patients)
    of_patient = np.zeros(len(known), dtype=np.int64)
    of_patient[codes] = groups
    if np.any(of_patient[codes] != groups):
        raise ValueError("a patient is in two groups; a group is that of a patient, not of a visit")
    table = np.full((len(known), len(names)), np.nan)
    table[codes, visits] = values
    return Course(table, of_patient, names, len(group_names)), group_names


def _require_columns(long: pd.DataFrame, categorical: tuple[str, ...]) -> None:
    """Raise ValueError unless each column is there once, categorical where it must be, with a patient in every row."""
    for name in ("patient", "value", *categorical):
        if (found := list(long.columns).count(name)) != 1:
            raise ValueError(f"a course needs one column {name}, not {found}")
    for name in categorical:
        if not isinstance(long[name].dtype, pd.CategoricalDtype):
            raise ValueError(f"the column {name} must be categorical, so that the order of the {name}s is known")
        require_names(long[name].cat.categories, name)
    if missing := int(long["patient"].isna().sum()):
        raise ValueError(f"{missing} row(s) of the course have no patient; name the patient or leave the row out")
