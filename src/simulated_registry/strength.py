"""How strong the simulated patients are: MMT8 with the printed means and SDs, and the truth behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulated_registry.measurement_error import POINTS_OF_ERROR, Course, measured, truth_behind
from simulated_registry.nudging import Bools, Floats, meet_mean_and_sd
from simulated_registry.published import Published

_TOP = 150.0
# How much of what strays from the benefit after treatment is strength; the rest was error, which is drawn by itself.
_STRENGTH_THAT_STRAYS = 0.5
_CLEAR_GAIN = 1.15


def course_of_strength(
    people: pd.DataFrame,
    counted: Bools,
    benefit: Floats,
    published: Published,
    rng: np.random.Generator,
    errors: np.random.Generator,
) -> Course:
    """Return the course of MMT8; the mean and SD of the `counted` are the printed ones at both visits as measured.

    `benefit` is the part of what a patient lacks that treatment gives; `errors` draws nothing but errors.
    """
    responder = (people["response_physician"] == "responder").to_numpy()
    before, after = _drawn_without_error(people, counted, responder, benefit, published, rng)
    return _as_measured(before, after, counted, responder, benefit, published, errors)


def _drawn_without_error(
    people: pd.DataFrame,
    counted: Bools,
    responder: Bools,
    benefit: Floats,
    published: Published,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return MMT8 before, and after were it measured without error; of the `counted`, mean and SD are as printed.

    After treatment strength may exceed the scale: then by how much a full gain would have been surpassed.
    """
    size = len(people)
    weak = people["indication_muscle"].to_numpy(bool)
    before = np.where(weak, rng.normal(99, 21, size), rng.normal(133, 10, size))
    # non-responders are not weaker to begin with: were they, the printed SD after treatment could not be reached
    before[~responder] += rng.normal(published.mmt8("baseline")[0], 2) - before[counted & ~responder].mean()
    before = np.clip(np.round(before), 28, 149)
    low, high = np.full(size, 24.0), np.full(size, 149.0)
    before[counted] = _met(before, published.mmt8("baseline"), low, high, counted, counted, rng)
    gap = _TOP - before
    gained = np.maximum(benefit + rng.normal(0, 0.25, size), -0.05)
    after = np.where(responder, before + gap * np.minimum(gained, 1.0), before + rng.normal(1.5, 6.0, size))
    after = np.clip(np.round(after), 20, _TOP)
    beyond = np.where(responder, gap * np.maximum(gained - 1.0, 0.0), 0.0)
    low = np.minimum(before - 4, _TOP)
    # only the responders' values after treatment are moved, and none of them far below where it began
    after[counted] = _met(after, published.mmt8("end"), low, np.full(size, _TOP), counted, responder, rng)
    return before, after + beyond


def _as_measured(
    before: Floats,
    after: Floats,
    counted: Bools,
    responder: Bools,
    benefit: Floats,
    published: Published,
    errors: np.random.Generator,
) -> Course:
    """Return the course whose measurements have the printed mean and SD: where one is moved for it, so is the truth."""
    true_before = truth_behind("mmt8", before, errors)

    def with_benefit(start: Floats) -> Floats:
        gained: Floats = np.where(responder, benefit, 0.0) * np.maximum(_TOP - start, 0.0)
        return start + gained

    true_after = with_benefit(true_before) + _STRENGTH_THAT_STRAYS * (after - with_benefit(before))
    noise = errors.normal(0, 1, len(before))
    # the physician judged with the measurement at hand: a clear gain by error alone was seldom called no response
    clear = ~responder & (measured("mmt8", true_after, noise) >= _CLEAR_GAIN * before)
    noise = np.where(clear, -np.abs(noise), noise)
    seen = measured("mmt8", true_after, noise)
    met = seen.copy()
    low, high = before - 2 * POINTS_OF_ERROR["mmt8"], np.full(len(before), _TOP)
    met[counted] = _met(seen, published.mmt8("end"), low, high, counted, responder, errors)
    true_after = np.where(met == seen, true_after, met - POINTS_OF_ERROR["mmt8"] * noise)
    return Course(before, true_before, true_after, met)


def _met(
    values: Floats,
    printed: tuple[float, float],
    low: Floats,
    high: Floats,
    counted: Bools,
    free: Bools,
    rng: np.random.Generator,
) -> Floats:
    mean, sd = printed
    low = np.where(free, low, -np.inf)
    return meet_mean_and_sd(
        values[counted], mean=mean, sd=sd, low=low[counted], high=high[counted], free=free[counted], rng=rng
    )
