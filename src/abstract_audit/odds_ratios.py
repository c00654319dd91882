"""An odds ratio with its limits and p-value: which 2 x 2 tables give all of them, and whether one model can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from abstract_audit.abstract import Claim
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, Finding, Reading, Repair
from abstract_audit.given_counts import tables_of
from abstract_audit.log_interval import Z95, Range, in_the_middle, p_implied
from abstract_audit.p_grid import attained, p_repairs, passing
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest
from abstract_audit.shares import shares_given
from abstract_audit.table_tests import p_values
from abstract_audit.tables import Tables, different, log_error, odds_ratio
from abstract_audit.two_by_two import PrintedRatio, fitting, with_p
from abstract_audit.wald_ratio import (
    MIDDLE_PASSES,
    implied_in_words,
    interval_of,
    limits_in_words,
    middle_in_words,
    ratio_repairs,
)

_ASK = (
    "how many of each group have it and in how many it was not recorded, what the ratio is adjusted for, and the tests"
)
_MODEL = "one model, by Wald"


def audit_odds_ratio(claim: Claim) -> list[Finding]:
    """Return whether an odds ratio, its limits and its p-value can be of one table, or of one model."""
    given, words = tables_of(claim)
    fits = fitting(given, PrintedRatio(*interval_of(claim))) if given is not None else {}
    found = [*shares_given(claim), _of_interval(claim, fits, given, words)]
    return [*found, _of_p(claim, claim.p, fits, given, words)] if claim.p else found


def _of_interval(claim: Claim, fits: Mapping[str, Tables], given: Tables | None, words: str) -> Finding:
    numbers = interval_of(claim)
    about = partial(Finding, claim.id, claim.says, tuple(each.text for each in numbers), ERRORS)
    middle = in_the_middle(*numbers)
    tried = (
        *(Reading(f"one table, {name}", len(tables.first), _number(given)) for name, tables in fits.items()),
        Reading(_MODEL, int(middle), 1),
    )
    some = _number(different(list(fits.values())))
    of = f"{some} of {_number(given)} tables of {words} give all three" if given is not None else words
    shown = f"{middle_in_words(*numbers)}; {of}"
    if some or (middle and claim.adjusted != "no"):
        return about(AGREES, shown, tried, passes=MIDDLE_PASSES)
    if given is None:
        return about(CANNOT, shown, tried, ask=_ASK)
    mended = smallest(_table_repairs(*numbers, given) if claim.parts else ratio_repairs(*numbers))
    unless = "the ratio is adjusted for other things" if middle else "the interval is by a method that was not tried"
    unless = "" if claim.adjusted == "no" and claim.parts else unless
    return about(INCONSISTENT, shown, tried, unless, mended, _ASK)


def _number(tables: Tables | None) -> int:
    return 0 if tables is None else len(tables.first)


def _table_repairs(ratio: Printed, low: Printed, high: Printed, given: Tables) -> Iterator[Repair]:
    """What ratio and limits by Wald are, where the table is printed."""
    near, reach = np.log(odds_ratio(given)), Z95 * log_error(given)
    for name, printed, values in (
        ("odds ratio", ratio, near),
        ("lower limit", low, near - reach),
        ("upper limit", high, near + reach),
    ):
        yield from repairs(name, printed, [float(each) for each in np.exp(values)], "one table, by Wald")


def _of_p(claim: Claim, p: Printed, fits: Mapping[str, Tables], given: Tables | None, words: str) -> Finding:
    """Whether the p-value is of the table, or of the model, that gives the interval."""
    numbers = interval_of(claim)
    about = partial(Finding, claim.id, claim.says, (p.text,), ERRORS)
    implied = p_implied(*numbers)
    agreeing = with_p(fits, p)
    tables = _number(different(list(agreeing.values())))
    tried = (
        *(
            Reading(f"one table, {by}; p by {test}", len(each.first), _number(given))
            for (by, test), each in agreeing.items()
        ),
        Reading(_MODEL, int(implied.meets(p)), 1),
    )
    shown = implied_in_words(*numbers)
    if given is not None:
        shown += (
            f"; {tables or 'no'} table{'s' * (tables != 1)} of {words} by {len(agreeing)} pairs of interval and test"
        )
    if tables or (implied.meets(p) and claim.adjusted != "no"):
        seen = [values for each in fits.values() for values in p_values(each).values()]
        return about(AGREES, shown, tried, passes=max(attained(p, seen), passing(p, implied)) if not p.bound else 0.0)
    if given is None and claim.adjusted == "no":
        return about(CANNOT, shown, tried, ask=_ASK)
    unless = "the odds ratio is adjusted for other things and the p-value is of this one alone"
    unless = "" if claim.adjusted == "no" else unless
    mended = smallest(_p_repairs(p, implied, fits, claim.adjusted))
    return about(INCONSISTENT, shown + limits_in_words(numbers[0], p), tried, unless, mended, _ASK)


def _p_repairs(p: Printed, implied: Range, fits: Mapping[str, Tables], adjusted: str) -> Iterator[Repair]:
    """The p-values of the model, and those of the tables that give the interval, by each test."""
    if adjusted != "no":
        yield from p_repairs(p, implied, _MODEL)
    for interval, tables in fits.items():
        for test, values in p_values(tables).items():
            finite = [float(each) for each in values if np.isfinite(each)]
            if not p.bound:
                yield from repairs("p-value", p, finite, f"one table, {interval}; p by {test}")
