"""Response by two features together: odds ratios, the probability for each kind of patient, and the ROC area."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.special import expit

from compendium.stats.discrimination import auc
from compendium.stats.flic import by_kind, kinds
from compendium.stats.imputation import Imputer
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.pooled_logistic import fit_sets, state_pooled
from compendium.stats.recorded import Floats, Integers
from compendium.stats.statement import state_interval
from error_rates.scenario import Interval, Measure, NullTest, Scenario
from error_rates.scenarios.draws import SEED_OF_DOORS, limits, response_groups
from error_rates.sizes import Sizes
from press.rows import Key, Row

FEATURES = {"raynaud": "Raynaud's phenomenon", "skin": "skin involvement"}
FITS = {"wald": (logistic, "Wald"), "profile": (profile, "profile likelihood"), "firth": (firth, "Firth")}
WALD = "it takes the likelihood for symmetrical, which with few non-responders it is not"
PENALTY = "the penalty that makes the estimate finite draws it, and its interval, towards one"
FEW = "the likelihood of a study with few non-responders is not yet that of a large one"
FLIC = "the limits take Firth's covariance for one with a refitted intercept, and few patients are of one kind"
FEW_AREA = "the interval is symmetrical and rests on few non-responders"
IMPUTED = "the imputed values come from an equation that is estimated from few non-responders"
IMPUTATIONS, CYCLES = 20, 5  # fewer than the study's own hundred: with so few gaps the Monte Carlo error stays small
_KINDS = np.array(list(itertools.product((0.0, 1.0), repeat=2)))  # Raynaud's phenomenon, skin involvement


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of models."""
    log_odds = np.log([size["raynaud_or"], size["skin_or"]])
    yield _model(20, size, log_odds)
    yield _no_model(21, size)
    yield _continuous_auc(22, size)
    yield _auc_of_kinds(23, size, log_odds)
    yield _imputed(24, size, log_odds)


def shares_of_kinds(size: Sizes) -> Floats:
    """Return how common each kind of patient is, the two features taken as independent."""
    common = np.array([size.share("raynaud_share"), size.share("skin_share")])
    return np.asarray(np.where(_KINDS == 1, common, 1 - common).prod(axis=1))


def line_of_kinds(size: Sizes, log_odds: Floats) -> Floats:
    """Return the true log odds of response of each kind, so that as many respond as in the study."""
    shares, wanted = shares_of_kinds(size), size["responders"] / size["patients"]
    slopes = _KINDS @ log_odds
    intercept = optimize.brentq(lambda at: float(shares @ expit(at + slopes)) - wanted, -20, 20, xtol=1e-12)
    return np.asarray(intercept + slopes)


def _draw(rng: np.random.Generator, size: Sizes, line: Floats) -> tuple[Integers, pd.Series]:
    """Return the kind of each patient, by its place, and who responded."""
    kind = rng.choice(len(_KINDS), size.count("patients"), p=shares_of_kinds(size))
    return kind, pd.Series(rng.random(kind.size) < expit(line[kind]))


def _features(kind: Integers) -> pd.DataFrame:
    return pd.DataFrame(_KINDS[kind] == 1, columns=list(FEATURES))


def _fits(rng: np.random.Generator, size: Sizes, line: Floats) -> list[Row]:
    kind, response = _draw(rng, size, line)
    features = _features(kind)
    rows = [row for name, (fit, _) in FITS.items() for row in fit(response, features, Key(name))]
    return [*rows, *by_kind(response, features, Key("kinds"))]


def _model(number: int, size: Sizes, log_odds: Floats) -> Scenario:
    line = line_of_kinds(size, log_odds)
    whys = {"wald": WALD, "profile": FEW, "firth": PENALTY}
    ratios: list[Measure] = [
        Interval(f"{fit}_{name}", f"odds ratio of {words}, {said}", limits("or", f"{fit}.{name}"), math.exp(truth),
                 ratio=True, why=whys.get(fit, ""))
        for fit, (_, said) in FITS.items()
        for (name, words), truth in zip(FEATURES.items(), log_odds, strict=True)
    ]  # fmt: skip
    chances: list[Measure] = [
        Interval(f"flic_{kind}", f"probability of response, {_named(has)}, FLIC",
                 (f"kinds.{kind}.predicted", f"kinds.{kind}.predicted_low", f"kinds.{kind}.predicted_high"),
                 100 * float(expit(line[(np.equal(_KINDS, has)).all(axis=1)])[0]), why=FLIC)
        for kind, has in kinds(tuple(FEATURES))
    ]  # fmt: skip
    words = "response by two features, with the printed odds ratios"
    return Scenario(number, "model", words, lambda rng: _fits(rng, size, line), (*ratios, *chances))


def _named(has: tuple[bool, ...]) -> str:
    present = list(itertools.compress(FEATURES.values(), has))
    return " and ".join(present) if present else "neither feature"


def _no_model(number: int, size: Sizes) -> Scenario:
    line = line_of_kinds(size, np.zeros(2))

    def states(rng: np.random.Generator) -> list[Row]:
        kind, response = _draw(rng, size, line)
        features = _features(kind)
        return [row for name, (fit, _) in FITS.items() for row in fit(response, features, Key(name))]

    words = {"wald": "Wald test", "profile": "likelihood ratio test", "firth": "penalised likelihood ratio test"}
    whys = {"wald": WALD, "profile": FEW, "firth": FEW}
    tests = tuple(
        NullTest(fit, f"{said} of one feature beside the other", f"{fit}.raynaud.p", whys[fit])
        for fit, said in words.items()
    )
    return Scenario(number, "model_null", "two features that have nothing to do with response", states, tests)


def _area(score: Floats, response: Floats) -> list[Row]:
    return state_interval(Key("x"), auc(score, response), n=response.size, method="DeLong's interval", name="auc")


def _delong(truth: float, why: str) -> tuple[Interval]:
    words = "area under the ROC curve, DeLong"
    return (Interval("delong", words, limits("auc"), truth, why=why),)


def _continuous_auc(number: int, size: Sizes) -> Scenario:
    responders, others = response_groups(size)
    distance = math.sqrt(2) * float(stats.norm.ppf(size["auc"]))
    response = np.repeat([1.0, 0.0], [responders, others])

    return Scenario(
        number, "score", "a continuous score, normal in responders and in non-responders",
        lambda rng: _area(rng.standard_normal(response.size) + distance * response, response),
        _delong(size["auc"], FEW_AREA),
    )  # fmt: skip


def _auc_of_kinds(number: int, size: Sizes, log_odds: Floats) -> Scenario:
    line, shares = line_of_kinds(size, log_odds), shares_of_kinds(size)
    with_it, without = shares * expit(line), shares * expit(-line)
    above = np.greater.outer(line, line) + 0.5 * np.equal.outer(line, line)
    truth = float(with_it @ above @ without / with_it.sum() / without.sum())

    def states(rng: np.random.Generator) -> list[Row]:
        kind, response = _draw(rng, size, line)
        return _area(line[kind], response.to_numpy(dtype=float))

    words = "a score of four values, that of the two features"
    return replace(Scenario(number, "score_of_kinds", words, states, ()), measures=_delong(truth, FEW_AREA))


def _imputed(number: int, size: Sizes, log_odds: Floats) -> Scenario:
    """Responders lack a feature more often than others, as here: given the response, the gaps are at random."""
    line = line_of_kinds(size, log_odds)

    def states(rng: np.random.Generator) -> list[Row]:
        kind, response = _draw(rng, size, line)
        chance = np.where(response, size.share("lacking_responders"), size.share("lacking_others"))
        lacking = rng.random((kind.size, len(FEATURES))) < chance[:, None]
        features = _features(kind).astype("boolean").mask(lacking)
        imputer = Imputer(features, pd.DataFrame({"response": response}))
        drawn = imputer.draw(imputations=IMPUTATIONS, cycles=CYCLES, seed=SEED_OF_DOORS)
        sets = fit_sets(response.to_numpy(dtype=float), drawn, imputer.names, firth=False)
        return state_pooled(sets, Key("imputed"))

    ratios = tuple(
        Interval(name, f"odds ratio of {words}, multiple imputation", limits("or", f"imputed.{name}"), math.exp(truth),
                 ratio=True, why=IMPUTED)
        for (name, words), truth in zip(FEATURES.items(), log_odds, strict=True)
    )  # fmt: skip
    words = "response by two features that were not recorded in some patients, more often in responders"
    return Scenario(number, "model_imputed", words, states, ratios)
