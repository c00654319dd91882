"""What the simulated patients have: diagnosis, sex, age, features and autoantibodies, as often as cohorts report."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulated_registry.people import MYALGIA

DIAGNOSES = ("DM", "PM", "IMNM", "ASyS", "overlap", "IBM")
# Shares of the diagnoses by (skin, Raynaud). No DM without skin involvement, no PM, IMNM or IBM with it.
_SHARES = {
    (True, True): (0.50, 0.00, 0.00, 0.26, 0.24, 0.00),
    (True, False): (0.86, 0.00, 0.00, 0.11, 0.03, 0.00),
    (False, True): (0.00, 0.56, 0.04, 0.18, 0.22, 0.00),
    (False, False): (0.00, 0.71, 0.19, 0.07, 0.01, 0.02),
}
_FEMALE = {"DM": 0.68, "PM": 0.70, "IMNM": 0.60, "ASyS": 0.70, "overlap": 0.85, "IBM": 0.20}
_AGE = {"DM": (54, 14), "PM": (56, 13), "IMNM": (58, 13), "ASyS": (53, 12), "overlap": (50, 13), "IBM": (69, 6)}
_FEATURES = {
    "arthritis": {"DM": 0.15, "PM": 0.15, "IMNM": 0.08, "ASyS": 0.60, "overlap": 0.50, "IBM": 0.03},
    "ild": {"DM": 0.16, "PM": 0.22, "IMNM": 0.10, "ASyS": 0.80, "overlap": 0.45, "IBM": 0.02},
    "cardiac": {"DM": 0.06, "PM": 0.08, "IMNM": 0.18, "ASyS": 0.06, "overlap": 0.12, "IBM": 0.04},
    "malignancy": {"DM": 0.18, "PM": 0.07, "IMNM": 0.10, "ASyS": 0.04, "overlap": 0.05, "IBM": 0.05},
}
_UNRECORDED = {"arthritis": 0.03, "ild": 0.05, "cardiac": 0.09, "malignancy": 0.02}
_MYALGIA_WEIGHT = {"DM": 1.0, "PM": 1.2, "IMNM": 1.6, "ASyS": 1.3, "overlap": 1.2, "IBM": 0.4}

# At most one myositis-specific antibody a patient; the associated ones (PM/Scl, Ku, U1RNP) where there is none.
SPECIFIC = ("jo1", "other_synthetase", "mi2", "tif1g", "nxp2", "sae", "mda5", "srp", "hmgcr")
ASSOCIATED = ("pmscl", "ku", "u1rnp")
_SPECIFIC_SHARES = {
    "DM": {"jo1": 0.05, "mi2": 0.17, "tif1g": 0.13, "nxp2": 0.04, "sae": 0.03, "mda5": 0.06},
    "PM": {"jo1": 0.14},
    "IMNM": {"srp": 0.45, "hmgcr": 0.45},
    "ASyS": {"jo1": 0.72, "other_synthetase": 0.28},
}
_ASSOCIATED_SHARES = {"overlap": (0.45, 0.12, 0.33), "raynaud": (0.18, 0.04, 0.04), "other": (0.03, 0.01, 0.01)}
_RO52_SHARES = {"jo1": 0.60, "other_synthetase": 0.55, "mda5": 0.35}
_BLOT = ("mi2", "tif1g", "nxp2", "sae", "mda5", "srp", "pmscl", "ku")


def draw_features(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with diagnosis, sex, age, myalgia and the other features."""
    people = people.copy()
    people["diagnosis"] = _diagnosis(people, rng)
    people["sex"] = np.where(rng.random(len(people)) < people["diagnosis"].map(_FEMALE), "female", "male")
    people["age"] = _age(people, rng)
    people["myalgia"] = _myalgia(people, rng)
    for feature, shares in _FEATURES.items():
        yes = (rng.random(len(people)) < people["diagnosis"].map(shares)).astype(object)
        yes[rng.random(len(people)) < _UNRECORDED[feature]] = None
        people[feature] = yes
    return people


def _diagnosis(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    drawn = []
    columns = (people[name] for name in ("skin", "raynaud", "response_physician", "fails"))
    for skin, raynaud, response, fails in zip(*columns, strict=True):
        shares = np.array(_SHARES[(bool(skin), bool(raynaud))])
        if fails == "age":
            shares[-1] = 0  # inclusion-body myositis is an illness of the old
        if response == "non-responder":
            shares[-1] *= 25  # inclusion-body myositis seldom responds
        drawn.append(str(rng.choice(DIAGNOSES, p=shares / shares.sum())))
    return drawn


def _age(people: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.float64]:
    mean = people["diagnosis"].map({name: mean for name, (mean, _) in _AGE.items()}).to_numpy(float)
    sd = people["diagnosis"].map({name: sd for name, (_, sd) in _AGE.items()}).to_numpy(float)
    low = np.where(people["diagnosis"] == "IBM", 55, 19)
    age = np.clip(np.round(rng.normal(mean, sd)), low + rng.integers(0, 6, len(people)), 87)
    return np.where(people["fails"] == "age", rng.integers(14, 18, len(people)), age)


def _myalgia(people: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return who has myalgia: as many of the included as make the printed p-value, rather where it is usual."""
    myalgia = people["myalgia"].copy()
    for response, count in MYALGIA.items():
        group = people.index[(people["fails"] == "") & (people["response_physician"] == response)]
        weight = people.loc[group, "diagnosis"].map(_MYALGIA_WEIGHT).to_numpy(float)
        myalgia[rng.choice(group, size=count, replace=False, p=weight / weight.sum())] = True
    return myalgia


def draw_antibodies(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with one column per autoantibody: yes, no, or missing where it was not tested."""
    rows = [_antibodies(str(row.diagnosis), row.raynaud is True, rng) for row in people.itertuples()]
    antibodies = pd.DataFrame(rows, index=people.index).astype(object)
    size = len(people)
    no_blot = (rng.random(size) < 0.07) & ~people["diagnosis"].isin(["ASyS", "IMNM"]).to_numpy()
    early = (people["first_ivig_on"].dt.year < 2009).to_numpy()
    untested = dict.fromkeys(_BLOT, no_blot)
    for name in ("tif1g", "nxp2", "sae", "mda5"):
        untested[name] = no_blot | (early & (rng.random(size) < 0.5))
    untested["hmgcr"] = (rng.random(size) < np.where(early, 0.5, 0.12)) & (antibodies["hmgcr"] != True).to_numpy()  # noqa: E712
    untested |= {name: rng.random(size) < 0.02 for name in ("ro52", "u1rnp")}
    for name, mask in untested.items():
        antibodies.loc[mask, name] = None
    return people.join(antibodies.add_prefix("ab_"))


def _antibodies(diagnosis: str, raynaud: bool, rng: np.random.Generator) -> dict[str, bool]:
    positive = dict.fromkeys((*SPECIFIC, *ASSOCIATED, "ro52"), False)
    shares = _SPECIFIC_SHARES.get(diagnosis, {})
    names = [*shares, ""]
    specific = str(rng.choice(names, p=[*shares.values(), 1 - sum(shares.values())]))
    if specific:
        positive[specific] = True
    elif diagnosis != "IBM":
        kind = "overlap" if diagnosis == "overlap" else "raynaud" if raynaud else "other"
        shares_of_kind = _ASSOCIATED_SHARES[kind]
        associated = str(rng.choice([*ASSOCIATED, ""], p=[*shares_of_kind, 1 - sum(shares_of_kind)]))
        positive |= {associated: True} if associated else {}
    positive["ro52"] = bool(rng.random() < _RO52_SHARES.get(specific, 0.17))
    return positive
