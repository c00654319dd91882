"""How well a measurement repeats: each visit has an error of its own, of a size assumed from studies of repetition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulated_registry.nudging import Floats

# How far two measurements of an unchanged patient stray from the truth: standard deviations, in the outcome's unit.
# All are assumptions. They are chosen so that two measurements before treatment would correlate as the comment says.
POINTS_OF_ERROR = {
    "mmt8": 7.0,  # about 0.9: Baschung Pfister 2018 (ICC above 0.9), Rider 2010 (rank correlation 0.84 to 0.95)
    "physician_global": 0.6,  # 0.85 to 0.9: no source, as VAS scales usually repeat
    "patient_global": 0.7,  # the same
    "extramuscular": 0.5,  # the same
    "dysphagia_vas": 0.7,  # the same, among those with dysphagia
    "haq_di": 0.2,  # about 0.9: test-retest correlations of 0.87 to 0.99 are reported (quoted from memory)
}
# The same for enzymes on the log scale, so about a share of the value. Within healthy persons CK varies by 15%, AST and
# ALT by 9%, LDH by 5% from week to week (Carobene 2017); in patients assumed to vary by a third to twice as much.
# Aldolase and myoglobin: no source.
SHARE_OF_ERROR = {"ck": 0.20, "aldolase": 0.20, "ldh": 0.10, "ast": 0.15, "alt": 0.15, "myoglobin": 0.25}
DECIMALS = {"ck": 0, "aldolase": 1, "ldh": 0, "ast": 0, "alt": 0, "myoglobin": 0}
_VAS = ("physician_global", "patient_global", "extramuscular", "dysphagia_vas")
_TOP = {"mmt8": 150.0, "haq_di": 3.0, **dict.fromkeys(_VAS, 10.0)}
_STEPS_A_POINT = {"mmt8": 1, "haq_di": 8, **dict.fromkeys(_VAS, 10)}
_LEAST_COMPLAINT = 0.1
_PREDNISONE_DOSES = np.array([0, 2.5, 5, 7.5, 10, 12.5, 15, 20, 25, 30, 37.5, 40, 50, 60, 75])


@dataclass(frozen=True)
class Course:
    """An outcome of every patient before and after treatment: as it was measured there, and what was true."""

    before: Floats
    true_before: Floats
    true_after: Floats
    after: Floats


def measured(name: str, truth: Floats, noise: Floats) -> Floats:
    """Return an outcome as it is measured and written down: with its error, within its scale and in its steps.

    `noise` is standard normal, one value a measurement. A VAS of no complaint at all is always measured so; a dose of
    prednisone is prescribed, without error. Strength may exceed what MMT8 can show: its top is then measured.

    >>> measured("mmt8", np.array([100.0, 148.0]), np.array([-1.0, 1.0])).tolist()
    [93.0, 150.0]
    >>> measured("dysphagia_vas", np.array([0.0, 4.0]), np.array([1.0, 1.0])).tolist()
    [0.0, 4.7]
    """
    if name in DECIMALS:
        return as_written(name, truth * np.exp(SHARE_OF_ERROR[name] * noise))
    if name in _VAS:
        noise = np.where(truth > 0, noise, 0.0)
    return as_written(name, truth + POINTS_OF_ERROR.get(name, 0.0) * noise)


def as_written(name: str, value: Floats) -> Floats:
    """Return an outcome in the steps in which it is written down (points, eighths, tenths, tablets), within its scale.

    >>> as_written("haq_di", np.array([-0.2, 1.3])).tolist()
    [0.0, 1.25]
    """
    if name == "prednisone":
        return to_dose(value)
    if name in DECIMALS:
        return np.round(value, DECIMALS[name])
    steps: Floats = np.round(value * _STEPS_A_POINT[name]) / _STEPS_A_POINT[name]
    return np.clip(steps, 0.0, _TOP[name]) + 0.0  # no negative zero


def to_dose(amount: Floats) -> Floats:
    """Return the nearest prednisone dose that tablets can make, in mg/day.

    >>> to_dose(np.array([0.4, 8.4, 33.0])).tolist()
    [0.0, 7.5, 30.0]
    """
    doses: Floats = _PREDNISONE_DOSES[np.abs(amount[:, None] - _PREDNISONE_DOSES[None, :]).argmin(axis=1)]
    return doses


def truth_behind(name: str, seen: Floats, rng: np.random.Generator) -> Floats:
    """Return for each measurement `seen` a true value that may lie behind it: drawn given the measurement.

    A high measurement is rather one with an upward error, so the true values are nearer to their mean, and truth and
    error are uncorrelated (both taken as normal; enzymes on the log scale). A VAS of zero is true.

    >>> seen = np.random.default_rng(1).normal(100, 24, 2000)
    >>> truth = truth_behind("mmt8", seen, np.random.default_rng(2))
    >>> bool(abs(np.corrcoef(truth, seen - truth)[0, 1]) < 0.05)
    True
    """
    noise = rng.normal(0, 1, len(seen))
    if name in DECIMALS:
        value = np.log(seen)
        enzyme: Floats = np.exp(value - _error_of(value, SHARE_OF_ERROR[name], noise))
        return enzyme
    if name not in _VAS:
        return seen - _error_of(seen, POINTS_OF_ERROR[name], noise)
    complains = seen > 0
    truth = np.zeros(len(seen))
    error = _error_of(seen[complains], POINTS_OF_ERROR[name], noise[complains])
    truth[complains] = np.clip(seen[complains] - error, _LEAST_COMPLAINT, _TOP[name])
    return truth


def _error_of(value: Floats, sd: float, noise: Floats) -> Floats:
    """Return an error for each value, whose SD is `sd`: its mean given the value, and what is left to chance."""
    share = min(1.0, (sd / value.std()) ** 2)
    error: Floats = share * (value - value.mean()) + np.sqrt(1 - share) * sd * noise
    return error
