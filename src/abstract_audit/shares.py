"""A p-value of two shares: whether a test gives it of the counts that are printed, or of any that there can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from abstract_audit.abstract import Claim, Numbers
from abstract_audit.counts import part_of
from abstract_audit.finding import AGREES, CANNOT, ERRORS, INCONSISTENT, TELLS_NOTHING, Finding, Reading
from abstract_audit.given_counts import tables_of, with_fewer
from abstract_audit.log_interval import Range
from abstract_audit.p_grid import attained, p_repairs
from abstract_audit.printed import Printed
from abstract_audit.repair import smallest
from abstract_audit.table_tests import one_sided, p_values
from abstract_audit.tables import Floats, Tables
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
    if not len(given.first):  # no difference: whatever the test, p is 1
        whole = f"{words}: all have it, or nobody, so p is 1"
        return about(AGREES if p.holds(1) else INCONSISTENT, whole, ask="" if p.holds(1) else _ASK)
    values = p_values(given)
    tried = tuple(Reading(test, int(holds(p, each).sum()), len(given.first)) for test, each in values.items())
    passes = attained(p, values.values())
    fits = sum(reading.fits for reading in tried)
    if not claim.parts:
        shown = f"{fits} of {len(given.first):,} tables of {words} give it by one of {len(values)} tests"
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
    others = list(otherwise(claim, p, given))
    unless = next((words for _, words in others if words), "")
    tried = (*tried, *(each for each, _ in others))
    return about(INCONSISTENT, shown, tried, unless, mended, _ASK, perhaps="the p-value is adjusted for other things")


def otherwise(claim: Claim, p: Printed, given: Tables) -> Iterator[tuple[Reading, str]]:
    """Yield the other readings of a p-value of printed counts, each with what it would have to be where it fits."""
    for test, values in one_sided(given).items():
        fits = int(holds(p, values).sum())
        yield Reading(f"{test}, one-sided", fits, len(given.first)), f"the test is one-sided, {test}" if fits else ""
    if (fewer := with_fewer(claim)) is not None:
        found = {test: int(holds(p, values).sum()) for test, values in p_values(fewer).items()}
        some = [test for test, fits in found.items() if fits]
        words = f"some were not recorded, by {' or '.join(some[:2])}" if some else ""
        yield Reading("some of the patients unrecorded, by any test", sum(found.values()), len(fewer.first)), words


def _in_words(values: dict[str, Floats]) -> str:
    every = np.concatenate([each[np.isfinite(each)] for each in values.values()])
    low, high = (f"{end:.2g}" for end in (every.min(), every.max()))
    return f"p {low}{f' to {high}' if low != high else ''} by {len(values)} tests"
