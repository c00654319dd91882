"""data/definitions/multiverse.yaml: read, and refused with all its faults at once, by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from compendium.clinical.decision_keys import HANDLES, KEYS, PUBLISHED, QUESTIONS, identifier, meaning
from compendium.clinical.decisions import AS_PUBLISHED, KINDS, MARKS, Choice, Decision, Marked, Multiverse
from compendium.clinical.decisions_resolved import resolved
from compendium.clinical.definitions import FOLDER
from compendium.clinical.responses import read_responses
from press.ground.fault import stop_at
from press.ground.paths import project_root
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Form, Node, parse_yaml, read_yaml

FILE = FOLDER / "multiverse.yaml"
_LOOK = "see the file as it was published with the study"
_FORM = Form("list of decisions", "the keys decided, questions, imputations, decisions and marked", _LOOK, _LOOK)
_KEYS = ("decided", "questions", "imputations", "decisions", "marked")
_NEEDED = ("response", "patients", "adjustment", *HANDLES)
_MOST_SETS = 200  # more change no digit that is shown, and take hours
_SIGNS = {"below 1": -1.0, "above 1": 1.0}


def read_multiverse(folder: Path | None = None) -> Multiverse:
    """Return what the file of decisions says. Raises SpreadsheetFault with every fault at once, by line and key."""
    path = (folder or project_root() / FOLDER) / FILE.name
    return _multiverse(read_yaml(path, FILE.as_posix(), _FORM), FILE.as_posix())


@cache
def multiverse() -> Multiverse:
    """Return the project's own decisions, read once.

    >>> len(multiverse().of("skin"))
    1120
    """
    return read_multiverse()


def multiverse_of(text: str) -> Multiverse:
    """Return what a text in YAML says, as `read_multiverse` does."""
    return _multiverse(parse_yaml(text, FILE.as_posix(), _FORM), FILE.as_posix())


def _multiverse(root: Node, file: str) -> Multiverse:
    review = Review(file, "the list of decisions")
    given = review.block(root, "", _KEYS)
    _whole(review, root, "", given, _KEYS)
    stop_at(review.records())
    decided = _texts(review, given["decided"], "decided", ("by", "on", "when", "hash"))
    questions = _questions(review, given["questions"])
    what = f"a whole number from 2 to {_MOST_SETS}"
    count = review.number(given["imputations"], "imputations", what, lambda n: 2 <= n <= _MOST_SETS and n == int(n))
    decisions = _decisions(review, given["decisions"])
    marked = _marked(review, given["marked"], decisions)
    stop_at(review.records())
    by, on, when, frozen = decided
    return Multiverse(by, on, when, frozen, questions, int(count or 0), decisions, marked, resolved())


def _whole(review: Review, node: Node, key: str, given: Mapping[str, Node], wanted: tuple[str, ...]) -> None:
    for name in wanted:
        if name not in given and node.entries is not None:
            review.fault(node, f"{key}.{name}".lstrip("."), f"the key {name}", f"write it; {_LOOK}", "")


def _texts(review: Review, node: Node, key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    given = review.block(node, key, names)
    _whole(review, node, key, given, names)
    return tuple(review.text(given[name], f"{key}.{name}", "a text") if name in given else "" for name in names)


def _questions(review: Review, node: Node) -> dict[str, float]:
    found, asked = {}, review.block(node, "questions", QUESTIONS)
    _whole(review, node, "questions", asked, QUESTIONS)
    for name, value in asked.items():
        given = review.block(value, f"questions.{name}", ("published",))
        _whole(review, value, f"questions.{name}", given, ("published",))
        if "published" in given:
            sign = review.one_of(given["published"], f"questions.{name}.published", tuple(_SIGNS))
            found[name] = _SIGNS.get(sign, 0.0)
    return found


def _decisions(review: Review, node: Node) -> tuple[Decision, ...]:
    found, given = [], review.block(node, "decisions")
    _whole(review, node, "decisions", given, _NEEDED)
    for name, value in given.items():
        key = f"decisions.{name}"
        identifier(review, value, key, name)
        parts = review.block(value, key, ("label", "choices"))
        _whole(review, value, key, parts, ("label", "choices"))
        label = review.text(parts["label"], f"{key}.label", "a name for the exhibits") if "label" in parts else ""
        choices = _choices(review, parts["choices"], f"{key}.choices", name) if "choices" in parts else ()
        if choices and not any(choice.equivalent for choice in choices):
            action = "there is no analysis without a choice: say of one that it is equivalent"
            review.fault(value, key, "at least one choice that is equivalent", action, "")
        found.append(Decision(name, label, choices))
    return tuple(found)


def _choices(review: Review, node: Node, key: str, decision: str) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for name, value in review.block(node, key).items():
        at = f"{key}.{name}"
        identifier(review, value, at, name)
        given = review.block(value, at, ("kind", "label", "why", *KEYS.get(decision, ())))
        _whole(review, value, at, given, ("kind", "why", *(() if "uses" in given else ("label",))))
        kind = review.one_of(given["kind"], f"{at}.kind", KINDS) if "kind" in given else ""
        why = review.text(given["why"], f"{at}.why", "a reason that a clinician can check") if "why" in given else ""
        before = len(review.found)
        means = meaning(review, value, at, decision, given)
        told = len(review.found) > before
        choice = Choice(name, kind, _label(review, given, at), why, means)
        if choice.equivalent and means is None:
            rule = f"of an equivalent choice, what is done: {' or '.join(KEYS[decision])}"
            review.fault(value, at, rule, f"write it, or say that the choice is {KINDS[1]} or {KINDS[2]}", "")
        twin = next((each.id for each in found if choice.equivalent and each.equivalent and each.means == means), "")
        if twin and not told:
            review.fault(value, at, f"no two equivalent choices the same; {twin} does this, too", "take one away", "")
        same = next((each.id for each in found if choice.label and each.label == choice.label), "")
        if same:
            review.fault(
                value, f"{at}.label", f"its own label; {same} has it, too", "rename one of the two", choice.label
            )
        found.append(choice)
    return tuple(found)


def _label(review: Review, given: Mapping[str, Node], at: str) -> str:
    if "label" in given:
        return review.text(given["label"], f"{at}.label", "a name for the exhibits")
    used = given["uses"].text if "uses" in given else None
    return next((each.label for each in read_responses().values() if each.id == used), "")


def _marked(review: Review, node: Node, decisions: tuple[Decision, ...]) -> tuple[Marked, ...]:
    found, given = [], review.block(node, "marked", MARKS)
    _whole(review, node, "marked", given, MARKS)
    for name, value in given.items():
        key = f"marked.{name}"
        identifier(review, value, key, name)
        parts = review.block(value, key, ("label", "choices", "why"))
        _whole(review, value, key, parts, ("label", "choices", "why"))
        if len(parts) == 3:
            chosen = _chosen(review, parts["choices"], f"{key}.choices", decisions)
            if name == AS_PUBLISHED:
                _as_published(review, parts["choices"], f"{key}.choices", decisions, chosen)
            label, why = (review.text(parts[each], f"{key}.{each}", "a text") for each in ("label", "why"))
            found.append(Marked(name, label, chosen, why))
    return tuple(found)


def _as_published(
    review: Review, node: Node, key: str, decisions: tuple[Decision, ...], chosen: tuple[tuple[str, str], ...]
) -> None:
    """Note a choice that the published model does not make."""
    for decision in decisions:
        made = {choice.id: choice.means for choice in decision.equivalent}.get(dict(chosen).get(decision.id, ""))
        if made is not None and decision.id in PUBLISHED and made != PUBLISHED[decision.id]:
            wanted = [choice.id for choice in decision.equivalent if choice.means == PUBLISHED[decision.id]]
            action = f"write {wanted[0]}" if wanted else "declare that choice again, as equivalent"
            review.fault(node, f"{key}.{decision.id}", "the choice of the published analysis", action, "")


def _chosen(review: Review, node: Node, key: str, decisions: tuple[Decision, ...]) -> tuple[tuple[str, str], ...]:
    several = {decision.id for decision in decisions if len(decision.equivalent) != 1}
    given = review.block(node, key, tuple(decision.id for decision in decisions))
    _whole(review, node, key, given, tuple(decision.id for decision in decisions if decision.id in several))
    found = {decision.id: decision.equivalent[0].id for decision in decisions if len(decision.equivalent) == 1}
    among = {decision.id: tuple(choice.id for choice in decision.equivalent) for decision in decisions}
    found |= {name: review.one_of(value, f"{key}.{name}", among[name]) for name, value in given.items()}
    return tuple(sorted(found.items()))
