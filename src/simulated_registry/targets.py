"""The printed figures, computed afresh from the simulated tables: a registry that missed one would not be let out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from compendium.registry.codebook import DAYS_A_MONTH
from simulated_registry.nudging import mann_whitney_p

_ENZYMES = ("ck", "aldolase", "ldh", "ast", "alt", "myoglobin")


def missed_figures(patients: pd.DataFrame, visits: pd.DataFrame, events: pd.DataFrame) -> list[str]:
    """Return in words every printed figure that the tables miss; an empty list if they meet all."""
    included, wide = of_included(patients, visits)
    their_events = events[events["patient_id"].isin(included.index)]
    findings = [*_cohort(included), *_course(wide), *_predictors(included, wide["baseline"]), *_safety(their_events)]
    return [f"{what} is {found}" for what, found, met in findings if not met]


def of_included(patients: pd.DataFrame, visits: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return the included patients by pseudonym, and in the same order what was measured before and after IVIg."""
    both = set(visits["patient_id"][visits["visit"] == "baseline"]) & set(
        visits["patient_id"][visits["visit"] == "end"]
    )
    included = patients[
        (patients["age"] >= 18)
        & patients["criteria"].notna()
        & (patients["criteria"] != "none")
        & (patients["dose"] == 2)
        & (patients["infusions_n"] >= 3)
        & patients["patient_id"].isin(both)
    ].set_index("patient_id")
    wide = {
        visit: visits[visits["visit"] == visit].set_index("patient_id").reindex(included.index)
        for visit in ("baseline", "end")
    }
    return included, wide


Finding = tuple[str, object, bool | np.bool_]


def _printed(what: str, value: float, printed: float, decimals: int) -> Finding:
    return what, value, abs(value - printed) < 0.499 * 10**-decimals


def _cohort(included: pd.DataFrame) -> Iterator[Finding]:
    months = (included["last_ivig_on"] - included["first_ivig_on"]).dt.days / DAYS_A_MONTH
    yield _printed("n", len(included), 123, 0)
    yield _printed("muscle indication, %", 100 * included["indication_muscle"].mean(), 83.7, 1)
    yield _printed("oesophageal indication, %", 100 * included["indication_oesophagus"].mean(), 45.5, 1)
    refractory = float((included["reason"] == "refractory").mean())
    yield "share refractory", refractory, refractory > 0.5
    yield _printed("mean months of treatment", months.mean(), 14, 0)
    responders = int((included["response_physician"] == "responder").sum())
    yield "responders", responders, responders == 96 and included["response_physician"].notna().all()


def _course(wide: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    for visit, mean, sd in (("baseline", 104.6, 24.2), ("end", 127.0, 22.2)):
        for what, values in (
            ("recorded", wide[visit]["mmt8"].dropna()),
            ("paired", wide[visit]["mmt8"][wide["baseline"]["mmt8"].notna() & wide["end"]["mmt8"].notna()]),
        ):
            yield _printed(f"MMT8 {visit} mean, {what}", values.mean(), mean, 1)
            yield _printed(f"MMT8 {visit} SD, {what}", values.std(), sd, 1)
    yield _changed("MMT8", wide["baseline"]["mmt8"], wide["end"]["mmt8"], rises=True)
    yield _changed("dysphagia VAS", wide["baseline"]["dysphagia_vas"], wide["end"]["dysphagia_vas"], rises=False)
    for name in _ENZYMES:
        yield _changed(name, wide["baseline"][name], wide["end"][name], rises=False)


def _changed(what: str, before: pd.Series, after: pd.Series, *, rises: bool) -> Finding:
    change = (after - before).dropna()
    p = float(stats.wilcoxon(change.round(10), method="asymptotic").pvalue)
    right_way = change.mean() > 0 and change.median() >= 0 if rises else change.mean() < 0 and change.median() <= 0
    return f"p of the change in {what}", p, bool(p < 0.001 and right_way)


def _predictors(included: pd.DataFrame, baseline: pd.DataFrame) -> Iterator[Finding]:
    responder = included["response_physician"] == "responder"
    for feature, p in (("myalgia", 0.023), ("raynaud", 0.023), ("skin", 0.004)):
        table = pd.crosstab(responder, included[feature])
        yield _printed(f"Fisher's p of {feature}", float(stats.fisher_exact(table.to_numpy()).pvalue), p, 3)
    both = included[["raynaud", "skin"]].dropna().astype(float)
    fit = sm.Logit(responder[both.index].astype(float), sm.add_constant(both)).fit(disp=False)
    ratios, limits = np.exp(fit.params), np.exp(fit.conf_int())
    for feature, printed in (("raynaud", (0.28, 0.11, 0.72)), ("skin", (0.18, 0.06, 0.55))):
        found = (ratios[feature], *limits.loc[feature])
        for what, value, expected in zip(("odds ratio", "lower limit", "upper limit"), found, printed, strict=True):
            yield _printed(f"{what} of {feature}", float(value), expected, 2)
    months = (included["first_ivig_on"] - included["first_symptom_on"]).dt.days / DAYS_A_MONTH
    ck = baseline["ck"]
    higher = {"months ill": -months, "CK": ck, "CK as multiple of ULN": ck / baseline["ck_uln"]}
    for what, values in higher.items():
        groups = (values[mask].dropna().to_numpy(float) for mask in (responder, ~responder))
        p_value = mann_whitney_p(*groups)
        yield f"p of {what}", p_value, p_value < 0.001


def _safety(events: pd.DataFrame) -> Iterator[Finding]:
    mild = float((events["ctcae_grade"] == 1).mean())
    worst = float((events.groupby("patient_id")["ctcae_grade"].max() == 1).mean())
    transitory = float(((events["resolved_on"] - events["onset_on"]).dt.days <= 14).mean())
    yield "share of events of grade 1", mild, mild > 0.5
    yield "share of patients whose worst event is of grade 1", worst, worst > 0.5
    yield "share of events over within 14 days", transitory, transitory > 0.5
