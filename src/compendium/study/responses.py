"""What "response" means: every definition of data/definitions/responses.csv, applied patient by patient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from compendium.registry.fault import Fault
from compendium.study.core_set import Improvement, improvement
from compendium.study.definitions import read_definitions, threshold
from compendium.study.improvement_score import score_bounds

WORSE_PERCENT = 25  # IMACS 2004: a measure is worse when it lost 25 % or more
MOST_WORSE = 2
LEAST_BETTER = 3


@dataclass(frozen=True)
class Definition:
    """One response definition: its id (the notebooks' parameter), label, rule, threshold and sentence."""

    id: str
    label: str
    rule: str
    threshold: float
    text: str


def read_responses() -> dict[str, Definition]:
    """Return the response definitions by id, in the file's order. Raises Fault for an unknown rule.

    >>> list(read_responses())
    ['physician', 'mmt15', 'imacs', 'tis20', 'tis40', 'tis60']
    """
    definitions = {}
    for line in read_definitions("responses"):
        if line["rule"] not in RULES:
            raise Fault(
                f"data/definitions/responses.csv, line {line['id']}, column rule: {line['rule']!r} is not one of "
                f"{', '.join(RULES)}"
            )
        value = threshold(line, "threshold", "responses") if line["threshold"] else float("nan")
        definitions[line["id"]] = Definition(line["id"], line["label"], line["rule"], value, line["definition"])
    return definitions


def choose(response: str) -> Definition:
    """Return the definition with this id; a Fault lists the ids there are."""
    definitions = read_responses()
    if response not in definitions:
        raise Fault(f"response definition {response!r} is not one of {', '.join(definitions)}")
    return definitions[response]


def responders(definition: Definition, patients: pd.DataFrame, visits: pd.DataFrame) -> pd.Series:
    """Return, per patient (index patient_id), True, False or NA where the records cannot decide."""
    changes = improvement(visits)
    decided = RULES[definition.rule](definition, patients.set_index("patient_id"), changes)
    return decided.reindex(patients["patient_id"]).astype("boolean")


def _recorded(_definition: Definition, patients: pd.DataFrame, _changes: Improvement) -> pd.Series:
    judged = patients["response_physician"]
    return (judged == "responder").astype("boolean").mask(judged.isna())


def _relative_mmt8(definition: Definition, _patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    gain = changes.relative["mmt8"].round(10)
    return (gain >= definition.threshold).astype("boolean").mask(gain.isna())


def _imacs(definition: Definition, _patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    """IMACS 2004, decided only where measures that were not recorded could not change the answer."""
    gain = changes.relative.round(10)
    missing = gain.isna().sum(axis=1)
    better = (gain >= definition.threshold).sum(axis=1)
    worse = (gain <= -WORSE_PERCENT).sum(axis=1)
    mmt8 = gain["mmt8"]
    surely = (better >= LEAST_BETTER) & (worse + missing <= MOST_WORSE) & (mmt8 > -WORSE_PERCENT)
    never = (better + missing < LEAST_BETTER) | (worse > MOST_WORSE) | (mmt8 <= -WORSE_PERCENT)
    return _decided(surely, never)


def _total_improvement_score(definition: Definition, _patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    """ACR/EULAR 2016, decided only where measures that were not recorded could not change the answer."""
    bounds = score_bounds(changes.absolute)
    return _decided(bounds["low"] >= definition.threshold, bounds["high"] < definition.threshold)


def _decided(surely: pd.Series, never: pd.Series) -> pd.Series:
    return surely.astype("boolean").mask(~(surely | never))


RULES: dict[str, Callable[[Definition, pd.DataFrame, Improvement], pd.Series]] = {
    "recorded": _recorded,
    "relative_mmt8": _relative_mmt8,
    "imacs": _imacs,
    "total_improvement_score": _total_improvement_score,
}
