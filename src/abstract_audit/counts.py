"""Numbers of patients and percentages: a group is no larger than all, and a percentage comes from a whole number."""

from __future__ import annotations

from abstract_audit.abstract import Abstract, Claim, Group
from abstract_audit.finding import (
    AGREES,
    CANNOT,
    IMPOSSIBLE,
    INCONSISTENT,
    PARTICIPANTS,
    TELLS_NOTHING,
    Finding,
    Reading,
)
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs, smallest
from abstract_audit.whole_numbers import counts_of

_FEWER = 5  # one in so many patients may be unrecorded


def audit_groups(abstract: Abstract) -> list[Finding]:
    """Return whether each group is part of all patients, and whether two groups are all of them.

    A group whose number a claim has, too, is counted among the printed numbers with that claim.
    """
    patients, counted = abstract.patients, {claim.own.n.text for claim in abstract.claims if claim.own.n}
    printed = [group for group in abstract.groups if group.printed]
    numbers = (patients.printed, *(group.printed for group in printed if group.printed not in counted))
    says = ", ".join(f"{group.n} {group.name}" for group in (patients, *printed))
    if not printed:
        return [_groups(numbers, says, CANNOT, "no group to hold against them", "")]
    if large := [group for group in printed if group.n > patients.n]:
        unless = "the group is not one of these patients"
        words = f"{large[0].n} {large[0].name} are more than all {patients.n}"
        return [_groups(numbers, says, INCONSISTENT, words, unless)]
    for one, other in {claim.between for claim in abstract.claims if claim.between}:
        if one.n + other.n > patients.n:
            words = f"{one.n} {one.name} and {other.n} {other.name} are more than all {patients.n}"
            unless = "some patients are in both groups, or were counted twice"
            return [_groups(numbers, says, INCONSISTENT, words, unless)]
    total = sum(group.n for group in abstract.groups)
    sum_of = " + ".join(str(group.n) for group in abstract.groups)
    if len(printed) == len(abstract.groups) and total == patients.n:
        return [_groups(numbers, says, AGREES, f"{sum_of} = {patients.n}", "")]
    return [
        _groups(numbers, says, CANNOT, f"each is part of {patients.n}; nothing says that together they are all", "")
    ]


def _groups(printed: tuple[str, ...], says: str, verdict: str, arithmetic: str, unless: str) -> Finding:
    ask = "how many patients there are in each group" if verdict == INCONSISTENT else ""
    return Finding("groups", says, printed, PARTICIPANTS, verdict, arithmetic, unless=unless, ask=ask)


def audit_count(claim: Claim) -> list[Finding]:
    """Return whether a count is possible, and whether its percentage is that of it."""
    n, percent = claim.own.n, claim.own.percent
    return part_of(claim, claim.of, n, percent) if n else []


def part_of(claim: Claim, of: Group, n: Printed | None, percent: Printed | None) -> list[Finding]:
    """Return what there is to say of so many patients of a group, or of a percentage of them, or of both."""
    if n is None:
        return [_percent(claim, of, percent)] if percent else []
    count = int(n.value)
    if count > of.n:
        words = f"{count} are more than the {of.n} {of.name}"
        ask = f"how many {of.name} there are"
        return [Finding(claim.id, claim.says, (n.text,), PARTICIPANTS, INCONSISTENT, words, ask=ask)]
    if percent is None:
        return [Finding(claim.id, claim.says, (n.text,), PARTICIPANTS, CANNOT, f"{count} of {of.n}: nothing beside it")]
    numbers = (n.text, percent.text)
    share = 100 * count / of.n
    words = f"{count}/{of.n} = {share:.{percent.decimals + 1}f}%"
    if count in counts_of(percent, of.n):
        return [Finding(claim.id, claim.says, numbers, PARTICIPANTS, AGREES, words, passes=_passing(percent, 1))]
    fewer = [m for m in _denominators(of.n) if count <= m and count in counts_of(percent, m)]
    tried = (
        Reading(f"of all {of.n} {of.name}", 0, 1),
        Reading("of fewer, up to a fifth unrecorded", len(fewer), of.n // _FEWER),
    )
    others = [*repairs("percentage", percent, [share])]
    others += repairs("number of patients", n, list(counts_of(percent, of.n)))
    return [
        Finding(
            claim.id, claim.says, numbers, PARTICIPANTS, INCONSISTENT, words,
            tried,
            f"the percentage is of {_either(fewer)} with a record" if fewer else "",
            smallest(others), "of how many patients it was recorded", _passing(percent, 1),
        )
    ]  # fmt: skip


def _percent(claim: Claim, of: Group, percent: Printed) -> Finding:
    """Whether a whole number of patients has this percentage (GRIM)."""
    counts = counts_of(percent, of.n)
    passes = _passing(percent, of.n + 1)
    numbers = (percent.text,)
    tried = (Reading(f"a whole number of all {of.n} {of.name}", len(counts), of.n + 1),)
    if counts:
        words = " or ".join(f"{count}/{of.n} = {100 * count / of.n:.{percent.decimals + 1}f}%" for count in counts[:2])
        if len(counts) > 2:
            words = f"any of {counts[0]} to {counts[-1]} of {of.n}"
        verdict = CANNOT if passes > TELLS_NOTHING else AGREES
        words = f"{words}; but every percentage printed so is possible" if verdict == CANNOT else words
        return Finding(claim.id, claim.says, numbers, IMPOSSIBLE, verdict, words, tried, passes=passes)
    near = round(float(percent.value) * of.n / 100)
    fewer = [m for m in _denominators(of.n) if counts_of(percent, m)]
    words = f"{near}/{of.n} = {100 * near / of.n:.{percent.decimals + 1}f}% is nearest"
    return Finding(
        claim.id, claim.says, numbers, IMPOSSIBLE, INCONSISTENT, words,
        (*tried, Reading("of fewer, up to a fifth unrecorded", len(fewer), of.n // _FEWER)),
        f"it is of {_either(fewer)} with a record" if fewer else "",
        smallest(repairs("percentage", percent, [100 * k / of.n for k in range(of.n + 1)])),
        "of how many patients it was recorded, and of how many it is so", passes,
    )  # fmt: skip


def _denominators(n: int) -> range:
    return range(n - 1, max(n - n // _FEWER, 1) - 1, -1)


def _either(denominators: list[int], most: int = 3) -> str:
    shown = [str(each) for each in denominators[:most]]
    more = f" or one of {len(denominators) - most} smaller numbers" if len(denominators) > most else ""
    return " or ".join(shown) + more


def _passing(percent: Printed, different: int) -> float:
    """The share of the percentages with so many decimals that can be had."""
    return float(min(different / (100 * 10**percent.decimals + 1), 1.0))
