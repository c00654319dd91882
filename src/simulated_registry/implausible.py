"""A handful of values that are implausible but possible, as every registry has: they must be flagged and kept."""

from __future__ import annotations

import numpy as np
import pandas as pd


def add_implausible(visits: pd.DataFrame, included: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return `visits` with a steroid pulse, a high myoglobin, two low CK and a low aldolase.

    None of them moves a printed figure: they are no MMT8, no dysphagia VAS and no CK before treatment. `included` are
    the pseudonyms of the patients included.
    """
    visits = visits.reset_index(drop=True)
    before = (visits["visit"] == "baseline") & visits["patient_id"].isin(included)
    between = ~visits["visit"].isin(["baseline", "end"])
    pulse = visits.index[before & (visits["prednisone"] >= 60)]
    if len(pulse):
        visits.loc[rng.choice(pulse), "prednisone"] = float(rng.choice([125.0, 250.0, 500.0]))
    # the patient with the highest CK among those whose myoglobin is known
    highest = visits.loc[before & visits["myoglobin"].notna(), "ck"].idxmax()
    visits.loc[highest, "myoglobin"] = float(rng.integers(20_500, 26_000))
    for name, low, high, decimals in (("ck", 3, 9, 0), ("aldolase", 0.4, 0.9, 1), ("ck", 3, 9, 0)):
        known = visits.index[between & visits[name].notna()]
        visits.loc[rng.choice(known), name] = np.round(rng.uniform(low, high), decimals)
    return visits
