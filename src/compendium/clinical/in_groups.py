"""Gains in strength and lengths of treatment counted in a few groups, and mean MMT8 by response at each visit.

They stand in the place of figures of single patients, in any registry. Who lacks a value is counted with the group that
says least, so that no count tells how many values were not recorded.
"""

from __future__ import annotations

import pandas as pd

from compendium.clinical.cohort import NON_RESPONDER, RESPONDER, Cohort
from compendium.clinical.core_set import at_visit
from compendium.stats.describe import describe_levels
from press.rows import Key, Row, slug

GAIN, LENGTH = "mmt8_gain", "treatment_length"
FELL, LITTLE, SOME, MUCH = "fell", "little_or_not_recorded", "some", "much"
GAINS = (FELL, LITTLE, SOME, MUCH)
SHORT, MIDDLE, LONG, LONGEST = "short_or_not_recorded", "middle", "long", "longest"
LENGTHS = (SHORT, MIDDLE, LONG, LONGEST)
# Assumed; from so many points and months on. Neither is a limit that another count uses (a gain in percent, the time of
# a visit): two counts that are nearly the same would tell of the few between them.
POINTS = {SOME: 10, MUCH: 25}
MONTHS = {MIDDLE: 9, LONG: 18, LONGEST: 36}
_RESPONSES = (RESPONDER, NON_RESPONDER)


def in_groups(cohort: Cohort, key: Key) -> list[Row]:
    """State how many patients of each response gained how much and were treated how long, and their means by visit."""
    gains, lengths = gain_groups(cohort), length_groups(cohort.patients)
    return [
        *_by_response(gains, cohort.patients, key.at(variable=GAIN)),
        *_limits(POINTS, key.at(variable=GAIN), "assumed: points of MMT8 from which the group begins"),
        *_by_response(lengths, cohort.patients, key.at(variable=LENGTH)),
        *_limits(MONTHS, key.at(variable=LENGTH), "assumed: months of treatment from which the group begins"),
        *_means(cohort, key),
    ]


def gain_groups(cohort: Cohort) -> pd.Series:
    """Return the group of each patient's gain in MMT8, in the order of the patients (categories: GAINS)."""
    both = {visit: at_visit(cohort.visits, visit)["mmt8"].astype(float) for visit in ("baseline", "end")}
    gain = (both["end"] - both["baseline"]).reindex(cohort.patients["patient_id"])
    found = pd.Series(LITTLE, index=gain.index).mask(gain < 0, FELL)
    for name, points in POINTS.items():
        found = found.mask(gain >= points, name)
    return _categories(found, GAINS)


def length_groups(patients: pd.DataFrame) -> pd.Series:
    """Return the group of each patient's length of treatment (months from the first to the last IVIg; LENGTHS)."""
    found = pd.Series(SHORT, index=patients.index)
    for name, months in MONTHS.items():
        found = found.mask(patients["treatment_duration"] >= months, name)
    return _categories(found, LENGTHS)


def _categories(found: pd.Series, levels: tuple[str, ...]) -> pd.Series:
    return pd.Series(pd.Categorical(found.to_numpy(), categories=list(levels), ordered=True))


def _by_response(groups: pd.Series, patients: pd.DataFrame, key: Key) -> list[Row]:
    rows = describe_levels(groups, key)
    for response in _RESPONSES:
        of = (patients["response"] == response).to_numpy(dtype=bool, na_value=False)
        rows += describe_levels(groups[of].reset_index(drop=True), key.at(group=slug(response)))
    return rows


def _limits(limits: dict[str, int], key: Key, method: str) -> list[Row]:
    return [key.at(level=name).row("threshold", limit, method=method) for name, limit in limits.items()]


def _means(cohort: Cohort, key: Key) -> list[Row]:
    """State mean MMT8 of responders and of the others at each visit, of those with a value then."""
    response = cohort.patients.set_index("patient_id")["response"]
    rows = []
    for visit in cohort.visits["visit"].cat.categories:
        values = at_visit(cohort.visits, visit)["mmt8"].dropna().astype(float)
        answer = response.reindex(values.index)
        for each in _RESPONSES:
            of_group = values[(answer == each).to_numpy(dtype=bool, na_value=False)]
            at = mean_key(key, visit, each)
            note = "" if len(of_group) else "no value recorded"
            mean = of_group.mean() if len(of_group) else None
            rows.append(at.row("mean", mean, n=len(of_group), method="arithmetic mean", note=note))
    return rows


def mean_key(key: Key, visit: str, response: str) -> Key:
    """Return where the mean of a group at a visit stands; before treatment it is the mean that describes the group."""
    if visit == "baseline":
        return key.at(variable="mmt8", group=slug(response))
    return key.at(variable="mmt8_course", level=slug(visit), group=slug(response))
