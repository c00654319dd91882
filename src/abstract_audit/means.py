"""Printed means: whether whole numbers can have them, whether the scale allows the SD, and what a t-test would say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from abstract_audit.abstract import Claim, Group, Numbers
from abstract_audit.finding import AGREES, CANNOT, ERRORS, IMPOSSIBLE, INCONSISTENT, TELLS_NOTHING, Finding, Reading
from abstract_audit.log_interval import Range
from abstract_audit.p_grid import passing
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest
from abstract_audit.two_means import Summary, correlation_that_fits, p_of_t_tests
from abstract_audit.whole_numbers import greatest_sd, has_binary_spread, has_spread, sums_of

_RANK = "the p-value is of a test of ranks, which means and SDs cannot tell"


def audit_mean(claim: Claim) -> list[Finding]:
    """Return whether one mean, with its SD if it is printed, is possible."""
    return list(_possible(claim, "", claim.of, claim.own))


def audit_paired_means(claim: Claim) -> list[Finding]:
    """Return whether means before and after are possible, and with which correlation the p-value is."""
    found = [each for name, numbers in claim.parts.items() for each in _possible(claim, name, claim.of, numbers)]
    if claim.p:
        found.append(_paired(claim, claim.p))
    return found


def audit_two_means(claim: Claim) -> list[Finding]:
    """Return whether the means of two groups are possible, and whether a t-test gives the p-value."""
    assert claim.between, "two groups are compared"
    sizes = {group.name: _size(group, claim.parts.get(group.name, Numbers())) for group in claim.between}
    found = [
        each
        for group in claim.between
        if group.name in claim.parts
        for each in _possible(claim, group.name, sizes[group.name], claim.parts[group.name])
    ]
    if claim.p:
        found.append(_of_two_groups(claim, claim.p, [sizes[group.name] for group in claim.between]))
    return found


def _size(group: Group, numbers: Numbers) -> Group:
    """A group of as many patients as are printed beside the mean, else of all its patients."""
    return Group(group.name, int(numbers.n.value), numbers.n.text) if numbers.n else group


def _possible(claim: Claim, part: str, of: Group, numbers: Numbers) -> Iterator[Finding]:
    """What can be said of a mean and SD by themselves: whatever check fails counts, else whichever is passed."""
    mean, sd = numbers.mean, numbers.sd
    if mean is None:
        return
    printed = (mean.text, sd.text) if sd else (mean.text,)
    says = ", ".join(text for text in (claim.says, part) if text)
    checks = list(_checks(claim, of, mean, sd))
    verdicts = [verdict for verdict, _, _ in checks]
    verdict = INCONSISTENT if INCONSISTENT in verdicts else AGREES if AGREES in verdicts else CANNOT
    words = "; ".join(words for said, words, _ in checks if said == verdict)
    passes = min((share for said, _, share in checks if said == verdict), default=0.0)
    tried = tuple(Reading(words, int(said != INCONSISTENT), 1) for said, words, _ in checks)
    if verdict != INCONSISTENT:
        yield Finding(claim.id, says, printed, IMPOSSIBLE, verdict, words or _why_not(claim), tried, passes=passes)
        return
    fewer = [m for m in range(of.n - 1, max(of.n - of.n // 5, 2) - 1, -1) if _all_pass(claim, m, mean, sd)]
    unless = f"it is of {fewer[0]} with a record" + (" or fewer" if fewer[1:] else "") if fewer else ""
    mended = (
        repairs("mean", mean, [float(Fraction(total, of.n)) for total in _around(mean, of.n)]) if claim.whole else []
    )
    ask = "of how many patients it was recorded, and whether values were whole numbers"
    yield Finding(claim.id, says, printed, IMPOSSIBLE, verdict, words, tried, unless, smallest(mended), ask, passes)


def _why_not(claim: Claim) -> str:
    return "neither scale nor whole values are stated" if not claim.whole else "nothing to hold against it"


def _around(mean: Printed, n: int) -> range:
    nearest = round(float(mean.value) * n)
    return range(nearest - 2, nearest + 3)


def _all_pass(claim: Claim, n: int, mean: Printed, sd: Printed | None) -> bool:
    return all(verdict != INCONSISTENT for verdict, _, _ in _checks(claim, Group("", n), mean, sd))


def _checks(claim: Claim, of: Group, mean: Printed, sd: Printed | None) -> Iterator[tuple[str, str, float]]:
    """Yield verdict, arithmetic and share of numbers that would pass, of each check that the claim allows."""
    low, high = claim.lowest, claim.highest
    if low is not None and high is not None:
        if not (mean.low <= high and mean.high >= low):
            yield INCONSISTENT, f"the mean is off the scale from {low} to {high}", 0.0
            return
        if sd and of.n > 1:
            most = greatest_sd(mean, Fraction(low), Fraction(high), of.n)
            verdict = AGREES if float(sd.low) <= most else INCONSISTENT
            yield verdict, f"on {low} to {high} no SD at this mean is above {most:.{sd.decimals}f}", 0.5
    if claim.whole:
        yield from _of_whole_numbers(claim, of, mean, sd)


def _of_whole_numbers(claim: Claim, of: Group, mean: Printed, sd: Printed | None) -> Iterator[tuple[str, str, float]]:
    passes = min(of.n / 10**mean.decimals, 1.0)
    if not sums_of(mean, of.n):
        near = round(float(mean.value) * of.n)
        yield INCONSISTENT, f"{near}/{of.n} = {near / of.n:.{mean.decimals + 1}f} is nearest (GRIM)", passes
    elif sd is None or of.n < 2:
        yield (CANNOT if passes > TELLS_NOTHING else AGREES), f"of {of.n} whole numbers the mean is possible", passes
    elif (claim.lowest, claim.highest) == (0, 1):
        verdict = AGREES if has_binary_spread(mean, sd, of.n) else INCONSISTENT
        yield verdict, f"of {of.n} values of 0 and 1 the mean sets the SD (DEBIT)", 1 / 10**sd.decimals
    else:
        verdict = AGREES if has_spread(mean, sd, of.n) else INCONSISTENT
        verdict = CANNOT if verdict == AGREES and passes > TELLS_NOTHING else verdict
        yield verdict, f"of {of.n} whole numbers mean and SD {_can(verdict)} (GRIMMER)", passes


def _can(verdict: str) -> str:
    return {AGREES: "are possible", INCONSISTENT: "are impossible", CANNOT: "are possible, as nearly all are"}[verdict]


def _paired(claim: Claim, p: Printed) -> Finding:
    """The correlations at which a paired t-test gives the p-value: the SD of the change is not printed."""
    both = [_summary(claim.parts.get(name, Numbers()), claim.of.n) for name in ("before", "after")]
    before, after = both
    if before is None or after is None or claim.of.n < 2:
        return Finding(claim.id, claim.says, (p.text,), ERRORS, CANNOT, "without both SDs there is nothing to compute")
    fits = correlation_that_fits(before, after, p)
    tried = (Reading("paired t-test, any correlation of the two values of a patient", int(fits is not None), 1),)
    ask = "the mean and SD of the change, and of how many pairs"
    if fits is None:
        words = "at no correlation does a paired t-test give it"
        return Finding(claim.id, claim.says, (p.text,), ERRORS, INCONSISTENT, words, tried, _RANK, ask=ask)
    words = f"a paired t-test gives it at a correlation of {fits.low:.2f} to {fits.high:.2f}, which is not printed"
    return Finding(claim.id, claim.says, (p.text,), ERRORS, CANNOT, words, tried, ask=ask)


def _summary(numbers: Numbers, n: int) -> Summary | None:
    return Summary(numbers.mean, numbers.sd, n) if numbers.mean and numbers.sd else None


def _of_two_groups(claim: Claim, p: Printed, sizes: list[Group]) -> Finding:
    """Whether Student's or Welch's t-test gives the p-value, over all roundings of means and SDs."""
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
    return Finding(claim.id, claim.says, (p.text,), ERRORS, INCONSISTENT, words, tried, _RANK, smallest(near), ask)


def _between(values: Range) -> str:
    low, high = (f"{end:.2g}" for end in (values.low, values.high))
    return low if low == high else f"{low} to {high}"
