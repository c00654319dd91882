"""What several scenarios draw alike: groups as large as responders and non-responders, and correlated pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.recorded import Floats
from error_rates.sizes import Sizes

SEED_OF_DOORS = 2021  # of draws within a cohort: the study's own, the same in every cohort as in every build
REPLICATES = 2000  # of a Monte Carlo test within a cohort: the study's own number

EXACT_INTERVAL = "exact intervals never cover less than they promise, and with whole counts they cover more"
EXACT_TEST = "an exact test never rejects more often than it promises, and with whole counts it rejects less often"


def limits(estimate: str, at: str = "x") -> tuple[str, str, str]:
    """Return the ids of an estimate and its limits at a key.

    >>> limits("or", "x.skin")
    ('x.skin.or', 'x.skin.ci_low', 'x.skin.ci_high')
    """
    return f"{at}.{estimate}", f"{at}.ci_low", f"{at}.ci_high"


def response_groups(size: Sizes) -> tuple[int, int]:
    """Return how many responders and how many others there are.

    >>> response_groups(Sizes(patients=10, responders=7))
    (7, 3)
    """
    return size.count("responders"), size.count("patients") - size.count("responders")


def groups_of(*counts: int) -> pd.Series:
    """Return groups a, b, ... of these sizes, one patient after the other.

    >>> "".join(groups_of(2, 1))
    'aab'
    """
    names = list("abcdef")[: len(counts)]
    return pd.Series(pd.Categorical.from_codes(np.repeat(np.arange(len(counts)), counts), pd.Index(names)))


def pairs(
    rng: np.random.Generator, n: int, means: tuple[float, float], sds: tuple[float, float], correlation: float
) -> tuple[Floats, Floats]:
    """Return two normal measurements of n patients with this correlation.

    >>> first, second = pairs(np.random.default_rng(1), 4, (0.0, 0.0), (1.0, 1.0), 1.0)
    >>> bool(np.allclose(first, second))
    True
    """
    shared, own = rng.standard_normal((2, n))
    second = correlation * shared + np.sqrt(1 - correlation**2) * own
    return means[0] + sds[0] * shared, means[1] + sds[1] * second
