"""What came of a cell: a text in the codebook's notation with what was done to it, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """`text` is "" where the value is missing; `flaw` is (rule, what to do). uncovered: no recode names the value.

    done: each conversion in words, to be counted.
    """

    text: str = ""
    done: tuple[str, ...] = ()
    flaw: tuple[str, str] | None = None
    uncovered: bool = False


def refused(rule: str, action: str) -> Outcome:
    """Return the outcome of a cell that breaks a rule.

    >>> refused("a date", "correct it").flaw
    ('a date', 'correct it')
    """
    return Outcome(flaw=(rule, action))
