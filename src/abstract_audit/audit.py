"""An abstract held against itself: every printed number is read in every way that is tried, and given a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from abstract_audit.abstract import (
    COUNT,
    MEAN,
    NUMBER,
    ODDS_RATIO,
    P_VALUE,
    PAIRED_MEANS,
    PERCENT,
    RATIO,
    SHARES,
    TWO_MEANS,
    WORDS,
    Abstract,
    Claim,
)
from abstract_audit.counts import audit_count, audit_groups, part_of
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, Finding
from abstract_audit.means import audit_mean, audit_paired_means, audit_two_means
from abstract_audit.odds_ratios import audit_odds_ratio
from abstract_audit.shares import audit_shares
from abstract_audit.together import Joint, with_pairs
from abstract_audit.wald_ratio import audit_ratio


def _percent(claim: Claim) -> list[Finding]:
    return part_of(claim, claim.of, None, claim.own.percent)


def _p_value(claim: Claim) -> list[Finding]:
    assert claim.p, "a claim of this kind has it"
    return [_nothing(claim, (claim.p.text,), "neither counts nor means are printed beside it")]


def _number(claim: Claim) -> list[Finding]:
    assert claim.value, "a claim of this kind has it"
    return [_nothing(claim, (claim.value.text,), "nothing is printed beside it")]


def _words(claim: Claim) -> list[Finding]:
    return [_nothing(claim, (), "no figure is printed")]


def _nothing(claim: Claim, printed: tuple[str, ...], why: str) -> Finding:
    return Finding(claim.id, claim.says, printed, ERRORS, CANNOT, why)


_BY_KIND: dict[str, Callable[[Claim], list[Finding]]] = {
    COUNT: audit_count,
    PERCENT: _percent,
    MEAN: audit_mean,
    PAIRED_MEANS: audit_paired_means,
    TWO_MEANS: audit_two_means,
    SHARES: audit_shares,
    ODDS_RATIO: audit_odds_ratio,
    RATIO: audit_ratio,
    NUMBER: _number,
    P_VALUE: _p_value,
    WORDS: _words,
}


@dataclass(frozen=True)
class Audit:
    """An abstract with what was found of it, in the order of its claims, and what was searched of two together."""

    abstract: Abstract
    findings: tuple[Finding, ...]
    together: tuple[Joint, ...] = ()

    def numbers(self, verdict: str) -> int:
        """Return how many printed numbers have a verdict."""
        return sum(len(each.printed) for each in self.findings if each.verdict == verdict)

    @property
    def printed(self) -> int:
        """How many numbers are printed."""
        return sum(len(each.printed) for each in self.findings)

    @property
    def under_none(self) -> int:
        """How many numbers no reading that was tried reconciles."""
        return sum(len(each.printed) for each in self.findings if each.verdict == INCONSISTENT and not each.unless)

    def answer(self, check: str) -> str:
        """Return INSPECT-SR's answer to one of its checks: yes, no or unclear, as what may yet be explained is."""
        found = [each for each in self.findings if each.check == check and each.printed]
        if any(each.verdict == INCONSISTENT and not each.unless and not each.perhaps for each in found):
            return "yes"
        if any(each.verdict == INCONSISTENT for each in found):
            return "unclear"
        return "no" if any(each.verdict == AGREES for each in found) else "unclear"


def audit(abstract: Abstract) -> Audit:
    """Hold every printed number of an abstract against the others.

    >>> from abstract_audit.reading import abstract_of
    >>> text = "title: A trial\\npatients: 40\\nclaims: [{id: women, kind: percent, percent: 52.4%}]"
    >>> finding = audit(abstract_of(text, "a.yaml")).findings[-1]
    >>> finding.verdict, finding.repairs[0].instead
    ('inconsistent', '52.5%')
    """
    findings = audit_groups(abstract)
    for claim in abstract.claims:
        findings += _BY_KIND[claim.kind](claim)
    told, together = with_pairs(abstract, findings)
    return Audit(abstract, tuple(told), tuple(together))
