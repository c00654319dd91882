"""A ratio with its 95% limits and p-value, all by Wald on the logarithm: each of them tells the others."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from abstract_audit.abstract import Claim
from abstract_audit.finding import AGREES, ERRORS, INCONSISTENT, Finding, Reading, Repair
from abstract_audit.log_interval import Range, in_the_middle, interval_implied, p_implied
from abstract_audit.p_grid import p_repairs, passing
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest

_ASK = "what the ratio is adjusted for, and which tests gave the interval and the p-value"


def audit_ratio(claim: Claim) -> list[Finding]:
    """Return whether a hazard ratio, a risk ratio or the like, its limits and its p-value can be of one Wald test."""
    ratio, low, high = interval_of(claim)
    about = partial(Finding, claim.id, claim.says, (ratio.text, low.text, high.text), ERRORS)
    tried = (Reading("interval by Wald on the logarithm", int(in_the_middle(ratio, low, high)), 1),)
    words = middle_in_words(ratio, low, high)
    if tried[0].fits:
        found = [about(AGREES, words, tried)]
    else:
        mended = smallest(ratio_repairs(ratio, low, high))
        perhaps = "the interval is not Wald's"
        found = [about(INCONSISTENT, words, tried, repairs=mended, ask=_ASK, perhaps=perhaps)]
    return [*found, _p_of_interval(claim, claim.p)] if claim.p else found


def interval_of(claim: Claim) -> tuple[Printed, Printed, Printed]:
    """Return ratio, lower and upper limit of a claim that has them."""
    assert claim.ratio and claim.low and claim.high, "a claim of this kind has them"
    return claim.ratio, claim.low, claim.high


def middle_in_words(ratio: Printed, low: Printed, high: Printed) -> str:
    """Return the geometric mean of the limits, with a decimal more than the ratio has."""
    middle = math.sqrt(max(float(low.value), 0) * max(float(high.value), 0))
    return f"the limits' geometric mean is {middle:.{ratio.decimals + 1}f}"


def ratio_repairs(ratio: Printed, low: Printed, high: Printed) -> Iterator[Repair]:
    """Yield what each of the three would be were it the other two that are right."""
    r, a, b = (float(each.value) for each in (ratio, low, high))
    if min(r, a, b) > 0:
        yield from repairs("ratio", ratio, [math.sqrt(a * b)])
        yield from repairs("lower limit", low, [r * r / b])
        yield from repairs("upper limit", high, [r * r / a])


def implied_in_words(ratio: Printed, low: Printed, high: Printed) -> str:
    """Return the p-values that the interval implies."""
    implied = p_implied(ratio, low, high)
    return f"by Wald the interval implies p {implied.low:.2g} to {implied.high:.2g}"


def limits_in_words(ratio: Printed, p: Printed) -> str:
    """Return the limits that ratio and p-value imply, as the end of a line; "" where there are many."""
    low, high = interval_implied(ratio, p)
    digits = max(ratio.decimals, 2)
    return f"; p {p.text} implies limits of {low:.{digits}f} and {high:.{digits}f}" if math.isfinite(low) else ""


def _p_of_interval(claim: Claim, p: Printed) -> Finding:
    ratio, low, high = interval_of(claim)
    about = partial(Finding, claim.id, claim.says, (p.text,), ERRORS)
    implied = p_implied(ratio, low, high)
    tried = (Reading("p-value and interval of one Wald test", int(implied.meets(p)), 1),)
    words = implied_in_words(ratio, low, high)
    if tried[0].fits:
        return about(AGREES, words, tried, passes=passing(p, implied))
    others = list(other_levels(claim, p))
    unless = next((words for _, words in others if words), "")
    return about(
        INCONSISTENT,
        words + limits_in_words(ratio, p),
        (*tried, *(each for each, _ in others)),
        unless,
        smallest(p_repairs(p, implied, "")),
        _ASK,
        perhaps="the p-value is of another test than the interval",
    )


def other_levels(claim: Claim, p: Printed) -> Iterator[tuple[Reading, str]]:
    """Yield the readings of an interval of another level and of a test of one side, with what each would have to be."""
    numbers = interval_of(claim)
    for level in (90, 99):
        fits = p_implied(*numbers, level=level).meets(p)
        words = f"the interval is one of {level}%"
        yield Reading(f"an interval of {level}% and a p-value of one Wald test", int(fits), 1), words if fits else ""
    implied = p_implied(*numbers)
    fits = Range(implied.low / 2, implied.high / 2).meets(p)
    yield Reading("a Wald test of one side", int(fits), 1), "the test is one-sided" if fits else ""
