"""A handful of patients in whom response cannot be decided: left out, or nothing by response could be shown at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from compendium.clinical.cohort import Cohort
from compendium.clinical.eligibility import Criterion, Screening, Step
from compendium.disclosure.policy import Policy

DECIDED = Criterion("response_decided", "response", "", "", "Response can be decided", "Response cannot be decided")


@dataclass(frozen=True)
class Undecided:
    """That patients were left out, fewer than `fewest`; as a text, for the footnote that says so.

    >>> print(Undecided(5))
    Response: those in whom it cannot be decided, fewer than 5, are left out of all analyses.
    """

    fewest: int

    def __str__(self) -> str:
        return f"Response: those in whom it cannot be decided, fewer than {self.fewest}, are left out of all analyses."


def without_undecided(
    screening: Screening, cohort: Cohort, policy: Policy
) -> tuple[Screening, Cohort, tuple[Undecided, ...]]:
    """Return the flow with one more step and the cohort without those undecided, where they are fewer than `fewest`.

    All patients less responders and non-responders would give their number, so that neither group, nor anything that
    sets one beside the other, could be shown. Five or more are counted as any others; and somebody must be left.
    """
    undecided = cohort.patients["response"].isna()
    number = int(undecided.sum())
    if not 0 < number < min(policy.fewest, len(undecided)):
        return screening, cohort, ()
    kept = tuple(cohort.patients.loc[~undecided, "patient_id"])
    patients, visits, events = (
        frame[frame["patient_id"].isin(kept)].reset_index(drop=True)
        for frame in (cohort.patients, cohort.visits, cohort.events)
    )
    steps = (*screening.steps, Step(DECIDED, number, len(kept)))
    flow = replace(screening, steps=steps, included=kept)
    decided = replace(cohort, patients=patients, visits=visits, events=events, left_out=policy.fewest)
    return flow, decided, (Undecided(policy.fewest),)
