"""The 2 x 2 tables that the printed counts of a claim leave: one, a few, or all that two groups allow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from abstract_audit.abstract import Claim, Group, Numbers
from abstract_audit.tables import Tables, covered, every_table, with_both
from abstract_audit.whole_numbers import counts_of, fewer_of

_MOST_GIVEN = 20_000  # tables of printed counts of which some are unrecorded
_MOST_PROBABILITIES = 50_000_000  # that exact tests of all tables take


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


def turned(tables: Tables) -> Tables:
    """Return the tables with the second group first: the odds ratio of one against the other, the other way round."""
    return Tables(tables.second, tables.of_second, tables.first, tables.of_first)


def with_fewer(claim: Claim) -> Tables | None:
    """Return the tables of printed counts where some patients of each group may be unrecorded.

    None where no counts are printed, or where there are too many such tables.
    """
    assert claim.between, "two groups are compared"
    if not claim.parts:
        return None
    pairs = [[*_recorded(claim.parts.get(group.name, Numbers()), group, fewer=True)] for group in claim.between]
    if not all(pairs) or len(pairs[0]) * len(pairs[1]) > _MOST_GIVEN:
        return None
    return _grid(*pairs)


def _of_given(claim: Claim, one: Group, other: Group) -> tuple[Tables | None, str]:
    pairs = [[*_stated(claim.parts.get(group.name, Numbers()), group)] for group in (one, other)]
    if not all(pairs):
        return None, "the printed counts are those of no table"
    words = " and ".join(map(_in_words, pairs))
    if len(pairs[0]) * len(pairs[1]) * (other.n + 1) > _MOST_PROBABILITIES:
        return None, f"{words} are too many for every table to be tried"
    return _grid(*pairs), words


def _grid(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> Tables:
    """Every pair of a count in one group with a count in the other; such as have no odds ratio are left out."""
    grid = np.array([(*a, *b) for a in first for b in second], dtype=np.int64).reshape(-1, 4).T
    return with_both(Tables(*grid))


def _stated(numbers: Numbers, group: Group) -> Iterator[tuple[int, int]]:
    """Yield count and number of patients as printed: of the group, or where the percentage is of fewer, of those."""
    whole = [*_counts(numbers, group.n)]
    if whole or not numbers.percent:
        yield from ((count, group.n) for count in whole)
    else:
        yield from _recorded(numbers, group, fewer=True)


def _recorded(numbers: Numbers, group: Group, *, fewer: bool) -> Iterator[tuple[int, int]]:
    for of in (group.n, *(fewer_of(group.n) if fewer else ())):
        yield from ((count, of) for count in _counts(numbers, of))


def _counts(numbers: Numbers, of: int) -> range:
    """The counts out of so many that are printed so."""
    counts = counts_of(numbers.percent, of) if numbers.percent else range(of + 1 if numbers.n else 0)
    if numbers.n:
        n = int(numbers.n.value)
        return range(n, n + 1) if n in counts else range(0)
    return counts


def _in_words(pairs: list[tuple[int, int]]) -> str:
    (count, of), (last, _) = pairs[0], pairs[-1]
    if len({of for _, of in pairs}) > 1:
        return f"{count}/{of} or of fewer"
    return f"{count}{f' to {last}' if last != count else ''}/{of}"
