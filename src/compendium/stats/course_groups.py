"""Two groups at the same visit: how far each has changed since the first visit, and how far the two changes differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.course_frame import read_course
from compendium.stats.course_model import Contrast
from compendium.stats.mixed import change_rows, fitted_course, model_rows, model_words
from compendium.stats.statement import not_computed
from press.rows import Key, Row, slug

_MEANS = "visit and group"


def changes_of_groups(long: pd.DataFrame, key: Key, *, visit: str) -> list[Row]:
    """Compare the changes of two groups from the first visit to `visit`, from the values of all visits.

    `long`: patient, visit (ordered Categorical), value, group (Categorical of two). Each group has a mean for each
    visit; the covariance between visits is one for both and chosen as `mixed.trajectory` does. At
    key.at(level=slug(visit)), groups change_<group> and change_difference (first minus second): mean, ci_low, ci_high,
    se, df, p; n = patients with a value at that visit. At key.at(level="by_group"): the model, as `trajectory` states
    it. Raises ValueError as that does, where there are not two groups, and where `visit` is no later visit.

    >>> long = pd.DataFrame({"patient": list("aabbccddee"), "value": [1, 4, 2, 6, 3, 5, 1, 2, 4, 4.5]})
    >>> long["visit"] = pd.Categorical(["first", "last"] * 5, ordered=True)
    >>> long["group"] = pd.Categorical(["yes"] * 6 + ["no"] * 4, categories=["yes", "no"])
    >>> rows = changes_of_groups(long, Key("efficacy", "vas"), visit="last")
    >>> [(row.id, round(row.value, 2)) for row in rows if "difference" in row.id][0]
    ('efficacy.vas.last.change_difference.mean', 2.25)
    """
    course, groups = read_course(long, grouped=True)
    if len(groups) != 2 or visit not in course.names[1:]:
        raise ValueError(f"two groups at a visit after the first are compared, not {len(groups)} at {visit}")
    place = course.names.index(visit)
    fitted, note = fitted_course(course)
    counts, method = course.counts[:, place], f"{model_words(fitted, _MEANS)}, change from {course.names[0]}"
    change = np.zeros(len(course.names))
    change[[0, place]] = -1.0, 1.0
    at = key.at(level=slug(visit))
    asked = {
        f"change_{slug(groups[0])}": ([1, 0], int(counts[0]), method),
        f"change_{slug(groups[1])}": ([0, 1], int(counts[1]), method),
        "change_difference": ([1, -1], int(counts.sum()), f"{method}, {groups[0]} minus {groups[1]}"),
    }
    rows = []
    for name, (signs, n, said) in asked.items():
        found = fitted.contrast(np.outer(signs, change)) if fitted else Contrast(not_computed(note))
        rows += change_rows(found, at.at(group=name), n=n, method=said)
    return [*rows, *model_rows(course, fitted, note, key.at(level="by_group"), _MEANS)]
