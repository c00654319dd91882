"""A p-value of two shares: whether a test gives it of the counts that are printed, or of any that there can be."""

from __future__ import annotations

from functools import partial

import numpy as np

from abstract_audit.abstract import Claim, Numbers
from abstract_audit.counts import part_of
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, TELLS_NOTHING, Finding, Reading
from abstract_audit.given_counts import tables_of
from abstract_audit.log_interval import Range
from abstract_audit.p_grid import attained, p_repairs
from abstract_audit.printed import Printed
from abstract_audit.repair import smallest
from abstract_audit.table_tests import p_values
from abstract_audit.tables import Floats
from abstract_audit.two_by_two import holds

_ASK = "how many of each group have it and in how many it was not recorded, and the test of the p-value"


def audit_shares(claim: Claim) -> list[Finding]:
    """Return whether a test of two shares gives the p-value."""
    assert claim.between and claim.p, "two groups are compared by a p-value"
    return [*shares_given(claim), _of_p(claim, claim.p)]


def shares_given(claim: Claim) -> list[Finding]:
    """Return what there is to say of the counts and percentages of each group by themselves."""
    parts = [(group, claim.parts.get(group.name, Numbers())) for group in claim.between or ()]
    return [each for group, numbers in parts for each in part_of(claim, group, numbers.n, numbers.percent)]


def _of_p(claim: Claim, p: Printed) -> Finding:
    about = partial(Finding, claim.id, claim.says, (p.text,), ERRORS)
    given, words = tables_of(claim)
    if given is None:
        return about(CANNOT, words, ask=_ASK)
    values = p_values(given)
    tried = tuple(Reading(test, int(holds(p, each).sum()), len(given.first)) for test, each in values.items())
    passes = attained(p, values.values())
    fits = sum(reading.fits for reading in tried)
    if not claim.parts:
        shown = f"{fits} of {len(given.first)} tables of {words} give it by one of {len(values)} tests"
        if fits and passes <= TELLS_NOTHING:
            return about(AGREES, shown, tried, passes=passes)
        return about(CANNOT, shown + (", as they do nearly any p-value" if fits else ""), tried, ask=_ASK)
    shown = f"{words}: {_in_words(values)}"
    if fits:
        return about(AGREES, shown, tried, passes=passes)
    mended = smallest(
        each
        for test, found in values.items()
        if np.isfinite(found).any()
        for each in p_repairs(p, Range(float(np.nanmin(found)), float(np.nanmax(found))), test)
    )
    unless = "the p-value is adjusted for other things, or some were not recorded"
    return about(INCONSISTENT, shown, tried, unless, mended, _ASK)


def _in_words(values: dict[str, Floats]) -> str:
    every = np.concatenate([each[np.isfinite(each)] for each in values.values()])
    low, high = (f"{end:.2g}" for end in (every.min(), every.max()))
    return f"p {low}{f' to {high}' if low != high else ''} by {len(values)} tests"
