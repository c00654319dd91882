"""How many analyses say what the published one says, when all are fitted at once: for the test of the whole curve.

In that test responses are dealt out to the patients anew, many times. Therefore those by maximum likelihood on complete
cases alone, which need no imputation for each dealing. A separated model has no estimate, as in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from compendium.clinical.decision_keys import CENTRE, QUESTIONS
from compendium.clinical.decisions import Multiverse, Specification
from compendium.clinical.many_estimates import BEYOND
from compendium.clinical.many_frames import Frames, centres_compared
from compendium.stats.many_models import log_odds
from compendium.stats.recorded import Floats, numbers
from compendium.stats.statement import NORMAL_QUANTILE

REGISTRY = "data/registry"  # whose responses are dealt out
TESTED = (("model", "ml"), ("missing", "complete"))


class Counts(NamedTuple):
    """Of the analyses of a question: on the published side of 1, excluding 1 there, and having an estimate."""

    same_sign: int
    excludes: int
    computed: int


def is_tested(each: Specification, declared: Multiverse) -> bool:
    """Whether an analysis is among those that are counted here."""
    return all((declared.decision(name).choice(each[name]).means or {})["handles"] == (how,) for name, how in TESTED)


def dealt_anew(found: Frames, declared: Multiverse, rng: np.random.Generator) -> Frames:
    """Return the patients with the responses of others of them, those in no equivalent choice of patients left alone.

    What moves is a patient's response by every definition, as one. So definitions go together as they do, and features,
    diagnosis, CK, duration and centre of a patient stay together too: only what ties response to all of them is cut.
    """
    members = [found.members[choice.id].to_numpy() for choice in declared.decision("patients").equivalent]
    places = np.flatnonzero(np.logical_or.reduce(members))
    order = np.arange(len(found.patients))
    order[places] = places[rng.permutation(len(places))]
    return found.dealt(order)


def counts(found: Frames, declared: Multiverse) -> dict[str, Counts]:
    """Count the equivalent analyses of TESTED: of every definition of response and choice of patients, all models."""
    outcomes = np.array(
        [
            numbers(found.outcome(response.id, patients.id))
            for response in declared.decision("response").equivalent
            for patients in declared.decision("patients").equivalent
        ]
    )
    tally = {question: np.zeros(3, dtype=np.int64) for question in declared.questions}
    for other in declared.decision("other").equivalent:
        both = (other.means or {})["handles"] == ("both",)
        for features in [QUESTIONS] if both else [(name,) for name in declared.questions]:
            for adjustment in declared.decision("adjustment").equivalent:
                adds = (adjustment.means or {}).get("adds", ())
                for some, predictors in _models(found, outcomes, (*features, *adds)):
                    fitted = log_odds(some, predictors[None], firth=False)
                    for place, name in enumerate(features):
                        half = NORMAL_QUANTILE * np.sqrt(fitted.variances[:, place])
                        tally[name] += _counted(declared.questions[name] * fitted.estimates[:, place], half)
    return {name: Counts(*map(int, each)) for name, each in tally.items()}


def _models(found: Frames, outcomes: Floats, names: Sequence[str]) -> Iterator[tuple[Floats, Floats]]:
    """Yield outcomes with the predictors of their models, those together that have patients of the same centres."""
    if CENTRE not in names:
        yield outcomes, np.concatenate([found.columns[name] for name in names], axis=1)
        return
    centres = found.columns[CENTRE]
    rest = np.concatenate([found.columns[name] for name in names if name != CENTRE], axis=1)
    used = ~np.isnan(outcomes) & ~np.isnan(rest).any(axis=1)
    there = used.astype(np.float64) @ centres > 0
    for present in np.unique(there, axis=0):
        same = (there == present).all(axis=1)
        compared = centres_compared(centres, used[same].any(axis=0))
        yield outcomes[same], np.concatenate([rest, compared], axis=1)


def _counted(estimates: Floats, half: Floats) -> np.ndarray:
    """Count estimates above 0, those whose interval is above 0, and those that there are; NaN is none of these."""
    return np.array([(estimates > BEYOND).sum(), (estimates - half > BEYOND).sum(), (~np.isnan(estimates)).sum()])
