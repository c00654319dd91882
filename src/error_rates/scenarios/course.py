"""The course over visits: MMT8 with a correlation of its own for each pair of visits, and visits that are missed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.stats.course_groups import changes_of_groups
from compendium.stats.mixed import trajectory
from compendium.stats.recorded import Floats
from error_rates.scenario import Interval, NullTest, Scenario
from error_rates.sizes import Sizes
from press.rows import Key

VISITS = ("baseline", "month_3", "month_6", "month_12", "end")
CORRELATIONS = "its standard errors rest on a covariance that is estimated from few patients at the later visits"
STRICTER = "few non-responders are seen then, and a covariance with fewer parameters is taken where theirs is not found"
FIXED = "month_6"
GROUPS = ("responder", "non_responder")


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of the course."""
    yield _course(60, size)
    yield _of_groups(61, size)


def _course(number: int, size: Sizes) -> Scenario:
    means, covariance, n = means_of_visits(size), covariance_of_visits(size), size.count("pairs")
    lowest, highest = size["correlation_baseline_end"], size["correlation_month_12_end"]
    words = (
        f"MMT8 over the visits, which correlate from {lowest:.2f} to {highest:.2f}; "
        "whether a visit is missed does not depend on MMT8"
    )
    measures = tuple(
        Interval(f"change_{visit}", f"change of MMT8 from baseline to {_words(visit)}, model of the course",
                 _limits(f"x.{visit}.change"), float(mean - means[0]), too_low=CORRELATIONS)
        for visit, mean in zip(VISITS[1:], means[1:], strict=True)
    )  # fmt: skip
    return Scenario(
        number, "course", words,
        lambda rng: trajectory(_draw(rng, n, means, covariance, _seen(size)), Key("x")), measures,
    )  # fmt: skip


def _of_groups(number: int, size: Sizes) -> Scenario:
    """Both groups change alike on average, so that one scenario tells of the intervals and of the test."""
    means = means_of_visits(size)
    change, at = float(means[VISITS.index(FIXED)] - means[0]), f"change of MMT8 from baseline to {_words(FIXED)}"
    difference = f"x.{FIXED}.change_difference"
    measures = (
        Interval("responder", f"{at} in responders, model of their course", _limits(f"x.{FIXED}.change_responder"),
                 change, too_low=CORRELATIONS),
        Interval("non_responder", f"{at} in non-responders, model of theirs",
                 _limits(f"x.{FIXED}.change_non_responder"), change, why=STRICTER),
        Interval("difference", f"difference of the {at}, each group by its model (Welch)", _limits(difference),
                 0.0, why=STRICTER),
        NullTest("p", "test of that difference", f"{difference}.p", why=STRICTER),
    )  # fmt: skip
    words = (
        "MMT8 over the visits of responders and of non-responders: both change as much on average, "
        "but non-responders differ less from each other and are seen less often"
    )
    return Scenario(
        number, "course_of_groups", words,
        lambda rng: changes_of_groups(draw_groups(rng, size, means), Key("x"), visit=FIXED), measures,
    )  # fmt: skip


def _limits(at: str) -> tuple[str, str, str]:
    return f"{at}.mean", f"{at}.ci_low", f"{at}.ci_high"


def _words(visit: str) -> str:
    return visit.replace("_", " ") if visit.startswith("month") else f"the {visit}"


def means_of_visits(size: Sizes) -> Floats:
    """Return the mean of MMT8 at each visit."""
    return np.array([size[f"mmt8_{visit}_mean"] for visit in VISITS])


def covariance_of_visits(size: Sizes) -> Floats:
    """Return the covariance of MMT8 over the visits; the SD goes from that at baseline to that at the end."""
    sds = np.linspace(size["mmt8_baseline_sd"], size["mmt8_end_sd"], len(VISITS))
    correlations = np.eye(len(VISITS))
    for i, first in enumerate(VISITS):
        for j, second in enumerate(VISITS[i + 1 :], start=i + 1):
            correlations[i, j] = correlations[j, i] = size[f"correlation_{first}_{second}"]
    return np.asarray(np.outer(sds, sds) * correlations)


def _seen(size: Sizes) -> Floats:
    return np.array([1.0, *(size.share(f"seen_{visit}") for visit in VISITS[1:-1]), 1.0])


def draw_groups(rng: np.random.Generator, size: Sizes, means: Floats) -> pd.DataFrame:
    """Return one value a row of both groups; the SDs of non-responders are smaller, and fewer of them are seen."""
    n, covariance, seen = size.count("responders"), covariance_of_visits(size), _seen(size)
    seldom = np.array([1.0, *(size.share(f"seen_{visit}_non_responders") for visit in VISITS[1:-1]), 1.0])
    first = _draw(rng, n, means, covariance, seen)
    second = _draw(rng, size.count("patients") - n, means, covariance * size["sd_ratio_non_responders"] ** 2, seldom)
    long = pd.concat([first, second.assign(patient=second["patient"] + n)], ignore_index=True)
    return long.assign(group=pd.Categorical(np.where(long["patient"] < n, *GROUPS), categories=list(GROUPS)))


def _draw(rng: np.random.Generator, n: int, means: Floats, covariance: Floats, shares: Floats) -> pd.DataFrame:
    """Return one value a row; a patient who misses a visit before the end misses the later ones too."""
    values = means + rng.standard_normal((n, len(VISITS))) @ np.linalg.cholesky(covariance).T
    seen = rng.random(n)[:, None] < shares
    visits = pd.Categorical(np.tile(VISITS, n), categories=list(VISITS), ordered=True)
    long = pd.DataFrame({"patient": np.repeat(np.arange(n), len(VISITS)), "visit": visits, "value": values.ravel()})
    return long[seen.ravel()]
