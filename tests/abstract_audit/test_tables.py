"""P-values, odds ratios and intervals of 2 x 2 tables, against R, and every table that there is."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2

from abstract_audit.printed import read_printed as read
from abstract_audit.table_tests import conditional, fitted_first, mean_first, p_values
from abstract_audit.tables import Tables, all_tables, every_table
from abstract_audit.two_by_two import INTERVALS, PrintedRatio, fitting, with_p

REFERENCE = Path(__file__).parents[1] / "reference" / "two_by_two.csv"


def table(*counts: int) -> Tables:
    """One table: with the feature, of the first group, with it, of the second."""
    return Tables(*np.array(counts)[:, None])


def answers() -> list[dict[str, str]]:
    """What R says of six tables, each beside the command that gave it."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("answer", answers(), ids=lambda answer: answer["id"])
def test_as_in_r(answer: dict[str, str]) -> None:
    """R's own tests, by their commands in tests/reference/two_by_two.csv."""
    counts, _, test = answer["id"].partition(".")
    assert p_values(table(*map(int, counts.split("_"))))[test][0] == pytest.approx(float(answer["value"]), rel=1e-5)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n1, n0 = draw(st.integers(2, 60)), draw(st.integers(2, 60))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n0)), n0


@given(tables())
def test_as_in_scipy(counts: tuple[int, int, int, int]) -> None:
    """Law: for any table, chi-squared with and without Yates, the likelihood ratio and Fisher are those of scipy."""
    a, n1, c, n0 = counts
    if not 0 < a + c < n1 + n0:
        return
    cells = np.array([[a, n1 - a], [c, n0 - c]])
    found = {name: float(p[0]) for name, p in p_values(table(*counts)).items()}
    assert found["chi-squared test"] == pytest.approx(stats.chi2_contingency(cells, correction=False)[1], rel=1e-6)
    assert found["chi-squared test with Yates' correction"] == pytest.approx(stats.chi2_contingency(cells)[1], rel=1e-6)
    likelihood = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")[1]
    assert found["likelihood-ratio test"] == pytest.approx(likelihood, rel=1e-6, abs=1e-12)
    assert found["Fisher's exact test"] == pytest.approx(stats.fisher_exact(cells)[1], rel=1e-6)


@given(tables(), st.floats(0.05, 20))
def test_fitted_margins(counts: tuple[int, int, int, int], ratio: float) -> None:
    """Law: the table fitted at an odds ratio has the margins of the table and that odds ratio."""
    a, n1, c, n0 = counts
    if not 0 < a + c < n1 + n0:
        return
    x = float(fitted_first(table(*counts), ratio)[0])
    y = a + c - x
    assert -1e-9 <= x <= n1 + 1e-9 and -1e-9 <= y <= n0 + 1e-9
    assert x * (n0 - y) == pytest.approx(ratio * (n1 - x) * y, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("counts", [(29, 96, 15, 27), (47, 96, 22, 27), (14, 40, 6, 42), (5, 9, 3, 30)])
@pytest.mark.parametrize("method", list(INTERVALS))
def test_its_own_numbers_are_found(counts: tuple[int, int, int, int], method: str) -> None:
    """By every method: what another program prints of a table is found to fit that table.

    Authority: statsmodels' Table2x2 for Wald and its half added; scipy's conditional odds ratio; profile and score
    limits are where scipy's own statistics take the critical value, by root finding.
    """
    ratio, low, high = PRINTED_BY[method](counts)
    printed = PrintedRatio(*(read(f"{each:.2f}") for each in (ratio, low, high)))
    assert len(fitting(table(*counts), printed)[method].first) == 1
    wrong = PrintedRatio(read(f"{ratio:.2f}"), read(f"{low * 0.8:.3f}"), read(f"{high:.2f}"))
    assert len(fitting(table(*counts), wrong)[method].first) == 0


def _cells(counts: tuple[int, int, int, int]) -> np.ndarray:
    a, n1, c, n0 = counts
    return np.array([[a, n1 - a], [c, n0 - c]], dtype=float)


def _wald(counts: tuple[int, int, int, int], add: float = 0.0) -> tuple[float, float, float]:
    found = Table2x2(_cells(counts) + add, shift_zeros=False)
    return (found.oddsratio, *found.oddsratio_confint())


def _exact(counts: tuple[int, int, int, int], kind: str) -> tuple[float, float, float]:
    cells = _cells(counts).astype(int)
    interval = stats.contingency.odds_ratio(cells, kind="conditional").confidence_interval()
    return (stats.contingency.odds_ratio(cells, kind=kind).statistic, *interval)


def _at_critical(counts: tuple[int, int, int, int], statistic: str) -> tuple[float, float, float]:
    from scipy.optimize import brentq

    cells = _cells(counts)
    odds = cells[0, 0] * cells[1, 1] / (cells[0, 1] * cells[1, 0])

    def above(log_ratio: float) -> float:
        x = float(fitted_first(table(*counts), math.exp(log_ratio))[0])
        rows, columns = cells.sum(axis=1), cells.sum(axis=0)
        fitted = np.array([[x, rows[0] - x], [columns[0] - x, rows[1] - columns[0] + x]])
        value = stats.power_divergence(cells.ravel(), fitted.ravel(), lambda_=statistic)[0]
        return float(value) - stats.chi2.isf(0.05, 1)

    centre = math.log(odds)
    return odds, math.exp(brentq(above, centre - 6, centre)), math.exp(brentq(above, centre, centre + 6))


PRINTED_BY = dict(
    zip(
        INTERVALS,
        (
            _wald,
            lambda counts: _at_critical(counts, "log-likelihood"),
            lambda counts: _at_critical(counts, "pearson"),
            lambda counts: _exact(counts, "sample"),
            lambda counts: _exact(counts, "conditional"),
            lambda counts: _wald(counts, 0.5),
        ),
        strict=True,
    )
)


def test_every_table_is_there() -> None:
    """By hand: of 2 and 1 patients the tables with somebody of each kind, and those with one fewer recorded."""
    found = {tuple(int(each) for each in row) for row in zip(*every_table(2, 1, 1), strict=True)}
    complete = {(0, 2, 1, 1), (1, 2, 0, 1), (1, 2, 1, 1), (2, 2, 0, 1)}
    one_fewer = {(0, 1, 1, 1), (1, 1, 0, 1)}
    assert found == complete | one_fewer
    assert len(all_tables(96, 27).first) == 97 * 28 - 2


def test_raynaud_and_skin() -> None:
    """An enumeration of its own of the abstract's two odds ratios, up to ten unrecorded: 39 and 20 tables by Wald.

    The 39 of Raynaud's phenomenon give no p of .023 by any test; of the 20 of skin involvement ten give .004 by Yates.
    """
    tables = every_table(96, 27, 10)
    wald = "odds ratio with Wald's interval (Woolf)"
    raynaud = fitting(tables, PrintedRatio(read(".28"), read(".11"), read(".72")))
    skin = fitting(tables, PrintedRatio(read(".18"), read(".06"), read(".55")))
    assert (len(raynaud[wald].first), len(skin[wald].first)) == (39, 20)
    assert not any(len(each.first) for each in with_p(raynaud, read(".023")).values())
    assert len(with_p(skin, read(".004"))[wald, "chi-squared test with Yates' correction"].first) == 10


@given(tables(), st.floats(0.1, 10))
def test_conditional_probabilities(counts: tuple[int, int, int, int], ratio: float) -> None:
    """Law: given its margins, the chances of fewer, as many and more sum to one, at any odds ratio."""
    if not 0 < counts[0] + counts[2] < counts[1] + counts[3]:
        return
    found = conditional(table(*counts), ratio)
    assert float(found.own[0] + found.below[0] + found.above[0]) == pytest.approx(1)


@settings(max_examples=2000)
@given(tables(), st.floats(0.02, 50))
def test_mean_given_the_margins_is_nearly_known(counts: tuple[int, int, int, int], ratio: float) -> None:
    """What the search for conditional odds ratios leans on: the mean is within a quarter of what is used for it."""
    if not 0 < counts[0] + counts[2] < counts[1] + counts[3]:
        return
    one = table(*counts)
    nearly = counts[0] + counts[2] - float(mean_first(one, ratio)[0])
    assert abs(float(conditional(one, ratio).mean[0]) - nearly) < 0.25
