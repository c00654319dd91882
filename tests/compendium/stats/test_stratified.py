"""An association within strata: by hand, against R's own examples, and the laws that pooling obeys."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.association import odds_ratio
from compendium.stats.stratified import _fitted, mantel_haenszel, stratified
from press.rows import Key, Ledger

KEY = Key("x")
Counts = Sequence[tuple[int, int, int, int]]
# exposed with and without the outcome, unexposed with and without; R: datasets::UCBAdmissions, men as the exposed
BERKELEY = (
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
)
# Mantel 1963, as in R's ?mantelhaen.test: nobody in the first stratum has the outcome, everybody in the last
RABBITS = ((0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0))
CELLS = st.tuples(*[st.integers(1, 30)] * 4)
LAW = settings(deadline=None, max_examples=40)


def of_strata(counts: Counts) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Outcome, exposure and stratum, one patient a row, of strata called s1, s2 ..."""
    cells = [(True, True), (False, True), (True, False), (False, False)]
    rows = [
        (*cell, f"s{place}")
        for place, table in enumerate(counts, 1)
        for cell, count in zip(cells, table, strict=True)
        for _ in range(count)
    ]
    outcome, exposure, strata = zip(*rows, strict=True)
    names = pd.Categorical(strata, categories=[f"s{place}" for place in range(1, len(counts) + 1)])
    return pd.Series(outcome, dtype="boolean"), pd.Series(exposure, dtype="boolean"), pd.Series(names)


def found(counts: Counts) -> Ledger:
    return Ledger(stratified(*of_strata(counts), KEY))


def test_two_strata_by_hand() -> None:
    # 10/20, 5/15 and 8/4, 6/12: n = 50 and 30; R = 10*15/50 + 8*12/30 = 6.2, S = 20*5/50 + 4*6/30 = 2.8
    rows = found([(10, 20, 5, 15), (8, 4, 6, 12)])
    assert rows.value("x.or") == pytest.approx(6.2 / 2.8)
    # exposed with the outcome: 18 seen; expected 30*15/50 + 12*14/30 = 9 + 5.6; hypergeometric variances
    variance = 30 * 20 * 15 * 35 / (50**2 * 49) + 12 * 18 * 14 * 16 / (30**2 * 29)
    assert rows.value("x.p") == pytest.approx(math.erfc(math.sqrt((18 - 14.6) ** 2 / variance / 2)))
    # Robins, Breslow and Greenland 1986, term by term
    of_r, of_s = np.array([3.0, 3.2]), np.array([2.0, 0.8])
    same, other = np.array([25 / 50, 20 / 30]), np.array([25 / 50, 10 / 30])
    spread = (
        (same * of_r).sum() / (2 * 6.2**2)
        + (same * of_s + other * of_r).sum() / (2 * 6.2 * 2.8)
        + (other * of_s).sum() / (2 * 2.8**2)
    )
    half = 1.959963984540054 * math.sqrt(spread)
    assert rows.value("x.ci_low") == pytest.approx(6.2 / 2.8 * math.exp(-half))
    assert rows.value("x.ci_high") == pytest.approx(6.2 / 2.8 * math.exp(half))


def test_strata_in_which_nothing_varies_inform_nobody_and_are_named() -> None:
    # the common odds ratio of the rabbits is printed as 7 on R's help page
    rows = found(RABBITS)
    assert rows.value("x.or") == pytest.approx(7)
    assert (rows["x.strata"].value, rows["x.strata"].note) == (3, "nothing to compare in s1, s5")
    assert rows["x.strata"].n == sum(sum(table) for table in RABBITS)
    assert rows["x.s1.or"].note == "the outcome is the same in everyone"


def test_each_stratum_has_its_counts_and_its_own_odds_ratio() -> None:
    rows = found(BERKELEY)
    assert [rows.value(f"x.s1.{name}_{whom}") for whom in ("exposed", "unexposed") for name in ("count", "total")] == [
        *(512, 825),
        *(89, 108),
    ]
    assert rows.value("x.s1.or") == pytest.approx(512 * 19 / (313 * 89))


def test_paradox_of_berkeley() -> None:
    """Bickel 1975: men are admitted more often over all, and not within departments."""
    counts = np.array(BERKELEY).reshape(-1, 2, 2)
    assert odds_ratio(counts.sum(axis=0)).low > 1.5
    assert mantel_haenszel(counts).value < 1


@pytest.mark.parametrize(("counts", "side"), [([(0, 5, 3, 4)] * 2, "0"), ([(5, 0, 3, 4)] * 2, "infinite")])
def test_a_cell_empty_in_every_stratum_leaves_a_test_and_no_estimate(counts: Counts, side: str) -> None:
    rows = found(counts)
    assert math.isnan(rows.value("x.or")) and f"the odds ratio is {side}" in rows["x.or"].note
    assert 0 < rows.value("x.p") < 1
    assert rows["x.p_homogeneity"].note == rows["x.or"].note


def test_one_stratum_cannot_differ_and_no_stratum_says_nothing() -> None:
    assert found([(10, 20, 5, 15)])["x.p_homogeneity"].note == "one stratum: there is no other to compare it with"
    rows = found([(10, 0, 5, 0), (3, 0, 9, 0)])
    assert {rows[f"x.{name}"].note for name in ("or", "ci_low", "p", "p_homogeneity")} == {
        "in no stratum do both outcome and exposure vary"
    }
    nobody = pd.Series([None, None], dtype="boolean")
    assert Ledger(stratified(nobody, nobody, pd.Series(pd.Categorical(["a", "b"])), KEY))["x.p"].n == 0


def test_few_patients_make_the_approximations_rough() -> None:
    rows = found([(2, 1, 1, 2), (1, 2, 2, 1)])
    assert "few patients in all strata together" in rows["x.p"].note
    assert "fewer than five patients expected" in rows["x.p_homogeneity"].note
    plenty = found([(40, 30, 50, 60), (40, 45, 60, 50)])
    assert plenty["x.p"].note == plenty["x.p_homogeneity"].note == ""


def test_an_odds_ratio_of_one_has_a_test_of_homogeneity() -> None:
    """The library divides by one minus the pooled odds ratio. Here it is 1 and strata deviate by 5 each way.

    Fitted cells are 30 * 30 / 60 = 15; a cell's variance is 30^4 / 60^3 = 3.75, so the statistic is 2 * 25 / 3.75.
    """
    rows = found([(20, 10, 10, 20), (10, 20, 20, 10)])
    assert rows.value("x.or") == pytest.approx(1)
    assert rows.value("x.p_homogeneity") == pytest.approx(math.erfc(math.sqrt(2 * 25 / 3.75 / 2)))


def test_what_is_missing_or_has_no_stratum_is_left_out_and_empty_strata_are_passed_over() -> None:
    outcome, exposure, strata = of_strata([(10, 20, 5, 15), (8, 4, 6, 12)])
    outcome.iloc[0], exposure.iloc[-1], strata.iloc[1] = pd.NA, pd.NA, None
    more = strata.cat.add_categories("nobody")
    rows = stratified(outcome, exposure, more, KEY)
    assert Ledger(rows)["x.or"].n == 77
    assert rows == stratified(outcome, exposure, strata, KEY)
    assert Ledger(rows).value("x.or") == pytest.approx(found([(8, 20, 5, 15), (8, 4, 6, 11)]).value("x.or"))


def test_strata_are_categories_with_names_of_their_own() -> None:
    outcome, exposure, strata = of_strata([(1, 2, 3, 4), (4, 3, 2, 1)])
    with pytest.raises(ValueError, match="strata must be categorical"):
        stratified(outcome, exposure, strata.astype(str), KEY)
    with pytest.raises(ValueError, match="stratum 'S 1' is named as another"):
        stratified(outcome, exposure, strata.cat.rename_categories({"s1": "s_1", "s2": "S 1"}), KEY)
    with pytest.raises(ValueError, match="index"):
        stratified(outcome, exposure, strata.iloc[::-1], KEY)


@LAW
@given(CELLS)
def test_of_one_stratum_the_pooled_odds_ratio_is_that_of_the_table(table: tuple[int, int, int, int]) -> None:
    """The interval as well: Robins, Breslow and Greenland's variance is then Woolf's."""
    counts = np.array(table).reshape(1, 2, 2)
    pooled, own = mantel_haenszel(counts), odds_ratio(counts[0])
    assert (pooled.value, pooled.low, pooled.high) == pytest.approx((own.value, own.low, own.high))


@LAW
@given(st.lists(CELLS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_that_of_strata_matters(tables: list[tuple[int, ...]], random: object) -> None:
    outcome, exposure, strata = of_strata(tables)  # type: ignore[arg-type]
    order = list(range(len(outcome)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = stratified(outcome, exposure, strata, KEY)
    assert stratified(outcome.iloc[order], exposure.iloc[order], strata.iloc[order], KEY) == one
    turned = strata.cat.reorder_categories(list(strata.cat.categories)[::-1])
    other = Ledger(stratified(outcome, exposure, turned, KEY))
    for row in one:
        assert other.value(row.id) == pytest.approx(row.value, rel=1e-9, abs=1e-12, nan_ok=True)


@LAW
@given(st.lists(CELLS, min_size=2, max_size=6))
def test_exchanging_exposed_and_unexposed_inverts_the_odds_ratio_and_leaves_the_tests(
    tables: list[tuple[int, int, int, int]],
) -> None:
    one, other = found(tables), found([(c, d, a, b) for a, b, c, d in tables])
    assert one.value("x.or") == pytest.approx(1 / other.value("x.or"))
    assert one.value("x.ci_low") == pytest.approx(1 / other.value("x.ci_high"))
    for name in ("p", "p_homogeneity"):
        assert one.value(f"x.{name}") == pytest.approx(other.value(f"x.{name}"), rel=1e-7, abs=1e-12)


@LAW
@given(st.lists(CELLS, min_size=1, max_size=5), st.floats(-8, 8))
def test_fitted_tables_have_the_margins_and_the_odds_ratio(
    tables: list[tuple[int, int, int, int]], logarithm: float
) -> None:
    counts, ratio = np.array(tables).reshape(-1, 2, 2), math.exp(logarithm)
    fitted = _fitted(counts, ratio)
    assert fitted.min() > 0
    assert np.allclose(fitted.sum(axis=1), counts.sum(axis=1)) and np.allclose(fitted.sum(axis=2), counts.sum(axis=2))
    ratios = fitted[:, 0, 0] * fitted[:, 1, 1] / (fitted[:, 0, 1] * fitted[:, 1, 0])
    assert np.allclose(ratios, ratio, rtol=1e-7)
