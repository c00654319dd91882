"""Who responds? Responders against non-responders for every baseline variable, and the logistic models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.clinical.centres import within_centres
from compendium.clinical.cohort import Cohort
from compendium.clinical.families import adjusted
from compendium.clinical.how_many_responded import with_and_without
from compendium.clinical.model_units import DOUBLING, model_units
from compendium.clinical.outcomes import choice
from compendium.clinical.profile import ADJUSTED, PROFILE, WIDER, parameters, profile_rows
from compendium.clinical.responses import choose, definition_row
from compendium.clinical.skin_and_diagnosis import skin_by_diagnosis
from compendium.clinical.values_imputed import imputed_rows
from compendium.clinical.values_not_recorded import extreme_fills
from compendium.clinical.who_was_treated import describe
from compendium.registry.codebook import Codebook, load_codebook
from compendium.stats.association import two_by_two
from compendium.stats.compare import compare_levels, compare_numbers
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.p_and_interval import Interval, with_reasons
from compendium.stats.recorded import is_yes_no
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("predictors")
LEVELS = ("sex", "diagnosis", "reason")
YES_NO_ROLES = ("feature", "indication", "autoantibody", "earlier_treatment", "concomitant_treatment")
# Choices, by the columns of `predictors`: the model that the printed odds ratios fit, and one with two more.
PRINTED_MODEL = ("raynaud", "skin")
# Skin involvement is a part of dermatomyositis, so its odds ratio is also asked for among patients alike in that.
DIAGNOSIS = "dm_or_overlap"
ADJUSTED_MODEL = (*PRINTED_MODEL, DIAGNOSIS)
OF_NUMBERS = Interval(
    *("ci_low", "ci_high", 1, "the odds ratio"),
    {"p": "the test ranks the values, the logistic model takes the log odds as a straight line in them"},
)
WIDER_MODEL = ("raynaud", "skin", "ck_per_doubling", "duration_per_doubling")


def analyse(cohort: Cohort, *, seed: int, replicates: int) -> Ledger:
    """Return every row of the predictor analysis. `seed` and `replicates` drive bootstrap and Monte Carlo steps."""
    patients = cohort.patients
    groups = patients["response"]
    singly = univariable(cohort)
    compared = beside_models(comparisons(patients, groups, seed=seed, replicates=replicates), singly)
    printed = predictors(patients)[list(chosen_models()[0])]
    return Ledger(
        group_sizes(cohort),
        descriptions(patients, groups),
        compared,
        adjusted(compared, ANALYSIS),
        with_and_without(patients, PRINTED_MODEL, ANALYSIS),
        singly,
        models(cohort),
        skin_by_diagnosis(patients, ANALYSIS),
        within_centres(is_responder(groups), printed, patients["centre"], ANALYSIS),
        filled(cohort, seed=seed),
        profiled(cohort, seed=seed, replicates=replicates),
    )


def features(codebook: Codebook | None = None) -> tuple[str, ...]:
    """Return the yes/no variables known at baseline, in the order of the codebook, any MSA before the antibodies."""
    book = codebook or load_codebook()
    names = [variable.name for role in YES_NO_ROLES for variable in book.with_role(role)]
    first_antibody = names.index(book.with_role("autoantibody")[0].name)
    return (*names[:first_antibody], "any_msa", *names[first_antibody:])


def group_sizes(cohort: Cohort) -> list[Row]:
    """How many responders, non-responders and undecided patients, and under which definition."""
    groups, counts = cohort.patients["response"], {"responders": "responder", "non_responders": "non-responder"}
    rows = [
        ANALYSIS.row(name, int((groups == level).sum()), n=len(groups), method="count of patients")
        for name, level in counts.items()
    ]
    rows.append(ANALYSIS.row("undecided", int(groups.isna().sum()), n=len(groups), method="count of patients"))
    return [*rows, definition_row(choose(cohort.response), ANALYSIS.at(variable="response"))]


def descriptions(patients: pd.DataFrame, groups: pd.Series) -> list[Row]:
    """Describe every candidate predictor among responders and among non-responders."""
    rows = []
    for level in groups.cat.categories:
        members = patients[groups == level]
        for name in (*model_units(), *features(), *LEVELS):
            rows += describe(members[name], ANALYSIS.at(variable=name, group=slug(level)))
    return rows


def comparisons(patients: pd.DataFrame, groups: pd.Series, *, seed: int, replicates: int) -> list[Row]:
    """Compare responders with non-responders by the written rule: ranks for numbers, Fisher for 2 x 2 tables.

    A variable of several levels is tested as a whole; each level against all others (row level) has its odds ratio.
    """
    response = is_responder(groups)
    rows = []
    for name in model_units():
        rows += compare_numbers(patients[name], groups, ANALYSIS.at(variable=name))
    for name in features():
        rows += two_by_two(response, patients[name], ANALYSIS.at(variable=name))
    for name in LEVELS:
        key = ANALYSIS.at(variable=name)
        rows += compare_levels(patients[name], groups, key, seed=seed, replicates=replicates)
        for level in patients[name].cat.categories:
            rows += two_by_two(response, is_level(patients[name], level), key.at(level=slug(level)))
    return rows


def beside_models(compared: Sequence[Row], singly: Sequence[Row]) -> list[Row]:
    """Return the comparisons; where a number's p contradicts the odds ratio printed in its line, its note says why."""
    limits = {(row.variable, row.statistic): row.value for row in singly}
    columns = {name: unit.column for name, unit in model_units().items()}

    def beside(row: Row) -> Row:
        if row.statistic != "p" or row.variable not in columns:
            return row
        column = columns[row.variable]
        return with_reasons(row, [(OF_NUMBERS, limits[column, "ci_low"], limits[column, "ci_high"])])

    return [beside(row) for row in compared]


def is_level(values: pd.Series, level: str) -> pd.Series:
    """Return whether a categorical value is this level, NA where not recorded."""
    return (values == level).astype("boolean").mask(values.isna())


def is_responder(groups: pd.Series) -> pd.Series:
    """Return True for responders, False for non-responders, NA where undecided."""
    return is_level(groups, "responder")


def predictors(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that may enter a logistic model: features as yes/no, numbers in their units."""
    columns = {name: patients[name] for name in (*features(), DIAGNOSIS)}
    for unit in model_units().values():
        values = patients[unit.source]
        columns[unit.column] = np.log2(values.where(values > 0)) if unit.step == DOUBLING else values / unit.step
    return pd.DataFrame(columns)


def chosen_predictors(names: Sequence[str], place: str) -> tuple[str, ...]:
    """Return columns of `predictors` that an author chose. Raises Fault, naming the place, where there is none such."""
    among = (*features(), DIAGNOSIS, *(unit.column for unit in model_units().values()))
    return choice(names, among, "a predictor", place)


def chosen_models() -> list[tuple[str, ...]]:
    """Return the predictors of the printed model, the adjusted and the wider one; faults as `chosen_predictors`."""
    choices = {"PRINTED_MODEL": PRINTED_MODEL, "ADJUSTED_MODEL": ADJUSTED_MODEL, "WIDER_MODEL": WIDER_MODEL}
    return [chosen_predictors(of, f"{name} in src/compendium/clinical/who_responds.py") for name, of in choices.items()]


def univariable(cohort: Cohort) -> list[Row]:
    """One logistic model for each candidate predictor by itself."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    rows = []
    for name in table:
        fitted = logistic(response, table[[name]], ANALYSIS.at(group="univariable"))
        rows += [row for row in fitted if row.variable == name]
    return rows


def printed_model(cohort: Cohort) -> list[Row]:
    """The model that fits the printed odds ratios, by maximum likelihood with Wald intervals."""
    printed = predictors(cohort.patients)[list(chosen_models()[0])]
    return logistic(is_responder(cohort.patients["response"]), printed, ANALYSIS.at(group="multivariable"))


def filled(cohort: Cohort, *, seed: int) -> list[Row]:
    """The printed model with what was not recorded filled in every extreme way and imputed, if it has only yes/no."""
    response, printed = is_responder(cohort.patients["response"]), predictors(cohort.patients)[list(chosen_models()[0])]
    if not all(is_yes_no(printed[name]) for name in printed):
        return []
    return [
        *extreme_fills(response, printed, ANALYSIS),
        *imputed_rows(cohort.patients, response, printed, ANALYSIS, seed=seed),
    ]


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


def profiled(cohort: Cohort, *, seed: int, replicates: int) -> list[Row]:
    """For which kind of patient response was likely, and how well the printed, adjusted and wider model predict."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    keys = (PROFILE, ADJUSTED, WIDER)
    models = {key: table[list(names)] for key, names in zip(keys, chosen_models(), strict=True)}
    candidates = parameters(cohort.patients[[*model_units(), *features(), *LEVELS]])
    return profile_rows(response, models, candidates=candidates, seed=seed, replicates=replicates)
