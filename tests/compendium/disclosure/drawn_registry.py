"""Ledgers of registries drawn from the simulated one: its patients drawn again, at other centres, with other gaps."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from compendium.clinical.cohort import open_registry, select
from compendium.clinical.who_was_treated import by_group, describe_all
from compendium.disclosure.merging import merge_rare
from compendium.disclosure.policy import Policy
from compendium.registry.codebook import load_codebook
from compendium.stats.association import two_by_two
from compendium.stats.describe import describe_levels
from press.rows import Key, Ledger, slug
from press.rows.row import Row

COHORT, EFFICACY, PREDICTORS = Key("cohort"), Key("efficacy"), Key("predictors")
VARIABLES = ("age", "sex", "diagnosis", "myalgia", "raynaud", "ab_jo1", "reason", "mmt8", "disease_duration")


@cache
def patients() -> pd.DataFrame:
    """The cohort of the simulated registry."""
    return select(open_registry("data/registry"), name="data/registry", response="physician")[1].patients


def drawn(seed: int, policy: Policy, variables: int = 3) -> Ledger:
    """A registry of 8 to 5,000 patients at 1 to 30 centres, rare levels merged, and the rows that describe it."""
    rng = np.random.default_rng(seed)
    n = int(np.exp(rng.uniform(np.log(8), np.log(5000))))
    centres = int(rng.integers(1, max(min(30, n // 4), 1) + 1))
    names = [f"Centre {place}" for place in range(centres)]
    frame = patients().iloc[rng.integers(0, len(patients()), n)].reset_index(drop=True)
    at = rng.choice(names, n, p=rng.dirichlet(np.full(centres, 3.0)))
    chosen = list(rng.permutation(VARIABLES)[:variables])
    gaps = {name: frame[name].mask(rng.random(n) < rng.choice([0.0, 0.02, 0.2])) for name in chosen}
    undecided = rng.random(n) < rng.choice([0.0, 0.0, 0.1])
    frame = frame.assign(
        centre=pd.Categorical(at, categories=names), response=frame["response"].mask(undecided), **gaps
    )
    frame, _ = merge_rare(frame, load_codebook(), policy)
    return ledger_of(frame, chosen)


def ledger_of(frame: pd.DataFrame, variables: list[str]) -> Ledger:
    """The rows of the cohort analysis, of response by centre and of the comparisons, for a few variables."""
    n, centre = len(frame), frame["centre"].cat.remove_unused_categories()
    rows = [COHORT.row("n", n, n=n, method="count of patients included")]
    rows += describe_levels(frame["response"], COHORT.at(variable="response"))
    rows += describe_levels(centre, COHORT.at(variable="centre"))
    rows += describe_all(frame, variables, COHORT)
    rows += by_group(frame, variables, frame["response"], "response")
    rows += by_group(frame, variables, centre, "centre")
    for name in centre.cat.categories:
        judged = frame.loc[centre == name, "response"]
        key = EFFICACY.at(variable="response_centres", level=slug(name))
        counts = {
            "count": judged.eq("responder").sum(),
            "total": judged.notna().sum(),
            "undecided": judged.isna().sum(),
        }
        rows += [key.row(each, int(count), n=len(judged), method="count") for each, count in counts.items()]
    for name in variables:
        for level in frame["response"].cat.categories:
            members = frame[frame["response"] == level]
            rows += describe_all(members, [name], PREDICTORS.at(group=slug(level)))
        if pd.api.types.is_bool_dtype(frame[name]):
            judged = frame["response"].map({"responder": True, "non-responder": False}).astype("boolean")
            rows += two_by_two(judged, frame[name], PREDICTORS.at(variable=name))
    return Ledger(rows)


def only_small_hidden(ledger: Ledger, policy: Policy) -> Ledger:
    """What is often done instead: small counts and their percentages hidden, and nothing else."""
    hidden = {row.key[:4] for row in ledger if row.statistic == "count" and policy.small(row.value)}

    def of(row: Row) -> Row:
        gone = row.statistic in ("count", "missing") and policy.small(row.value)
        gone |= row.statistic == "percent" and row.key[:4] in hidden
        return replace(row, value=math.nan, withheld=policy.mark) if gone else row

    return Ledger(map(of, ledger))
