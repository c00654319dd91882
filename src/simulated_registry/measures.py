"""How ill the simulated patients are before and after: MMT8, enzymes, VAS, HAQ-DI, prednisone, moving together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulated_registry.measurement_error import Course, measured, to_dose, truth_behind
from simulated_registry.nudging import Bools, Floats, mann_whitney_p, moved_to_p, target_p
from simulated_registry.published import Published
from simulated_registry.strength import course_of_strength

Courses = dict[str, Course]  # by variable

_CK_MEDIAN = {"DM": 850, "PM": 1600, "IMNM": 4800, "ASyS": 1300, "overlap": 750, "IBM": 650}
# Enzyme: median before, SD on the log scale, correlation with log CK, level in health.
_ENZYMES = {
    "aldolase": (11.5, 0.60, 0.75, 4.5),
    "ldh": (440.0, 0.42, 0.70, 190.0),
    "ast": (64.0, 0.75, 0.78, 22.0),
    "alt": (62.0, 0.75, 0.75, 22.0),
    "myoglobin": (270.0, 1.00, 0.80, 42.0),
}
_CK_HEALTHY = 105.0
# How much of a responder's benefit reaches each scale.
_FOLLOWS = {
    "physician_global": 0.85,
    "patient_global": 0.72,
    "haq_di": 0.62,
    "extramuscular": 0.62,
    "dysphagia_vas": 0.95,
}


def measure(
    people: pd.DataFrame,
    recorded: pd.DataFrame,
    published: Published,
    rng: np.random.Generator,
    errors: np.random.Generator,
) -> Courses:
    """Return the course of every outcome, for every patient: as measured, unrounded before treatment except MMT8.

    `recorded` says of whom MMT8 (at both visits) and CK (before) are recorded: the printed figures are met over them.
    `errors` draws how measurement and truth differ, and nothing else: what is measured before treatment is without it.
    """
    included = (people["fails"] == "").to_numpy()
    responder = (people["response_physician"] == "responder").to_numpy()
    size = len(people)
    benefit = np.where(responder, rng.beta(3.6, 2.2, size), rng.normal(0.0, 0.10, size))
    counted = included & recorded["mmt8"].to_numpy()
    mmt8 = course_of_strength(people, counted, benefit, published, rng, errors)
    mean, sd = published.mmt8("baseline")
    weakness = (mean - mmt8.before) / sd
    courses = {"mmt8": mmt8, **_burden(people, weakness, benefit, responder, rng, errors)}
    courses |= _enzymes(people, included & recorded["ck"].to_numpy(), responder, benefit, rng, errors)
    courses["prednisone"] = _prednisone(responder, rng)
    return courses


def _burden(
    people: pd.DataFrame,
    weakness: Floats,
    benefit: Floats,
    responder: Bools,
    rng: np.random.Generator,
    errors: np.random.Generator,
) -> Courses:
    """Return the VAS scales and HAQ-DI before and after: in responders they fall by part of the benefit."""
    size = len(people)
    courses = {}
    for name, before in _burden_before(people, weakness, rng).items():
        responders_fall = np.clip(_FOLLOWS[name] * benefit + rng.normal(0, 0.28, size), -0.4, 1)
        fall = np.where(responder, responders_fall, benefit + rng.normal(0, 0.16, size))
        true_before = truth_behind(name, before, errors)
        true_after = np.clip(true_before * (1 - fall), 0, 3 if name == "haq_di" else 10)
        courses[name] = _seen(name, before, true_before, true_after, errors)
    return courses


def _seen(name: str, before: Floats, true_before: Floats, true_after: Floats, errors: np.random.Generator) -> Course:
    return Course(before, true_before, true_after, measured(name, true_after, errors.normal(0, 1, len(before))))


def _burden_before(people: pd.DataFrame, weakness: Floats, rng: np.random.Generator) -> dict[str, Floats]:
    """Return the VAS scales and HAQ-DI before IVIg: they follow weakness, swallowing and the organs involved."""
    size = len(people)

    def has(feature: str) -> Floats:
        return np.array([float(value is True) for value in people[feature]])

    swallowing = people["indication_oesophagus"].to_numpy(float)
    physician = np.clip(5.3 + 1.1 * weakness + 0.8 * swallowing + rng.normal(0, 1.2, size), 1.5, 10)
    organs = 0.8 + 1.3 * has("skin") + 1.5 * has("ild") + 0.8 * has("arthritis") + 1.3 * swallowing
    mild = np.where(has("dysphagia") > 0, rng.uniform(0.8, 4.0, size), 0.0)
    seldom = np.where(rng.random(size) < 0.08, rng.uniform(0.2, 1.2, size), 0.0)
    severe = np.clip(rng.normal(6.0, 1.8, size), 1.5, 10)
    return {
        "physician_global": physician,
        "patient_global": np.clip(1.2 + 0.8 * physician + 0.3 * weakness + rng.normal(0, 1.2, size), 1.0, 10),
        "haq_di": np.clip(1.35 + 0.45 * weakness + rng.normal(0, 0.45, size), 0, 3),
        "extramuscular": np.clip(organs + rng.normal(0, 0.9, size), 0, 10),
        "dysphagia_vas": np.where(swallowing > 0, severe, np.maximum(mild, seldom)),
    }


def _enzymes(
    people: pd.DataFrame,
    ck_counted: Bools,
    responder: Bools,
    benefit: Floats,
    rng: np.random.Generator,
    errors: np.random.Generator,
) -> Courses:
    """Return the six enzymes before and after, correlated with CK on the log scale."""
    size = len(people)
    before = _ck_before(people, ck_counted, responder, rng)

    def course(name: str, level: Floats, healthy: float) -> Course:
        truth = truth_behind(name, level, errors)
        return _seen(name, level, truth, _after(truth, healthy, responder, benefit, rng), errors)

    courses = {"ck": course("ck", before, _CK_HEALTHY)}
    ck_score = (np.log(before) - np.log(before).mean()) / np.log(before).std()
    for name, (centre, sd, correlation, healthy) in _ENZYMES.items():
        score = correlation * ck_score + np.sqrt(1 - correlation**2) * rng.normal(0, 1, size)
        level = np.maximum(centre * np.exp(sd * score), 0.45 * healthy)
        courses[name] = course(name, level, healthy)
    return courses


def _ck_before(people: pd.DataFrame, counted: Bools, responder: Bools, rng: np.random.Generator) -> Floats:
    """Return CK before IVIg: the non-responders' is moved until p is low enough, in U/L and as multiples of ULN."""
    median = people["diagnosis"].map(_CK_MEDIAN).to_numpy(float)
    weak = people["indication_muscle"].to_numpy(bool)
    log_ck = np.log(median) + np.where(weak, 0.0, -0.8) + rng.normal(0, 1.05, len(people))
    non_responder = (people["response_physician"] == "non-responder").to_numpy()
    limit = people["ck_uln"].to_numpy(float)

    def moved(shift: float) -> Floats:
        ck: Floats = np.round(np.exp(np.clip(log_ck - shift * non_responder, np.log(28), np.log(38_000))))
        return ck

    def p_of(ck: Floats) -> float:
        return max(mann_whitney_p(x[counted & responder], x[counted & ~responder]) for x in (ck, ck / limit))

    return moved_to_p(moved, p_of, target_p(rng), low=-1.0, high=4.0)


def _after(before: Floats, healthy: float, responder: Bools, benefit: Floats, rng: np.random.Generator) -> Floats:
    """Return an enzyme after treatment: part of the way to health in responders, little changed in the others."""
    size = len(before)
    way = np.clip(benefit + 0.12 + rng.normal(0, 0.2, size), 0, 1)
    near = np.log(healthy) + (1 - way) * (np.log(before) - np.log(healthy)) + rng.normal(0, 0.3, size)
    far = np.log(before) + rng.normal(-0.1, 0.5, size)
    return np.maximum(np.exp(np.where(responder, near, far)), 0.35 * healthy)


def _prednisone(responder: Bools, rng: np.random.Generator) -> Course:
    """Return the dose before and after: it is prescribed, and so without error."""
    size = len(responder)
    before = to_dose(np.clip(rng.lognormal(np.log(26), 0.65, size), 5, 75))
    before[rng.random(size) < 0.04] = 0.0
    left = np.where(responder, rng.uniform(0.08, 0.9, size), rng.uniform(0.4, 1.3, size))
    after = to_dose(before * left)
    return Course(before, before, after, after)
