"""Tables of counts: a feature against response, and diagnoses and centres against response where nothing differs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from compendium.stats.association import two_by_two
from compendium.stats.compare import compare_levels, smd
from compendium.stats.recorded import Floats
from compendium.stats.standardised_difference import of_levels
from compendium.stats.stratified import stratified
from error_rates.scenario import Interval, NullTest, Scenario
from error_rates.scenarios.draws import EXACT_TEST, REPLICATES, SEED_OF_DOORS, groups_of, limits, response_groups
from error_rates.sizes import Sizes
from press.rows import Key, Row

YATES = "Yates's correction imitates the exact test"
SPARSE = "with few patients in a centre the approximation by chi-squared is rough"
NOT_NEGATIVE = "a distance of several shares is never negative, so half of the error of the interval is never made"
LARGER = "with few patients in a group chance makes a distance of several shares larger, which neither limit takes back"
TESTS = {
    "p": ("Fisher's exact test", EXACT_TEST),
    "p_chi2": ("chi-squared test", ""),
    "p_yates": ("Yates's test", YATES),
}


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of tables."""
    yield _feature(10, size)
    yield _no_feature(11, size)
    yield _diagnoses(12, size)
    yield _centres(13, size)
    yield _distance(14, size, "diagnoses", [2, 1, 0, 3, 4, 5])
    yield _within_centres(15, size)
    yield _not_within_centres(16, size)
    yield _distance(17, size, "diagnoses_far", [5, 4, 3, 2, 1, 0])


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
    woolf = Interval("woolf", "odds ratio, Woolf", limits("or"), size["raynaud_or"], ratio=True)
    of_difference = ("x.difference", "x.difference_low", "x.difference_high")
    newcombe = Interval("newcombe", "difference of shares, Newcombe", of_difference, 100 * (shares[0] - shares[1]))
    words = "a feature that goes with a worse response as the abstract prints it, among responders and non-responders"
    return Scenario(number, "feature", words, lambda rng: _table(rng, responders, others, shares), (woolf, newcombe))


def _no_feature(number: int, size: Sizes) -> Scenario:
    responders, others = response_groups(size)
    shares = size.share("raynaud_share"), size.share("raynaud_share")
    tests = tuple(NullTest(name, words, f"x.{name}", too_low=why) for name, (words, why) in TESTS.items())
    words = "a feature that has nothing to do with response"
    return Scenario(number, "feature_null", words, lambda rng: _table(rng, responders, others, shares), tests)


def _diagnoses(number: int, size: Sizes) -> Scenario:
    shares = _shares_of_diagnoses(size)

    def states(rng: np.random.Generator) -> list[Row]:
        return _levels(rng, size, shares)

    rule = NullTest("p", "chi-squared or Fisher's test, by the rule of expected counts", "x.p", too_low=EXACT_TEST)
    words = "six diagnoses that have nothing to do with response"
    return Scenario(number, "diagnoses_null", words, states, (rule, _smd(0.0)))


def _shares_of_diagnoses(size: Sizes) -> Floats:
    common = np.array([size.share(f"diagnosis_{place}") for place in range(1, 6)])
    return np.append(common, 1 - common.sum())


def _levels(rng: np.random.Generator, size: Sizes, shares: Floats) -> list[Row]:
    levels = pd.Categorical.from_codes(
        rng.choice(shares.size, size.count("patients"), p=shares), pd.Index(list("abcdef"))
    )
    groups, diagnoses = groups_of(*response_groups(size)), pd.Series(levels)
    tested = compare_levels(diagnoses, groups, Key("x"), seed=SEED_OF_DOORS, replicates=REPLICATES)
    return [*tested, *smd(diagnoses, groups, Key("x"))]


def _centres(number: int, size: Sizes) -> Scenario:
    first, second = size.count("centre_1"), size.count("centre_2")
    centres = groups_of(first, second, size.count("patients") - first - second)

    def states(rng: np.random.Generator) -> list[Row]:
        answers = pd.Series(rng.random(len(centres)) < size.share("skin_share"))
        return compare_levels(answers, centres, Key("x"), seed=SEED_OF_DOORS, replicates=REPLICATES)

    rule = NullTest("p", "chi-squared or Fisher's test, by the rule of expected counts", "x.p")
    return Scenario(number, "centres_null", "a feature as common in each of the centres", states, (rule,))


def _distance(number: int, size: Sizes, name: str, order: list[int]) -> Scenario:
    """Each diagnosis is as common in the others as in responders the one that stands in its place in `order`."""
    groups, among = groups_of(*response_groups(size)), _shares_of_diagnoses(size)
    among_others = among[order]
    truth = of_levels(*(np.round(1e9 * shares).astype(np.int64) for shares in (among, among_others)))

    def states(rng: np.random.Generator) -> list[Row]:
        drawn = [
            rng.choice(among.size, n, p=p) for n, p in zip(response_groups(size), (among, among_others), strict=True)
        ]
        levels = pd.Categorical.from_codes(np.concatenate(drawn), pd.Index(list("abcdef")))
        return smd(pd.Series(levels), groups, Key("x"))

    words = f"six diagnoses that are not as common in non-responders: a distance of {truth.value:.1f}"
    return Scenario(number, name, words, states, (_smd(truth.value),))


def _smd(truth: float) -> Interval:
    of_smd = ("x.smd", "x.smd_low", "x.smd_high")
    words = "standardised mean difference of six shares"
    return Interval("smd", words, of_smd, truth, too_low=LARGER, too_high=NOT_NEGATIVE)


def _strata(rng: np.random.Generator, size: Sizes, odds_ratio: float) -> list[Row]:
    """Three centres in which the feature is more or less common, and so is response; the odds ratio is the same."""
    first, second = size.count("centre_1"), size.count("centre_2")
    centre = np.repeat([0, 1, 2], [first, second, size.count("patients") - first - second])
    common, respond = (
        np.array([size.share(f"{what}_centre_{place}") for place in (1, 2, 3)])
        for what in ("raynaud_at", "response_without_raynaud_at")
    )
    exposure = rng.random(centre.size) < common[centre]
    line = logit(respond[centre]) + np.log(odds_ratio) * exposure
    response = rng.random(centre.size) < expit(line)
    strata = pd.Series(pd.Categorical.from_codes(centre, pd.Index(list("abc"))))
    return stratified(pd.Series(response), pd.Series(exposure), strata, Key("x"))


def _within_centres(number: int, size: Sizes) -> Scenario:
    truth = size["raynaud_or"]
    pooled = Interval("mantel_haenszel", "odds ratio within centres, Mantel-Haenszel", limits("or"), truth, ratio=True)
    same = NullTest("p_homogeneity", "Breslow-Day test with Tarone's correction", "x.p_homogeneity", why=SPARSE)
    words = "a feature that goes with a worse response by the same odds ratio in each of three unlike centres"
    return Scenario(number, "within_centres", words, lambda rng: _strata(rng, size, truth), (pooled, same))


def _not_within_centres(number: int, size: Sizes) -> Scenario:
    tests = (NullTest("p", "Cochran-Mantel-Haenszel test", "x.p", why=SPARSE),)
    words = "a feature that has nothing to do with response in any of three unlike centres"
    return Scenario(number, "within_centres_null", words, lambda rng: _strata(rng, size, 1.0), tests)
