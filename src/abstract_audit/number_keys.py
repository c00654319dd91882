"""The numbers and words that somebody writes down from an abstract: read as they are printed, digit by digit."""

from __future__ import annotations

from collections.abc import Mapping

from abstract_audit.abstract import Numbers
from abstract_audit.printed import Printed, read_printed
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Node

_MOST = 1_000_000  # patients
_LONGEST = 30  # signs of a number
_ROOM = 200  # letters of what is claimed: a line of the certificate
_BEYOND = 10**12  # what stands for a limit without an end
_RULE = "a number as it is printed, such as 104.6, .28, 83.7% or <.001"
_ACTION = "write its digits with a decimal point, without a unit; a percentage may keep its sign"


def whole_in(text: str, most: int = _MOST) -> int | None:
    """Return a whole number up to `most` that is written in digits alone; None for anything else.

    >>> whole_in("123"), whole_in("0"), whole_in("12.0"), whole_in("9" * 5000)
    (123, 0, None, None)
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
        return None
    return int(text)


def patients_in(node: Node, key: str, review: Review) -> int:
    """Return a number of patients; 0 after a fault."""
    if found := whole_in(node.text or ""):
        return found
    review.fault(node, key, f"a whole number of patients, from 1 to {_MOST}", "write its digits alone, such as 123")
    return 0


def printed_in(node: Node, key: str, review: Review, *, least: int | None = None) -> Printed | None:
    """Return a printed number that is no bound; None after a fault. `least`: what it cannot be below."""
    found = _read(node, key, review, 1)
    if found and found.bound:
        action = "write the number if there is one; else the claim is one of the kind words"
        review.fault(node, key, "a number, not a bound of one", action)
        return None
    return found if _at_least(found, least, node, key, review) else None


def limit_in(node: Node, key: str, review: Review) -> Printed | None:
    """Return a limit of a ratio, which may be printed as a bound, such as >100; None after a fault."""
    found = _read(node, key, review, _BEYOND)
    return found if _at_least(found, 0, node, key, review) else None


def _read(node: Node, key: str, review: Review, above: int) -> Printed | None:
    if len(node.text or "") <= _LONGEST:
        try:
            return read_printed(node.text or "", above=above)
        except ValueError:
            pass
    review.fault(node, key, _RULE, _ACTION)
    return None


def _at_least(found: Printed | None, least: int | None, node: Node, key: str, review: Review) -> bool:
    if found is None or least is None or found.value >= least:
        return True
    review.fault(node, key, f"a number that is not below {least}", "correct it")
    return False


def p_value_in(node: Node, key: str, review: Review) -> Printed | None:
    """Return a printed p-value; None after a fault."""
    p = _read(node, key, review, 1)
    if p and not (p.low <= 1 and p.high >= 0 and p.value <= 1):
        review.fault(node, key, "a p-value, from 0 to 1", "write it as it is printed, such as 0.023, <.001 or ns")
        return None
    return p


def numbers_in(given: Mapping[str, Node], key: str, review: Review) -> Numbers:
    """Return mean, SD, number of patients and percentage, those there are."""
    least = {"sd": 0, "percent": 0}
    read = {name: printed_in(node, f"{key}.{name}", review, least=least.get(name)) for name, node in given.items()}
    whole = "n" in given and patients_or_none(given["n"], f"{key}.n", review)
    return Numbers(read.get("mean"), read.get("sd"), read.get("n") if whole else None, read.get("percent"))


def patients_or_none(node: Node, key: str, review: Review) -> bool:
    """Return whether a number is one of patients, none of them included; else it is a fault."""
    if whole_in(node.text or "") is not None:
        return True
    review.fault(node, key, f"a whole number of patients, up to {_MOST}", "write its digits alone, such as 29")
    return False


def short_in(node: Node, key: str, what: str, review: Review) -> str:
    """Return some words, for which a line of the certificate has room."""
    words = review.text(node, key, what)
    if len(words) > _ROOM:
        review.fault(node, key, f"{what}, at most {_ROOM} letters long", "say it more shortly", f"{words[:40]} ...")
    return words
