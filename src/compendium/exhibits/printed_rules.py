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
    """A rule in words ({} stands for the printed figure) and as a function of the evidence."""

    words: str
    agrees: Callable[[Evidence], bool]


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


def _all_down(evidence: Evidence) -> bool:
    return bool(evidence.changes) and all(change < 0 for change in evidence.changes)


def _below(evidence: Evidence) -> bool:
    return all(p < evidence.value for p in evidence.values)


RULES = {
    "equal": Rule("the same number", equal),
    "rounds_to": Rule("rounds to the printed {}", rounds_to),
    "more_than_half": Rule("more than half", more_than_half),
    "falls": Rule("falls, p < 0.05", falls),
    "falls_and_below": Rule("falls, p below the printed {}", down_and_below),
    "rises_and_below": Rule("rises, p below the printed {}", up_and_below),
    "lower_and_below": Rule("lower in responders, p below the printed {}", down_and_below),
    "higher_and_below": Rule("higher in responders, p below the printed {}", up_and_below),
}
