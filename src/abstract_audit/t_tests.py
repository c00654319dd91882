"""The p-value beside two means: whether a t-test gives it, of the same patients or of two groups."""

from __future__ import annotations

from collections.abc import Mapping

from abstract_audit.abstract import Claim, Group, Numbers
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, Finding, Reading
from abstract_audit.log_interval import Range
from abstract_audit.p_grid import passing
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest
from abstract_audit.two_means import Summary, correlation_that_fits, p_of_t_tests

_RANK = "the p-value is of a test of ranks, which means and SDs cannot tell"


def of_pairs(claim: Claim, p: Printed) -> Finding:
    """Return at which correlations a paired t-test gives the p-value, as the SD of the change is not printed."""
    both = [_summary(claim.parts.get(name, Numbers()), claim.of.n) for name in ("before", "after")]
    before, after = both
    if before is None or after is None or claim.of.n < 2:
        return Finding(claim.id, claim.says, (p.text,), ERRORS, CANNOT, "without both SDs there is nothing to compute")
    fits = correlation_that_fits(before, after, p)
    tried = (Reading("paired t-test, any correlation of the two values of a patient", int(fits is not None), 1),)
    ask = "the mean and SD of the change, and of how many pairs"
    if fits is None:
        words = "at no correlation does a paired t-test give it"
        return Finding(claim.id, claim.says, (p.text,), ERRORS, INCONSISTENT, words, tried, ask=ask, perhaps=_RANK)
    words = f"a paired t-test gives it at a correlation of {fits.low:.2f} to {fits.high:.2f}, which is not printed"
    return Finding(claim.id, claim.says, (p.text,), ERRORS, CANNOT, words, tried, ask=ask)


def _summary(numbers: Numbers, n: int) -> Summary | None:
    return Summary(numbers.mean, numbers.sd, n) if numbers.mean and numbers.sd else None


def of_two_groups(claim: Claim, p: Printed, sizes: list[Group]) -> Finding:
    """Return whether Student's or Welch's t-test gives the p-value, over all roundings of means and SDs."""
    one, other = (_summary(claim.parts.get(group.name, Numbers()), group.n) for group in sizes)
    if one is None or other is None or min(one.n, other.n) < 2:
        return Finding(claim.id, claim.says, (p.text,), ERRORS, CANNOT, "without both SDs there is nothing to compute")
    found = p_of_t_tests(one, other)
    tried = tuple(Reading(name, int(values.meets(p)), 1) for name, values in found.items())
    words = "; ".join(f"{name} gives p {_between(values)}" for name, values in found.items())
    if any(values.meets(p) for values in found.values()):
        return Finding(
            claim.id, claim.says, (p.text,), ERRORS, AGREES, words, tried, passes=passing(p, *found.values())
        )
    near = repairs("p-value", p, [end for values in found.values() for end in (values.low, values.high)])
    ask = "which test gave the p-value, and of how many patients in each group"
    return Finding(
        claim.id,
        claim.says,
        (p.text,),
        ERRORS,
        INCONSISTENT,
        words,
        tried,
        _one_side(p, found),
        smallest(near),
        ask,
        perhaps=_RANK,
    )


def _one_side(p: Printed, found: Mapping[str, Range]) -> str:
    """Which test gives the p-value of one side, half of that of both."""
    fits = [name for name, values in found.items() if Range(values.low / 2, values.high / 2).meets(p)]
    return f"the test is one-sided, by {' or '.join(fits)}" if fits else ""


def _between(values: Range) -> str:
    low, high = (f"{end:.2g}" for end in (values.low, values.high))
    return low if low == high else f"{low} to {high}"
