"""An odds ratio with its limits and p-value: which 2 x 2 tables give all of them, and whether one model can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import sqrt

import numpy as np

from abstract_audit.abstract import Claim
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, Finding, Reading, Repair
from abstract_audit.given_counts import tables_of, turned, with_fewer
from abstract_audit.log_interval import Z95, Range, in_the_middle, p_implied, standard_error
from abstract_audit.p_grid import attained, p_repairs, passing
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest
from abstract_audit.shares import otherwise, shares_given
from abstract_audit.table_tests import p_values
from abstract_audit.tables import Tables, different, log_error, odds_ratio
from abstract_audit.two_by_two import PrintedRatio, fitting, with_p
from abstract_audit.wald_ratio import (
    implied_in_words,
    interval_of,
    limits_in_words,
    middle_in_words,
    other_levels,
    ratio_repairs,
)

_ASK = (
    "how many of each group have it and in how many it was not recorded, what the ratio is adjusted for, and the tests"
)
_MODEL = "one model, by Wald"
_OF_ITSELF = "the odds ratio is adjusted for other things and the p-value is of this one alone"


def audit_odds_ratio(claim: Claim) -> list[Finding]:
    """Return whether an odds ratio, its limits and its p-value can be of one table, or of one model."""
    given, words = tables_of(claim)
    fits = _fitting(claim, given)
    if claim.parts and given is not None and not _some(fits) and _some(other_way := _fitting(claim, turned(given))):
        given, words, fits = turned(given), f"{words}, the second against the first", other_way
    found = [*shares_given(claim), _of_interval(claim, fits, given, words)]
    return [*found, _of_p(claim, claim.p, fits, given, words)] if claim.p else found


def _fitting(claim: Claim, tables: Tables | None) -> Mapping[str, Tables]:
    return {} if tables is None else fitting(tables, PrintedRatio(*interval_of(claim)))


def _some(fits: Mapping[str, Tables]) -> int:
    """How many tables fit by some method."""
    return _number(different(list(fits.values())))


def of_one_model(claim: Claim) -> bool:
    """Return whether ratio and limits can be of one logistic model by Wald, adjusted for whatever.

    The ratio lies in the middle, and the standard error is not below 4 / sqrt(n): no patient tells a model more of a
    feature than a quarter, and the feature parts the patients best where half of them have it.
    """
    assert claim.between, "two groups are compared"
    ratio, low, high = interval_of(claim)
    least = 4 / sqrt(sum(group.n for group in claim.between))
    return in_the_middle(ratio, low, high) and standard_error(low, high).high >= least


def _of_interval(claim: Claim, fits: Mapping[str, Tables], given: Tables | None, words: str) -> Finding:
    numbers = interval_of(claim)
    about = partial(Finding, claim.id, claim.says, tuple(each.text for each in numbers), ERRORS)
    model = of_one_model(claim)
    tried = (
        *(Reading(f"one table, {name}", len(tables.first), _number(given)) for name, tables in fits.items()),
        Reading(_MODEL, int(model), 1),
    )
    some = _some(fits)
    of = f"{some} of {_number(given):,} tables of {words} {_give(some)} all three" if given is not None else words
    shown = f"{middle_in_words(*numbers)}; {of}"
    if some or (model and claim.adjusted != "no"):
        return about(AGREES, shown, tried)
    if given is None and model:
        return about(CANNOT, shown, tried, ask=_ASK)
    fewer = with_fewer(claim)
    found = 0 if fewer is None else _some(_fitting(claim, fewer)) or _some(_fitting(claim, turned(fewer)))
    if fewer is not None:
        tried = (*tried, Reading("one table, some of the patients unrecorded", found, _number(fewer)))
    mended = smallest(_table_repairs(*numbers, given) if claim.parts and given is not None else ratio_repairs(*numbers))
    perhaps = "the ratio is adjusted for other things" if claim.adjusted != "no" else ""
    perhaps = perhaps if in_the_middle(*numbers) else "the interval is by a method that was not tried"
    unless = "some were not recorded" if found else ""
    return about(INCONSISTENT, shown, tried, unless, mended, _ASK, perhaps=perhaps)


def _give(number: int) -> str:
    return "gives" if number == 1 else "give"


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
        Reading(_MODEL, int(implied.meets(p) and of_one_model(claim)), 1),
    )
    shown = implied_in_words(*numbers)
    if given is not None:
        shown += (
            f"; {tables or 'no'} table{'s' * (tables != 1)} of {words} by {len(agreeing)} pairs of interval and test"
        )
    model = implied.meets(p) and of_one_model(claim)
    if tables or (model and claim.adjusted != "no"):
        seen = [values for each in fits.values() for values in p_values(each).values()]
        return about(AGREES, shown, tried, passes=max(attained(p, seen), passing(p, implied)) if not p.bound else 0.0)
    if given is None and claim.adjusted == "no":
        return about(CANNOT, shown, tried, ask=_ASK)
    others = [*other_levels(claim, p), *(otherwise(claim, p, given) if claim.parts and given is not None else ())]
    tried = (*tried, *(each for each, _ in others))
    unless = next((text for _, text in others if text), "")
    perhaps = "" if claim.adjusted == "no" else _OF_ITSELF
    mended = smallest(_p_repairs(p, implied, fits, claim.adjusted))
    shown += limits_in_words(numbers[0], p)
    return about(INCONSISTENT, shown, tried, unless, mended, _ASK, perhaps=perhaps)


def _p_repairs(p: Printed, implied: Range, fits: Mapping[str, Tables], adjusted: str) -> Iterator[Repair]:
    """The p-values of the model, and those of the tables that give the interval, by each test."""
    if adjusted != "no":
        yield from p_repairs(p, implied, _MODEL)
    for interval, tables in fits.items():
        for test, values in p_values(tables).items():
            finite = [float(each) for each in values if np.isfinite(each)]
            if not p.bound:
                yield from repairs("p-value", p, finite, f"one table, {interval}; p by {test}")
