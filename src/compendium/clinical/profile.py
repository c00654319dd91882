"""For which kind of patient was response likely, and how well does the model that says so predict?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from compendium.stats.complete_cases import CompleteCases, complete_cases, why_no_model
from compendium.stats.discrimination import auc
from compendium.stats.flic import FLIC, by_kind, equation, predicted_probability
from compendium.stats.grouped_logistic import grouped
from compendium.stats.optimism import BY_LIKELIHOOD, optimism
from compendium.stats.recorded import is_yes_no
from compendium.stats.sample_size import SHARE_OF_MAXIMUM, STATISTICS, highest_r2, sample_size
from compendium.stats.statement import not_computed, state, state_interval, warn
from press.rows import Key, Row

# not "profile": the models with profile likelihood intervals go by that group, and the ids would meet
PROFILE = Key("predictors", "patient_profile")
ADJUSTED = Key("predictors", "patient_profile_adjusted")
WIDER = Key("predictors", "patient_profile_wider")
LIKELIHOOD = "maximum_likelihood"  # the level of the measures of the same model by maximum likelihood
SIZE, SIZE_OF_ALL = "sample_size", "sample_size_all_candidates"
R2_FROM = {"own": "of this model, corrected for optimism", "usual": "15% of the highest possible"}
# Choices. Harrell's bootstrap is steady from 200 replicates on; what it corrects shrinks as patients become many. With
# numbers among the predictors each patient is a kind of its own, and 2,000 models of 50,000 patients would take hours.
LEAST_REPLICATES = 200
MOST_FITTED = 6_000_000  # replicates times different kinds of patient
_DELONG = "area under the ROC curve in the patients the model was fitted to, DeLong 95% interval"


def profile_rows(
    response: pd.Series, models: Mapping[Key, pd.DataFrame], *, candidates: int, seed: int, replicates: int
) -> list[Row]:
    """Return the kinds of patient of each model of yes/no features, and the equation and the performance of every one.

    response: True, False, or NA where undecided. models: the predictors of each, aligned, by the key of its rows.
    candidates: how many parameters were compared before any model was made, for the sample size. The patients left
    out, because undecided or without a predictor recorded, are counted (`left_out`). Raises ValueError if unaligned.
    """
    rows = []
    for key, predictors in models.items():
        cases = complete_cases(response, predictors)
        measured = _performance(response, predictors, key, seed, replicates)
        own = _corrected_r2(measured)
        sizes = {SIZE: len(cases.names)} | ({SIZE_OF_ALL: candidates} if key == PROFILE else {})
        rows += [
            *_basis(cases, key, patients=len(response)),
            *_kinds(response, predictors, key),
            *equation(response, predictors, key),
            *measured,
            *(row for level, count in sizes.items() for row in _sizes(cases, own, key.at(level=level), count)),
        ]
    return rows


def parameters(variables: pd.DataFrame) -> int:
    """Return how many parameters these variables have as predictors: one each, and of levels each but one.

    >>> parameters(pd.DataFrame({"age": [50.0, 60.0], "sex": pd.Categorical(["F", "M"])}))
    2
    """
    levels = variables.select_dtypes("category")
    return variables.shape[1] - levels.shape[1] + sum(max(levels[name].nunique() - 1, 0) for name in levels)


def _basis(cases: CompleteCases, key: Key, patients: int) -> list[Row]:
    """How many patients the model rests on, how many were left out, and the share that responded."""
    others = cases.n - cases.events
    counts = {"n": cases.n, "events": cases.events, "non_events": others, "left_out": patients - cases.n}
    overall = 100 * cases.events / cases.n if cases.n else None
    note = "" if cases.n else why_no_model(cases)
    return [
        *state(key, dict(counts), n=patients, method="count of patients"),
        key.row("overall", overall, n=cases.n, method="percentage of responders among these patients", note=note),
    ]


def _kinds(response: pd.Series, features: pd.DataFrame, key: Key) -> list[Row]:
    """What was observed and is predicted for each combination of the features, if they are yes/no."""
    if not all(is_yes_no(features[name]) for name in features):
        why = "a predictor of the model is a number, so there are no kinds of patient to list"
        return warn(key, why, n=len(response), method=FLIC)
    return by_kind(response, features, key)


def _performance(response: pd.Series, predictors: pd.DataFrame, key: Key, seed: int, replicates: int) -> list[Row]:
    """The AUC with its interval, and what the bootstrap takes from each measure, by Firth and by maximum likelihood."""
    cases = complete_cases(response, predictors)
    estimates = predicted_probability(cases, cases.predictors)
    # where there is no model, or the fit did not converge, every estimate says so
    problem = estimates[0].note if estimates else why_no_model(cases)
    chance = np.array([each.value for each in estimates])
    found = not_computed(problem) if problem else auc(chance, cases.outcome)
    by_likelihood, replicates = key.at(level=LIKELIHOOD), replicates_for(cases, replicates)
    corrected = [
        *optimism(response, predictors, key, seed=seed, replicates=replicates),
        *optimism(response, predictors, by_likelihood, seed=seed, replicates=replicates, fitting=BY_LIKELIHOOD),
    ]
    return [
        *state_interval(key, found, n=cases.n, method=_DELONG, name="auc"),
        # why there is no model stands in the note of every row
        *(row for row in corrected if row.statistic != "warning"),
    ]


def replicates_for(cases: CompleteCases, replicates: int) -> int:
    """Return how many replicates the bootstrap makes: fewer where patients of different kinds are very many.

    >>> few, many = (np.arange(n, dtype=float) for n in (123, 50_000))
    >>> [replicates_for(CompleteCases(each % 2, each[:, None], ("age",)), 2000) for each in (few, many)]
    [2000, 200]
    """
    kinds = len(grouped(cases).patterns)
    return min(replicates, max(LEAST_REPLICATES, MOST_FITTED // max(kinds, 1)))


def _sizes(cases: CompleteCases, own: float, key: Key, parameters: int) -> list[Row]:
    """How many patients such a model needs, were it as good as this one, or as one of which nothing is known."""
    problem = why_no_model(cases)
    prevalence = cases.events / cases.n if cases.n else 0.0
    per_parameter = min(cases.events, cases.n - cases.events) / parameters
    rarer = "patients with the rarer outcome per parameter"
    rows = [key.row("per_parameter", per_parameter, n=cases.n, method=f"{rarer}, {parameters} parameters")]
    for group, basis in R2_FROM.items():
        r2 = 0.0 if problem else own if group == "own" else SHARE_OF_MAXIMUM * highest_r2(prevalence)
        why = problem or (
            "R2 has no finite value" if math.isnan(r2) else "" if r2 > 0 else "the model explains nothing"
        )
        if why:
            at, method = key.at(group=group), f"Riley et al. 2020, Cox-Snell R2 {basis}"
            rows.append(at.row("parameters", parameters, n=cases.n, method=method))
            rows += state(at, dict.fromkeys(STATISTICS[1:]), n=cases.n, method=method, note=why)
        else:
            rows += sample_size(parameters, prevalence, r2, key.at(group=group), n=cases.n, basis=basis)
    return rows


def _corrected_r2(measured: Sequence[Row]) -> float:
    found = (row for row in measured if (row.level, row.group, row.statistic) == ("", "corrected", "r2"))
    return next(found).value
