"""What responders and non-responders must not differ in by chance: the abstract says nothing of it, and 27 are few."""

from __future__ import annotations

import pandas as pd
from scipy import stats

from simulated_registry.targets import of_included

_NUMBERS = ("mmt8", "physician_global", "haq_di", "prednisone")
_LEAST_P = 0.05


def differing(patients: pd.DataFrame, visits: pd.DataFrame) -> list[str]:
    """Return which of age, sex and four baseline measures differ between responders and non-responders (p < 0.05).

    Mann-Whitney, for sex Fisher's exact test; over the included, and what is recorded of them.
    """
    included, wide = of_included(patients, visits)
    responder = included["response_physician"] == "responder"
    values = {name: wide["baseline"][name] for name in _NUMBERS} | {"age": included["age"]}
    p = {
        name: stats.mannwhitneyu(column[responder].dropna(), column[~responder].dropna(), method="asymptotic").pvalue
        for name, column in values.items()
    }
    p["sex"] = stats.fisher_exact(pd.crosstab(responder, included["sex"] == "male").to_numpy()).pvalue
    return [name for name, value in p.items() if not value >= _LEAST_P]
