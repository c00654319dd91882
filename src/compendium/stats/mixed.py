"""The course over visits: each visit's mean and its change from the first, by a mixed model for repeated measures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.course_frame import read_course
from compendium.stats.course_model import Contrast, Course, FittedCourse, fit, why_no_course
from compendium.stats.covariance import STRUCTURES
from compendium.stats.recorded import Floats
from compendium.stats.statement import not_computed, state, state_interval, warn
from press.rows import Key, Row, slug

MODEL = "mixed model for repeated measures (one mean per {0}, REML; {1})"
_INTERVAL = "{}, 95% t interval with Satterthwaite's degrees of freedom"


def trajectory(long: pd.DataFrame, key: Key) -> list[Row]:
    """Describe the course of a value over visits; `long` has columns patient, visit (ordered Categorical), value.

    Any two visits may be related in their own measure (unstructured covariance); where that cannot be fitted, or a
    stricter one of `STRUCTURES` has the smaller AIC, that one is taken, and every row says which.

    Per visit at key.at(level=slug(visit)): mean, ci_low, ci_high, se, df of the model, n = observed there. For every
    later visit also at group change: the same and p, against the first visit. At `key`: covariance (how many
    parameters; its name in the note), log_likelihood, aic, correlation_lowest and correlation_highest (between which
    visits, in the note), n, n_observations, and `warning` where a less strict covariance had to be refused. At group
    slug(structure): aic of each, or why there is none. Raises ValueError where a patient has two values at one visit,
    a row has no patient or no visit, or the columns are not as said.

    Source: Laird and Ware 1982; Mallinckrodt et al. 2008 (unstructured covariance); degrees of freedom: Giesbrecht and
    Burns 1985, Fai and Cornelius 1996. With complete data the change is that of the paired t-test, interval and p.

    >>> long = pd.DataFrame({"patient": list("aabbccdd"), "value": [100, 120, 90, 115, 110, 119, 95, 120]})
    >>> long["visit"] = pd.Categorical(["baseline", "end"] * 4, categories=["baseline", "end"], ordered=True)
    >>> round(trajectory(long, Key("efficacy", "mmt8"))[0].value, 2)
    98.75
    """
    course = read_course(long)
    fitted, note = fitted_course(course)
    method = model_words(fitted, "visit")
    rows, counts = [], course.counts
    at_visit = np.eye(len(course.names))
    for code, name in enumerate(course.names):
        at, n = key.at(level=slug(name)), int(counts[code])
        rows += mean_rows(contrast_or_note(fitted, note, at_visit[code]), at, n=n, method=method)
        if code > 0:
            found, about = (
                contrast_or_note(fitted, note, at_visit[code] - at_visit[0]),
                f", change from {course.names[0]}",
            )
            rows += change_rows(found, at.at(group="change"), n=n, method=method + about)
    return [*rows, *model_rows(course, fitted, note, key, "visit")]


def fitted_course(course: Course) -> tuple[FittedCourse | None, str]:
    """Return the fitted course and an empty string, or None and why there is none."""
    attempt = why_no_course(course) or fit(course)
    return (None, attempt) if isinstance(attempt, str) else (attempt, "")


def model_words(fitted: FittedCourse | None, what: str) -> str:
    """Return the model in the words of a row's method; `what` has a mean of its own."""
    return MODEL.format(what, f"{fitted.best.structure.name} covariance" if fitted else "no covariance fitted")


def contrast_or_note(fitted: FittedCourse | None, note: str, weights: Floats) -> Contrast:
    """Return the sum of means with these weights (all visits), or none and why."""
    return fitted.contrast(weights) if fitted else Contrast(not_computed(note))


def mean_rows(found: Contrast, key: Key, *, n: int, method: str) -> list[Row]:
    """State mean, ci_low, ci_high, se and df."""
    said, note = _INTERVAL.format(method), found.estimate.note
    return [
        *state_interval(key, found.estimate, n=n, method=said, name="mean"),
        *state(key, {"se": found.se, "df": found.df}, n=n, method=said, note=note),
    ]


def change_rows(found: Contrast, key: Key, *, n: int, method: str) -> list[Row]:
    """State mean, ci_low, ci_high, se, df and p of a change or a difference, and n, the values recorded then."""
    said, note = f"{method}, t test with Satterthwaite's degrees of freedom", found.estimate.note
    return [
        *mean_rows(found, key, n=n, method=method),
        key.row("p", found.p, n=n, method=said, note=note),
        key.row("n", n, n=n, method="values recorded at the visit"),
    ]


def model_rows(course: Course, fitted: FittedCourse | None, note: str, key: Key, what: str) -> list[Row]:
    """State which covariance was taken, its fit, and the AIC of each that was tried, or why it was refused."""
    n, patients, method = int(course.counts.sum()), len(course.table), model_words(fitted, what)
    size, smallest = len(fitted.best.spread) if fitted else None, "parameters of the covariance with the smallest AIC"
    taken = fitted.best.structure.name if fitted else note
    likelihood, aic = (fitted.log_likelihood, fitted.aic[taken]) if fitted else (None, None)
    return [
        key.row("covariance", size, n=patients, method=smallest, note=taken),
        key.row("log_likelihood", likelihood, n=n, method=f"{method}, restricted", note=note),
        key.row("aic", aic, n=n, method=f"{method}, AIC", note=note),
        *_aic_rows(fitted, note, key, n),
        *_correlation_rows(course, fitted, note, key, method),
        key.row("n", patients, n=patients, method="patients with at least one value"),
        key.row("n_observations", n, n=n, method="values recorded"),
        *warn(key, note or _refused_before(fitted), n=n, method=method),
    ]


def _aic_rows(fitted: FittedCourse | None, note: str, key: Key, n: int) -> list[Row]:
    rows = []
    for name in (each.name for each in STRUCTURES):
        aic, refused = (fitted.aic.get(name), fitted.refused.get(name, "")) if fitted else (None, note)
        method = f"AIC with {name} covariance (REML, all parameters counted)"
        rows.append(key.at(group=slug(name)).row("aic", aic, n=n, method=method, note=refused))
    return rows


def _correlation_rows(course: Course, fitted: FittedCourse | None, note: str, key: Key, method: str) -> list[Row]:
    """State the lowest and the highest correlation between two visits, as fitted, and between which they are."""
    said, patients = f"{method}, correlation between two visits", len(course.table)
    if fitted is None:
        nothing = {"correlation_lowest": None, "correlation_highest": None}
        return state(key, nothing, n=patients, method=said, note=note)
    names = [course.names[visit] for visit in fitted.visits]
    first, second = np.triu_indices(len(names), 1)
    between = fitted.correlation[first, second]
    rows = []
    for statistic, place in (("lowest", int(between.argmin())), ("highest", int(between.argmax()))):
        which = f"{names[first[place]]} and {names[second[place]]}" if np.ptp(between) > 1e-9 else "any two visits"
        rows.append(key.row(f"correlation_{statistic}", between[place], n=patients, method=said, note=which))
    return rows


def _refused_before(fitted: FittedCourse | None) -> str:
    """Say why a covariance that demands less than the one taken was refused."""
    if fitted is None:
        return ""
    names = [each.name for each in STRUCTURES]
    earlier = names[: names.index(fitted.best.structure.name)]
    return "; ".join(f"{name} covariance refused: {fitted.refused[name]}" for name in earlier if name in fitted.refused)
