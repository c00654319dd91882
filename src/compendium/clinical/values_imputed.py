"""What do similar patients suggest for the features that were not recorded? The model over many such suggestions.

Multiple imputation takes it that whether a feature was recorded has nothing to do with it among patients alike in what
was recorded (missing at random). No data can show that: `values_not_at_random` asks what if it were otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from compendium.clinical.values_not_at_random import delta_rows
from compendium.stats.complete_cases import complete_cases, why_no_model
from compendium.stats.imputation import IMPUTATION, Imputer
from compendium.stats.logistic import firth, logistic
from compendium.stats.pooled_logistic import PRECISION, FittedSets, fit_sets, state_pooled, state_precision
from compendium.stats.recorded import Floats, numbers
from press.ground.listed import listed
from press.rows import Key, Row

# Choices. As many sets as 100 x the fraction of missing information (White, Royston and Wood 2011), for any fraction.
IMPUTATIONS = 100
CYCLES = 10  # of the chained equations before a set is kept
# Beside the response and the features of the model; what has gaps is left out, but for categories.
IMPUTED_FROM = ("diagnosis", "sex", "age", "myalgia")
IMPUTED, IMPUTED_FIRTH = "imputed", "imputed_firth"
NOTHING = "nothing to impute: the features of all patients with a response are recorded; the complete cases stand here"


@dataclass(frozen=True)
class Sets:
    """Patients with a response in the order of their ids, whose features with gaps can be drawn under any delta."""

    outcome: Floats
    features: pd.DataFrame
    imputer: Imputer
    seed: int

    def drawn(self, delta: Mapping[str, float]) -> Floats:
        """Return sets x patients x features; `delta` added to the log odds by feature."""
        return self.imputer.draw(imputations=IMPUTATIONS, cycles=CYCLES, seed=self.seed, delta=delta)

    def fitted(self, drawn: Floats, *, firth: bool = False) -> FittedSets:
        """Fit the model to each set."""
        return fit_sets(self.outcome, drawn, self.imputer.names, firth=firth)

    def percent(self, drawn: Floats, key: Key) -> list[Row]:
        """State, for each feature, how many percent of its imputed values are "present"."""
        rows = []
        for place, name in enumerate(self.features):
            gaps = self.features[name].isna().to_numpy()
            share = 100 * float(drawn[:, gaps, place].mean()) if gaps.any() else math.nan
            why = "" if not math.isnan(share) else "nothing imputed" if not gaps.any() else "could not be imputed"
            at, method = key.at(variable=str(name)), "percent of the imputed values that are present"
            rows.append(at.row("percent_present", share, n=int(gaps.sum()), method=method, note=why))
        return rows


def imputed_rows(
    patients: pd.DataFrame, response: pd.Series, features: pd.DataFrame, key: Key, *, seed: int
) -> list[Row]:
    """Fit the model of yes/no features to imputed sets of the patients with a response, and pool.

    patients: one row each with `patient_id` and IMPUTED_FROM; response: True, False or NA; features: yes/no; aligned.
    For each feature at groups `imputed` and `imputed_firth`: or, ci_low, ci_high, p; at `imputed` also PRECISION,
    imputed (values), percent_present and alike_in_diagnosis. At `key`, group `imputed`: n, imputed (patients),
    imputations and needed. Then the rows of `delta_rows`. The order of the rows does not matter.
    """
    decided = patients[response.notna()].sort_values("patient_id", kind="stable")
    outcome, wanted = response.loc[decided.index], features.loc[decided.index]
    at, gaps = key.at(group=IMPUTED), wanted.isna()
    problem = why_no_model(complete_cases(outcome, wanted))
    counts = _counts(decided, wanted, at)
    if problem or not gaps.any(axis=None):
        return [*counts, *_complete_cases(outcome, wanted, key, problem or NOTHING)]
    sets = Sets(numbers(outcome), wanted, Imputer(wanted, imputed_from(decided, outcome)), seed)
    drawn = sets.drawn({})
    fitted = sets.fitted(drawn)
    pooled, precision = state_pooled(fitted, at), state_precision(fitted, at)
    return [
        *counts,
        *pooled,
        *precision,
        *sets.percent(drawn, at),
        _needed(precision, at),
        *state_pooled(sets.fitted(drawn, firth=True), key.at(group=IMPUTED_FIRTH)),
        *delta_rows(pooled, sets, key),
    ]


def imputed_from(patients: pd.DataFrame, outcome: pd.Series) -> pd.DataFrame:
    """Return the response and IMPUTED_FROM as numbers without gaps, one column for each category.

    >>> patients = pd.DataFrame({"diagnosis": pd.Categorical(["DM", None]), "sex": pd.Categorical(["female"] * 2)})
    >>> known = imputed_from(patients.assign(age=[50, None], myalgia=True), pd.Series([True, False]))
    >>> known.columns.tolist()
    ['response', 'diagnosis DM', 'sex female', 'myalgia']
    """
    columns = {"response": numbers(outcome)}
    for name in variables_used(patients):
        values = patients[name]
        if isinstance(values.dtype, pd.CategoricalDtype):
            for level in values.cat.categories:
                columns[f"{name} {level}"] = np.asarray(values == level, dtype=float)
        else:
            columns[name] = numbers(values)
    return pd.DataFrame(columns, index=patients.index)


def variables_used(patients: pd.DataFrame) -> list[str]:
    """Return those of IMPUTED_FROM that have no gap, and its categories: a gap in one is in none of its levels."""
    return [
        name
        for name in IMPUTED_FROM
        if isinstance(patients[name].dtype, pd.CategoricalDtype) or patients[name].notna().all()
    ]


def _counts(patients: pd.DataFrame, features: pd.DataFrame, key: Key) -> list[Row]:
    """How many patients and values are imputed, and how far the diagnosis already says what they are."""
    gaps, total = features.isna(), "patients with a response, their missing features imputed"
    n, names, diagnosis = len(gaps), variables_used(patients), patients["diagnosis"]
    how = f"{IMPUTATION}, on the response and on {', '.join(names)}, {CYCLES} cycles for each set"
    rows = [
        key.row("n", n, n=n, method=total),
        key.row("imputed", int(gaps.any(axis=1).sum()), n=n, method="count of patients with a feature imputed"),
        key.row("imputations", IMPUTATIONS, n=n, method=how, note=listed(names)),
    ]
    for name in gaps:
        at, gap = key.at(variable=str(name)), gaps[name]
        rows.append(at.row("imputed", int(gap.sum()), n=n, method="count of values imputed"))
        answers = features[name][~gap].groupby(diagnosis[~gap], observed=True).nunique()
        alike = diagnosis[gap].isin(answers.index[answers == 1])
        how = "count of values imputed in a diagnosis in which everybody recorded is alike (separated: drawn by Firth)"
        rows.append(at.row("alike_in_diagnosis", int(alike.sum()), n=n, method=how))
    return rows


def _needed(precision: list[Row], key: Key) -> Row:
    """Return how many imputations the rule asks for: 100 x the largest fraction of missing information."""
    largest = max((row.value for row in precision if row.statistic == "fmi"), default=math.nan)
    note = "no fraction of missing information" if math.isnan(largest) else ""
    method = "100 x the largest fraction of missing information (White, Royston and Wood 2011)"
    needed = None if note else math.ceil(100 * largest)
    return key.row("needed", needed, n=IMPUTATIONS, method=method, note=note)


def _complete_cases(outcome: pd.Series, features: pd.DataFrame, key: Key, why: str) -> list[Row]:
    """State the complete cases where nothing is or can be imputed, with the reason in each row."""
    at, rows = key.at(group=IMPUTED), []
    fits = [*logistic(outcome, features, at), *firth(outcome, features, key.at(group=IMPUTED_FIRTH))]
    rows += [replace(row, note=row.note or why) for row in fits if row.variable]
    for name in features:
        here = at.at(variable=str(name))
        rows += [here.row(each, None, method="precision of the imputation", note=why) for each in PRECISION]
        rows.append(here.row("percent_present", None, method="percent of the imputed values", note=why))
    rows.append(at.row("needed", None, method="imputations needed", note=why))
    return [*rows, *delta_rows([row for row in rows if row.group == IMPUTED], None, key)]
