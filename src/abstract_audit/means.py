"""Printed means: whether whole numbers can have them, whether the scale allows the SD, and what a t-test would say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import sqrt

from abstract_audit.abstract import Claim, Group, Numbers
from abstract_audit.counts import part_of
from abstract_audit.finding import AGREES, CANNOT, IMPOSSIBLE, INCONSISTENT, TELLS_NOTHING, Finding, Reading
from abstract_audit.printed import Printed, times
from abstract_audit.repair import repairs, smallest
from abstract_audit.t_tests import of_pairs, of_two_groups
from abstract_audit.whole_numbers import fewer_of, greatest_sd, has_binary_spread, has_spread, may_lack, sums_of


def audit_mean(claim: Claim) -> list[Finding]:
    """Return whether one mean, with its SD if it is printed, is possible."""
    return list(_possible(claim, "", claim.of, claim.own))


def audit_paired_means(claim: Claim) -> list[Finding]:
    """Return whether means before and after are possible, and with which correlation the p-value is."""
    found = [each for name, numbers in claim.parts.items() for each in _possible(claim, name, claim.of, numbers)]
    if claim.p:
        found.append(of_pairs(claim, claim.p))
    return found


def audit_two_means(claim: Claim) -> list[Finding]:
    """Return whether the means of two groups are possible, and whether a t-test gives the p-value."""
    assert claim.between, "two groups are compared"
    sizes = {group.name: _size(group, claim.parts.get(group.name, Numbers())) for group in claim.between}
    found = [
        each
        for group in claim.between
        if (n := claim.parts.get(group.name, Numbers()).n)
        for each in part_of(claim, group, n, None)
    ]
    found += [
        each
        for group in claim.between
        if group.name in claim.parts
        for each in _possible(claim, group.name, sizes[group.name], claim.parts[group.name])
    ]
    if claim.p:
        found.append(of_two_groups(claim, claim.p, [sizes[group.name] for group in claim.between]))
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
    others = list(_otherwise(claim, of.n, mean, sd))
    unless = next((words for _, words in others if words), "")
    mended = (
        repairs("mean", mean, [float(Fraction(total, of.n)) for total in _around(mean, of.n)]) if claim.whole else []
    )
    ask = "of how many patients it was recorded, and whether values were whole numbers"
    tried = (*tried, *(each for each, _ in others))
    yield Finding(claim.id, says, printed, IMPOSSIBLE, verdict, words, tried, unless, smallest(mended), ask, passes)


def _otherwise(claim: Claim, n: int, mean: Printed, sd: Printed | None) -> Iterator[tuple[Reading, str]]:
    """Yield the other ways to read mean and SD, each with what it would have to be where it fits."""
    fewer = [*islice((m for m in fewer_of(n) if m > 1 and _all_pass(claim, m, mean, sd)), 2)]
    words = f"it is of {fewer[0]} with a record" + (" or fewer" if fewer[1:] else "") if fewer else ""
    yield Reading(f"of fewer, up to {may_lack(n)} unrecorded", len(fewer), may_lack(n)), words
    if sd is None or n < 2:
        return
    for name, factor in (("SD of all and not of a sample", sqrt(n / (n - 1))), ("standard error and no SD", sqrt(n))):
        fits = _all_pass(claim, n, mean, times(sd, factor))
        yield Reading(f"the {name}", int(fits), 1), f"what is printed is the {name}" if fits else ""


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
    if (low is not None and mean.high < low) or (high is not None and mean.low > high):
        ends = " to ".join(str(end) for end in (low, high) if end is not None)
        yield INCONSISTENT, f"the mean is off the scale ({ends})", 0.0
        return
    if low is not None and high is not None and sd and of.n > 1:
        most = greatest_sd(mean, Fraction(low), Fraction(high), of.n)
        words = f"on {low} to {high} no SD at this mean is above {most:.{sd.decimals}f}"
        if float(sd.low) > most:
            yield INCONSISTENT, words, 0.0
        else:  # most SDs that anybody would print are below it
            yield CANNOT, f"{words}, which says little", 1.0
    if claim.whole:
        yield from _of_whole_numbers(claim, of, mean, sd)


def _of_whole_numbers(claim: Claim, of: Group, mean: Printed, sd: Printed | None) -> Iterator[tuple[str, str, float]]:
    passes = min(of.n / 10**mean.decimals, 1.0)
    if not sums_of(mean, of.n):
        near = round(float(mean.value) * of.n)
        yield INCONSISTENT, f"{near}/{of.n} = {near / of.n:.{mean.decimals + 1}f} is nearest (GRIM)", passes
    elif sd is None or of.n < 2 or passes > TELLS_NOTHING:
        yield (CANNOT if passes > TELLS_NOTHING else AGREES), f"of {of.n} whole numbers the mean is possible", passes
    elif (claim.lowest, claim.highest) == (0, 1):
        verdict = AGREES if has_binary_spread(mean, sd, of.n) else INCONSISTENT
        yield verdict, f"of {of.n} values of 0 and 1 the mean sets the SD (DEBIT)", 1 / 10**sd.decimals
    else:
        verdict = AGREES if has_spread(mean, sd, of.n) else INCONSISTENT
        yield verdict, f"of {of.n} whole numbers mean and SD {_can(verdict)} (GRIMMER)", passes


def _can(verdict: str) -> str:
    return {AGREES: "are possible", INCONSISTENT: "are impossible"}[verdict]
