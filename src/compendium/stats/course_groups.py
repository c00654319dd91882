"""Two groups at the same visit: how far each has changed since the first visit, and how far the two changes differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.course_frame import read_courses
from compendium.stats.course_model import Contrast, difference
from compendium.stats.mixed import change_rows, contrast_or_note, fitted_course, model_rows, model_words
from compendium.stats.statement import not_computed
from press.rows import Key, Row, slug

_WELCH = "mixed model for repeated measures of each group, difference as of samples of unequal variance (Welch)"


def changes_of_groups(long: pd.DataFrame, key: Key, *, visit: str) -> list[Row]:
    """Compare the changes of two groups from the first visit to `visit`, from the values of all visits.

    `long`: patient, visit (ordered Categorical), value, group (Categorical of two). Each group is fitted by itself as
    `mixed.trajectory` does: its own means and its own covariance. At key.at(level=slug(visit)), groups change_<group>
    and change_difference (first minus second): mean, ci_low, ci_high, se, df, p; n = patients with a value at that
    visit. At key.at(level="by_group_<group>"): the model of each, as `trajectory` states it. Raises ValueError as that
    does, where there are not two groups, where a patient is in both, and where `visit` is no later visit.

    Source: Welch 1947; with complete data, and unstructured covariances, it is his t-test of the two groups' changes.

    >>> long = pd.DataFrame({"patient": list("aabbccddee"), "value": [1, 4, 2, 6, 3, 5, 1, 2, 4, 4.5]})
    >>> long["visit"] = pd.Categorical(["first", "last"] * 5, categories=["first", "last"], ordered=True)
    >>> long["group"] = pd.Categorical(["yes"] * 6 + ["no"] * 4, categories=["yes", "no"])
    >>> rows = changes_of_groups(long, Key("efficacy", "vas"), visit="last")
    >>> [(row.id, round(row.value, 2)) for row in rows if "difference" in row.id][0]
    ('efficacy.vas.last.change_difference.mean', 2.25)
    """
    courses, visits = read_courses(long), list(long["visit"].cat.categories)
    if len(courses) != 2 or visit not in visits[1:]:
        raise ValueError(f"two groups at a visit after the first are compared, not {len(courses)} at {visit}")
    place = visits.index(visit)
    change = np.zeros(len(visits))
    change[[0, place]] = -1.0, 1.0
    at, rows, models, found, n = key.at(level=slug(visit)), [], [], {}, 0
    for name, course in courses.items():
        fitted, note = fitted_course(course)
        found[name], seen = contrast_or_note(fitted, note, change), int(course.counts[place])
        method = f"{model_words(fitted, 'visit')}, {name} alone, change from {visits[0]}"
        rows += change_rows(found[name], at.at(group=f"change_{slug(name)}"), n=seen, method=method)
        models += model_rows(course, fitted, note, key.at(level=f"by_group_{slug(name)}"), "visit")
        n += seen
    method = f"{_WELCH}, change from {visits[0]}, {' minus '.join(found)}"
    return [*rows, *change_rows(_difference(found), at.at(group="change_difference"), n=n, method=method), *models]


def _difference(found: dict[str, Contrast]) -> Contrast:
    """Return how far the changes of two groups differ, or which of them is not known and why."""
    missing = "; ".join(f"{name}: {change.estimate.note}" for name, change in found.items() if change.estimate.note)
    return Contrast(not_computed(missing)) if missing else difference(*found.values())
