"""What "response" means: every definition of data/definitions/responses.csv, applied patient by patient."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compendium.clinical.core_set import Improvement, improvement
from compendium.clinical.definition_review import Review
from compendium.clinical.definitions import Line, read_definitions
from compendium.clinical.improvement_score import score_bounds
from press.ground.fault import Fault
from press.rows import Key, Row

WORSE_PERCENT = 25  # IMACS 2004: a measure is worse when it lost 25 % or more
MOST_WORSE = 2
LEAST_BETTER = 3
_PLACE = "{threshold}"


@dataclass(frozen=True)
class Definition:
    """One response definition: its id (the notebooks' parameter), label, rule, threshold and sentence."""

    id: str
    label: str
    rule: str
    threshold: float
    text: str


def read_responses(folder: Path | None = None) -> dict[str, Definition]:
    """Return the response definitions by id, in the file's order, with the threshold written into their texts.

    Raises DefinitionsFault with all that is wrong in the file.

    >>> list(read_responses())
    ['physician', 'mmt15', 'imacs', 'tis20', 'tis40', 'tis60']
    """
    review = Review("responses", read_definitions("responses", folder))
    for line in review.lines:
        _check(review, line)
    review.finish()
    return {line["id"]: _definition(line) for line in review.lines}


def _check(review: Review, line: Line) -> None:
    review.identifier(line)
    review.filled(line, "label", "definition")
    if not review.choice(line, "rule", RULES):
        return
    unit = UNITS[line["rule"]]
    review.choice(line, "unit", (unit,))
    if not unit:
        review.choice(line, "threshold", ("",))
    else:
        # from 1: a spreadsheet that shows 15 % may hold 0.15, which would make almost everybody a responder
        review.number(line, "threshold", 1, 100 if line["rule"] == "total_improvement_score" else None)
    _check_texts(review, line, has_threshold=bool(unit))


def _check_texts(review: Review, line: Line, *, has_threshold: bool) -> None:
    """Note texts that would not follow the threshold when it is changed."""
    for column in ("label", "definition"):
        text = line[column]
        if set(re.findall(r"\{.*?\}", text)) - ({_PLACE} if has_threshold else set()):
            rule = f"nothing in braces but {_PLACE}" if has_threshold else "nothing in braces where no threshold is"
            review.fault(line, column, rule, "correct it, or write the words out")
    if has_threshold and re.search(r"[≥>=]\s*[0-9]", line["label"]):
        rule = f"the threshold stands in the label as {_PLACE}, not as a number"
        review.fault(line, "label", rule, f"write ≥ {_PLACE}, so that the label follows the threshold")
    if has_threshold and line["definition"] and _PLACE not in line["definition"]:
        rule = f"the definition says its threshold, as {_PLACE}"
        review.fault(line, "definition", rule, f"write {_PLACE} where the number belongs")


def _definition(line: Line) -> Definition:
    value = float(line["threshold"] or "nan")
    label, text = (line[column].replace(_PLACE, f"{value:g}") for column in ("label", "definition"))
    return Definition(line["id"], label, line["rule"], value, text)


def choose(response: str) -> Definition:
    """Return the definition with this id; a Fault lists the ids there are."""
    definitions = read_responses()
    if response not in definitions:
        raise Fault(f"response definition {response!r} is not one of {', '.join(definitions)}")
    return definitions[response]


def definition_row(definition: Definition, key: Key) -> Row:
    """Return the row that says in words which definition is in force, for the notes of exhibits split by response."""
    words = f"{definition.label} ({definition.text[:1].lower()}{definition.text[1:]})"
    return key.row("definition", None, method="response definition in force", note=words)


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
# what the threshold of each rule is in; none for a judgement that is taken as recorded
UNITS = {"recorded": "", "relative_mmt8": "percent", "imacs": "percent", "total_improvement_score": "points"}
