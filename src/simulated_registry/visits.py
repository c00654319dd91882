"""The simulated visits: before IVIg, at 3, 6 and 12 months, at its end; with what is not recorded or implausible."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.registry.codebook import DAYS_A_MONTH
from simulated_registry.measures import Measured, measure, to_dose
from simulated_registry.nudging import Bools, Floats
from simulated_registry.published import Published
from simulated_registry.timing import LOCK

VISIT_MONTHS = {"month 3": 3, "month 6": 6, "month 12": 12}
_CK_LIMITS = {"Pisa": (170, 190), "Brescia": (167, 200), "Pavia": (175, 195)}  # women, men
_LIMITS: dict[str, dict[str, float]] = {
    "aldolase": {"Pisa": 7.6, "Brescia": 7.6, "Pavia": 8.1},
    "ldh": {"Pisa": 225, "Brescia": 250, "Pavia": 240},
    "ast": {"Pisa": 40, "Brescia": 38, "Pavia": 35},
    "alt": {"Pisa": 40, "Brescia": 41, "Pavia": 45},
    "myoglobin": {"Pisa": 72, "Brescia": 90, "Pavia": 70},
}
_DECIMALS = {"ck": 0, "aldolase": 1, "ldh": 0, "ast": 0, "alt": 0, "myoglobin": 0}
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


def draw_visits(people: pd.DataFrame, published: Published, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per visit with every outcome. `people` needs dates, features, indications and limits."""
    size = len(people)
    included = (people["fails"] == "").to_numpy()
    unmeasured = np.zeros(size, dtype=bool)
    # an MMT8 is missing at both visits or at neither, so that pairs and single visits have the same mean
    unmeasured[rng.choice(np.flatnonzero(included), size=int(rng.integers(2, 5)), replace=False)] = True
    ck_missing = rng.random(size) < _UNRECORDED["ck"]
    measured = measure(people, pd.DataFrame({"mmt8": ~unmeasured, "ck": ~ck_missing}), published, rng)
    months = ((people["last_ivig_on"] - people["first_ivig_on"]).dt.days / DAYS_A_MONTH).to_numpy(float)
    never = {name: rng.random(size) < share for name, share in _NEVER_MEASURED.items()}
    parts = [_visit(people, measured, "baseline", np.zeros(size), rng)]
    for visit, month in VISIT_MONTHS.items():
        part = _visit(people, measured, visit, _share_of_course(month, months), rng)
        parts.append(part[(months > month + 1) & (rng.random(size) < 0.9)])
    parts.append(_visit(people, measured, "end", np.ones(size), rng))
    visits = pd.concat(parts)
    return _forget(_drop_failed(visits, people, rng), unmeasured, ck_missing, never, rng)


def _share_of_course(month: float, months: Floats) -> Floats:
    """Return how much of the change from baseline to end is reached: most of it in the first months."""
    share: Floats = (1 - np.exp(-month / 3.5)) / (1 - np.exp(-np.maximum(months, 1) / 3.5))
    return np.clip(share, 0, 1)


def _visit(
    people: pd.DataFrame, measured: Measured, visit: str, share: Floats, rng: np.random.Generator
) -> pd.DataFrame:
    between = visit in VISIT_MONTHS
    frame = pd.DataFrame({"patient_id": people["patient_id"], "visit": visit, "visit_on": _date(people, visit, rng)})
    for name, (before, after) in measured.items():
        noise = rng.normal(0, 1, len(people)) if between else np.zeros(len(people))
        frame[name] = _at(name, before, after, share, noise)
    for name in _DECIMALS:
        frame[f"{name}_uln"] = people[f"{name}_uln"]
    return frame


def _date(people: pd.DataFrame, visit: str, rng: np.random.Generator) -> pd.Series:
    size = len(people)
    if visit == "baseline":
        return people["first_ivig_on"] - pd.to_timedelta(rng.integers(0, 15, size), unit="D")
    if visit == "end":
        end = people["last_ivig_on"] + pd.to_timedelta(rng.integers(0, 36, size), unit="D")
        return end.where(end <= pd.Timestamp(LOCK), pd.Timestamp(LOCK))
    days = np.round(VISIT_MONTHS[visit] * DAYS_A_MONTH + rng.integers(-12, 13, size))
    return people["first_ivig_on"] + pd.to_timedelta(days, unit="D")


def _at(name: str, before: Floats, after: Floats, share: Floats, noise: Floats) -> Floats:
    """Return an outcome part of the way from before to after, in the steps it is written in (points, 0.1, doses)."""
    if name in _DECIMALS:
        value = np.exp((1 - share) * np.log(before) + share * np.log(after) + 0.12 * noise)
        return np.round(value, _DECIMALS[name])
    value = (1 - share) * before + share * after
    if name == "mmt8":
        return np.clip(np.round(value + 2.5 * noise), 0, 150)
    if name == "haq_di":
        return np.clip(np.round((value + 0.1 * noise) * 8) / 8, 0, 3)
    if name == "prednisone":
        return to_dose(value)
    # a scale at zero before and after stays there in between
    return np.clip(np.round(value + 0.3 * noise * (np.maximum(before, after) > 0), 1), 0, 10)


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
    for name in _DECIMALS:
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
