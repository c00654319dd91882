"""The 2 x 2 tables that the printed counts of a claim leave: one, a few, or all that two groups allow."""

from __future__ import annotations

import numpy as np

from abstract_audit.abstract import Claim, Group, Numbers
from abstract_audit.tables import Tables, covered, every_table, with_both
from abstract_audit.whole_numbers import counts_of


def tables_of(claim: Claim) -> tuple[Tables | None, str]:
    """Return the tables that a claim on two groups leaves, and of what they are in words; None where too many to try.

    Of an odds ratio without counts, those of all patients and of fewer, as some may be unrecorded; of a p-value alone
    those of all patients.
    """
    assert claim.between, "two groups are compared"
    one, other = claim.between
    if claim.parts:
        return _of_given(claim, one, other)
    most = unrecorded_of(claim)
    if most < 0:
        return None, f"{one.n} and {other.n} are too many for every table to be tried"
    if claim.ratio is None:
        return every_table(one.n, other.n, 0), f"{one.n} and {other.n}"
    return every_table(one.n, other.n, most), f"{one.n} and {other.n}, up to {most} unrecorded,"


def unrecorded_of(claim: Claim) -> int:
    """Return of how many patients a feature may be unrecorded in the tables of an odds ratio without counts.

    -1 where there are too many tables for any to be tried.
    """
    assert claim.between, "two groups are compared"
    return covered(claim.between[0].n, claim.between[1].n)


def _of_given(claim: Claim, one: Group, other: Group) -> tuple[Tables | None, str]:
    first, second = (_counts(claim.parts.get(group.name, Numbers()), group) for group in (one, other))
    if not len(first) or not len(second):
        return None, "the printed counts are those of no table"
    grid = np.array([(a, one.n, b, other.n) for a in first for b in second], dtype=np.int64).T
    words = " and ".join(
        f"{counts[0]}{f' to {counts[-1]}' if len(counts) > 1 else ''}/{group.n}"
        for counts, group in ((first, one), (second, other))
    )
    tables = with_both(Tables(*grid))
    return (tables, words) if len(tables.first) else (None, "in the printed counts all have it, or nobody")


def _counts(numbers: Numbers, group: Group) -> range:
    """The counts of a group that are printed so."""
    if numbers.n:
        n = int(numbers.n.value)
        return range(n, n + 1) if n <= group.n else range(0)
    return counts_of(numbers.percent, group.n) if numbers.percent else range(0)
