"""Adverse events by infusion and over time, where they are independent and where they cluster in patients."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from compendium.stats.clustered_rates import clustered_rate, clustered_rate_ratio
from compendium.stats.rate_ratio import rate_ratio
from compendium.stats.rates import rate
from compendium.stats.time_to_event import cumulative_incidence
from error_rates.scenario import Interval, Measure, NullTest, Scenario
from error_rates.scenarios.clusters import events_of_patients
from error_rates.scenarios.draws import EXACT_INTERVAL, EXACT_TEST, limits, response_groups
from error_rates.sizes import Sizes
from press.rows import Key, Row

CLUSTERED = "it takes events as independent, and here they cluster in patients"
WIDE = "its standard error is never less than that of independent events, and t has few degrees of freedom"
WIDE_TEST = "the interval that it goes with is cautious where few patients have an event"
LOG_LOG = "limits on the log-log scale are cautious where few have had the event"
PER = 100.0
MONTHS = (6.0, 12.0)


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of adverse events."""
    yield _rates(50, "rate", "adverse events that are independent", size, 1.0, "")
    yield _rates(
        51,
        "rate_clustered",
        "adverse events that cluster in patients as in the study",
        size,
        size["dispersion"],
        CLUSTERED,
    )
    yield _ratios(
        52, "rate_ratio_null", "the same rate in responders and non-responders, events independent", size, 1.0
    )
    yield _ratios(
        53,
        "rate_ratio_clustered_null",
        "the same rate in both, but events cluster in patients",
        size,
        size["dispersion"],
    )
    yield _first_event(54, size)


def _rates(number: int, name: str, words: str, size: Sizes, dispersion: float, why: str) -> Scenario:
    def states(rng: np.random.Generator) -> list[Row]:
        events, infusions = events_of_patients(rng, size, size.count("patients"), dispersion)
        return [
            *rate(int(events.sum()), float(infusions.sum()), Key("x"), per=PER, unit="infusions"),
            *clustered_rate(pd.Series(events), pd.Series(infusions), Key("x"), per=PER, unit="infusions"),
        ]

    truth = PER * size["events"] / size["infusions"]
    exact = Interval("poisson", "rate, exact Poisson", limits("rate"), truth, too_low=why, too_high=EXACT_INTERVAL)
    limits_by_patient = ("x.rate", "x.clustered_low", "x.clustered_high")
    by_patient = Interval("clustered", "rate, patients as clusters", limits_by_patient, truth, too_high=WIDE)
    return Scenario(number, name, words, states, (exact, by_patient))


def _ratios(number: int, name: str, words: str, size: Sizes, dispersion: float) -> Scenario:
    def states(rng: np.random.Generator) -> list[Row]:
        drawn = [events_of_patients(rng, size, n, dispersion) for n in response_groups(size)]
        one, other = ((int(events.sum()), float(infusions.sum())) for events, infusions in drawn)
        responders, others = ((pd.Series(events), pd.Series(infusions)) for events, infusions in drawn)
        names = ("responders", "non-responders")
        exact = rate_ratio(one, other, Key("x"), names=names)
        return [*exact, *clustered_rate_ratio(responders, others, Key("x"), names=names)]

    clustered = CLUSTERED if dispersion > 1 else ""
    exact = Interval(
        "exact", "rate ratio, exact given the events", limits("rate_ratio"), 1.0, ratio=True,
        too_low=clustered, too_high=EXACT_INTERVAL,
    )  # fmt: skip
    test = NullTest("p", "exact test of two rates", "x.p", too_low=EXACT_TEST, too_high=clustered)
    limits_by_patient = ("x.rate_ratio", "x.clustered_low", "x.clustered_high")
    by_patient = (
        Interval("clustered", "rate ratio, patients as clusters", limits_by_patient, 1.0, ratio=True, too_high=WIDE),
        NullTest("p_clustered", "t-test of the log rate ratio, patients as clusters", "x.p_clustered",
                 too_low=WIDE_TEST),
    )  # fmt: skip
    return Scenario(number, name, words, states, (exact, test, *by_patient))


def _first_event(number: int, size: Sizes) -> Scenario:
    """Event and stop have constant hazards, such that the given shares would have each by month 6 without the other."""
    event, stop = (-math.log(1 - size.share(name)) / MONTHS[0] for name in ("first_event_by_6", "stopped_by_6"))
    patients, least, most = size.count("patients"), size["followed_least"], size["followed_most"]

    def states(rng: np.random.Generator) -> list[Row]:
        to_event, to_stop = rng.exponential(1 / event, patients), rng.exponential(1 / stop, patients)
        followed = rng.uniform(least, most, patients)
        alone = np.minimum(to_event, followed)
        first = np.minimum(alone, to_stop)
        happened, stopped = pd.Series(first == to_event), pd.Series(first == to_stop)
        by = partial(cumulative_incidence, at=MONTHS, unit="months")
        return [
            *by(pd.Series(alone), pd.Series(alone == to_event), Key("alone")),
            *by(pd.Series(first), happened, Key("beside"), competing=stopped),
        ]

    def both(month: float) -> tuple[Measure, ...]:
        return (
            Interval(f"kaplan_meier_{month:g}", f"share by month {month:g}, Kaplan-Meier", _by("alone", month),
                     100 * -math.expm1(-event * month), too_high=LOG_LOG),
            Interval(f"aalen_johansen_{month:g}", f"share by month {month:g}, Aalen-Johansen", _by("beside", month),
                     100 * event / (event + stop) * -math.expm1(-(event + stop) * month), too_high=LOG_LOG),
        )  # fmt: skip

    words = "the first adverse event, alone and with the end of treatment as a competing event"
    return Scenario(number, "first_event", words, states, tuple(each for month in MONTHS for each in both(month)))


def _by(analysis: str, month: float) -> tuple[str, str, str]:
    at = f"{analysis}.{month:g}"
    return f"{at}.percent", f"{at}.ci_low", f"{at}.ci_high"
