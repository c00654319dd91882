"""What a choice means, as the file of decisions says it: a definition of response, patients, predictors, a method."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from compendium.clinical.eligibility import read_criteria
from compendium.clinical.improvement_score import MOST
from compendium.clinical.response_models import PRINTED_MODEL, predictors_known
from compendium.clinical.responses import RULES, SCORE, UNITS, Definition, read_responses
from compendium.registry.codebook import load_codebook
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Node

CENTRE = "centre"  # among what a model is adjusted for: one yes/no variable for each centre but the first
# What the program can do at each decision that names a method, the word of the key `handles`.
HANDLES: dict[str, tuple[str, ...]] = {
    "undecided": ("excluded", "non_responder"),
    "missing": ("complete", "imputed", "absent"),
    "other": ("both", "alone"),
    "model": ("ml", "firth"),
}
# The keys by which the choices of a decision say what is done; those that none of these decisions has are words alone.
KEYS: dict[str, tuple[str, ...]] = {
    "response": ("uses", "rule", "threshold"),
    "patients": ("without", "leave_out", "end_within"),
    "adjustment": ("adds",),
    **dict.fromkeys(HANDLES, ("handles",)),
}
QUESTIONS = PRINTED_MODEL
# What the published analysis does at each decision.
PUBLISHED: dict[str, Mapping[str, tuple[str, ...]]] = {
    "response": {"rule": ("recorded",)},
    "patients": {},
    "adjustment": {"adds": ()},
    **{name: {"handles": (words[0],)} for name, words in HANDLES.items()},
}
_ID = re.compile(r"[a-z][a-z0-9_]*")
Means = Mapping[str, tuple[str, ...]]


def identifier(review: Review, node: Node, key: str, name: str) -> None:
    """Note an id that could not stand in the id of a result."""
    if not _ID.fullmatch(name):
        review.fault(node, key, "an id of small letters, digits and _, a letter first", "rename it", name)


def meaning(review: Review, node: Node, key: str, decision: str, entries: Mapping[str, Node]) -> Means | None:
    """Return what is done when a choice is made, None where the program cannot compute it.

    The published patients are those of all criteria, so a choice of patients may say nothing.
    """
    keys = KEYS.get(decision, ())
    given = {name: entries[name] for name in keys if name in entries}
    if decision == "response":
        return _response(review, node, key, given)
    read = {name: _READ[name](review, value, f"{key}.{name}", decision) for name, value in given.items()}
    if decision == "patients":
        return {name: values for name, values in read.items() if values}
    return read or (None if keys else {})


def _response(review: Review, node: Node, key: str, given: Mapping[str, Node]) -> Means | None:
    if not given:
        return None
    if "uses" in given:
        if len(given) > 1:
            rule = "either uses, or rule and threshold"
            review.fault(node, key, rule, "take away what is not meant", ", ".join(given))
        known = read_responses()
        name = review.one_of(given["uses"], f"{key}.uses", tuple(known))
        return definition_means(known[name]) if name else {}
    if set(given) != {"rule", "threshold"}:
        review.fault(node, key, "both rule and threshold", "add the other", ", ".join(given))
        return {}
    rule = review.one_of(given["rule"], f"{key}.rule", [name for name in RULES if UNITS[name]])
    most = MOST if rule == SCORE else None
    what = "a number of at least 1" + (f", at most {most:g}" if most else "")
    number = review.number(given["threshold"], f"{key}.threshold", what, lambda n: n >= 1 and (not most or n <= most))
    return {} if number is None else {"rule": (rule,), "threshold": (f"{float(number):g}",)}


def definition_means(definition: Definition) -> Means:
    """Return what a definition of data/definitions/responses.csv means: its rule and, where it has one, its threshold.

    >>> definition_means(read_responses()["mmt15"])
    {'rule': ('relative_mmt8',), 'threshold': ('15',)}
    """
    has = definition.threshold == definition.threshold
    return {"rule": (definition.rule,), **({"threshold": (f"{definition.threshold:g}",)} if has else {})}


def _handles(review: Review, node: Node, key: str, decision: str) -> tuple[str, ...]:
    return (review.one_of(node, key, HANDLES[decision]),)


def _several(review: Review, node: Node, key: str, among: Sequence[str]) -> tuple[str, ...]:
    """Return one or more words, each of them once."""
    found = review.several_of(node, key, among)
    for word in sorted({word for word in found if found.count(word) > 1}):
        review.fault(node, key, "each word once", f"take {word} away where it stands again", word)
    return found


def _without(review: Review, node: Node, key: str, _decision: str) -> tuple[str, ...]:
    return _several(review, node, key, [criterion.id for criterion in read_criteria()])


def _leave_out(review: Review, node: Node, key: str, _decision: str) -> tuple[str, ...]:
    return _several(review, node, key, load_codebook().variable("diagnosis", "patients").levels)


def _end_within(review: Review, node: Node, key: str, _decision: str) -> tuple[str, ...]:
    items = node.items or ()
    what = "a number of months of at least 0"
    found = [review.number(item, key, what, lambda value: value >= 0) for item in items]
    numbers = [number for number in found if number is not None]
    if len(items) != 2 or (len(numbers) == 2 and numbers[0] >= numbers[1]):
        review.fault(node, key, "two numbers of months, the smaller first", "write them as [9, 18]")
    return tuple(f"{float(number):g}" for number in numbers)


def _adds(review: Review, node: Node, key: str, _decision: str) -> tuple[str, ...]:
    among = (*(name for name in predictors_known() if name not in QUESTIONS), CENTRE)
    return _several(review, node, key, among)


_READ: dict[str, Callable[[Review, Node, str, str], tuple[str, ...]]] = {
    "handles": _handles,
    "without": _without,
    "leave_out": _leave_out,
    "end_within": _end_within,
    "adds": _adds,
}
