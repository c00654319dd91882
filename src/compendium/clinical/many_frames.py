"""The patients of every analysis: who is in, who responded by which definition, and which predictors they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compendium.clinical.cohort import derive
from compendium.clinical.core_set import at_visit, improvement
from compendium.clinical.decision_keys import CENTRE
from compendium.clinical.decisions import Choice, Multiverse
from compendium.clinical.eligibility import read_criteria, screen
from compendium.clinical.response_models import predictors
from compendium.clinical.responses import Definition, judged
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.registry.reading import Registry
from compendium.stats.recorded import Floats, Integers, numbers

PHYSICIAN = "physician"


@dataclass(frozen=True)
class Frames:
    """Everybody who is in some analysis, in the order of their ids, and what the choices make of them.

    patients: one row each, with what is derived. table: every predictor (NaN or NA where not recorded), the same rows.
    responses: by choice of `response`, True, False or NA. members: by choice of `patients`, who is in.
    """

    patients: pd.DataFrame
    table: pd.DataFrame
    responses: Mapping[str, pd.Series]
    members: Mapping[str, pd.Series]

    def outcome(self, response: str, patients: str, undecided: str = "excluded") -> pd.Series:
        """Return the response of the patients of a choice, NA in all others; undecided: what is done where it is NA."""
        found = self.responses[response]
        if undecided == "non_responder":
            found = found.fillna(False)
        return found.mask(~self.members[patients])

    @cached_property
    def columns(self) -> dict[str, Floats]:
        """Every predictor as numbers, NaN where not recorded; `centre` as one column for each centre."""
        found = {str(name): numbers(self.table[name])[:, None] for name in self.table}
        centre = self.patients[CENTRE]
        levels = list(centre.cat.remove_unused_categories().cat.categories)
        dummies = [np.asarray(centre == level, dtype=np.float64) for level in levels]
        found[CENTRE] = np.column_stack(dummies) if dummies else np.zeros((len(centre), 0))
        return found

    def dealt(self, order: Integers) -> Frames:
        """Return the same patients with the responses of others: of the patient at `order`, by every definition.

        Features, all else that is known of a patient and who is in stay as they are.
        """
        moved = {name: each.iloc[order].set_axis(each.index) for name, each in self.responses.items()}
        return Frames(self.patients, self.table, moved, self.members)


def centres_compared(columns: Floats, used: NDArray[np.bool_]) -> Floats:
    """Return the columns of the centres that have a patient in a model, without the first of them: it is compared with.

    columns: one for each centre (n x centres), 1 for its patients. used: who is in the model.

    >>> centres_compared(np.eye(3), np.array([False, True, True])).tolist()
    [[0.0], [0.0], [1.0]]
    """
    return columns[:, np.flatnonzero(columns[used].any(axis=0))[1:]]


def frames(registry: Registry, declared: Multiverse) -> Frames:
    """Return the frames of a registry: everybody whom some choice lets in, and every response that is declared.

    The order of the registry's rows does not matter.
    """
    ordered = registry.patients.sort_values("patient_id", kind="stable").reset_index(drop=True)
    choices = {choice.id: choice for choice in declared.decision("patients").choices if choice.means is not None}
    lets_in = {name: _members(choice, registry, ordered) for name, choice in choices.items()}
    anybody = np.logical_or.reduce([each.to_numpy() for each in lets_in.values()])
    patients = derive(ordered[anybody].reset_index(drop=True), registry.visits, PHYSICIAN)
    changes = improvement(registry.visits)
    responses = {
        choice.id: judged(definition_of(choice), patients, changes).reset_index(drop=True)
        for choice in declared.decision("response").choices
        if choice.means is not None
    }
    members = {name: each[anybody].reset_index(drop=True) for name, each in lets_in.items()}
    return Frames(patients, predictors(patients), responses, members)


def definition_of(choice: Choice) -> Definition:
    """Return the definition of response that a choice of the list stands for."""
    means = choice.means or {}
    threshold = float(means.get("threshold", ("nan",))[0])
    return Definition(choice.id, choice.label, means["rule"][0], threshold, "", "", "", "", "")


def _members(choice: Choice, registry: Registry, patients: pd.DataFrame) -> pd.Series:
    """Return who is let in: the study's criteria but for some, without some diagnoses, with an end visit in time."""
    means = choice.means or {}
    criteria = tuple(each for each in read_criteria() if each.id not in means.get("without", ()))
    found = patients["patient_id"].isin(screen(registry, criteria).included) if criteria else _everybody(patients)
    found &= ~patients["diagnosis"].isin(means.get("leave_out", ()))
    if "end_within" in means:
        ends = at_visit(registry.visits, "end")["visit_on"].reindex(patients["patient_id"]).reset_index(drop=True)
        months = (ends - patients["first_ivig_on"]).dt.days / DAYS_A_MONTH
        low, high = map(float, means["end_within"])
        found &= (months >= low) & (months <= high)
    return found


def _everybody(patients: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=patients.index)
