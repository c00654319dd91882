"""The logistic models of response: which predictors they hold, what they find and what they predict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.clinical.candidates import ANALYSIS, LEVELS, features, is_responder
from compendium.clinical.cohort import Cohort
from compendium.clinical.model_units import DOUBLING, model_units
from compendium.clinical.outcomes import choice
from compendium.clinical.profile import ADJUSTED, PROFILE, WIDER, parameters, profile_rows
from compendium.clinical.values_imputed import imputed_rows
from compendium.clinical.values_not_recorded import extreme_fills
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.recorded import is_yes_no
from press.rows import Row

# Choices, by the columns of `predictors`: the model that the printed odds ratios fit, and one with two more.
PRINTED_MODEL = ("raynaud", "skin")
# Skin involvement is a part of dermatomyositis, so its odds ratio is also asked for among patients alike in that.
DIAGNOSIS = "dm_or_overlap"
ADJUSTED_MODEL = (*PRINTED_MODEL, DIAGNOSIS)
WIDER_MODEL = ("raynaud", "skin", "ck_per_doubling", "duration_per_doubling")


def predictors(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that may enter a logistic model: features as yes/no, numbers in their units."""
    columns = {name: patients[name] for name in (*features(), DIAGNOSIS)}
    for unit in model_units().values():
        values = patients[unit.source]
        columns[unit.column] = np.log2(values.where(values > 0)) if unit.step == DOUBLING else values / unit.step
    return pd.DataFrame(columns)


def predictors_known() -> tuple[str, ...]:
    """Return the names of the columns of `predictors`, which need no patients to be known.

    >>> predictors_known()[-1]
    'prednisone_per_10_mg'
    """
    return (*features(), DIAGNOSIS, *(unit.column for unit in model_units().values()))


def chosen_predictors(names: Sequence[str], place: str) -> tuple[str, ...]:
    """Return columns of `predictors` that an author chose. Raises Fault, naming the place, where there is none such."""
    return choice(names, predictors_known(), "a predictor", place)


def chosen_models() -> list[tuple[str, ...]]:
    """Return the predictors of the printed model, the adjusted and the wider one; faults as `chosen_predictors`."""
    choices = {"PRINTED_MODEL": PRINTED_MODEL, "ADJUSTED_MODEL": ADJUSTED_MODEL, "WIDER_MODEL": WIDER_MODEL}
    return [
        chosen_predictors(of, f"{name} in src/compendium/clinical/response_models.py") for name, of in choices.items()
    ]


def printed_predictors(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the model that fits the printed odds ratios."""
    return predictors(patients)[list(chosen_models()[0])]


def univariable(cohort: Cohort, names: Sequence[str] = ()) -> list[Row]:
    """One logistic model for each candidate predictor by itself, or for each of some columns of `predictors`."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    rows = []
    for name in names or table:
        fitted = logistic(response, table[[name]], ANALYSIS.at(group="univariable"))
        rows += [row for row in fitted if row.variable == name]
    return rows


def printed_model(cohort: Cohort) -> list[Row]:
    """The model that fits the printed odds ratios, by maximum likelihood with Wald intervals."""
    printed = printed_predictors(cohort.patients)
    return logistic(is_responder(cohort.patients["response"]), printed, ANALYSIS.at(group="multivariable"))


def models(cohort: Cohort) -> list[Row]:
    """The model that fits the printed odds ratios three ways, with diagnosis, and with CK and duration, two ways."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    printed, adjusted, wider = (table[list(names)] for names in chosen_models())
    return [
        *printed_model(cohort),
        *profile(response, printed, ANALYSIS.at(group="profile")),
        *firth(response, printed, ANALYSIS.at(group="firth")),
        *logistic(response, adjusted, ANALYSIS.at(group="adjusted")),
        *firth(response, adjusted, ANALYSIS.at(group="adjusted_firth")),
        *logistic(response, wider, ANALYSIS.at(group="wider")),
        *firth(response, wider, ANALYSIS.at(group="wider_firth")),
    ]


def filled(cohort: Cohort, *, seed: int) -> list[Row]:
    """The printed model with what was not recorded filled in every extreme way and imputed, if it has only yes/no."""
    response, printed = is_responder(cohort.patients["response"]), printed_predictors(cohort.patients)
    if not all(is_yes_no(printed[name]) for name in printed):
        return []
    return [
        *extreme_fills(response, printed, ANALYSIS),
        *imputed_rows(cohort.patients, response, printed, ANALYSIS, seed=seed),
    ]


def profiled(cohort: Cohort, *, seed: int, replicates: int) -> list[Row]:
    """For which kind of patient response was likely, and how well the printed, adjusted and wider model predict."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    keys = (PROFILE, ADJUSTED, WIDER)
    models = {key: table[list(names)] for key, names in zip(keys, chosen_models(), strict=True)}
    candidates = parameters(cohort.patients[[*model_units(), *features(), *LEVELS]])
    return profile_rows(response, models, candidates=candidates, seed=seed, replicates=replicates)
