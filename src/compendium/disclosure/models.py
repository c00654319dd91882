"""Which models of response may be shown: every level of their features holds enough patients of either kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from compendium.clinical.response_models import DIAGNOSIS, PRINTED_MODEL
from compendium.disclosure.groups import RESPONSES, UNDECIDED, Groups
from compendium.disclosure.policy import Policy
from press.rows import Ledger
from press.rows.row import Row

PROFILES = ("patient_profile", "patient_profile_adjusted", "patient_profile_wider")
_OF_COUNTS = ("epv", "per_parameter", "overall")  # computed from how many patients have the outcome, and how many not
_CRUDE = ("", "univariable", "response", "within_centres", *RESPONSES)
_WITH_CENTRE = ("with_centre", "without_centre", "within_centres")


def is_of_model(row: Row) -> bool:
    """Whether a row of the predictor analysis is an estimate of a model of several features, not of one table."""
    if row.analysis != "predictors" or row.statistic in ("count", "total", "percent"):
        return False
    return row.variable in PROFILES or row.group not in _CRUDE


def refused(row: Row, ledger: Ledger, groups: Groups, marks: Mapping[str, str], policy: Policy) -> bool:
    """Whether the model that a row belongs to may not be shown.

    Its features must each have `events_per_level` responders and non-responders with and without them, none of these
    counts hidden, and the model `residual_df` degrees of freedom left; with centres in it, each centre as many too.
    """
    model = row.group.removesuffix("_firth").removesuffix("_profile")
    features = list(PRINTED_MODEL)
    enough = all(_enough(name, ledger, marks, policy) for name in features)
    if model == "adjusted" or row.variable == PROFILES[1] or row.variable == DIAGNOSIS:
        enough &= diagnosis_enough(ledger, policy)
    if model.startswith(_WITH_CENTRE):
        decided = [n for (response, _), n in groups.both.items() if response != UNDECIDED]
        enough &= bool(decided) and all(n >= policy.events_per_level for n in decided)
    if of_hidden_patients(row, marks):
        return True
    parameters = _parameters(row, ledger)
    return not (enough and row.n is not None and row.n - parameters - 1 >= policy.residual_df)


def of_hidden_patients(row: Row, marks: Collection[str]) -> bool:
    """Whether a number of a model is computed from how many patients it rests on, by kind, and that is not shown."""
    if not (row.statistic in _OF_COUNTS or row.level.startswith("sample_size")):
        return False
    places = filter(None, (row.group, row.variable))  # a model is named by its group, or by its profile
    return any(f"predictors.{place}.{each}" in marks for place in places for each in ("n", "events", "non_events"))


def _parameters(row: Row, ledger: Ledger) -> int:
    names = (f"predictors.{row.group}.parameters", f"predictors.{row.level}.{row.group}.parameters")
    return next((int(ledger.value(name)) for name in names if name in ledger), len(PRINTED_MODEL) + 2)


def _enough(name: str, ledger: Ledger, marks: Mapping[str, str], policy: Policy) -> bool:
    for response in RESPONSES:
        rows = [f"predictors.{name}.{response}.{each}" for each in ("count", "total")]
        if any(row not in ledger or row in marks for row in rows):
            return False
        count, total = (ledger.value(row) for row in rows)
        if min(count, total - count) < policy.events_per_level:
            return False
    return True


def diagnosis_enough(ledger: Ledger, policy: Policy) -> bool:
    """Whether those with and without a diagnosis of the kind in the adjusted model are enough, by its own counts."""
    rows = ledger.find(variable=PROFILES[1], group="", statistic="count")
    for wide in (True, False):
        kinds = [row.id for row in rows if row.level.endswith(DIAGNOSIS) == wide]
        events = sum(ledger.value(kind) for kind in kinds)
        others = sum(ledger.value(kind.removesuffix("count") + "total") for kind in kinds) - events
        if min(events, others) < policy.events_per_level:
            return False
    return True
