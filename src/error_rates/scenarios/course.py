"""The course over visits: MMT8 with a correlation of its own for each pair of visits, and visits that are missed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.stats.mixed import trajectory
from compendium.stats.recorded import Floats
from error_rates.scenario import Interval, Scenario
from error_rates.sizes import Sizes
from press.rows import Key

VISITS = ("baseline", "month_3", "month_6", "month_12", "end")
CORRELATIONS = "its standard errors rest on a covariance that is estimated from few patients at the later visits"


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenario of the course."""
    means = np.array([size[f"mmt8_{visit}_mean"] for visit in VISITS])
    covariance = covariance_of_visits(size)
    lowest, highest = size["correlation_baseline_end"], size["correlation_month_12_end"]
    words = (
        f"MMT8 over the visits, which correlate from {lowest:.2f} to {highest:.2f}; "
        "whether a visit is missed does not depend on MMT8"
    )
    measures = tuple(
        Interval(f"change_{visit}", f"change of MMT8 from baseline to {_words(visit)}, model of the course",
                 (f"x.{visit}.change.mean", f"x.{visit}.change.ci_low", f"x.{visit}.change.ci_high"),
                 float(mean - means[0]), too_low=CORRELATIONS)
        for visit, mean in zip(VISITS[1:], means[1:], strict=True)
    )  # fmt: skip
    yield Scenario(60, "course", words, lambda rng: trajectory(_draw(rng, size, means, covariance), Key("x")), measures)


def _words(visit: str) -> str:
    return visit.replace("_", " ") if visit.startswith("month") else f"the {visit}"


def covariance_of_visits(size: Sizes) -> Floats:
    """Return the covariance of MMT8 over the visits; the SD goes from that at baseline to that at the end."""
    sds = np.linspace(size["mmt8_baseline_sd"], size["mmt8_end_sd"], len(VISITS))
    correlations = np.eye(len(VISITS))
    for i, first in enumerate(VISITS):
        for j, second in enumerate(VISITS[i + 1 :], start=i + 1):
            correlations[i, j] = correlations[j, i] = size[f"correlation_{first}_{second}"]
    return np.asarray(np.outer(sds, sds) * correlations)


def _draw(rng: np.random.Generator, size: Sizes, means: Floats, covariance: Floats) -> pd.DataFrame:
    """Return one value a row; a patient who misses a visit before the end misses the later ones too."""
    n = size.count("pairs")
    values = means + rng.standard_normal((n, len(VISITS))) @ np.linalg.cholesky(covariance).T
    shares = np.array([1.0, *(size.share(f"seen_{visit}") for visit in VISITS[1:-1]), 1.0])
    seen = rng.random(n)[:, None] < shares
    visits = pd.Categorical(np.tile(VISITS, n), categories=list(VISITS), ordered=True)
    long = pd.DataFrame({"patient": np.repeat(np.arange(n), len(VISITS)), "visit": visits, "value": values.ravel()})
    return long[seen.ravel()]
