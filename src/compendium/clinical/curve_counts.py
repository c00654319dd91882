"""How many analyses say what the published one says, when all are fitted at once: for the test of the whole curve.

In that test responses are dealt out to the patients anew, many times. Therefore those by maximum likelihood on complete
cases alone, which need no imputation for each dealing. A centre without a patient in a model leaves it without an
estimate here; a separated model has none, as in the list.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from compendium.clinical.decision_keys import QUESTIONS
from compendium.clinical.decisions import Multiverse, Specification
from compendium.clinical.many_frames import Frames
from compendium.stats.many_models import log_odds
from compendium.stats.recorded import Floats, numbers
from compendium.stats.statement import NORMAL_QUANTILE

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
                predictors = np.concatenate([found.columns[name] for name in (*features, *adds)], axis=1)
                fitted = log_odds(outcomes, predictors[None], firth=False)
                for name in declared.questions:
                    if name in features:
                        place = features.index(name)
                        half = NORMAL_QUANTILE * np.sqrt(fitted.variances[:, place])
                        tally[name] += _counted(declared.questions[name] * fitted.estimates[:, place], half)
    return {name: Counts(*map(int, each)) for name, each in tally.items()}


def _counted(estimates: Floats, half: Floats) -> np.ndarray:
    """Count estimates above 0, those whose interval is above 0, and those that there are; NaN is none of these."""
    return np.array([(estimates > 0).sum(), (estimates - half > 0).sum(), (~np.isnan(estimates)).sum()])
