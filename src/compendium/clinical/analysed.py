"""How many of the patients included are in the two main analyses: the change of strength, and the model of response."""

from __future__ import annotations

from compendium.clinical.cohort import Cohort
from compendium.clinical.did_they_improve import pairs
from compendium.clinical.response_models import printed_predictors
from compendium.clinical.who_was_treated import ANALYSIS
from press.rows import Row

ANALYSED = ANALYSIS.at(variable="analysed")
STRENGTH, MODEL = "mmt8", "model"


def analysed(cohort: Cohort) -> list[Row]:
    """Count the patients with MMT8 at both visits, and those with a response and every predictor of the printed model.

    They repeat counts of the later analyses for the flow chart, which is drawn before these are made; of a registry of
    patients they are not stated, since what may be shown of a count is decided where it is made.
    """
    before, after = pairs(cohort.visits, STRENGTH)
    both = int((before.notna() & after.notna()).sum())
    whole = cohort.patients["response"].notna() & printed_predictors(cohort.patients).notna().all(axis="columns")
    others = int((whole & (cohort.patients["response"] == "non-responder")).sum())
    n = len(cohort.patients)
    model = ANALYSED.at(level=MODEL)
    with_all = "patients with a response and every variable of the model recorded"
    return [
        ANALYSED.at(level=STRENGTH).row("count", both, n=n, method="patients with MMT8 at both visits"),
        model.row("count", int(whole.sum()), n=n, method=with_all),
        model.row("non_responders", others, n=n, method=f"non-responders among the {with_all}"),
    ]
