"""Whether predicted probabilities are right on average and spread as they should: calibration intercept and slope."""

from __future__ import annotations

import numpy as np

from compendium.stats.grouped_logistic import fit, with_constant
from compendium.stats.recorded import Floats


def intercept(line: Floats, events: Floats, others: Floats) -> Floats:
    """Return the calibration in the large of b models: the intercept, with the log odds predicted as offset (ideal 0).

    line, events, others: b x m. NaN where the outcome is the same in everyone (Cox, Biometrika 1958).

    >>> found = intercept(np.zeros((1, 2)), np.array([[10.0, 20.0]]), np.array([[5.0, 5.0]]))
    >>> float(np.exp(found[0]).round(6))
    3.0
    """
    ones = np.ones((1, line.shape[1], 1))
    return np.asarray(fit(ones, events, others, penalty=0.0, offset=line).coefficients[:, 0])


def slope(line: Floats, events: Floats, others: Floats) -> Floats:
    """Return the calibration slope of b models: that of the log odds predicted (ideal 1; below: too extreme).

    line, events, others: b x m. NaN where it has no finite value (Cox, Biometrika 1958).

    >>> line = np.log(np.array([[1 / 3, 1.0]]))
    >>> float(slope(2 * line, np.array([[10.0, 30.0]]), np.array([[30.0, 30.0]]))[0].round(6))
    0.5
    """
    return np.asarray(fit(with_constant(line[..., None]), events, others, penalty=0.0).coefficients[:, 1])
