"""The keys of a mapping that say how a column's cells are written: decimal, unit, scale, date, missing and so on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from compendium.mapping.statement import ORDERS, PRECISIONS, SERIALS, Notation
from compendium.mapping.units import is_scale, known_units, named_unit
from compendium.registry.codebook import Variable
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Node

GENERAL = ("decimal", "thousands", "date", "precision", "century", "missing", "censored", "blank", "ticked")
OF_A_COLUMN = (*GENERAL, "unit", "scale", "factor")
_NUMBERS = ("decimal", "thousands", "censored", "unit", "scale", "factor")
_DATES = ("date", "precision", "century")
_WRITTEN_FOR = {
    **dict.fromkeys(_NUMBERS, ("number", "integer")),
    **dict.fromkeys(_DATES, ("date",)),
    **dict.fromkeys(("blank", "ticked"), ("yes_no",)),
}


def read_notation(entries: dict[str, Node], key: str, review: Review, default: Notation) -> Notation:
    """Return how cells are written, by the keys GENERAL among `entries`, else as `default` says."""
    said: dict[str, Any] = {}
    for name, node in entries.items():
        at = f"{key}.{name}"
        if name == "decimal":
            said[name] = review.several_of(node, at, (",", "."))
        elif name == "thousands":
            said[name] = review.one_of(node, at, (".", ",", " ", "'"))
        elif name == "date":
            said[name] = review.several_of(node, at, (*ORDERS, *SERIALS))
        elif name == "precision":
            said[name] = review.one_of(node, at, PRECISIONS)
        elif name == "century":
            said[name] = int(review.one_of(node, at, ("1900", "2000")) or 0)
        elif name == "censored":
            said[name] = review.one_of(node, at, ("limit",))
        elif name == "blank":
            said[name] = review.one_of(node, at, ("missing", "no"))
        elif name in ("missing", "ticked"):
            said[name] = (*getattr(default, name), *review.texts(node, at, "a word as the cells have it"))
    notation = replace(default, **said)
    if notation.thousands and notation.thousands in (notation.decimal or (".",)):
        stated = entries.get("thousands") or entries.get("decimal")
        if stated is not None:
            rule = f"different signs for decimals and thousands; here {notation.thousands} is both"
            review.fault(stated, f"{key}.thousands", rule, 'write decimal: "," as well, if that is it')
    if (dates := entries.get("date")) and any(
        sum(map(each.__contains__, notation.date)) > 1 for each in (ORDERS, SERIALS)
    ):
        review.fault(dates, f"{key}.date", "one order and at most one day number", "write the one that is meant")
    return notation


def notation_of(entries: dict[str, Node], variable: Variable, key: str, review: Review, default: Notation) -> Notation:
    """Return how the cells of one variable are written; keys that mean nothing for its kind are faults."""
    for name, node in entries.items():
        if variable.kind not in _WRITTEN_FOR.get(name, (variable.kind,)):
            kinds = " or ".join(kind.replace("yes_no", "yes/no") for kind in _WRITTEN_FOR[name])
            rule = f"{name} for a {kinds} variable; {variable.name} is a {variable.kind.replace('_', '/')} variable"
            review.fault(node, f"{key}.{name}", rule, "take the key away")
    notation = read_notation(entries, key, review, default)
    unit, scale, factor = "", None, None
    if "unit" in entries:
        unit = _unit(entries["unit"], variable, f"{key}.unit", review)
    if "scale" in entries:
        scale = _scale(entries["scale"], variable, f"{key}.scale", review)
    if "factor" in entries:
        factor = review.number(entries["factor"], f"{key}.factor", "a number above 0", lambda value: value > 0)
    return replace(notation, unit=unit, scale=scale, factor=factor)


def _unit(node: Node, variable: Variable, key: str, review: Review) -> str:
    unit = named_unit(node.text or "", variable)
    if not unit and is_scale(variable):
        review.fault(node, key, f"scale: for {variable.name}, which counts {variable.unit}", "write scale: [0, 100]")
    elif not unit:
        known = known_units(variable)
        rule = f"one of the units known for {variable.name}: {', '.join(known)}" if known else "no unit: it has none"
        review.undecided_or(node, key, rule, "write one of these, or convert the column and say so with factor:")
    return unit


def _scale(node: Node, variable: Variable, key: str, review: Review) -> tuple[Decimal, Decimal] | None:
    if not is_scale(variable):
        rule = f"a scale for a variable that counts points; {variable.name} does not"
        review.fault(node, key, rule, "take the key away; units are stated with unit:")
        return None
    if node.items is None or len(node.items) != 2:
        review.undecided_or(node, key, "the two ends of the scale, the lower first", "write it as [0, 80]")
        return None
    ends = [review.number(item, key, "a number", lambda _: True) for item in node.items]
    if ends[0] is None or ends[1] is None:
        return None
    if ends[0] >= ends[1]:
        review.fault(node, key, "the two ends of the scale, the lower first", "write it as [0, 80]", _shown(node))
        return None
    return ends[0], ends[1]


def _shown(node: Node) -> str:
    return f"[{', '.join(item.shown for item in node.items or ())}]"
