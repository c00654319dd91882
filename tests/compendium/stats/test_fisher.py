"""Fisher's exact test for k x 2 tables: textbook values, brute force over all arrangements, and its symmetries."""

from __future__ import annotations

from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from compendium.stats.fisher import count_tables, enumerate_tables, fisher

LAW = settings(max_examples=80, deadline=None, derandomize=True)
TABLE = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=4).filter(
    lambda rows: all(sum(row) for row in rows) and all(sum(column) for column in zip(*rows, strict=True))
)


def test_the_lady_tasting_tea() -> None:
    # Fisher 1935: 3 of 4 cups right; two-sided p = 34/70
    assert fisher(np.array([[3, 1], [1, 3]]), seed=1, replicates=1).p == pytest.approx(34 / 70)


def test_three_by_two_by_hand() -> None:
    # 3/0, 1/2, 0/3: C(9,4) = 126 tables of cells; probability 1 * 3 * 1 / 126; as extreme 18/126
    assert enumerate_tables(np.array([[3, 0], [1, 2], [0, 3]])) == pytest.approx(18 / 126)


@LAW
@given(TABLE)
def test_equal_to_brute_force_in_whole_numbers(rows: list[tuple[int, int]]) -> None:
    sizes = [a + b for a, b in rows]
    column = sum(a for a, _ in rows)

    def ways(cells: tuple[int, ...]) -> int:
        return prod(comb(size, cell) for size, cell in zip(sizes, cells, strict=True))

    tables = [cells for cells in product(*(range(size + 1) for size in sizes)) if sum(cells) == column]
    observed = ways(tuple(a for a, _ in rows))
    as_extreme = sum(ways(cells) for cells in tables if ways(cells) <= observed)
    assert enumerate_tables(np.array(rows)) == pytest.approx(as_extreme / comb(sum(sizes), column), rel=1e-9)
    assert count_tables(np.array(rows)) == len(tables)


@LAW
@given(TABLE)
def test_rows_columns_and_transposition_do_not_matter(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows)
    p = fisher(table, seed=1, replicates=1).p
    for other in (table[::-1], table[:, ::-1], table.T):
        assert fisher(other, seed=1, replicates=1).p == pytest.approx(p, rel=1e-9)


@LAW
@given(TABLE)
def test_two_rows_equal_the_library(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows[:2])
    if table.sum(axis=0).all():
        assert enumerate_tables(table) == pytest.approx(float(stats.fisher_exact(table).pvalue), rel=1e-9)


def test_too_many_tables_go_to_monte_carlo_with_its_error() -> None:
    # ten levels with 96 and 27: 79 696 540 tables
    table = np.array([[10, 3]] * 9 + [[6, 0]])
    assert count_tables(table) == 79_696_540
    found = fisher(table, seed=3, replicates=500)
    assert "Monte Carlo" in found.method
    assert "standard error of p at most" in found.method
    assert found == fisher(table, seed=3, replicates=500)
