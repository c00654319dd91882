"""The numbers that somebody writes down from an abstract: read as they are printed, digit by digit."""

from __future__ import annotations

from collections.abc import Mapping

from abstract_audit.abstract import Numbers
from abstract_audit.printed import Printed, read_printed
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Node

_MOST = 1_000_000  # patients
_RULE = "a number as it is printed, such as 104.6, .28, 83.7% or <.001"
_ACTION = "write its digits with a decimal point, without a unit; a percentage may keep its sign"


def patients_in(node: Node, key: str, review: Review) -> int:
    """Return a number of patients; 0 after a fault."""
    text = node.text or ""
    if text.isascii() and text.isdigit() and 0 < int(text) <= _MOST:
        return int(text)
    review.fault(node, key, f"a whole number of patients, from 1 to {_MOST}", "write its digits alone, such as 123")
    return 0


def printed_in(node: Node, key: str, review: Review) -> Printed | None:
    """Return a printed number; None after a fault."""
    try:
        return read_printed(node.text or "")
    except ValueError:
        review.fault(node, key, _RULE, _ACTION)
        return None


def p_value_in(node: Node, key: str, review: Review) -> Printed | None:
    """Return a printed p-value; None after a fault."""
    p = printed_in(node, key, review)
    if p and not (p.low <= 1 and p.high >= 0 and p.value <= 1):
        review.fault(node, key, "a p-value, from 0 to 1", "write it as it is printed, such as 0.023, <.001 or ns")
        return None
    return p


def numbers_in(given: Mapping[str, Node], key: str, review: Review) -> Numbers:
    """Return mean, SD, number of patients and percentage, those there are."""
    read = {name: printed_in(node, f"{key}.{name}", review) for name, node in given.items()}
    whole = "n" in given and patients_or_none(given["n"], f"{key}.n", review)
    return Numbers(read.get("mean"), read.get("sd"), read.get("n") if whole else None, read.get("percent"))


def patients_or_none(node: Node, key: str, review: Review) -> bool:
    """Return whether a number is one of patients, none of them included; else it is a fault."""
    text = node.text or ""
    if text.isascii() and text.isdigit() and int(text) <= _MOST:
        return True
    review.fault(node, key, f"a whole number of patients, up to {_MOST}", "write its digits alone, such as 29")
    return False
