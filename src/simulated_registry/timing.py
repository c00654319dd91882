"""When the simulated patients fell ill, were diagnosed and were treated: non-responders had been ill for longer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.registry.codebook import DAYS_A_MONTH
from simulated_registry.nudging import Bools, Floats, mann_whitney_p, moved_to_p, target_p
from simulated_registry.published import Published

_FIRST, _LATEST_START, LOCK = (np.datetime64(day, "D") for day in ("2005-01-01", "2018-12-31", "2019-12-31"))
_LONGEST = 84.0  # months of treatment


def draw_timing(people: pd.DataFrame, published: Published, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with the four dates, the number of courses and whether treatment was going on at the end."""
    people = people.copy()
    included = (people["fails"] == "").to_numpy()
    responder = (people["response_physician"] == "responder").to_numpy()
    days = _treatment_days(people, included, responder, published.value("efficacy.duration.mean"), rng)
    people["ongoing"] = responder & included & (days > 400) & (rng.random(len(people)) < 0.25)
    start = _start(days, people["ongoing"].to_numpy(), rng)
    people["first_ivig_on"] = start
    people["last_ivig_on"] = start + days.astype("timedelta64[D]")
    people["infusions_n"] = _courses(people["fails"], days, rng)
    ill, known = _illness_days(people, included, responder, rng)
    people["months_ill"] = ill / DAYS_A_MONTH
    people["first_symptom_on"] = _date(start - ill.astype("timedelta64[D]"), known)
    delay = np.clip(np.round(rng.lognormal(np.log(90), 0.8, len(people))), 10, 0.75 * ill)
    people["days_diagnosed"] = ill - delay
    diagnosed = start - (ill - delay).astype("timedelta64[D]")
    people["diagnosed_on"] = _date(diagnosed, rng.random(len(people)) > 0.03)
    return people


def _date(days: np.ndarray, known: Bools) -> np.ndarray:
    return np.where(known, days.astype("datetime64[D]"), np.datetime64("NaT", "D"))


def _treatment_days(
    people: pd.DataFrame, included: Bools, responder: Bools, printed: float, rng: np.random.Generator
) -> Floats:
    """Return days from the first to the last IVIg; the mean of the included is near the printed number of months."""
    months = rng.lognormal(np.where(responder, 2.45, 2.05), 0.75)
    target = rng.uniform(printed - 0.25, printed + 0.25)
    for _ in range(60):  # the limits bend the scale a little, so it is found by repetition
        months[included] *= target / np.clip(months, 2.1, _LONGEST)[included].mean()
    months = np.clip(months, 2.1, _LONGEST)
    short = (people["fails"] == "infusions").to_numpy()
    return np.where(short, rng.choice([0, 28, 30, 35], len(people)), np.round(months * DAYS_A_MONTH))


def _start(days: Floats, ongoing: Bools, rng: np.random.Generator) -> np.ndarray:
    latest = np.minimum(_LATEST_START, LOCK - days.astype("timedelta64[D]"))
    span = (latest - _FIRST).astype(int)
    start = _FIRST + (rng.random(len(days)) ** 0.8 * span).astype("timedelta64[D]")
    last = LOCK - rng.integers(0, 45, len(days)).astype("timedelta64[D]")
    dates: np.ndarray = np.where(ongoing, last - days.astype("timedelta64[D]"), start)
    return dates


def _courses(fails: pd.Series, days: Floats, rng: np.random.Generator) -> Floats:
    """Return the number of courses: one a month, a few of them delayed, so that they are 27 days apart or more."""
    months = days / DAYS_A_MONTH
    kept = np.clip(rng.normal(0.94, 0.03, len(days)), 0.85, 1.0)
    courses = np.maximum(1 + np.minimum(np.round(months * kept), np.floor(days / 27)), 3)
    return np.where(fails == "infusions", np.where(days > 0, 2, 1), courses)


def _illness_days(
    people: pd.DataFrame, included: Bools, responder: Bools, rng: np.random.Generator
) -> tuple[Floats, Bools]:
    """Return days from first symptom to first IVIg, and whether that is known.

    The non-responders' are moved on the log scale until the Mann-Whitney p-value is a plausible one.
    """
    size = len(people)
    months = rng.normal(np.log(9), 1.05, size) + 0.9 * (people["diagnosis"] == "IBM").to_numpy()
    most = np.log(np.minimum(360, 12 * (people["age"].to_numpy(float) - 10)))
    known = rng.random(size) > 0.03
    low = np.log(rng.uniform(1.5, 3.5, size))
    non_responder = (people["response_physician"] == "non-responder").to_numpy()

    def moved(shift: float) -> Floats:
        days: Floats = np.round(np.exp(np.clip(months + shift * non_responder, low, most)) * DAYS_A_MONTH)
        return days

    def p_of(days: Floats) -> float:
        return mann_whitney_p(days[included & known & ~responder], days[included & known & responder])

    return moved_to_p(moved, p_of, target_p(rng), low=-1.0, high=4.0), known
