"""Which decision parts the odds ratios of many analyses: its share of their variance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from compendium.clinical.decisions import AS_PUBLISHED, Choice, Decision, Multiverse, Specification
from compendium.clinical.many_estimates import Estimated
from compendium.stats.apart import BALANCED, UNBALANCED, variance_by_decision
from compendium.stats.recorded import Floats
from press.rows import Key, Row

VARIANCE, WITHOUT = "variance", "variance_without"  # groups: of all analyses; of those without the farthest choice
AFTERWARDS = "those with the farthest choice left out, looked at after the result was seen"
FARTHEST = ("farthest", "farthest_n", "farthest_non_events")
NO_VARIANCE, NO_MEDIAN = "the log odds ratios do not vary", "a choice has no estimate at all"


def parts(declared: Multiverse, question: str, found: Mapping[Specification, Estimated], at: Key) -> Iterator[Row]:
    """State the share of each decision, with which choice of the largest the odds ratios lie farthest, and all without.

    Of that choice: how many patients the published analysis has with it, and how many of them did not respond.
    """
    each = declared.of(question)
    shares = _shares(declared, each, found)
    largest = max((decision.id for decision in declared.open), key=lambda name: (shares[name], name))
    decision = declared.decision(largest)
    yield from _stated(declared, each, found, at.at(group=VARIANCE), "")
    choice, middle = _farthest(decision, each, found)
    own = [found[declared.mark(AS_PUBLISHED, question).with_choice(largest, choice.id)]] if choice else []
    n = sum(one.n for one in own) if own else None
    lacking = sum(one.n - one.events for one in own) if own else None
    note = choice.label if choice else NO_MEDIAN
    how = "median odds ratio of the choice whose median is farthest from the middle one of the decision's choices"
    there, counted = at.at(group=VARIANCE), f"the published analysis with the choice {note}"
    yield there.row("farthest", math.exp(middle) if choice else None, n=len(each), method=how, note=note)
    for name, count in (("farthest_n", n), ("farthest_non_events", lacking)):
        yield there.row(name, count, n=n, method=f"count of {_COUNTED[name]} in {counted}", note=note)
    others = [one for one in each if choice is None or one[largest] != choice.id]
    yield from _stated(declared, others, found, at.at(group=WITHOUT), f"; {AFTERWARDS}")


_COUNTED = {"farthest_n": "patients", "farthest_non_events": "patients who did not respond"}


def _logs(each: Sequence[Specification], found: Mapping[Specification, Estimated]) -> Floats:
    return np.array([found[one].log for one in each])


def _shares(
    declared: Multiverse, each: Sequence[Specification], found: Mapping[Specification, Estimated]
) -> dict[str, float]:
    chosen = {decision.id: [one[decision.id] for one in each] for decision in declared.open}
    return variance_by_decision(_logs(each, found), chosen)


def _stated(
    declared: Multiverse, each: Sequence[Specification], found: Mapping[Specification, Estimated], at: Key, which: str
) -> Iterator[Row]:
    """State how much of the variance of the log odds ratios goes with each decision, and with which the most."""
    shares = _shares(declared, each, found)
    method = (UNBALANCED if np.isnan(_logs(each, found)).any() else BALANCED) + which
    labels = {decision.id: decision.label for decision in declared.open}
    for name, percent in shares.items():
        why = NO_VARIANCE if math.isnan(percent) else ""
        yield at.at(level=name).row("percent", percent, n=len(each), method=method, note=why)
    largest = max(labels, key=lambda name: (shares[name], name))
    note = NO_VARIANCE if math.isnan(shares[largest]) else labels[largest]
    yield at.row("largest", shares[largest], n=len(each), method=method, note=note)


def _farthest(
    decision: Decision, each: Sequence[Specification], found: Mapping[Specification, Estimated]
) -> tuple[Choice | None, float]:
    """Return with which choice of a decision the log odds ratios lie farthest from the others, and their median."""
    medians = {}
    for choice in decision.equivalent:
        logs = _logs([one for one in each if one[decision.id] == choice.id], found)
        medians[choice.id] = float(np.median(logs[~np.isnan(logs)])) if (~np.isnan(logs)).any() else math.nan
    middle = float(np.median(list(medians.values())))
    if math.isnan(middle):
        return None, math.nan
    far = max(medians, key=lambda name: (abs(medians[name] - middle), name))
    return decision.choice(far), medians[far]
