"""Adverse events over patients and their infusions: as chance would have it, or clustered in some patients."""

from __future__ import annotations

import numpy as np

from compendium.stats.recorded import Floats, Integers
from error_rates.sizes import Sizes


def events_of_patients(
    rng: np.random.Generator, size: Sizes, patients: int, dispersion: float
) -> tuple[Integers, Floats]:
    """Return each patient's events and infusions, both as many as in the study on average.

    Infusions are one and a geometric number more. With a dispersion above 1 each patient has a rate of its own, gamma
    distributed, so that the Pearson dispersion is expected to be about that; with 1 all have the same.

    >>> size = Sizes(patients=9, events=5, infusions=90)
    >>> events, infusions = events_of_patients(np.random.default_rng(1), size, 9, 1)
    >>> events.size, bool(infusions.min() >= 1)
    (9, True)
    """
    everybody = size["patients"]
    infusions = rng.geometric(everybody / size["infusions"], patients).astype(float)
    rates = np.full(patients, size["events"] / size["infusions"])
    if dispersion > 1:
        shape = size["events"] / everybody / (dispersion - 1)
        rates = rates * rng.gamma(shape, 1 / shape, patients)
    return rng.poisson(rates * infusions), infusions
