"""Tables of counts: a feature against response, and diagnoses and centres against response where nothing differs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.stats.association import two_by_two
from compendium.stats.compare import compare_levels
from compendium.stats.recorded import Floats
from error_rates.scenario import Interval, NullTest, Scenario
from error_rates.scenarios.draws import SEED_OF_DOORS, groups_of, response_groups
from error_rates.sizes import Sizes
from press.rows import Key, Row

EXACT = "an exact test never rejects more often than it promises, and with whole counts it rejects less often"
YATES = "Yates's correction imitates the exact test"
TESTS = {"p": ("Fisher's exact test", EXACT), "p_chi2": ("chi-squared test", ""), "p_yates": ("Yates's test", YATES)}


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of tables."""
    yield _feature(10, size)
    yield _no_feature(11, size)
    yield _diagnoses(12, size)
    yield _centres(13, size)


def _table(rng: np.random.Generator, responders: int, others: int, shares: tuple[float, float]) -> list[Row]:
    with_it = [rng.binomial(responders, shares[0]), rng.binomial(others, shares[1])]
    exposure = np.concatenate([np.arange(n) < count for n, count in zip((responders, others), with_it, strict=True)])
    response = np.arange(responders + others) < responders
    return two_by_two(pd.Series(response), pd.Series(exposure), Key("x"))


def _feature(number: int, size: Sizes) -> Scenario:
    responders, others = response_groups(size)
    odds = size.share("raynaud_share_non_responders") / (1 - size.share("raynaud_share_non_responders"))
    among_responders = size["raynaud_or"] * odds / (1 + size["raynaud_or"] * odds)
    shares = among_responders, size.share("raynaud_share_non_responders")
    woolf = Interval("woolf", "odds ratio, Woolf", ("x.or", "x.ci_low", "x.ci_high"), size["raynaud_or"], ratio=True)
    words = "a feature that goes with a worse response as the abstract prints it, among responders and non-responders"
    return Scenario(number, "feature", words, lambda rng: _table(rng, responders, others, shares), (woolf,))


def _no_feature(number: int, size: Sizes) -> Scenario:
    responders, others = response_groups(size)
    shares = size.share("raynaud_share"), size.share("raynaud_share")
    tests = tuple(NullTest(name, words, f"x.{name}", too_low=why) for name, (words, why) in TESTS.items())
    words = "a feature that has nothing to do with response"
    return Scenario(number, "feature_null", words, lambda rng: _table(rng, responders, others, shares), tests)


def _diagnoses(number: int, size: Sizes) -> Scenario:
    shares = np.array([size.share(f"diagnosis_{place}") for place in range(1, 6)])
    shares = np.append(shares, 1 - shares.sum())

    def states(rng: np.random.Generator) -> list[Row]:
        return _levels(rng, size, shares)

    rule = NullTest("p", "chi-squared or Fisher's test, by the rule of expected counts", "x.p", too_low=EXACT)
    return Scenario(number, "diagnoses_null", "six diagnoses that have nothing to do with response", states, (rule,))


def _levels(rng: np.random.Generator, size: Sizes, shares: Floats) -> list[Row]:
    levels = pd.Categorical.from_codes(
        rng.choice(shares.size, size.count("patients"), p=shares), pd.Index(list("abcdef"))
    )
    groups = groups_of(*response_groups(size))
    return compare_levels(pd.Series(levels), groups, Key("x"), seed=SEED_OF_DOORS, replicates=999)


def _centres(number: int, size: Sizes) -> Scenario:
    first, second = size.count("centre_1"), size.count("centre_2")
    centres = groups_of(first, second, size.count("patients") - first - second)

    def states(rng: np.random.Generator) -> list[Row]:
        answers = pd.Series(rng.random(len(centres)) < size.share("skin_share"))
        return compare_levels(answers, centres, Key("x"), seed=SEED_OF_DOORS, replicates=999)

    rule = NullTest("p", "chi-squared or Fisher's test, by the rule of expected counts", "x.p")
    return Scenario(number, "centres_null", "a feature as common in each of the centres", states, (rule,))
