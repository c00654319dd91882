"""2 x 2 tables and adjusted p-values: published odds ratios, empty cells, and the laws of adjustment."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.association import odds_ratio, two_by_two
from compendium.stats.multiplicity import adjust, family_size
from press.rows import Key, Ledger

KEY = Key("x")
LAW = settings(max_examples=80, deadline=None, derandomize=True)
CELL = st.integers(1, 30)


def of_cells(a: int, b: int, c: int, d: int) -> tuple[pd.Series, pd.Series]:
    """Outcome and exposure of exposed with (a) and without (b) the outcome, unexposed with (c) and without (d)."""
    exposure = [True] * (a + b) + [False] * (c + d)
    outcome = [True] * a + [False] * b + [True] * c + [False] * d
    return pd.Series(outcome, dtype="boolean"), pd.Series(exposure, dtype="boolean")


def found(a: int, b: int, c: int, d: int) -> Ledger:
    return Ledger(two_by_two(*of_cells(a, b, c, d), KEY))


def test_odds_ratio_of_the_physicians_health_study() -> None:
    # Agresti 2013, table 2.3: infarction 189 of 11 034 on placebo, 104 of 11 037 on aspirin: 1.83 (1.44 to 2.33)
    estimate = odds_ratio(np.array([[189, 10845], [104, 10933]]))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((1.83, 1.44, 2.33), abs=0.005)


def test_convictions_of_twins() -> None:
    # R's ?fisher.test: 10 of 13 monozygotic and 2 of 17 dizygotic twins convicted; p = 0.0005367; Yates 0.001221
    ledger = found(10, 3, 2, 15)
    assert ledger.value("x.p") == pytest.approx(0.0005367, abs=5e-8)
    # by hand: n (|ad - bc| - n/2)^2 / product of margins, 1 df
    yates = 30 * (abs(10 * 15 - 3 * 2) - 15) ** 2 / (13 * 17 * 12 * 18)
    assert ledger.value("x.p_yates") == pytest.approx(math.erfc(math.sqrt(yates / 2)))
    plain = 30 * (10 * 15 - 3 * 2) ** 2 / (13 * 17 * 12 * 18)
    assert ledger.value("x.p_chi2") == pytest.approx(math.erfc(math.sqrt(plain / 2)))
    assert "x.warning" not in ledger


@pytest.mark.parametrize(("cells", "side"), [((5, 0, 3, 4), "infinite"), ((0, 5, 3, 4), "0")])
def test_an_empty_cell_is_a_warning_and_not_a_made_up_number(cells: tuple[int, int, int, int], side: str) -> None:
    # the defect guarded against: the library fills in 0.5 for the empty cell only and prints 13.3
    ledger = found(*cells)
    assert math.isnan(ledger.value("x.or"))
    assert f"the odds ratio is {side}" in ledger["x.or"].note
    assert ledger["x.warning"].note.endswith(f" {'/'.join(map(str, cells))})")
    assert 0 < ledger.value("x.p") < 1


def test_everyone_exposed_leaves_nothing_to_compare() -> None:
    ledger = found(5, 4, 0, 0)
    assert {ledger[f"x.{name}"].note for name in ("or", "p", "p_chi2")} == {"the exposure is the same in everyone"}
    assert found(5, 0, 4, 0)["x.p"].note == "the outcome is the same in everyone"
    assert found(0, 0, 0, 0)["x.p"].note == "nobody has both variables recorded"


def test_missing_in_either_is_left_out() -> None:
    outcome, exposure = of_cells(10, 3, 2, 15)
    outcome.iloc[0], exposure.iloc[-1] = pd.NA, pd.NA
    assert Ledger(two_by_two(outcome, exposure, KEY))["x.p"] == found(9, 3, 2, 14)["x.p"]


@LAW
@given(CELL, CELL, CELL, CELL)
def test_exchanging_exposed_and_unexposed_inverts_the_odds_ratio(a: int, b: int, c: int, d: int) -> None:
    one, other = found(a, b, c, d), found(c, d, a, b)
    assert one.value("x.or") == pytest.approx(1 / other.value("x.or"))
    assert one.value("x.ci_low") == pytest.approx(1 / other.value("x.ci_high"))
    assert one.value("x.p") == pytest.approx(other.value("x.p"))


def test_holm_and_benjamini_hochberg_by_hand() -> None:
    # sorted .005 .01 .03 .04: Holm 4, 3, 2, 1 times and never falling; BH n/rank times and never rising from the right
    p = [0.01, 0.04, 0.03, 0.005]
    rows = [Key("x", f"v{i}").row("p", value, n=9, method="test") for i, value in enumerate(p)]
    assert [row.value for row in adjust(rows)] == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert [row.value for row in adjust(rows, method="fdr_bh")] == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjust(rows)[0].method == "test, Holm's adjustment over 4 tests"
    assert adjust(rows, method="fdr_bh")[0].id == "x.v0.p_fdr"


def test_a_p_that_does_not_exist_is_no_test() -> None:
    rows = [
        Key("x", "a").row("p", 0.02, n=9),
        Key("x", "b").row("p", None, n=0, note="no pair recorded"),
        Key("x", "c").row("mean", 3.0, n=9),
    ]
    first, second = adjust(rows)
    assert first.value == 0.02
    assert math.isnan(second.value)
    assert second.note == "no pair recorded"
    with pytest.raises(ValueError, match="'bonferroni' is not one of holm, fdr_bh"):
        adjust(rows, method="bonferroni")  # type: ignore[arg-type]


# fewer cases: the library empties the garbage on every call
@settings(LAW, max_examples=15)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.sampled_from(["holm", "fdr_bh"]))
def test_adjustment_never_lowers_a_p_nor_changes_the_order(p: list[float], method: str) -> None:
    rows = [Key("x", f"v{i}").row("p", value) for i, value in enumerate(p)]
    adjusted = [row.value for row in adjust(rows, method=method)]  # type: ignore[arg-type]
    assert all(before <= after + 1e-12 <= 1 + 1e-11 for before, after in zip(p, adjusted, strict=True))
    by_p = [after for _, after in sorted(zip(p, adjusted, strict=True))]
    assert all(one <= other + 1e-12 for one, other in pairwise(by_p))


def test_the_size_of_a_family_counts_tests_made_and_those_below_the_level() -> None:
    """Holm of 0.001, 0.03 and 0.04 is 0.003, 0.06 and 0.06: three tests, one below 0.05; no value, no test."""
    rows = [Key("x", f"v{i}").row("p", p) for i, p in enumerate((0.001, 0.03, 0.04, None))]
    tested, below = family_size(adjust(rows), Key("x", "family"))
    assert (tested.id, tested.value, tested.n) == ("x.family.tested", 3, 4)
    assert (below.id, below.value, below.n) == ("x.family.below_0_05", 1, 3)
