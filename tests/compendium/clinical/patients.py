"""Patients for the tests of the study: invented ones, with one thing changed at a time, and the committed cohort."""

from __future__ import annotations

from functools import cache

import pandas as pd

from compendium.clinical.cohort import Cohort, open_registry, select
from compendium.clinical.eligibility import Screening
from compendium.registry.codebook import load_codebook
from compendium.registry.reading import Registry

ENZYME_ULN = {"ck": 190.0, "aldolase": 7.6, "ldh": 240.0, "ast": 40.0, "alt": 40.0, "myoglobin": 80.0}
CALM = {
    "mmt8": 120.0,
    "dysphagia_vas": 2.0,
    "physician_global": 5.0,
    "patient_global": 5.0,
    "haq_di": 1.5,
    "extramuscular": 4.0,
    "prednisone": 25.0,
    **{name: 2 * uln for name, uln in ENZYME_ULN.items()},
}


REGISTRY = "data/registry"


@cache
def records() -> Registry:
    """The committed registry, read once for all tests of a process."""
    return open_registry(REGISTRY)


@cache
def selected(response: str = "physician") -> tuple[Screening, Cohort]:
    """The flow and the cohort of the committed registry."""
    return select(records(), name=REGISTRY, response=response)


def visit(patient: str, when: str, day: str = "2012-01-10", **changed: float) -> dict[str, object]:
    """One visit with every measure recorded unless `changed` says otherwise."""
    limits = {f"{name}_uln": uln for name, uln in ENZYME_ULN.items()}
    return {"patient_id": patient, "visit": when, "visit_on": pd.Timestamp(day), **CALM, **limits, **changed}


def visits(*rows: dict[str, object]) -> pd.DataFrame:
    """A visits table in the codebook's types."""
    frame = pd.DataFrame(list(rows))
    levels = list(load_codebook().variable("visit", "visits").levels)
    frame["visit"] = pd.Categorical(frame["visit"], categories=levels, ordered=True)
    return frame


def before_after(patient: str, before: dict[str, float], after: dict[str, float]) -> pd.DataFrame:
    """A baseline and an end visit of one patient."""
    return visits(visit(patient, "baseline", **before), visit(patient, "end", "2013-03-10", **after))
