"""Who is in the study: criteria applied in their written order, so that the flow chart falls out of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compendium.clinical.definition_review import Review
from compendium.registry.codebook import Codebook, Variable, load_codebook
from compendium.registry.reading import Registry
from press.ground.spreadsheet import Line
from press.rows import Key, Row

SCREENED = "screened"


@dataclass(frozen=True)
class Criterion:
    """One line of data/definitions/eligibility.csv: what a patient must meet, and why another is left out."""

    id: str
    variable: str
    rule: str
    value: str
    text: str
    exclusion: str

    @property
    def values(self) -> tuple[str, ...]:
        """The values separated by |, without the blanks around them."""
        return tuple(part.strip() for part in self.value.split("|"))


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
        rows = [key.at(level=SCREENED).row("remaining", self.screened, n=self.screened, method=count)]
        at_risk = self.screened
        for step in self.steps:
            here = key.at(level=step.criterion.id)
            rows.append(here.row("excluded", step.excluded, n=at_risk, method=count, note=step.criterion.exclusion))
            rows.append(here.row("remaining", step.remaining, n=at_risk, method=count, note=step.criterion.text))
            at_risk = step.remaining
        return rows


def read_criteria(folder: Path | None = None) -> tuple[Criterion, ...]:
    """Return the eligibility criteria in order. Raises SpreadsheetFault with all that is wrong in the file.

    >>> [criterion.variable for criterion in read_criteria()]
    ['age', 'criteria', 'dose', 'infusions_n', 'visit']
    """
    review = Review.of("eligibility", folder)
    book = load_codebook()
    orders: dict[float, int] = {}
    for line in review.lines:
        _check(review, line, book)
        order = review.number(line, "order")
        if orders.setdefault(order, line.row) != line.row:
            review.fault(line, "order", f"no two rows the same; row {orders[order]} has it too", "number them anew")
    review.finish()
    return tuple(
        Criterion(line["id"], line["variable"], line["rule"], line["value"], line["criterion"], line["exclusion"])
        for line in sorted(review.lines, key=lambda line: float(line["order"]))
    )


def _check(review: Review, line: Line, book: Codebook) -> None:
    review.identifier(line)
    if line["id"] == SCREENED:
        review.fault(line, "id", f"not {SCREENED}, which is the first box of the flow", "rename it")
    review.filled(line, "criterion", "exclusion")
    if not review.choice(line, "rule", RULES):
        return
    if line["rule"] != "has":
        _check_variable(review, line, book)
    elif review.choice(line, "variable", ("visit",)):
        _check_values(review, line, book.variable("visit", "visits"))


def _check_variable(review: Review, line: Line, book: Codebook) -> None:
    """Note a variable that patients do not have or that the rule does not fit, and a value that it cannot take."""
    variable = next((one for one in book.table("patients") if one.name == line["variable"]), None)
    if variable is None:
        review.fault(line, "variable", "a variable of patients in data/codebook.csv", "correct it, or add it there")
        return
    kinds = ("level",) if line["rule"] == "one_of" else ("integer", "number")
    if variable.kind not in kinds:
        rule = f"{' or '.join(kinds)} in data/codebook.csv, as the rule {line['rule']} needs; it is {variable.kind}"
        review.fault(line, "variable", rule, "choose another rule or variable")
    elif variable.levels:
        _check_values(review, line, variable)
    else:
        review.number(line, "value", variable.low, variable.high)


def _check_values(review: Review, line: Line, variable: Variable) -> None:
    """Note each value that is not among the codebook's levels of the variable."""
    for value in (part.strip() for part in line["value"].split("|")):
        if value not in variable.levels:
            rule = f'levels of {variable.name} separated by |; "{value}" is none of {", ".join(variable.levels)}'
            review.fault(line, "value", rule, "write the levels exactly as data/codebook.csv has them")


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


def _at_least(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return patients[criterion.variable] >= float(criterion.value)


def _equals(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return patients[criterion.variable] == float(criterion.value)


def _one_of(patients: pd.DataFrame, _registry: Registry, criterion: Criterion) -> pd.Series:
    return patients[criterion.variable].isin(criterion.values)


def _has(patients: pd.DataFrame, registry: Registry, criterion: Criterion) -> pd.Series:
    """Every visit named in the criterion exists for the patient."""
    meets = pd.Series(True, index=patients.index)
    for visit in criterion.values:
        seen = registry.visits.loc[registry.visits["visit"] == visit, "patient_id"]
        meets &= patients["patient_id"].isin(seen)
    return meets


RULES: dict[str, Callable[[pd.DataFrame, Registry, Criterion], pd.Series]] = {
    "at_least": _at_least,
    "equals": _equals,
    "one_of": _one_of,
    "has": _has,
}
