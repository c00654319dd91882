"""For which kind of patient was response likely, and how well does the model that says so predict?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.stats.complete_cases import CompleteCases, complete_cases, why_no_model
from compendium.stats.discrimination import auc
from compendium.stats.flic import FLIC, by_kind, predicted_probability
from compendium.stats.optimism import optimism
from compendium.stats.recorded import Floats
from compendium.stats.sample_size import SHARE_OF_MAXIMUM, STATISTICS, cox_snell, highest_r2, sample_size
from compendium.stats.statement import not_computed, state, state_interval, warn
from press.rows import Key, Row

# not "profile": the models with profile likelihood intervals go by that group, and the ids would meet
PROFILE = Key("predictors", "patient_profile")
WIDER = Key("predictors", "patient_profile_wider")
_DELONG = "area under the ROC curve in the patients the model was fitted to, DeLong 95% interval"


def profile_rows(
    response: pd.Series, printed: pd.DataFrame, wider: pd.DataFrame, *, seed: int, replicates: int
) -> list[Row]:
    """Return the profile of the patient from a model of yes/no features, and the performance of it and of a wider one.

    response: True, False, or NA where undecided; printed, wider: predictors, aligned. The patients left out, because
    undecided or without a predictor recorded, are counted (`left_out`). Raises ValueError if unaligned.
    """
    return [
        *_basis(response, printed, PROFILE),
        *_kinds(response, printed),
        *_performance(response, printed, PROFILE, seed, replicates),
        *_sizes(complete_cases(response, printed)),
        *_basis(response, wider, WIDER),
        *_performance(response, wider, WIDER, seed, replicates),
    ]


def _basis(response: pd.Series, predictors: pd.DataFrame, key: Key) -> list[Row]:
    """How many patients the model rests on, and how many were left out."""
    cases = complete_cases(response, predictors)
    counts = {"n": cases.n, "events": cases.events, "left_out": len(response) - cases.n}
    return state(key, dict(counts), n=len(response), method="count of patients")


def _kinds(response: pd.Series, features: pd.DataFrame) -> list[Row]:
    """What was observed and is predicted for each combination of the features, if they are yes/no."""
    if not np.isin(complete_cases(response, features).predictors, (0.0, 1.0)).all():
        why = "a predictor of the model is a number, so there are no kinds of patient to list"
        return warn(PROFILE, why, n=len(response), method=FLIC)
    return by_kind(response, features, PROFILE)


def _performance(response: pd.Series, predictors: pd.DataFrame, key: Key, seed: int, replicates: int) -> list[Row]:
    """The AUC with its interval, and what the bootstrap takes from each measure."""
    cases = complete_cases(response, predictors)
    problem = why_no_model(cases)
    found = not_computed(problem) if problem else auc(_predicted(cases), cases.outcome)
    corrected = optimism(response, predictors, key, seed=seed, replicates=replicates)
    return [
        *state_interval(key, found, n=cases.n, method=_DELONG, name="auc"),
        # why there is no model stands in the note of every row
        *(row for row in corrected if row.statistic != "warning"),
    ]


def _sizes(cases: CompleteCases) -> list[Row]:
    """How many patients such a model needs, were it as good as this one, or as one of which nothing is known."""
    problem = why_no_model(cases)
    prevalence = cases.events / cases.n if cases.n else 0.0
    rows: list[Row] = []
    for group, basis in (("own", "of this model"), ("usual", "15% of the highest possible")):
        key = PROFILE.at(level="sample_size", group=group)
        r2 = 0.0 if problem else _own_r2(cases) if group == "own" else SHARE_OF_MAXIMUM * highest_r2(prevalence)
        why = problem or ("" if r2 > 0 else "the model explains nothing")
        if why:
            method = f"Riley et al. 2020, Cox-Snell R2 {basis}"
            rows += state(key, dict.fromkeys(STATISTICS), n=cases.n, method=method, note=why)
        else:
            rows += sample_size(len(cases.names), prevalence, r2, key, n=cases.n, basis=basis)
    return rows


def _own_r2(cases: CompleteCases) -> float:
    """The Cox-Snell R2 of the FLIC model in its own patients, 0 where it says no more than the overall share does."""
    of_none = np.full(cases.n, cases.events / cases.n)
    return max(0.0, cox_snell(_log_likelihood(cases, _predicted(cases)), _log_likelihood(cases, of_none), cases.n))


def _predicted(cases: CompleteCases) -> Floats:
    return np.array([each.value for each in predicted_probability(cases, cases.predictors)])


def _log_likelihood(cases: CompleteCases, chance: Floats) -> float:
    return float(np.log(np.where(cases.outcome == 1, chance, 1 - chance)).sum())
