"""The simulated visits: before IVIg, at 3, 6 and 12 months, at its end; with what is not recorded or implausible."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.registry.codebook import DAYS_A_MONTH
from simulated_registry.measurement_error import DECIMALS, Course, as_written, measured
from simulated_registry.measures import Courses, measure
from simulated_registry.nudging import Bools, Floats
from simulated_registry.published import Published
from simulated_registry.timing import LOCK

VISIT_MONTHS = {"month 3": 3, "month 6": 6, "month 12": 12}
_MONTHS_OF_GAIN = 3.5  # after so many months two thirds of the change is there, were treatment endless
_MONTHS_OF_TAPER = 8.0  # the same for the dose of prednisone, which is lowered slowly
_CK_LIMITS = {"B": (170, 190), "A": (167, 200), "C": (175, 195)}  # women, men
_LIMITS: dict[str, dict[str, float]] = {
    "aldolase": {"B": 7.6, "A": 7.6, "C": 8.1},
    "ldh": {"B": 225, "A": 250, "C": 240},
    "ast": {"B": 40, "A": 38, "C": 35},
    "alt": {"B": 40, "A": 41, "C": 45},
    "myoglobin": {"B": 72, "A": 90, "C": 70},
}
_UNRECORDED = {  # share missing before and after treatment; between, half as much again
    "ck": 0.03,
    "aldolase": 0.08,
    "ldh": 0.06,
    "ast": 0.04,
    "alt": 0.04,
    "myoglobin": 0.08,
    "dysphagia_vas": 0.05,
    "physician_global": 0.03,
    "patient_global": 0.06,
    "haq_di": 0.09,
    "extramuscular": 0.08,
    "prednisone": 0.03,
}
_NEVER_MEASURED = {"aldolase": 0.20, "myoglobin": 0.28}  # share of patients whose centre did not measure it


def with_limits(people: pd.DataFrame) -> pd.DataFrame:
    """Return `people` with each laboratory's upper limits of normal (CK: by sex)."""
    centres = people["centre"]
    limits = {f"{name}_uln": [float(by[centre]) for centre in centres] for name, by in _LIMITS.items()}
    by_sex = zip(centres, people["sex"], strict=True)
    limits["ck_uln"] = [float(_CK_LIMITS[centre][sex == "male"]) for centre, sex in by_sex]
    return people.join(pd.DataFrame(limits, index=people.index))


def draw_visits(
    people: pd.DataFrame, published: Published, rng: np.random.Generator, errors: np.random.Generator
) -> pd.DataFrame:
    """Return one row per visit with every outcome. `people` needs dates, features, indications and limits.

    `errors` draws the errors of measurement before and after treatment, so that nothing else depends on them.
    """
    size = len(people)
    included = (people["fails"] == "").to_numpy()
    unmeasured = np.zeros(size, dtype=bool)
    # an MMT8 is missing at both visits or at neither, so that pairs and single visits have the same mean
    unmeasured[rng.choice(np.flatnonzero(included), size=int(rng.integers(2, 5)), replace=False)] = True
    ck_missing = rng.random(size) < _UNRECORDED["ck"]
    recorded = pd.DataFrame({"mmt8": ~unmeasured, "ck": ~ck_missing})
    courses = measure(people, recorded, published, rng, errors)
    months = ((people["last_ivig_on"] - people["first_ivig_on"]).dt.days / DAYS_A_MONTH).to_numpy(float)
    never = {name: rng.random(size) < share for name, share in _NEVER_MEASURED.items()}
    before = {name: as_written(name, course.before) for name, course in courses.items()}
    parts = [_visit(people, "baseline", _date(people, "baseline", rng), before)]
    for visit, month in VISIT_MONTHS.items():
        part = _visit(people, visit, _date(people, visit, rng), _between(courses, month, months, rng))
        parts.append(part[(months > month + 1) & (rng.random(size) < 0.9)])
    after = {name: course.after for name, course in courses.items()}
    parts.append(_visit(people, "end", _date(people, "end", rng), after))
    visits = pd.concat(parts)
    return _forget(_drop_failed(visits, people, rng), unmeasured, ck_missing, never, rng)


def _between(courses: Courses, month: float, months: Floats, rng: np.random.Generator) -> dict[str, Floats]:
    """Return every outcome as measured at a visit during treatment: part of the way, with an error of its own."""
    outcomes = {}
    for name, course in courses.items():
        share = _share_of_course(month, months, _MONTHS_OF_TAPER if name == "prednisone" else _MONTHS_OF_GAIN)
        outcomes[name] = measured(name, _on_the_way(name, course, share), rng.normal(0, 1, len(months)))
    return outcomes


def _on_the_way(name: str, course: Course, share: Floats) -> Floats:
    """Return what is true part of the way from before to after: of enzymes on the log scale."""
    before, after = course.true_before, course.true_after
    if name in DECIMALS:
        level: Floats = np.exp((1 - share) * np.log(before) + share * np.log(after))
        return level
    return (1 - share) * before + share * after


def _share_of_course(month: float, months: Floats, pace: float) -> Floats:
    """Return how much of the change from baseline to end is reached: most of it in the first months."""
    share: Floats = (1 - np.exp(-month / pace)) / (1 - np.exp(-np.maximum(months, 1) / pace))
    return np.clip(share, 0, 1)


def _visit(people: pd.DataFrame, visit: str, on: pd.Series, outcomes: dict[str, Floats]) -> pd.DataFrame:
    frame = pd.DataFrame({"patient_id": people["patient_id"], "visit": visit, "visit_on": on})
    return frame.assign(**outcomes, **{f"{name}_uln": people[f"{name}_uln"] for name in DECIMALS})


def _date(people: pd.DataFrame, visit: str, rng: np.random.Generator) -> pd.Series:
    size = len(people)
    if visit == "baseline":
        return people["first_ivig_on"] - pd.to_timedelta(rng.integers(0, 15, size), unit="D")
    if visit == "end":
        end = people["last_ivig_on"] + pd.to_timedelta(rng.integers(0, 36, size), unit="D")
        return end.where(end <= pd.Timestamp(LOCK), pd.Timestamp(LOCK))
    days = np.round(VISIT_MONTHS[visit] * DAYS_A_MONTH + rng.integers(-12, 13, size))
    return people["first_ivig_on"] + pd.to_timedelta(days, unit="D")


def _drop_failed(visits: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Leave out the baseline or the end visit of those screened out for lacking it."""
    lacking = np.where(rng.random(len(people)) < 0.4, "baseline", "end")
    lacks = pd.Series(np.where(people["fails"] == "visits", lacking, ""), index=people["patient_id"])
    return visits[visits["visit"] != visits["patient_id"].map(lacks)]


def _forget(
    visits: pd.DataFrame, unmeasured: Bools, ck_missing: Bools, never: dict[str, Bools], rng: np.random.Generator
) -> pd.DataFrame:
    """Empty what was not recorded. The index of `visits` is the patient's place in the list of people."""
    visits, person = visits.copy(), visits.index.to_numpy()
    between = visits["visit"].isin(list(VISIT_MONTHS)).to_numpy()
    visits.loc[unmeasured[person] | (between & (rng.random(len(visits)) < 0.07)), "mmt8"] = np.nan
    for name, share in _UNRECORDED.items():
        gone = rng.random(len(visits)) < share * np.where(between, 1.5, 1.0)
        if name == "ck":
            gone = np.where(visits["visit"] == "baseline", ck_missing[person], gone)
        gone = gone | never.get(name, np.zeros(len(unmeasured), dtype=bool))[person]
        visits.loc[gone, name] = np.nan
    for name in DECIMALS:
        visits.loc[visits[name].isna(), f"{name}_uln"] = np.nan
    return visits


def add_implausible(visits: pd.DataFrame, included: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return `visits` with a steroid pulse, a high myoglobin, two low CK and a low aldolase: to be flagged and kept.

    None of them moves a printed figure: they are no MMT8, no dysphagia VAS and no CK before treatment. `included` are
    the pseudonyms of the patients included.
    """
    visits = visits.reset_index(drop=True)
    before = (visits["visit"] == "baseline") & visits["patient_id"].isin(included)
    between = ~visits["visit"].isin(["baseline", "end"])
    pulse = visits.index[before & (visits["prednisone"] >= 60)]
    if len(pulse):
        visits.loc[rng.choice(pulse), "prednisone"] = float(rng.choice([125.0, 250.0, 500.0]))
    # the patient with the highest CK among those whose myoglobin is known
    highest = visits.loc[before & visits["myoglobin"].notna(), "ck"].idxmax()
    visits.loc[highest, "myoglobin"] = float(rng.integers(20_500, 26_000))
    for name, low, high, decimals in (("ck", 3, 9, 0), ("aldolase", 0.4, 0.9, 1), ("ck", 3, 9, 0)):
        known = visits.index[between & visits[name].notna()]
        visits.loc[rng.choice(known), name] = np.round(rng.uniform(low, high), decimals)
    return visits
