"""Who is in the simulated registry: the included patients, and some thirty screened ones who fail one rule each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

CENTRE_SIZES = {"B": 60, "A": 38, "C": 25}  # of the included; assumed

# How many responders and non-responders have (Raynaud's phenomenon, skin involvement). The totals, 27/89 against
# 15/27, 44/89 against 22/27 and 22 with both, give the printed odds ratios and p-values; other totals may do so too.
# How the 22 are split between the groups is free: 10 and 12 leave the two features almost without interaction.
Cells = Mapping[tuple[bool | None, bool | None], int]
RESPONDER_CELLS: Cells = {(True, True): 10, (True, False): 17, (False, True): 34, (False, False): 28, (None, None): 7}
NON_RESPONDER_CELLS: Cells = {(True, True): 12, (True, False): 3, (False, True): 10, (False, False): 2}
# How many of each group have myalgia, of whom nothing but a p-value was printed: one of the tables that give it.
MYALGIA = {"responder": 78, "non-responder": 16}

# How many screened patients fail each rule of eligibility, at least and at most.
FAILURES = {"age": (3, 4), "criteria": (5, 7), "dose": (7, 9), "infusions": (6, 8), "visits": (4, 6)}


def draw_people(rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per patient: `fails` (the rule failed, "" if included), centre, response, raynaud and skin.

    >>> people = draw_people(np.random.default_rng(1))
    >>> int((people["fails"] == "").sum()) == sum(CENTRE_SIZES.values())
    True
    """
    people = pd.concat([_included(rng), _screened_out(rng)], ignore_index=True)
    order = rng.permutation(len(people))
    return people.iloc[order].reset_index(drop=True)


def _included(rng: np.random.Generator) -> pd.DataFrame:
    groups = (("responder", RESPONDER_CELLS), ("non-responder", NON_RESPONDER_CELLS))
    rows = [
        {"fails": "", "response_physician": response, "raynaud": raynaud, "skin": skin}
        for response, cells in groups
        for (raynaud, skin), count in cells.items()
        for _ in range(count)
    ]
    people = pd.DataFrame(rows)
    people["centre"] = rng.permutation(np.repeat(list(CENTRE_SIZES), list(CENTRE_SIZES.values())))
    people["myalgia"] = False
    return people


def _screened_out(rng: np.random.Generator) -> pd.DataFrame:
    counts = {rule: int(rng.integers(low, high + 1)) for rule, (low, high) in FAILURES.items()}
    fails = np.repeat(list(counts), list(counts.values()))
    size = len(fails)
    response = np.where(rng.random(size) < 0.65, "responder", "non-responder").astype(object)
    # after one or two courses, or without an end visit, the physician often gave no judgement
    response[np.isin(fails, ["infusions", "visits"]) & (rng.random(size) < 0.5)] = None
    people = pd.DataFrame({"fails": fails, "response_physician": response})
    for feature, share in {"raynaud": 0.35, "skin": 0.55}.items():
        yes = (rng.random(size) < share).astype(object)
        yes[rng.random(size) < 0.06] = None
        people[feature] = yes
    people["centre"] = rng.choice(list(CENTRE_SIZES), size=size, p=[0.5, 0.3, 0.2])
    people["myalgia"] = rng.random(size) < 0.7
    return people


def pseudonyms(centres: pd.Series, rng: np.random.Generator) -> list[str]:
    """Return an id for each patient: the letter of the centre and four digits that say nothing else.

    >>> pseudonyms(pd.Series(["B", "C"]), np.random.default_rng(1))
    ['B5258', 'C5606']
    """
    digits = rng.choice(np.arange(1000, 10000), size=len(centres), replace=False)
    return [f"{centre}{number}" for centre, number in zip(centres, digits, strict=True)]
