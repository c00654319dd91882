"""Shares: of patients, common and rare; of events that come in clusters; and the agreement of two judgements."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.stats.agreement import agreement
from compendium.stats.clustered_share import clustered_share
from compendium.stats.proportion import proportion
from error_rates.scenario import Interval, Scenario
from error_rates.scenarios.clusters import events_of_patients
from error_rates.scenarios.draws import EXACT_INTERVAL, limits
from error_rates.sizes import Sizes
from press.rows import Key, Row

DISCRETE = "counts are whole, so that coverage jumps from one share to the next"
LOGIT_T = "the linearised standard error is too small with so few patients who have an event"


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of shares."""
    patients = size.count("patients")
    yield _share(1, "share", "a share as large as that of responders", patients, size["responders"] / patients)
    yield _share(
        2, "rare_share", "a share as small as that of patients with a serious event", patients, size.share("rare_share")
    )
    yield Scenario(
        3,
        "share_of_events",
        "a share of adverse events, which cluster in patients and are alike in them",
        lambda rng: _share_of_events(rng, size),
        (
            Interval(
                "clustered", "share with patients as clusters", limits("percent"), size["mild_share"], too_low=LOGIT_T
            ),
        ),
    )
    yield _kappa(4, size)


def _share(number: int, name: str, words: str, patients: int, share: float) -> Scenario:
    def states(rng: np.random.Generator) -> list[Row]:
        count = int(rng.binomial(patients, share))
        return [
            *proportion(count, patients, Key("x", "wilson")),
            *proportion(count, patients, Key("x", "exact"), interval="exact"),
        ]

    wilson = Interval("wilson", "share, Wilson", limits("percent", "x.wilson"), 100 * share, why=DISCRETE)
    exact = Interval(
        "exact", "share, Clopper-Pearson", limits("percent", "x.exact"), 100 * share, too_high=EXACT_INTERVAL
    )
    return Scenario(number, name, words, states, (wilson, exact))


def _share_of_events(rng: np.random.Generator, size: Sizes) -> list[Row]:
    """Each patient's own share of mild events is drawn from a beta distribution, whatever the number of events."""
    events, _ = events_of_patients(rng, size, size.count("patients"), size["dispersion"])
    together = 1 / size["mild_correlation"] - 1
    own = rng.beta(size.share("mild_share") * together, (1 - size.share("mild_share")) * together, events.size)
    return clustered_share(pd.Series(rng.binomial(events, own)), pd.Series(events), Key("x"))


def _kappa(number: int, size: Sizes) -> Scenario:
    both, first, second = (size.share(f"judged_{name}") for name in ("both", "first", "second"))
    cells = np.array([both, first, second, 1 - both - first - second])
    chance = (both + first) * (both + second) + (second + cells[3]) * (first + cells[3])

    def states(rng: np.random.Generator) -> list[Row]:
        drawn = rng.choice(4, size=size.count("patients"), p=cells)
        return agreement(pd.Series(drawn <= 1), pd.Series(drawn % 2 == 0), Key("x"))

    truth = float((both + cells[3] - chance) / (1 - chance))
    kappa = Interval(
        "kappa", "Cohen's kappa", limits("kappa"), truth, why="kappa is skewed and its interval is symmetrical"
    )
    return Scenario(number, "agreement", "two definitions of response in the same patients", states, (kappa,))
