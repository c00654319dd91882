"""What "response" means: every definition of data/definitions/responses.csv, applied patient by patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compendium.clinical.core_set import Improvement, improvement
from compendium.clinical.definition_review import Review
from compendium.clinical.definition_words import aim, check_id, check_texts, fill
from compendium.clinical.improvement_score import MOST, read_degrees, score_bounds
from press.ground.fault import Fault
from press.ground.spreadsheet import Line
from press.rows import Key, Row

WORSE_PERCENT = 25  # IMACS 2004: a measure is worse when it lost 25 % or more
MOST_WORSE = 2
LEAST_BETTER = 3
RELATIVE = "relative_mmt8"
OF_RANGE = "range_mmt8"
SCORE = "total_improvement_score"
BESIDE_TRIAL = "beside_trial"  # the role of the definition whose share stands beside that of a trial


@dataclass(frozen=True)
class Definition:
    """One response definition: its id (the notebooks' parameter), label, rule, threshold and sentence.

    degree: by which word the improvement score calls the threshold, "" if by none. aim: what whoever responds has
    reached, in the middle of a sentence. role: BESIDE_TRIAL in one definition, "" in the others.
    """

    id: str
    label: str
    rule: str
    threshold: float
    text: str
    source: str
    degree: str
    aim: str
    role: str


def read_responses(folder: Path | None = None) -> dict[str, Definition]:
    """Return the response definitions by id, in the file's order, with threshold and degree written into their texts.

    Raises SpreadsheetFault with all that is wrong in the file, or in that of the degrees.

    >>> read_responses()["imacs"].label
    'IMACS definition of improvement'
    """
    degrees = read_degrees(folder)
    review = Review.of("responses", folder)
    for line in review.lines:
        _check(review, line, degrees)
    _check_roles(review)
    review.finish()
    found = {line["id"]: _definition(line, degrees) for line in review.lines}
    _check_labels(review, [definition.label for definition in found.values()])
    review.finish()
    return found


def _check(review: Review, line: Line, degrees: Mapping[float, str]) -> None:
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
        threshold = review.number(line, "threshold", 1, MOST if line["rule"] == SCORE else None)
        check_id(review, line, threshold)
    check_texts(review, line, has_threshold=bool(unit), degrees=degrees.values() if line["rule"] == SCORE else ())


def _check_roles(review: Review) -> None:
    """One definition stands beside a trial that counted by the improvement score, so it counts by that score, too."""
    named = [line for line in review.lines if line["role"]]
    wrong = [line for line in named if line["role"] != BESIDE_TRIAL or line["rule"] != SCORE]
    for line in wrong:
        rule = f"empty, but for the word {BESIDE_TRIAL} in one row with the rule {SCORE}"
        review.fault(line, "role", rule, "empty it, or move the word to such a row")
    if not wrong and len(named) != 1:
        action = "write it into the row whose share of responders the texts set beside that of the ProDERM trial"
        review.whole("role", "", f"one row, not {len(named)}, has the role {BESIDE_TRIAL}", action)


def _check_labels(review: Review, labels: Sequence[str]) -> None:
    """No two lines of a table or figure are called alike."""
    for place, (line, label) in enumerate(zip(review.lines, labels, strict=True)):
        if label in labels[:place]:
            first = review.lines[labels.index(label)].row
            review.fault(
                line, "label", f"no two rows the same; row {first} is called {label}, too", "rename one of them"
            )


def _definition(line: Line, degrees: Mapping[float, str]) -> Definition:
    value = float(line["threshold"] or "nan")
    degree = degrees.get(value, "") if line["rule"] == SCORE else ""
    label, text = (fill(line[column], value, degree) for column in ("label", "definition"))
    reached = aim(value, degree) if line["rule"] == SCORE else ""
    return Definition(line["id"], label, line["rule"], value, text, line["source"], degree, reached, line["role"])


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
    return judged(definition, patients, improvement(visits))


def responders_by_definition(patients: pd.DataFrame, visits: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what `responders` says by every definition, by its id; the changes of the measures are taken once."""
    changes = improvement(visits)
    return {name: judged(definition, patients, changes) for name, definition in read_responses().items()}


def judged(definition: Definition, patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    """Return what `responders` says, from changes that were taken before."""
    decided = RULES[definition.rule](definition, patients.set_index("patient_id"), changes)
    return decided.reindex(patients["patient_id"]).astype("boolean")


def _recorded(_definition: Definition, patients: pd.DataFrame, _changes: Improvement) -> pd.Series:
    judged = patients["response_physician"]
    return (judged == "responder").astype("boolean").mask(judged.isna())


def _relative_mmt8(definition: Definition, _patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    gain = changes.relative["mmt8"].round(10)
    return (gain >= definition.threshold).astype("boolean").mask(gain.isna())


def _range_mmt8(definition: Definition, _patients: pd.DataFrame, changes: Improvement) -> pd.Series:
    gain = changes.absolute["mmt8"].round(10)
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
    RELATIVE: _relative_mmt8,
    OF_RANGE: _range_mmt8,
    "imacs": _imacs,
    SCORE: _total_improvement_score,
}
# what the threshold of each rule is in; none for a judgement that is taken as recorded
UNITS = {"recorded": "", RELATIVE: "percent", OF_RANGE: "percent", "imacs": "percent", SCORE: "points"}
