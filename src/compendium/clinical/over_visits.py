"""How did the outcomes move from visit to visit, and how far had they moved at the same time in everybody?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from compendium.clinical.cohort import NON_RESPONDER, RESPONDER, Cohort
from compendium.clinical.core_set import at_visit, multiple_of_uln
from compendium.clinical.outcomes import choice, enzymes, outcomes
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.stats.course_groups import changes_of_groups
from compendium.stats.describe import describe_numbers
from compendium.stats.mixed import trajectory
from compendium.stats.proportion import proportion
from compendium.stats.statement import state
from press.rows import Key, Row, slug

# A choice, no list of the outcomes: the six for which the figure of courses has panels.
COURSES = ("mmt8", "ck", "dysphagia_vas", "physician_global", "haq_di", "prednisone")
# A choice among the visits: late enough for an effect to show, early enough that most are still treated.
FIXED_TIME = "month 6"
BASELINE, END = "baseline", "end"
GROUPS = (RESPONDER, NON_RESPONDER)


def chosen_courses() -> tuple[str, ...]:
    """Return the outcomes whose course is drawn. Raises Fault where one of them is no outcome of the codebook."""
    among = [outcome.name for outcome in outcomes()]
    return choice(COURSES, among, "an outcome", "COURSES in src/compendium/clinical/over_visits.py")


def over_visits(cohort: Cohort, key: Key) -> list[Row]:
    """State every course, the changes of responders and others at the fixed time, and who was seen and treated when."""
    rows = []
    for name in chosen_courses():
        at, long = key.at(variable=f"{name}_course"), _long(cohort, name)
        on_logs = name in enzymes()
        for found in (trajectory(long, at), _by_response(long, at)):
            rows += _back_from_logs(found) if on_logs else found
    return [*rows, *who_is_seen(cohort, key), *_duration_by_response(cohort.patients, key)]


def _long(cohort: Cohort, name: str) -> pd.DataFrame:
    """Return a line for each value, enzymes as the logarithm of the multiple of ULN, with the patient's response."""
    values = cohort.visits[name].astype("Float64")
    if name in enzymes():
        multiple = multiple_of_uln(cohort.visits, name)
        values = pd.Series(np.log(multiple.where(multiple > 0).astype(float)), index=cohort.visits.index)
    groups = cohort.patients.set_index("patient_id")["response"]
    long = cohort.visits[["patient_id", "visit"]].set_axis(["patient", "visit"], axis=1)
    response = pd.Categorical(long["patient"].map(groups), categories=list(GROUPS), ordered=True)
    return long.assign(value=values, group=response)[values.notna()].reset_index(drop=True)


def _by_response(long: pd.DataFrame, key: Key) -> list[Row]:
    """State how far responders and others had changed at the fixed time, or why that cannot be said."""
    names = list(long["visit"].cat.categories)
    if FIXED_TIME in names[1:]:
        return changes_of_groups(long, key, visit=FIXED_TIME)
    note, said = f"the registry has no visit {FIXED_TIME} after the first", f"change to {FIXED_TIME}"
    at = key.at(level=slug(FIXED_TIME))
    groups = ("change", *(f"change_{slug(group)}" for group in GROUPS), "change_difference")
    nothing = {**dict.fromkeys(("mean", "ci_low", "ci_high", "se", "df", "p")), "n": 0.0}
    rows = [row for group in groups for row in state(at.at(group=group), nothing, n=0, method=said, note=note)]
    models = (key.at(level=f"by_group_{slug(group)}") for group in GROUPS)
    return rows + [model.row("covariance", None, n=0, method=said, note=note) for model in models]


def _back_from_logs(rows: Sequence[Row]) -> list[Row]:
    """Turn log-scale means and changes into geometric means and ratios; what stays on the logarithm says so."""
    scaled, on_logs = {"mean", "ci_low", "ci_high"}, {"se", "log_likelihood", "aic"}
    found = []
    for row in rows:
        if row.statistic in scaled:
            value = row.value if math.isnan(row.value) else math.exp(row.value)
            row = replace(row, value=value, method=f"{row.method}, on logarithms and back")
        elif row.statistic in on_logs:
            row = replace(row, method=f"{row.method}, of the logarithm")
        found.append(row)
    return found


def who_is_seen(cohort: Cohort, key: Key) -> list[Row]:
    """State who was seen and who still treated at the fixed time, and when the end of treatment was.

    At variable `fixed_time`: visit (its name in the note), at groups seen and treated: count, total, percent, limits.
    At `end_of_treatment`: months from baseline described, and at group before_last_visit how many ended before the
    median time of the last visit that has a time of its own.
    """
    visits, patients = cohort.visits, cohort.patients
    total, fixed = len(patients), key.at(variable="fixed_time")
    started = at_visit(visits, BASELINE)["visit_on"]
    months = _months_after(started, at_visit(visits, FIXED_TIME))
    ended = _months_after(started, at_visit(visits, END))
    usual, duration = months.median(), patients["treatment_duration"]
    among = total if months.size else 0  # where nobody was seen then, the time is not known
    return [
        fixed.row("visit", usual, n=len(months), method="months from baseline, median", note=FIXED_TIME),
        *proportion(len(months), total, fixed.at(group="seen")),
        *proportion(int((duration >= usual).sum()), among, fixed.at(group="treated")),
        *describe_numbers(ended, key.at(variable="end_of_treatment")),
        *_ended_early(visits, started, ended, key.at(variable="end_of_treatment", group="before_last_visit")),
    ]


def _ended_early(visits: pd.DataFrame, started: pd.Series, ended: pd.Series, key: Key) -> list[Row]:
    timed = [name for name in visits["visit"].cat.categories if name not in (BASELINE, END)]
    last = _months_after(started, at_visit(visits, timed[-1])).median() if timed else math.nan
    rows = proportion(int((ended < last).sum()), len(ended) if last > 0 else 0, key)
    name = timed[-1] if timed else "a visit with a time of its own"
    return [replace(row, method=f"{row.method}, end of treatment before the median time of {name}") for row in rows]


def _months_after(started: pd.Series, there: pd.DataFrame) -> pd.Series:
    """Return the months from baseline to a visit, of the patients who made both."""
    return ((there["visit_on"] - started.reindex(there.index)).dt.days / DAYS_A_MONTH).dropna()


def _duration_by_response(patients: pd.DataFrame, key: Key) -> list[Row]:
    rows = []
    for group in GROUPS:
        months = patients.loc[patients["response"] == group, "treatment_duration"]
        rows += describe_numbers(months, key.at(variable="treatment_duration", group=slug(group)))
    return rows
