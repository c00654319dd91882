"""Who is in the study: criteria applied in their written order, so that the flow chart falls out of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from compendium.registry.fault import Fault
from compendium.registry.reading import Registry
from compendium.results import Key, Row
from compendium.study.definitions import read_definitions, threshold


@dataclass(frozen=True)
class Criterion:
    """One line of data/definitions/eligibility.csv: what a patient must meet, and why another is left out."""

    id: str
    variable: str
    rule: str
    value: str
    text: str
    exclusion: str


@dataclass(frozen=True)
class Step:
    """What one criterion did: how many patients it excluded and how many remain."""

    criterion: Criterion
    excluded: int
    remaining: int


@dataclass(frozen=True)
class Screening:
    """The flow: patients screened, each step in order, and the identifiers of those included."""

    screened: int
    steps: tuple[Step, ...]
    included: tuple[str, ...]

    def rows(self, key: Key) -> list[Row]:
        """Return the flow as rows: screened, then excluded and remaining at each criterion, then included."""
        count = "count of patients"
        rows = [key.at(level="screened").row("remaining", self.screened, n=self.screened, method=count)]
        at_risk = self.screened
        for step in self.steps:
            here = key.at(level=step.criterion.id)
            rows.append(here.row("excluded", step.excluded, n=at_risk, method=count, note=step.criterion.exclusion))
            rows.append(here.row("remaining", step.remaining, n=at_risk, method=count, note=step.criterion.text))
            at_risk = step.remaining
        return rows


def read_criteria() -> tuple[Criterion, ...]:
    """Return the eligibility criteria in order. Raises Fault for a rule that is not one of those known."""
    criteria = tuple(
        Criterion(line["id"], line["variable"], line["rule"], line["value"], line["criterion"], line["exclusion"])
        for line in sorted(read_definitions("eligibility"), key=lambda line: threshold(line, "order", "eligibility"))
    )
    for criterion in criteria:
        if criterion.rule not in RULES:
            raise Fault(
                f"data/definitions/eligibility.csv, line {criterion.id}, column rule: {criterion.rule!r} is not one of "
                f"{', '.join(RULES)}"
            )
    return criteria


def screen(registry: Registry, criteria: tuple[Criterion, ...] | None = None) -> Screening:
    """Apply each criterion to those who met all before it. A value not recorded does not meet a criterion."""
    remaining = registry.patients
    steps = []
    for criterion in criteria or read_criteria():
        meets = RULES[criterion.rule](remaining, registry, criterion)
        kept = remaining[meets]
        steps.append(Step(criterion, len(remaining) - len(kept), len(kept)))
        remaining = kept
    return Screening(len(registry.patients), tuple(steps), tuple(remaining["patient_id"]))


def _column(patients: pd.DataFrame, criterion: Criterion) -> pd.Series:
    if criterion.variable not in patients:
        raise Fault(
            f"data/definitions/eligibility.csv, line {criterion.id}, column variable: {criterion.variable!r} is not a "
            "variable of patients.csv; see data/codebook.csv"
        )
    return patients[criterion.variable]


def _number(criterion: Criterion) -> float:
    return threshold({"id": criterion.id, "value": criterion.value}, "value", "eligibility")


def _at_least(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return _column(patients, criterion) >= _number(criterion)


def _equals(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return _column(patients, criterion) == _number(criterion)


def _one_of(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return _column(patients, criterion).isin(criterion.value.split("|"))


def _has(patients: pd.DataFrame, registry: Registry, criterion: Criterion) -> pd.Series:
    """Every visit named in the criterion exists for the patient."""
    meets = pd.Series(True, index=patients.index)
    for visit in criterion.value.split("|"):
        seen = registry.visits.loc[registry.visits["visit"] == visit, "patient_id"]
        meets &= patients["patient_id"].isin(seen)
    return meets


RULES: dict[str, Callable[[pd.DataFrame, Registry, Criterion], pd.Series]] = {
    "at_least": _at_least,
    "equals": _equals,
    "one_of": _one_of,
    "has": _has,
}
