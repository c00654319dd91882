"""The claims that somebody writes down from an abstract: each of a kind, with the keys that this kind has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from abstract_audit.abstract import (
    COUNT,
    MEAN,
    NUMBER,
    ODDS_RATIO,
    P_VALUE,
    PAIRED_MEANS,
    PERCENT,
    RATIO,
    SHARES,
    TWO_MEANS,
    WORDS,
    Claim,
    Group,
    Numbers,
)
from abstract_audit.number_keys import limit_in, numbers_in, p_value_in, printed_in, short_in, whole_in
from abstract_audit.printed import Printed
from press.ground.yaml_review import Review, among_text
from press.ground.yaml_tree import Node

_LOOK = "see the examples in data/abstracts"


class _Kind(NamedTuple):
    """What a kind of claim must have and may have besides id, kind and says, and what it may say of each group."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    each: tuple[str, ...] = ()


_SCALE = ("whole", "lowest", "highest")
_KINDS: Mapping[str, _Kind] = {
    COUNT: _Kind(("n",), ("percent", "of")),
    PERCENT: _Kind(("percent",), ("of",)),
    MEAN: _Kind(("mean",), ("sd", "of", *_SCALE)),
    PAIRED_MEANS: _Kind(("before", "after"), ("p", "of", *_SCALE), ("mean", "sd")),
    TWO_MEANS: _Kind(("groups",), ("p", "between", *_SCALE), ("mean", "sd", "n")),
    SHARES: _Kind(("p",), ("groups", "between"), ("n", "percent")),
    ODDS_RATIO: _Kind(("ratio", "low", "high"), ("p", "groups", "between", "adjusted"), ("n", "percent")),
    RATIO: _Kind(("ratio", "low", "high"), ("p",)),
    P_VALUE: _Kind(("p",)),
    NUMBER: _Kind(("number",)),
    WORDS: _Kind(()),
}
_COMMON = ("id", "kind", "says")
_TWO = (TWO_MEANS, SHARES, ODDS_RATIO)


def read_claims(node: Node, groups: tuple[Group, ...], review: Review) -> tuple[Claim, ...]:
    """Return the claims of a list; `groups` are all patients, then the groups. What is wrong is kept by the review."""
    if not node.items:
        review.fault(node, "claims", "a list of claims, each beginning with a hyphen", _LOOK, "")
        return ()
    found: dict[str, Claim] = {}
    for place, item in enumerate(node.items, start=1):
        claim = _claim(item, f"claims[{place}]", groups, review)
        if claim is None:
            continue
        if claim.id in found:
            rule = f"each id once; line {found[claim.id].line} has it too"
            review.fault(item, f"claims[{place}].id", rule, "give one of them another id", claim.id)
        found[claim.id] = claim
    return tuple(found.values())


def _claim(node: Node, key: str, groups: tuple[Group, ...], review: Review) -> Claim | None:
    given = review.block(node, key)
    for name in _COMMON[:2] if node.entries is not None else ():
        if name not in given:
            review.fault(node, f"{key}.{name}", f"the key {name}", f"write it; {_LOOK}", "")
    kind = review.one_of(given["kind"], f"{key}.kind", list(_KINDS)) if "kind" in given else ""
    if not kind or "id" not in given or not _has_its_keys(given, kind, node, key, review):
        return None
    own = {name: value for name, value in given.items() if name in ("n", "percent", "mean", "sd")}
    between = _between(given, kind, node, key, groups, review)
    low, high = (_whole(given.get(name), f"{key}.{name}", review) for name in ("lowest", "highest"))
    if low is not None and high is not None and low >= high:
        review.fault(given["highest"], f"{key}.highest", f"above the lowest, {low}", "correct the ends of the scale")
    return Claim(
        id=short_in(given["id"], f"{key}.id", "a short name", review),
        says=short_in(given["says"], f"{key}.says", "what is claimed", review) if "says" in given else "",
        kind=kind,
        of=_group(given["of"], f"{key}.of", groups, review) if "of" in given else groups[0],
        between=between,
        own=numbers_in(own, key, review),
        parts=_parts(given, kind, key, between, review),
        ratio=printed_in(given["ratio"], f"{key}.ratio", review, least=0) if "ratio" in given else None,
        low=limit_in(given["low"], f"{key}.low", review) if "low" in given else None,
        high=_upper(given, key, review),
        p=p_value_in(given["p"], f"{key}.p", review) if "p" in given else None,
        value=printed_in(given["number"], f"{key}.number", review) if "number" in given else None,
        adjusted=_word(given, "adjusted", ("unknown", "yes", "no"), key, review),
        whole=_word(given, "whole", ("no", "yes"), key, review) == "yes",
        lowest=low,
        highest=high,
        others=groups,
        line=node.line,
    )


def _upper(given: Mapping[str, Node], key: str, review: Review) -> Printed | None:
    """The upper limit of a ratio: above 0, and not below the lower one."""
    if "high" not in given:
        return None
    high = limit_in(given["high"], f"{key}.high", review)
    low = limit_in(given["low"], f"{key}.low", Review(review.file, "")) if "low" in given else None
    if high and (high.value <= 0 or (low is not None and low.value > high.value)):
        review.fault(given["high"], f"{key}.high", "above 0, and not below the lower limit", "correct the two limits")
        return None
    return high


def _has_its_keys(given: Mapping[str, Node], kind: str, node: Node, key: str, review: Review) -> bool:
    needs, may, _ = _KINDS[kind]
    known = (*_COMMON, *needs, *may)
    for name, value in given.items():
        if name not in known:
            action = f"its keys are {among_text(known, len(known))}"
            review.fault(value, f"{key}.{name}", f"a key of a claim of the kind {kind}", action, "")
    for name in needs:
        if name not in given:
            rule = f"a claim of the kind {kind} has the key {name}"
            review.fault(node, f"{key}.{name}", rule, f"write it; {_LOOK}", "")
    return all(name in given for name in needs)


def _word(given: Mapping[str, Node], name: str, among: tuple[str, ...], key: str, review: Review) -> str:
    """One of some words, the first of them where nothing is said."""
    return review.one_of(given[name], f"{key}.{name}", among) if name in given else among[0]


def _whole(node: Node | None, key: str, review: Review) -> int | None:
    """An end of a scale: a whole number, which may be below 0."""
    if node is None:
        return None
    text = node.text or ""
    if (size := whole_in(text.removeprefix("-"))) is not None:
        return -size if text.startswith("-") else size
    review.fault(node, key, "a whole number, an end of the scale", "write its digits alone, such as 150")
    return None


def _group(node: Node, key: str, groups: tuple[Group, ...], review: Review) -> Group:
    """The group of a name, or so many patients as are written in digits."""
    text = node.text or ""
    named = {group.name: group for group in groups}
    if text not in named and (count := whole_in(text)):
        return Group(f"{text} patients", count, text)
    return named.get(review.one_of(node, key, list(named)), groups[0])


def _between(
    given: Mapping[str, Node], kind: str, node: Node, key: str, groups: tuple[Group, ...], review: Review
) -> tuple[Group, Group] | None:
    """The two groups that a claim compares: those it names, else the two there are."""
    if kind not in _TWO:
        return None
    chosen = groups[1:]
    if "between" in given:
        items = given["between"].items or ()
        chosen = tuple(_group(each, f"{key}.between", groups[1:] or groups, review) for each in items)
    if len(chosen) == 2 and chosen[0] != chosen[1]:
        return chosen[0], chosen[1]
    rule = f"a claim of the kind {kind} compares two groups"
    review.fault(node, f"{key}.between", rule, "write between: [one, other], two names of the block groups", "")
    return None


def _parts(
    given: Mapping[str, Node], kind: str, key: str, between: tuple[Group, Group] | None, review: Review
) -> dict[str, Numbers]:
    """The numbers by group, or before and after."""
    parts = {name: given[name] for name in ("before", "after") if name in given}
    if "groups" in given and between:
        parts |= review.block(given["groups"], f"{key}.groups", [group.name for group in between])
        if len(parts) < 2:
            review.fault(given["groups"], f"{key}.groups", "the numbers of both groups", "write those of the other", "")
    found = {}
    for name, part in parts.items():
        numbers = review.block(part, f"{key}.{name}", _KINDS[kind].each)
        if not numbers:
            review.fault(part, f"{key}.{name}", f"some of {among_text(_KINDS[kind].each)}", f"write it; {_LOOK}", "")
        found[name] = numbers_in(numbers, f"{key}.{name}", review)
    return found
