"""Numbers of patients and percentages: a group is no larger than all, and a percentage comes from a whole number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

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
from abstract_audit.printed import Printed, cut_off
from abstract_audit.repair import repairs, smallest
from abstract_audit.whole_numbers import counts_of, fewer_of, may_lack


def audit_groups(abstract: Abstract) -> list[Finding]:
    """Return whether each group is part of all patients, and whether groups or a percentage tell how many all are.

    A group whose number a claim has, too, is counted among the printed numbers with that claim.
    """
    patients = abstract.patients
    printed = [group for group in abstract.groups if group.printed]
    numbers = (patients.printed, *_counted_here(abstract, printed))
    about = partial(_groups, numbers, ", ".join(f"{group.n} {group.name}" for group in (patients, *printed)))
    if large := [group for group in printed if group.n > patients.n]:
        words = f"{large[0].n} {large[0].name} are more than all {patients.n}"
        return [about(INCONSISTENT, words, "the group is not one of these patients")]
    for one, other in dict.fromkeys(claim.between for claim in abstract.claims if claim.between):
        if one.n + other.n > patients.n:
            words = f"{one.n} {one.name} and {other.n} {other.name} are more than all {patients.n}"
            return [about(INCONSISTENT, words, "some patients are in both groups, or were counted twice")]
    total, sum_of = sum(group.n for group in abstract.groups), " + ".join(str(group.n) for group in abstract.groups)
    if abstract.groups and len(printed) == len(abstract.groups) and total == patients.n:
        return [about(AGREES, f"{sum_of} = {patients.n}")]
    for claim in abstract.claims:
        if told := _told_by_share(claim, patients):
            return [about(AGREES, told)]
    part = f"each is part of {patients.n}; nothing says that together they are all"
    return [about(CANNOT, part if printed else "no group to hold against them")]


def _counted_here(abstract: Abstract, printed: list[Group]) -> Iterator[str]:
    """The sizes of groups, but for one of each number that a claim on all patients states once more."""
    elsewhere = Counter(
        claim.own.n.text for claim in abstract.claims if claim.own.n and claim.of.name == abstract.patients.name
    )
    for group in printed:
        if elsewhere[group.printed]:
            elsewhere[group.printed] -= 1
        else:
            yield group.printed


def _told_by_share(claim: Claim, patients: Group) -> str:
    """How a count with its percentage tells the number of all patients; "" where it does not, or many would do."""
    n, percent = claim.own.n, claim.own.percent
    if claim.of != patients or n is None or percent is None:
        return ""
    count = int(n.value)
    least, most = (_ends(count, percent), 2 * patients.n + 1)
    fits = [of for of in range(least, most) if count in counts_of(percent, of)]
    if patients.n not in fits or len(fits) > patients.n * (1 - TELLS_NOTHING):
        return ""
    alone = f"{patients.n} alone" if len(fits) == 1 else f"{len(fits)} numbers, from {fits[0]} to {fits[-1]},"
    return f"{count} are {percent.text} of {alone}"


def _ends(count: int, percent: Printed) -> int:
    return max(count, int(100 * count / percent.high) if percent.high > 0 else count, 1)


def _groups(printed: tuple[str, ...], says: str, verdict: str, arithmetic: str, perhaps: str = "") -> Finding:
    ask = "how many patients there are in each group" if verdict == INCONSISTENT else ""
    return Finding("groups", says, printed, PARTICIPANTS, verdict, arithmetic, perhaps=perhaps, ask=ask)


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
    tried = list(_otherwise(claim, of, percent, lambda read, m: count <= m and count in counts_of(read, m)))
    others = [*repairs("percentage", percent, [share])]
    others += repairs("number of patients", n, list(counts_of(percent, of.n)))
    return [
        Finding(
            claim.id, claim.says, numbers, PARTICIPANTS, INCONSISTENT, words,
            (Reading(f"of all {of.n} {of.name}", 0, 1), *(each for each, _ in tried)), _first(tried),
            smallest(others), "of how many patients it was recorded", _passing(percent, 1),
        )
    ]  # fmt: skip


def _percent(claim: Claim, of: Group, percent: Printed) -> Finding:
    """Whether a whole number of patients has this percentage (GRIM)."""
    counts = counts_of(percent, of.n)
    passes = _passing(percent, of.n + 1)
    numbers = (percent.text,)
    tried = Reading(f"a whole number of all {of.n} {of.name}", len(counts), of.n + 1)
    if counts:
        words = " or ".join(f"{count}/{of.n} = {100 * count / of.n:.{percent.decimals + 1}f}%" for count in counts[:2])
        if len(counts) > 2:
            words = f"any of {counts[0]} to {counts[-1]} of {of.n}"
        verdict = CANNOT if passes > TELLS_NOTHING else AGREES
        words = f"{words}; but every percentage printed so is possible" if verdict == CANNOT else words
        return Finding(claim.id, claim.says, numbers, IMPOSSIBLE, verdict, words, (tried,), passes=passes)
    near = round(float(percent.value) * of.n / 100)
    others = list(_otherwise(claim, of, percent, lambda read, m: bool(counts_of(read, m))))
    around = [100 * k / of.n for k in range(max(near - 2, 0), min(near + 3, of.n + 1))]
    return Finding(
        claim.id, claim.says, numbers, IMPOSSIBLE, INCONSISTENT,
        f"{near}/{of.n} = {100 * near / of.n:.{percent.decimals + 1}f}% is nearest",
        (tried, *(each for each, _ in others)), _first(others), smallest(repairs("percentage", percent, around)),
        "of how many patients it was recorded, and of how many it is so", passes,
    )  # fmt: skip


def _otherwise(
    claim: Claim, of: Group, percent: Printed, fits: Callable[[Printed, int], bool]
) -> Iterator[tuple[Reading, str]]:
    """Yield the other ways to read a percentage, each with what it would have to be where it fits."""
    fewer = [m for m in fewer_of(of.n) if fits(percent, m)]
    name = f"of fewer, up to {may_lack(of.n)} unrecorded"
    yield Reading(name, len(fewer), may_lack(of.n)), f"it is of {_either(fewer)} with a record" if fewer else ""
    others = [group for group in claim.others if group.n != of.n and fits(percent, group.n)]
    whole = f"it is of the {others[0].n} {others[0].name}" if others else ""
    yield Reading("of another group", len(others), max(len(claim.others) - 1, 0)), whole
    cut = fits(cut_off(percent), of.n)
    yield Reading("cut off and not rounded", int(cut), 1), "digits were cut off and not rounded" if cut else ""


def _first(tried: list[tuple[Reading, str]]) -> str:
    """What the first of several readings that fits would have to be."""
    return next((words for _, words in tried if words), "")


def _either(denominators: list[int], most: int = 3) -> str:
    shown = [str(each) for each in denominators[:most]]
    more = f" or one of {len(denominators) - most} smaller numbers" if len(denominators) > most else ""
    return " or ".join(shown) + more


def _passing(percent: Printed, different: int) -> float:
    """The share of the percentages with so many decimals that can be had."""
    return float(min(different / (100 * 10**percent.decimals + 1), 1.0))
