"""How many patients, with the outcome and without, a model rests on that is in no linked table: shown, or all hidden.

The wider model is of those in whom CK and disease duration were recorded as well: ten non-responders and nine of them
in the model leave one whose CK nobody measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from compendium.disclosure.groups import RESPONSES, Groups
from compendium.disclosure.policy import Policy
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

COUNTS = ("n", "events", "non_events", "left_out")
_SMALLER = "multivariable"  # the printed model, whose patients include those of every wider one
_NUMBERS = ("ck_xuln", "disease_duration")  # what the wider model asks for besides
_OF = dict(zip(("events", "non_events"), RESPONSES, strict=True))


def model_marks(ledger: Ledger, groups: Groups, policy: Policy, placed: Collection[str]) -> dict[str, str]:
    """Return the marks of the counts of models that are in no table: all of a model's, or none.

    They are hidden where one is small, or all but a handful of a larger set that a reader may know: the patients with
    that response, those of the smaller model, those in whom CK or disease duration was recorded. One of the three would
    follow from the other two.
    """
    models: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in ledger:
        if is_of_one_model(row) and row.id not in placed and row.value == row.value:
            models[row.variable, row.level, row.group].append(row)
    return {
        row.id: policy.mark if policy.small(row.value) else FOLLOWS
        for rows in models.values()
        if any(_tells(row, ledger, groups, policy) for row in rows)
        for row in rows
    }


def is_of_one_model(row: Row) -> bool:
    """Return whether a row says how many patients, of a kind, a model rests on, or how many it leaves out."""
    return row.analysis == "predictors" and row.statistic in COUNTS


def _tells(row: Row, ledger: Ledger, groups: Groups, policy: Policy) -> bool:
    return policy.small(row.value) or any(policy.small(whole - row.value) for whole in _wholes(row, ledger, groups))


def _wholes(row: Row, ledger: Ledger, groups: Groups) -> Iterator[float]:
    """Yield the sizes of larger sets; none for how many were left out, which is looked at by itself."""
    if row.statistic == "left_out":
        return
    response = _OF.get(row.statistic)
    decided = sum(groups.response.get(each, 0) for each in RESPONSES)
    yield groups.response.get(response, row.value) if response else decided or row.value
    names = [f"predictors.{_SMALLER}.{row.statistic}"]
    names += [f"cohort.{name}.{response}.n" for name in _NUMBERS if response]
    yield from (ledger.value(name) for name in names if name in ledger and ledger.value(name) > row.value)
