"""Two odds ratios of the same groups: can they be adjusted for each other, with p-values of each by itself?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from abstract_audit.abstract import ODDS_RATIO, Abstract, Claim
from abstract_audit.finding import ERRORS, INCONSISTENT, Finding, Reading
from abstract_audit.jointly import Together, search_together
from abstract_audit.two_by_two import PrintedRatio

_READING = "both odds ratios of one model with both features, p-values of each feature alone"


@dataclass(frozen=True)
class Joint:
    """Two claims that were searched together, and the cohorts that give all the numbers of both."""

    one: Claim
    other: Claim
    found: Together

    @property
    def cohorts(self) -> int:
        """How many cohorts there are, each counted once for every test by which it fits."""
        return sum(len(pairs.both) for pairs in self.found.found.values())


def with_pairs(abstract: Abstract, findings: Sequence[Finding]) -> tuple[list[Finding], list[Joint]]:
    """Return the findings, and what was searched for them.

    Where a p-value and its interval disagree, what two odds ratios together allow is added.
    """
    found, searched, settled = list(findings), list[Joint](), set[str]()
    for one, other in combinations(_odds_ratios(abstract), 2):
        left = [claim for claim in (one, other) if claim.id not in settled]
        if one.between != other.between or not _in_question(found, *left):
            continue
        joint = search_together(one.between[0].n, one.between[1].n, _printed(one), _printed(other))  # type: ignore[index]
        searched.append(Joint(one, other, joint))
        settled |= {one.id, other.id} if searched[-1].cohorts else set()
        found = [_told(each, searched[-1]) for each in found]
    return found, searched


def _odds_ratios(abstract: Abstract) -> list[Claim]:
    """The odds ratios that may be adjusted, with p-values, of which no counts are printed."""
    return [
        claim
        for claim in abstract.claims
        if claim.kind == ODDS_RATIO and claim.p and not claim.parts and claim.adjusted != "no" and claim.between
    ]


def _in_question(findings: Sequence[Finding], *claims: Claim) -> bool:
    of = {claim.id for claim in claims}
    return any(each.claim in of and each.check == ERRORS and each.verdict == INCONSISTENT for each in findings)


def _printed(claim: Claim) -> PrintedRatio:
    assert claim.ratio, "an odds ratio has it"
    return PrintedRatio(claim.ratio, claim.low, claim.high, claim.p)


def _told(finding: Finding, joint: Joint) -> Finding:
    """The finding on a p-value that disagrees with its interval, with the cohorts that give both features' numbers."""
    together = joint.found
    claim = next((each for each in (joint.one, joint.other) if each.id == finding.claim), None)
    if claim is None or claim.p is None or finding.printed != (claim.p.text,) or finding.verdict != INCONSISTENT:
        return finding
    other = joint.other if claim is joint.one else joint.one
    if together.unrecorded < 0:
        reading = Reading(f"with {other.id}: {_READING}; not tried, as there are too many cohorts", 0)
        return replace(finding, readings=(*finding.readings, reading))
    name = f"with {other.id}: {_READING}, up to {together.unrecorded} unrecorded, by"
    tried = tuple(Reading(f"{name} {test}", len(pairs.both)) for test, pairs in together.found.items())
    if not joint.cohorts:
        return replace(finding, readings=(*finding.readings, *tried))
    fit = [test for test, pairs in together.found.items() if len(pairs.both)]
    some = f"{joint.cohorts} cohort{'s' if joint.cohorts > 1 else ''}"
    give = "gives" if joint.cohorts == 1 else "give"
    words = f"{some} with up to {together.unrecorded} unrecorded {give} all numbers of both"
    unless = (
        f"both odds ratios are adjusted for each other and each p-value is of its feature alone, by {' or '.join(fit)} "
        f"({words}): possible, not recovered"
    )
    unless = f"{finding.unless}; or if {unless}" if finding.unless else unless
    return replace(finding, readings=(*finding.readings, *tried), unless=unless)
