"""When a recomputed figure agrees with a printed one: one small rule a kind of statement, each in words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from press.rows import text

_SIGNIFICANT = 0.05
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Evidence:
    """What a rule judges: the statement as printed, its limit or value, and what was recomputed.

    `values` are the figures or p-values of the rows named; `changes` say by how much and which way, 0 = no change.
    """

    printed: str
    value: float
    values: tuple[float, ...]
    changes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule in words ({} stands for the printed figure), as a function of the evidence, and what agrees with it.

    span: from the printed figure, the least and the greatest number that agrees by itself, whichever way it went.
    """

    words: str
    agrees: Callable[[Evidence], bool]
    span: Callable[[Evidence], tuple[float, float]]


def printed_figure(printed: str) -> tuple[str, int]:
    """Return the figure inside a printed statement and its number of decimals.

    >>> printed_figure("p=0.023"), printed_figure("78%"), printed_figure("127.0")
    (('0.023', 3), ('78', 0), ('127.0', 1))
    """
    found = _FIGURE.search(printed)
    figure = found.group() if found else ""
    return figure, len(figure.partition(".")[2])


def equal(evidence: Evidence) -> bool:
    """The same number.

    >>> equal(Evidence("123", 123, (123.0,))), equal(Evidence("123", 123, (122.0,)))
    (True, False)
    """
    return all(math.isclose(value, evidence.value, rel_tol=1e-9) for value in evidence.values)


def rounds_to(evidence: Evidence) -> bool:
    """The printed figure once rounded to its decimals, halves upwards as by hand.

    >>> rounds_to(Evidence("83.7%", 83.7, (83.7398,))), rounds_to(Evidence("127.0", 127, (127.05,)))
    (True, False)
    """
    figure, digits = printed_figure(evidence.printed)
    return all(text.number(value, digits) == figure for value in evidence.values)


def more_than_half(evidence: Evidence) -> bool:
    """More than 50 percent: what "mainly" or "mostly" says at the least.

    >>> more_than_half(Evidence("mainly", math.nan, (50.0,)))
    False
    """
    return all(value > 50 for value in evidence.values)


def falls(evidence: Evidence) -> bool:
    """Every change is a fall, and significant at 5 percent.

    >>> falls(Evidence("decreased significantly", math.nan, (0.01, 0.02), (-0.5, -0.1)))
    True
    """
    return _all_down(evidence) and all(p < _SIGNIFICANT for p in evidence.values)


def down_and_below(evidence: Evidence) -> bool:
    """Every change is downwards, and p is below the printed limit.

    >>> down_and_below(Evidence("p<0.001", 0.001, (0.0004,), (+3.0,)))
    False
    """
    return _all_down(evidence) and _below(evidence)


def up_and_below(evidence: Evidence) -> bool:
    """Every change is upwards, and p is below the printed limit.

    >>> up_and_below(Evidence("p<0.001", 0.001, (0.0004,), (+3.0,)))
    True
    """
    return bool(evidence.changes) and all(change > 0 for change in evidence.changes) and _below(evidence)


def _itself(evidence: Evidence) -> tuple[float, float]:
    return evidence.value, evidence.value


def _rounding(evidence: Evidence) -> tuple[float, float]:
    half = 0.5 * 10.0 ** -printed_figure(evidence.printed)[1]
    return evidence.value - half, evidence.value + half


def _more_than_half(_: Evidence) -> tuple[float, float]:
    return 50.0, 100.0


def _significant(_: Evidence) -> tuple[float, float]:
    return 0.0, _SIGNIFICANT


def _below_printed(evidence: Evidence) -> tuple[float, float]:
    return 0.0, evidence.value


def _all_down(evidence: Evidence) -> bool:
    return bool(evidence.changes) and all(change < 0 for change in evidence.changes)


def _below(evidence: Evidence) -> bool:
    return all(p < evidence.value for p in evidence.values)


RULES = {
    "equal": Rule("the same number", equal, _itself),
    "rounds_to": Rule("rounds to the printed {}", rounds_to, _rounding),
    "more_than_half": Rule("more than half", more_than_half, _more_than_half),
    "falls": Rule("falls, p < 0.05", falls, _significant),
    "falls_and_below": Rule("falls, p below the printed {}", down_and_below, _below_printed),
    "rises_and_below": Rule("rises, p below the printed {}", up_and_below, _below_printed),
    "lower_and_below": Rule("lower in responders, p below the printed {}", down_and_below, _below_printed),
    "higher_and_below": Rule("higher in responders, p below the printed {}", up_and_below, _below_printed),
}


def place(rule: Rule, evidence: Evidence) -> float:
    """Return where the recomputed figure lies in what agrees with the printed one: -1 at the least, 1 at the greatest.

    Of several the one that lies farthest out; NaN where a printed number is exact and the figure another.

    >>> round(place(RULES["rounds_to"], Evidence("83.7%", 83.7, (83.7398,))), 2)
    0.8
    >>> place(RULES["equal"], Evidence("123", 123, (123.0,))), place(RULES["equal"], Evidence("123", 123, (122.0,)))
    (0.0, nan)
    """
    low, high = rule.span(evidence)
    if low == high:
        return 0.0 if rule.agrees(evidence) else math.nan
    places = [(value - (low + high) / 2) / ((high - low) / 2) for value in evidence.values]
    return max(places, key=abs)
