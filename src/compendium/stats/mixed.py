"""The course over visits: each visit's mean and its change from the first, from a linear mixed model."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.stats.contract import require_names
from compendium.stats.random_intercept import Course, FittedCourse, fit, why_no_course
from compendium.stats.recorded import level_codes, numbers
from compendium.stats.statement import not_computed, state_interval, warn
from press.rows import Key, Row, slug

MODEL = "linear mixed model (one mean per visit, random intercept per patient, REML)"
_INTERVAL = f"{MODEL}, Wald 95% interval"


def trajectory(long: pd.DataFrame, key: Key) -> list[Row]:
    """Describe the course of a value over visits; `long` has columns patient, visit (ordered Categorical), value.

    Per visit at key.at(level=slug(visit)): mean, ci_low, ci_high of the model, n = observed there. For every later
    visit also at group change: mean, ci_low, ci_high, p against the first visit. At `key`: sd_patient, sd_residual,
    n, n_observations, and `warning` where the fit is doubtful. Raises ValueError where a patient has two values at
    one visit, a row has no patient, or the columns are not as said.

    >>> long = pd.DataFrame({"patient": list("aabbccdd"), "value": [100, 120, 90, 115, 110, 119, 95, 120]})
    >>> long["visit"] = pd.Categorical(["baseline", "end"] * 4, categories=["baseline", "end"], ordered=True)
    >>> round(trajectory(long, Key("efficacy", "mmt8"))[0].value, 2)
    98.75
    """
    course = _course(long)
    attempt = why_no_course(course) or fit(course)
    fitted, note = (None, attempt) if isinstance(attempt, str) else (attempt, "")
    return [*_visit_rows(course, fitted, note, key), *_model_rows(course, fitted, note, key)]


def _course(long: pd.DataFrame) -> Course:
    _require_columns(long)
    codes, names = level_codes(long["visit"])
    values = numbers(long["value"])
    kept = ~np.isnan(values) & (codes >= 0)
    if long[kept].duplicated(["patient", "visit"]).any():
        raise ValueError("a patient has two values at the same visit; keep one row per patient and visit")
    patients = pd.factorize(long["patient"][kept])[0].astype(np.int64)
    return Course(values[kept], patients, codes[kept], names)


def _require_columns(long: pd.DataFrame) -> None:
    """Raise ValueError unless patient, visit and value are each there once, with a patient in every row."""
    for name in ("patient", "visit", "value"):
        if (found := list(long.columns).count(name)) != 1:
            raise ValueError(f"a course needs one column {name}, not {found}")
    if not isinstance(long["visit"].dtype, pd.CategoricalDtype):
        raise ValueError("the column visit must be categorical, so that the order of the visits is known")
    require_names(long["visit"].cat.categories, "visit")
    if missing := int(long["patient"].isna().sum()):
        raise ValueError(f"{missing} row(s) of the course have no patient; name the patient or leave the row out")


def _visit_rows(course: Course, fitted: FittedCourse | None, note: str, key: Key) -> list[Row]:
    """State each visit's mean, and from the second visit on its difference from the first."""
    rows, found = [], fitted or FittedCourse()
    for code, name in enumerate(course.names):
        at, n = key.at(level=slug(name)), int(np.sum(course.visits == code))
        mean = not_computed(note) if note else found.mean(code)
        rows += state_interval(at, mean, n=n, method=_INTERVAL, name="mean")
        if code > 0:
            change, p = (not_computed(note), math.nan) if note else found.change(code, 0)
            at, method = at.at(group="change"), f"{_INTERVAL}, change from {course.names[0]}"
            rows += state_interval(at, change, n=n, method=method, name="mean")
            rows.append(at.row("p", p, n=n, method=f"{MODEL}, Wald z test", note=change.note))
    return rows


def _model_rows(course: Course, fitted: FittedCourse | None, note: str, key: Key) -> list[Row]:
    found, patients, n = fitted or FittedCourse(), len(course.counts()), int(course.values.size)
    return [
        key.row("sd_patient", found.sd_patient, n=patients, method=f"{MODEL}, SD between patients", note=note),
        key.row("sd_residual", found.sd_residual, n=n, method=f"{MODEL}, SD within patients", note=note),
        key.row("n", patients, n=patients, method="patients with at least one value"),
        key.row("n_observations", n, n=n, method="values recorded"),
        *warn(key, note or found.warning, n=n, method=MODEL),
    ]
