"""Numbers as text: the rounding of the printed page and the p-value styles of the journals."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rows import text

# The authority of each style. default: the printed study ("p=0.023", "p<0.001"), three decimals below 0.1, two above.
# ama: AMA Manual of Style, 11th ed., 18.3 - no zero before the point, two digits, three below .01, "<.001", ">.99",
# and a digit more where rounding would make a significant p look not significant.
# lancet: The Lancet, Information for Authors - two significant figures, at most four decimals, a raised point.
# nejm: NEJM statistical guidelines - two decimals above 0.10, three below, "<0.001".
CASES = [
    # p, default, ama, lancet, nejm
    (0.0, "<0.001", "<.001", "<0·0001", "<0.001"),
    (0.00004, "<0.001", "<.001", "<0·0001", "<0.001"),
    (0.00012, "<0.001", "<.001", "0·0001", "<0.001"),
    (0.00068, "<0.001", "<.001", "0·0007", "<0.001"),
    (0.00099, "<0.001", "<.001", "0·0010", "<0.001"),
    (0.001, "0.001", ".001", "0·0010", "0.001"),
    (0.00367, "0.004", ".004", "0·0037", "0.004"),
    (0.00996, "0.010", ".010", "0·010", "0.010"),
    (0.02251, "0.023", ".02", "0·023", "0.023"),
    (0.0451, "0.045", ".045", "0·045", "0.045"),
    (0.0496, "0.0496", ".0496", "0·0496", "0.0496"),
    (0.05, "0.050", ".05", "0·050", "0.050"),
    (0.0504, "0.050", ".05", "0·050", "0.050"),
    (0.0996, "0.100", ".10", "0·10", "0.100"),
    (0.1, "0.10", ".10", "0·10", "0.10"),
    (0.234, "0.23", ".23", "0·23", "0.23"),
    (0.99, "0.99", ".99", "0·99", "0.99"),
    (0.991, ">0.99", ">.99", ">0·99", ">0.99"),
    (1.0, ">0.99", ">.99", ">0·99", ">0.99"),
]
probabilities = st.floats(0, 1) | st.floats(0.0449, 0.0551) | st.floats(0, 0.0011) | st.floats(0.98, 1)
journals = st.sampled_from(text.JOURNALS)


@pytest.mark.parametrize(("p", "default", "ama", "lancet", "nejm"), CASES)
def test_each_journal_writes_p_by_its_published_rule(p: float, default: str, ama: str, lancet: str, nejm: str) -> None:
    written = [text.p_value(p, journal) for journal in ("default", "ama", "lancet", "nejm")]
    assert written == [default, ama, lancet, nejm]


def _as_number(written: str) -> float:
    return float(written.lstrip("<>").replace("·", "."))


@given(probabilities, journals)
def test_no_style_prints_zero(p: float, journal: str) -> None:
    assert _as_number(text.p_value(p, journal)) > 0


@given(probabilities, journals)
def test_no_style_prints_one(p: float, journal: str) -> None:
    assert _as_number(text.p_value(p, journal)) < 1


@given(probabilities, journals)
def test_rounding_never_carries_p_across_0_05(p: float, journal: str) -> None:
    written = text.p_value(p, journal)
    if written.startswith("<"):
        assert p < _as_number(written) <= 0.05
    elif written.startswith(">"):
        assert p > _as_number(written) > 0.05
    else:
        assert (_as_number(written) < 0.05) == (p < 0.05)


@given(probabilities, journals)
def test_what_is_printed_is_p_within_half_a_unit_of_its_last_digit(p: float, journal: str) -> None:
    written = text.p_value(p, journal)
    if written[0] not in "<>":
        decimals = len(written.replace("·", ".").partition(".")[2])
        assert abs(_as_number(written) - p) <= 0.5 * 10**-decimals * (1 + 1e-6)


@given(st.tuples(probabilities, probabilities), journals)
def test_a_larger_p_is_never_printed_as_a_smaller_one(pair: tuple[float, float], journal: str) -> None:
    low, high = sorted(pair)
    assert _as_number(text.p_value(low, journal)) <= _as_number(text.p_value(high, journal))


@given(probabilities)
def test_ama_has_no_zero_before_the_point(p: float) -> None:
    assert text.p_value(p, "ama").lstrip("<>").startswith(".")


def test_p_a_hair_below_0_05_is_written_as_below_it() -> None:
    p = math.nextafter(0.05, 0)
    assert [text.p_value(p, journal) for journal in text.JOURNALS] == ["<0.05", "<.05", "<0·05", "<0.05"]


@given(probabilities, journals)
def test_the_phrase_is_the_letter_a_sign_and_the_value(p: float, journal: str) -> None:
    value = text.p_value(p, journal)
    letter, sign, figure = text.p_phrase(p, journal).split(" ")
    assert letter == ("P" if journal in ("ama", "nejm") else "p")
    assert sign + figure == (value if value[0] in "<>" else "=" + value)


def test_a_missing_p_is_a_dash_and_a_wrong_one_an_error() -> None:
    assert text.p_value(math.nan) == text.MISSING
    for wrong in (-0.01, 1.01):
        with pytest.raises(ValueError, match="not a probability"):
            text.p_value(wrong)
    with pytest.raises(ValueError, match="not one of default, ama, lancet, nejm"):
        text.p_value(0.5, "bmj")


# Halves away from zero, on the decimal figure that a reader sees: 2.675 is stored as 2.67499... and still gives 2.68.
@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0.25, 1, "0.3"),
        (0.35, 1, "0.4"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (104.65, 1, "104.7"),
        (-2.25, 1, "−2.3"),
        (-0.04, 1, "0.0"),
        (-0.0, 2, "0.00"),
        (127.0, 1, "127.0"),
        (123, 0, "123"),
        (0.1 + 0.2, 1, "0.3"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "–"),
    ],
)
def test_number_rounds_as_by_hand(value: float, digits: int, written: str) -> None:
    assert text.number(value, digits) == written


@given(st.integers(-(10**7), 10**7), st.integers(0, 4), st.integers(0, 3))
def test_number_agrees_with_decimal_arithmetic(whole: int, places: int, digits: int) -> None:
    exact = Decimal(whole).scaleb(-places)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    written = f"{rounded:.{digits}f}" if rounded else f"{abs(rounded):.{digits}f}"
    assert text.number(float(exact), digits) == written.replace("-", text.MINUS)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_every_finite_number_can_be_written(value: float, digits: int) -> None:
    written = text.number(value, digits)
    assert len(written.partition(".")[2]) == digits
    assert "-" not in written and "e" not in written


def test_an_odds_ratio_of_a_separated_model_is_written_not_a_crash() -> None:
    assert text.number(1e30, 1).startswith("1000000000")


def test_percentages_show_their_denominator_and_survive_an_empty_group() -> None:
    # The printed study: 103 and 56 of 123 give 83.7% and 45.5%, 96 of 123 give 78%.
    assert [text.count_percent(count, 123) for count in (103, 56)] == ["103/123 (83.7%)", "56/123 (45.5%)"]
    assert text.count_percent(96, 123, digits=0) == "96/123 (78%)"
    assert text.count_percent(0, 0) == "0/0 (–)"


def test_summaries_and_intervals() -> None:
    assert text.mean_sd(104.6, 24.2) == "104.6 ± 24.2"
    assert text.mean_sd(55, math.nan) == "55.0 ± –"
    assert text.median_iqr(8, 3.5, 20.25) == "8.0 [3.5, 20.3]"
    assert text.estimate(-9, -14, -2.5, 1) == "−9.0 (−14.0 to −2.5)"
    assert text.estimate(0.277, 0.107, 0.718) == "0.28 (0.11 to 0.72)"
    assert text.interval(math.nan, 0.7) == "– to 0.70"
    assert text.mean_sd(math.nan, 1) == text.median_iqr(math.nan, 1, 2) == text.estimate(math.nan, 1, 2) == text.MISSING
    assert text.interval(math.nan, math.nan) == text.MISSING
    assert text.interval(0.5, math.inf) == "0.50 to ∞"
