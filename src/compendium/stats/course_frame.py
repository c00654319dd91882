"""From one line for each value (patient, visit, value) to one line for each patient, with what breaks that refused."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.contract import require_names
from compendium.stats.course_model import Course
from compendium.stats.recorded import groups_with_members, level_codes, numbers


def read_course(long: pd.DataFrame) -> Course:
    """Return the course of a frame with the columns patient, visit (ordered Categorical) and value.

    Raises ValueError where a column is not there once, visits have no order, a line has no patient or no visit, or a
    patient has two values at one visit.
    """
    _require_columns(long, ("visit",))
    if not long["visit"].cat.ordered:  # categories made from text are in the order of the alphabet
        raise ValueError("the column visit must be an ordered categorical; a change is that since its first category")
    _require_named(long, ("patient", "visit"))
    visits, names = level_codes(long["visit"])
    values = numbers(long["value"])
    kept = ~np.isnan(values)
    patients, values, visits = long["patient"][kept], values[kept], visits[kept]
    if pd.DataFrame({"patient": patients, "visit": visits}).duplicated().any():
        raise ValueError("a patient has two values at the same visit; keep one row per patient and visit")
    codes, known = pd.factorize(patients)
    table = np.full((len(known), len(names)), np.nan)
    table[codes, visits] = values
    return Course(table, names)


def read_courses(long: pd.DataFrame) -> dict[str, Course]:
    """Return the course of each group, in the order of the column group (Categorical, see `groups_with_members`).

    Lines without a group are left out. Raises ValueError as `read_course` does, and where a patient is in two groups.
    """
    _require_columns(long, ("visit", "group"))
    _require_named(long, ("patient",))
    codes, names = level_codes(groups_with_members(long["group"]))
    of_patient = pd.Series(codes).groupby(pd.factorize(long["patient"])[0])
    if (of_patient.max() != of_patient.min()).any():
        raise ValueError("a patient is in two groups; a group is that of a patient, not of a visit")
    read_course(long)  # what breaks a rule is refused whatever its group
    return {str(name): read_course(long[codes == code]) for code, name in enumerate(names)}


def _require_columns(long: pd.DataFrame, categorical: tuple[str, ...]) -> None:
    """Raise ValueError unless each column is there once, and categorical where it must be."""
    for name in ("patient", "value", *categorical):
        if (found := list(long.columns).count(name)) != 1:
            raise ValueError(f"a course needs one column {name}, not {found}")
    for name in categorical:
        if not isinstance(long[name].dtype, pd.CategoricalDtype):
            raise ValueError(f"the column {name} must be categorical, so that the order of the {name}s is known")
        require_names(long[name].cat.categories, name)


def _require_named(long: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """Raise ValueError where a row does not say of which patient or which visit it is."""
    for name in columns:
        if missing := int(long[name].isna().sum()):
            raise ValueError(f"{missing} row(s) of the course have no {name}; name the {name} or leave the row out")
