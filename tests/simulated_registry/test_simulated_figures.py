"""Twenty other seeds meet every printed figure, recomputed here from the tables with scipy and statsmodels alone.

Authority: data/published.csv. Nothing of the simulator's own check is used.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from compendium.registry.codebook import TABLES
from simulated_registry.simulate import DEFAULT_SEED, simulate_registry

SEEDS = [DEFAULT_SEED, *range(1, 20), 123_456_789]
MONTH = 30.4375


@cache
def tables(seed: int) -> dict[str, pd.DataFrame]:
    """The three tables of all centres; drawn once for all tests, which leave them as they are."""
    centres = simulate_registry(seed).values()
    return {name: pd.concat([centre[name] for centre in centres], ignore_index=True) for name in TABLES}


def included(registry: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Who meets all five criteria: adult, classified, 2 g/kg/month, three courses, seen before and after."""
    patients, visits = registry["patients"], registry["visits"]
    seen = visits[visits["visit"].isin(["baseline", "end"])].groupby("patient_id").size()
    meets = (
        (patients["age"] >= 18)
        & patients["criteria"].isin(["Bohan and Peter", "EULAR/ACR 2017", "Griggs"])
        & (patients["dose"] == 2.0)
        & (patients["infusions_n"] >= 3)
        & (patients["patient_id"].map(seen) == 2)
    )
    return patients[meets].set_index("patient_id")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_printed_figure_is_met(seed: int) -> None:
    registry = tables(seed)
    cohort = included(registry)
    visits = registry["visits"].set_index("patient_id")
    before, after = (visits[visits["visit"] == when].reindex(cohort.index) for when in ("baseline", "end"))
    events = registry["adverse_events"]
    cohort_as_printed(cohort)
    efficacy_as_printed(before, after)
    predictors_as_printed(cohort, before)
    safety_as_printed(events[events["patient_id"].isin(cohort.index)])


def cohort_as_printed(cohort: pd.DataFrame) -> None:
    assert len(cohort) == 123
    assert round(100 * cohort["indication_muscle"].mean(), 1) == 83.7
    assert round(100 * cohort["indication_oesophagus"].mean(), 1) == 45.5
    assert (cohort["reason"] == "refractory").sum() > 123 / 2
    assert (cohort["dose"] == 2).all()
    assert round(((cohort["last_ivig_on"] - cohort["first_ivig_on"]).dt.days / MONTH).mean()) == 14
    assert cohort["response_physician"].value_counts().to_dict() == {"responder": 96, "non-responder": 27}


def efficacy_as_printed(before: pd.DataFrame, after: pd.DataFrame) -> None:
    paired = before["mmt8"].notna() & after["mmt8"].notna()
    assert paired.sum() >= 118
    for of in (paired, slice(None)):  # over the pairs and over all that are recorded
        first, last = before["mmt8"][of], after["mmt8"][of]
        assert [round(x, 1) for x in (first.mean(), first.std(ddof=1))] == [104.6, 24.2]
        assert [round(x, 1) for x in (last.mean(), last.std(ddof=1))] == [127.0, 22.2]
    assert stats.wilcoxon((after["mmt8"] - before["mmt8"]).dropna()).pvalue < 0.001
    swallowing = (after["dysphagia_vas"] - before["dysphagia_vas"]).dropna().round(10)
    assert swallowing.mean() < 0
    assert stats.wilcoxon(swallowing).pvalue < 0.001
    for enzyme in ("ck", "aldolase", "ldh", "ast", "alt", "myoglobin"):
        as_measured = (after[enzyme] - before[enzyme]).dropna()
        first, last = (visit[enzyme] / visit[f"{enzyme}_uln"] for visit in (before, after))
        for change in (as_measured, np.log(last / first).dropna().round(10)):
            assert len(change) > 50
            assert change.mean() < 0
            assert stats.wilcoxon(change).pvalue < 0.001


def predictors_as_printed(cohort: pd.DataFrame, before: pd.DataFrame) -> None:
    responds = cohort["response_physician"] == "responder"
    ill = (cohort["first_ivig_on"] - cohort["first_symptom_on"]).dt.days
    for values, way in ((ill, "less"), (before["ck"], "greater"), (before["ck"] / before["ck_uln"], "greater")):
        groups = values[responds].dropna(), values[~responds].dropna()
        p = stats.mannwhitneyu(*groups, method="asymptotic", use_continuity=True).pvalue
        assert 1e-7 < p < 0.001, "below what is printed, and not absurdly far"
        assert stats.mannwhitneyu(*groups, alternative=way).pvalue < 0.001
    cells = {}
    for feature in ("myalgia", "raynaud", "skin"):
        yes = [int(cohort.loc[group, feature].sum()) for group in (responds, ~responds)]
        of = [int(cohort.loc[group, feature].count()) for group in (responds, ~responds)]
        cells[feature] = [[yes[0], of[0] - yes[0]], [yes[1], of[1] - yes[1]]]
    assert cells == {
        "myalgia": [[78, 18], [16, 11]],
        "raynaud": [[27, 62], [15, 12]],
        "skin": [[44, 45], [22, 5]],
    }
    assert [round(stats.fisher_exact(table).pvalue, 3) for table in cells.values()] == [0.023, 0.023, 0.004]
    known = cohort[["raynaud", "skin"]].dropna().astype(float).assign(responds=responds.astype(float))
    assert len(known) == 116
    assert (known["raynaud"] * known["skin"]).sum() == 22
    fit = smf.logit("responds ~ raynaud + skin", data=known).fit(disp=False)
    ratios = pd.DataFrame({"or": np.exp(fit.params)}).join(np.exp(fit.conf_int())).round(2)
    assert ratios.loc["raynaud"].tolist() == [0.28, 0.11, 0.72]
    assert ratios.loc["skin"].tolist() == [0.18, 0.06, 0.55]


def safety_as_printed(events: pd.DataFrame) -> None:
    assert (events["ctcae_grade"] == 1).mean() > 0.5
    assert (events.groupby("patient_id")["ctcae_grade"].max() == 1).mean() > 0.5
    assert ((events["resolved_on"] - events["onset_on"]).dt.days <= 14).mean() > 0.5
