"""The committed registry cut down in ways that real ones come: one centre, few patients, nothing recorded, no event."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
from filelock import FileLock

from compendium.clinical import did_they_improve, how_safe, who_responds, who_was_treated
from compendium.clinical.cohort import open_registry, select
from compendium.disclosure.whole import first_results, protected, results
from compendium.exhibits.tables_error_rates import read_error_rates
from compendium.registry.codebook import load_codebook
from compendium.registry.reading import Registry
from press.rows import Ledger

SHARED = "TESTS_SHARED"  # names the folder that all processes of these tests share
NAME, SEED, FEW = "data/registry", 1, 20
OURS, POLICY = "Registry: ours.", "publish-5"
UNRECORDED = (
    *("ild", "malignancy", "reason", "ab_ku", "earlier_ciclosporin", "vital_status"),
    *("aldolase", "haq_di", "extramuscular", "physician_global", "patient_global"),
)


@cache
def whole() -> Registry:
    return open_registry(NAME)


def of_patients(registry: Registry, patients: pd.DataFrame) -> Registry:
    """The registry of these patients only, with their visits and events."""
    mine = patients["patient_id"]
    visits, events = registry.visits, registry.adverse_events
    return replace(
        registry,
        patients=patients.reset_index(drop=True),
        visits=visits[visits["patient_id"].isin(mine)].reset_index(drop=True),
        adverse_events=events[events["patient_id"].isin(mine)].reset_index(drop=True),
    )


def one_centre(registry: Registry) -> Registry:
    return of_patients(registry, registry.patients[registry.patients["centre"] == "A"])


def two_centres(registry: Registry) -> Registry:
    return of_patients(registry, registry.patients[registry.patients["centre"] != "A"])


def eight_patients(registry: Registry) -> Registry:
    included = select(registry, name=NAME, response="physician")[0].included
    return of_patients(registry, registry.patients[registry.patients["patient_id"].isin(included[:8])])


def bare(registry: Registry) -> Registry:
    """No adverse event, no myoglobin, every patient a responder."""
    judged = registry.patients["response_physician"]
    all_yes = pd.Categorical(["responder"] * len(judged), categories=judged.cat.categories, ordered=True)
    return replace(
        registry,
        patients=registry.patients.assign(response_physician=all_yes),
        visits=registry.visits.assign(myoglobin=float("nan")),
        adverse_events=registry.adverse_events.iloc[:0],
    )


def all_respond_at_c(registry: Registry) -> Registry:
    judged = registry.patients["response_physician"].mask(registry.patients["centre"] == "C", "responder")
    return replace(registry, patients=registry.patients.assign(response_physician=judged))


def nobody_judged(registry: Registry) -> Registry:
    judged = registry.patients["response_physician"]
    none = pd.Categorical([None] * len(judged), categories=judged.cat.categories, ordered=True)
    return replace(registry, patients=registry.patients.assign(response_physician=none))


def three_not_judged(registry: Registry) -> Registry:
    """One centre, and three of those included whose response nobody judged: of patients they are left out."""
    one = one_centre(registry)
    chosen = select(one, name=NAME, response="physician")[0].included[:3]
    judged = one.patients["response_physician"].mask(one.patients["patient_id"].isin(chosen))
    return replace(one, patients=one.patients.assign(response_physician=judged))


def little_recorded(registry: Registry) -> Registry:
    """No table of events, of antibodies the positive results alone, and what UNRECORDED names in nobody."""
    patients, visits = registry.patients.copy(), registry.visits.copy()
    for variable in load_codebook().with_role("autoantibody"):
        patients[variable.name] = patients[variable.name].mask(~patients[variable.name].fillna(False).astype(bool))
    for frame in (patients, visits):
        for name in (name for name in UNRECORDED if name in frame):
            frame[name] = pd.Series([None] * len(frame), dtype=frame[name].dtype, index=frame.index)
    return replace(
        registry,
        patients=patients,
        visits=visits,
        adverse_events=registry.adverse_events.iloc[:0],
        absent=frozenset({"adverse_events"}),
    )


# case -> (what the registry is like, response definition)
CASES: dict[str, tuple[Callable[[Registry], Registry], str]] = {
    "one centre": (one_centre, "physician"),
    "two centres": (two_centres, "physician"),
    "eight patients": (eight_patients, "physician"),
    "all respond at a centre": (all_respond_at_c, "physician"),
    "bare": (bare, "physician"),
    "bare, eight patients": (lambda registry: bare(eight_patients(registry)), "physician"),
    "little recorded": (little_recorded, "physician"),
    "nobody judged": (nobody_judged, "physician"),
    "three not judged": (three_not_judged, "physician"),
    "imacs": (lambda registry: registry, "imacs"),
    "tis60": (lambda registry: registry, "tis60"),
}


@cache
def ledgers(case: str) -> dict[str, Ledger]:
    """The ledgers of a case by their name; the error rates are those of the simulation study, whatever the registry."""
    return _once(f"ledgers of {case}", lambda: _computed(case))


@cache
def released(case: str) -> dict[str, Ledger]:
    """The ledgers of a case as a registry of patients leaves: after disclosure control, with what was put together."""
    return _once(f"released of {case}", lambda: _released(case))


def _once(name: str, compute: Callable[[], dict[str, Ledger]]) -> dict[str, Ledger]:
    """Compute in whichever of the processes that test comes first; the others read what it found."""
    kept = Path(os.environ[SHARED], name)
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            half = kept.with_suffix(".half")
            half.write_bytes(pickle.dumps(compute()))
            half.replace(kept)
    made: dict[str, Ledger] = pickle.loads(kept.read_bytes())
    return made


def _computed(case: str) -> dict[str, Ledger]:
    cut, response = CASES[case]
    registry = cut(whole())
    screening, cohort = select(registry, name=NAME, response=response)
    return {
        "cohort": who_was_treated.analyse(registry, screening, cohort, seed=SEED, replicates=FEW),
        "efficacy": did_they_improve.analyse(cohort),
        "predictors": who_responds.analyse(cohort, seed=SEED, replicates=FEW),
        "safety": how_safe.analyse(cohort),
        "error_rates": read_error_rates(),
    }


def _released(case: str) -> dict[str, Ledger]:
    """As the notebooks do for patients: protect the cohort, make and release all analyses, read them again."""
    cut, response = CASES[case]
    registry = cut(whole())
    screening, cohort = select(registry, name=NAME, response=response)
    screening, cohort, merged = protected(screening, replace(cohort, simulated=False, origin=OURS), POLICY)
    settings = {"seed": SEED, "replicates": FEW}
    first = first_results(registry, screening, cohort, merged, policy=POLICY, **settings)
    return {
        "cohort": first,
        "efficacy": results(did_they_improve.analyse, cohort),
        "predictors": results(who_responds.analyse, cohort, **settings),
        "safety": results(how_safe.analyse, cohort),
        "error_rates": read_error_rates(),
    }
