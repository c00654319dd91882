"""Why the simulated patients received IVIg and with what: indications, dose, reason, other drugs, and how it ended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulated_registry.nudging import Bools, Floats
from simulated_registry.published import Published

REFRACTORY_DAYS = 60  # from the diagnosis; earlier no treatment has had time to fail
_OESOPHAGUS_WEIGHT = {"DM": 1.2, "PM": 1.0, "IMNM": 0.8, "ASyS": 0.5, "overlap": 1.8, "IBM": 3.0}
_EARLIER = {
    "glucocorticoid": 0.98,
    "methotrexate": 0.58,
    "azathioprine": 0.30,
    "mycophenolate": 0.18,
    "ciclosporin": 0.15,
    "cyclophosphamide": 0.10,
    "rituximab": 0.07,
}
_CONCOMITANT = {
    "methotrexate": 0.36,
    "azathioprine": 0.15,
    "mycophenolate": 0.17,
    "ciclosporin": 0.08,
    "cyclophosphamide": 0.03,
    "rituximab": 0.03,
}


def draw_indications(people: pd.DataFrame, published: Published, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with the indications and dysphagia: as many of the included as printed, some 45 with both."""
    people = people.copy()
    muscle, oesophagus = rng.random(len(people)) < 0.85, rng.random(len(people)) < 0.42
    included = np.flatnonzero(people["fails"] == "")
    muscle_n, oesophagus_n = (published.patients(f"cohort.indication.{organ}") for organ in ("muscle", "oesophagus"))
    printed = _printed_indications(people.iloc[included], muscle_n, oesophagus_n, rng)
    muscle[included], oesophagus[included] = printed
    people["indication_muscle"], people["indication_oesophagus"] = muscle, oesophagus
    neither = ~muscle & ~oesophagus
    for organ, feature, share in (("skin", "skin", 0.30), ("lung", "ild", 0.35), ("joint", "arthritis", 0.15)):
        affected = _true(people[feature])
        people[f"indication_{organ}"] = affected & (neither | (rng.random(len(people)) < share))
    organs = people[["indication_skin", "indication_lung", "indication_joint"]].any(axis=1).to_numpy()
    people["indication_other"] = (neither & ~organs) | (rng.random(len(people)) < 0.02)
    dysphagia = (oesophagus | (rng.random(len(people)) < 0.10)).astype(object)
    dysphagia[~oesophagus & (rng.random(len(people)) < 0.05)] = None
    people["dysphagia"] = dysphagia
    return people


def _printed_indications(
    included: pd.DataFrame, muscle_n: int, oesophagus_n: int, rng: np.random.Generator
) -> tuple[Bools, Bools]:
    both = int(rng.integers(43, 48))
    size, neither = len(included), both + len(included) - muscle_n - oesophagus_n
    elsewhere = 1.0 * _true(included["skin"]) + 1.5 * _true(included["ild"]) + 0.7 * _true(included["arthritis"])
    elsewhere = np.where(included["diagnosis"].isin(["IMNM", "IBM"]), 0.0, elsewhere + 0.01)
    without = _choose(np.arange(size), elsewhere, neither, rng)
    rest = np.setdiff1d(np.arange(size), without)
    weight = included["diagnosis"].map(_OESOPHAGUS_WEIGHT).to_numpy(float)
    swallowing = _choose(rest, weight[rest], oesophagus_n, rng)
    strong = np.where(included["diagnosis"].isin(["IMNM", "IBM"]), 0.001, 1.0)
    only = _choose(swallowing, strong[swallowing], oesophagus_n - both, rng)
    muscle, oesophagus = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    muscle[without], muscle[only], oesophagus[swallowing] = False, False, True
    return muscle, oesophagus


def _choose(among: NDArray[np.int_], weight: Floats, count: int, rng: np.random.Generator) -> NDArray[np.int_]:
    return np.sort(rng.choice(among, size=count, replace=False, p=weight / weight.sum()))


def _true(values: pd.Series) -> Bools:
    return np.array([value is True or value is np.True_ for value in values], dtype=bool)


def draw_treatment(people: pd.DataFrame, published: Published, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with criteria, dose, reason, and drugs before and beside IVIg (prednisone comes with visits)."""
    people = people.copy()
    size, fails = len(people), people["fails"].to_numpy()
    criteria = np.where(rng.random(size) < 0.65, "Bohan and Peter", "EULAR/ACR 2017").astype(object)
    criteria[(people["diagnosis"] == "IBM").to_numpy()] = "Griggs"
    criteria[fails == "criteria"] = "none"
    criteria[(fails == "criteria") & (rng.random(size) < 0.35)] = None
    people["criteria"] = criteria
    people["dose"] = np.where(fails == "dose", rng.choice([0.4, 1.0, 1.0, 1.6], size), published.value("cohort.dose"))
    people["reason"] = _mostly_refractory(people, [_reason(row, rng) for row in people.itertuples()], rng)
    refractory = (people["reason"] == "refractory").to_numpy()
    for drug, share in _EARLIER.items():
        often = np.clip(share * np.where(refractory, 1.15, 0.6 if drug != "glucocorticoid" else 0.95), 0, 1)
        often = often * np.where((people["months_ill"] < 4) & (drug != "glucocorticoid"), 0.4, 1.0)
        more = 2.5 if drug == "cyclophosphamide" else 1.0
        often = often * np.where(_true(people["ild"]), more, 1.0)
        people[f"earlier_{drug}"] = _with_missing(rng.random(size) < often, 0.03, rng)
    for drug, share in _CONCOMITANT.items():
        people[f"concomitant_{drug}"] = _with_missing(rng.random(size) < share, 0.02, rng)
    return people


def _reason(row: object, rng: np.random.Generator) -> str:
    """Draw one reason: refractory in two of three; malignancy and pregnancy only where they can be the reason."""
    if getattr(row, "malignancy", None) is True and rng.random() < 0.6:
        return "malignancy"
    if getattr(row, "sex", "") == "female" and 18 <= getattr(row, "age", 0) <= 42 and rng.random() < 0.12:
        return "pregnancy"
    # too early to call the illness refractory
    early = getattr(row, "months_ill", 0) < 3 or getattr(row, "days_diagnosed", 0) < REFRACTORY_DAYS
    shares = (0.0, 0.05, 0.45, 0.50) if early else (0.77, 0.12, 0.08, 0.03)
    return str(rng.choice(["refractory", "relapse", "infection", "other"], p=shares))


def _mostly_refractory(people: pd.DataFrame, reasons: list[str], rng: np.random.Generator) -> pd.Series:
    """Return the reasons with so many of the relapses and others made refractory that the included mostly are."""
    reason = pd.Series(reasons, index=people.index)
    included = people["fails"] == ""
    while (reason[included] == "refractory").mean() < 0.55:
        late = (people["months_ill"] >= 3) & (people["days_diagnosed"] >= REFRACTORY_DAYS)
        other = included & reason.isin(["relapse", "infection", "other"]) & late
        reason[rng.choice(people.index[other])] = "refractory"
    return reason


def _with_missing(yes: Bools, share: float, rng: np.random.Generator) -> NDArray[np.object_]:
    column = yes.astype(object)
    column[rng.random(len(yes)) < share] = None
    return column


def draw_ending(people: pd.DataFrame, stopped: Bools, rng: np.random.Generator) -> pd.DataFrame:
    """Return `people` with reason for stopping and vital status; `stopped`: whose treatment an adverse event ended."""
    people = people.copy()
    responder = (people["response_physician"] == "responder").to_numpy()
    reason = [_stop_reason(is_responder, rng) for is_responder in responder]
    people["stop_reason"] = np.where(stopped, "adverse event", np.where(people["ongoing"], "ongoing", reason))
    alive = np.where(rng.random(len(people)) < np.where(responder, 0.91, 0.78), "alive", "dead").astype(object)
    alive[rng.random(len(people)) < 0.05] = "lost to follow-up"
    alive[(people["stop_reason"] == "ongoing").to_numpy()] = "alive"
    alive[(people["stop_reason"] == "death").to_numpy()] = "dead"
    people["vital_status"] = alive
    kept = people["stop_reason"].isin(["adverse event", "ongoing", "death"]).to_numpy()
    people.loc[~kept & (rng.random(len(people)) < 0.03), "stop_reason"] = None
    return people


def _stop_reason(responder: bool | np.bool_, rng: np.random.Generator) -> str:
    reasons = ("remission", "planned end", "patient's wish", "inefficacy", "death")
    shares = (0.55, 0.33, 0.10, 0.00, 0.02) if responder else (0.0, 0.05, 0.10, 0.75, 0.10)
    return str(rng.choice(reasons, p=shares))
