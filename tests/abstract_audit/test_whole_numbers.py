"""GRIM, GRIMMER and DEBIT: by scrutipy as well, and never against numbers that were computed from whole ones."""

from __future__ import annotations

import os
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
import scrutipy
from hypothesis import given, settings
from hypothesis import strategies as st

from abstract_audit.printed import read_printed
from abstract_audit.whole_numbers import counts_of, denominators_of, greatest_sd, has_binary_spread, has_spread, sums_of


@given(st.lists(st.integers(0, 20), min_size=2, max_size=60), st.integers(1, 3))
def test_what_was_computed_is_possible(values: list[int], decimals: int) -> None:
    """Law: mean and SD of whole numbers, rounded, are found possible."""
    mean, sd = (read_printed(f"{each:.{decimals}f}") for each in (np.mean(values), np.std(values, ddof=1)))
    assert len(sums_of(mean, len(values))) and has_spread(mean, sd, len(values))


@given(st.lists(st.integers(0, 1), min_size=2, max_size=80), st.integers(1, 3))
def test_what_was_computed_of_yes_and_no_is_possible(values: list[int], decimals: int) -> None:
    mean, sd = (read_printed(f"{each:.{decimals}f}") for each in (np.mean(values), np.std(values, ddof=1)))
    assert has_binary_spread(mean, sd, len(values))


@given(st.integers(1, 400), st.data(), st.integers(0, 2))
def test_every_percentage_of_a_count_is_its(n: int, data: st.DataObject, decimals: int) -> None:
    count = data.draw(st.integers(0, n))
    printed = read_printed(f"{100 * count / n:.{decimals}f}%")
    assert count in counts_of(printed, n) and n in denominators_of(printed, n)


@given(st.lists(st.floats(0, 10), min_size=2, max_size=40))
def test_no_sd_is_above_the_greatest(values: list[float]) -> None:
    """Bhatia and Davis: of values on a scale, for any mean."""
    mean = read_printed(f"{np.mean(values):.3f}")
    assert np.std(values, ddof=1) <= greatest_sd(mean, Fraction(0), Fraction(10), len(values)) + 1e-6


MANY = int(os.environ.get("PAIRS", "1000"))  # PAIRS=10000 for more


@pytest.mark.parametrize("check", ["GRIM", "GRIMMER", "DEBIT"])
def test_as_scrutipy_says(check: str) -> None:
    """Another's program (scrutipy, after R's scrutiny) says the same of drawn numbers, possible and impossible ones."""
    rng = np.random.default_rng(11)
    n = rng.integers(5, 95, MANY)
    whole = check != "DEBIT"
    mean = [f"{each:.2f}" for each in rng.uniform(1 if whole else 0.02, 9 if whole else 0.98, MANY)]
    sd = [f"{each:.2f}" for each in rng.uniform(0.1, 4 if whole else 0.55, MANY)]
    for at in range(0, MANY, 3):  # a third of them as they would be computed
        values = rng.integers(1, 9, n[at]) if whole else rng.permutation(np.arange(n[at]) % 2)
        mean[at], sd[at] = f"{values.mean():.2f}", f"{values.std(ddof=1):.2f}"
    read = [(read_printed(one), read_printed(other), int(of)) for one, other, of in zip(mean, sd, n, strict=True)]
    if check == "GRIM":
        ours = [len(sums_of(one, of)) > 0 for one, _, of in read]
        theirs = [scrutipy.grim_scalar(one, int(of)) for one, of in zip(mean, n, strict=True)]
    elif check == "GRIMMER":
        ours = [has_spread(*each) for each in read]
        theirs = [scrutipy.grimmer([one], [other], [int(of)])[0] for one, other, of in zip(mean, sd, n, strict=True)]
    else:
        ours = [has_binary_spread(*each) for each in read]
        theirs = scrutipy.debit(mean, sd, n.tolist())
    assert 0 < sum(ours) < MANY
    differ = [at for at in range(MANY) if ours[at] != theirs[at]]
    if check != "GRIMMER":
        assert differ == []
    for at in differ:  # scrutipy knows no least SD; ours is checked against all sets of whole numbers below
        assert theirs[at] and not ours[at] and float(sd[at]) + 0.005 < _least_sd(mean[at], int(n[at]))


def _least_sd(mean: str, n: int) -> float:
    """The SD of the most even whole numbers that have a mean printed so, the least of them."""
    evenly = (np.arange(n) < total % n for total in sums_of(read_printed(mean), n))
    return min(float(np.std(each, ddof=1)) for each in evenly)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=3, max_size=6), st.sampled_from([0, 0.01, -0.02, 0.05, 0.1]))
def test_whole_numbers_are_found_where_there_are_any(values: list[int], off: float) -> None:
    """Authority: every set of so few whole numbers, one by one."""
    n, mean, sd = len(values), f"{np.mean(values):.2f}", f"{max(np.std(values, ddof=1) + off, 0):.2f}"
    around = range(max(0, min(values) - 2), max(values) + 3)
    there = any(
        abs(np.mean(each) - float(mean)) <= 0.005 + 1e-9 and abs(np.std(each, ddof=1) - float(sd)) <= 0.005 + 1e-9
        for each in combinations_with_replacement(around, n)
    )
    assert has_spread(read_printed(mean), read_printed(sd), n) == there
