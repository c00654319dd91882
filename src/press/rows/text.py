"""How a number is written: the only place where a value becomes text, in the style of a named journal."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from press.rows.rounded import shown

MISSING = "–"  # an en dash: not computed or not recorded
MINUS = "\N{MINUS SIGN}"

# Enough digits for the largest float: the odds ratio of a separated model is written, not a reason to stop.
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)


def number(value: float, digits: int = 1) -> str:
    """Write `value` to `digits` decimals, halves away from zero as a reader rounds by hand.

    One that is known to fewer decimals (`press.rows.rounded`) is written to those.

    >>> number(104.6), number(-0.04), number(-2.25, 1), number(float("nan"))
    ('104.6', '0.0', '−2.3', '–')
    """
    digits = shown(value, digits)
    if math.isnan(value):
        return MISSING
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    step = Decimal(1).scaleb(-digits)
    # Through ten decimal digits: 2.675 is rounded as the reader sees it, not as the 2.67499... that is stored.
    rounded = Decimal(f"{value:.10g}").quantize(step, context=_ROUNDING)
    text = f"{abs(rounded):.{digits}f}"
    return MINUS + text if rounded < 0 else text


def _decimals(value: float, digits: int) -> int:
    """The decimals that leave `digits` significant digits once rounded: 9.996 becomes 10.0, not 10.00."""
    rounded = Decimal(f"{value:.10g}").normalize(Context(prec=digits, rounding=ROUND_HALF_UP))
    return digits - 1 - rounded.adjusted()


def plain(value: float) -> str:
    """Write a number that is short by itself, such as a tick of an axis, with no digit too many.

    >>> plain(0.1), plain(5.0), plain(-0.25), plain(1234567)
    ('0.1', '5', '−0.25', '1234567')
    """
    if not math.isfinite(value):
        return number(value)
    # Ten digits: as many as a result row is kept with. Adding zero takes the sign from a zero.
    return format(Decimal(f"{value + 0.0:.10g}"), "f").replace("-", MINUS)


def p_value(p: float, journal: str = "default") -> str:
    """Write a p-value without its letter. No style prints 0.000, nor lets rounding carry p across 0.05.

    default: three decimals below 0.1, two above (the style of the printed study); ama: no leading zero, two
    digits from .01, three below; lancet: two significant figures, at most four decimals, a raised dot;
    nejm: three decimals below 0.10, two above. Raises ValueError for a p outside 0-1 or an unknown style.

    >>> p_value(0.02251), p_value(0.00004), p_value(0.0496, "ama"), p_value(0.00012, "lancet")
    ('0.023', '<0.001', '.0496', '0·0001')
    """
    if journal not in _P_STYLES:
        raise ValueError(f"p-value style {journal!r} is not one of {', '.join(_P_STYLES)}")
    if math.isnan(p):
        return MISSING
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not a probability")
    return _P_STYLES[journal](p)


def p_phrase(p: float, journal: str = "default") -> str:
    """Write a p-value with its letter: 'p = 0.023', 'p < 0.001'; 'not tested' where there is none.

    >>> p_phrase(0.02251), p_phrase(1e-9), p_phrase(0.02251, "ama")
    ('p = 0.023', 'p < 0.001', 'P = .02')
    """
    if math.isnan(p):
        return "not tested"
    letter = "P" if journal in ("ama", "nejm") else "p"
    text = p_value(p, journal)
    return f"{letter} {text[0]} {text[1:]}" if text[0] in "<>" else f"{letter} = {text}"


def _keeping_side(p: float, digits: int, most: int = 8) -> str:
    """Round p, with one more digit for as long as rounding would carry it onto or across 0.05."""
    for places in range(digits, most + 1):
        text = number(p, places)
        if (float(text) < 0.05) == (p < 0.05):
            return text
    return "<0.05"


def _p_default(p: float) -> str:
    if p < 0.001:
        return "<0.001"
    if p > 0.99:
        return ">0.99"
    return _keeping_side(p, 3 if p < 0.1 else 2)


def _p_ama(p: float) -> str:
    if p < 0.001:
        return "<.001"
    if p > 0.99:
        return ">.99"
    return _keeping_side(p, 3 if p < 0.01 else 2).replace("0.", ".", 1)


def _p_lancet(p: float) -> str:
    if p < 0.0001:
        return "<0·0001"
    if p > 0.99:
        return ">0·99"
    return _keeping_side(p, min(_decimals(p, 2), 4)).replace(".", "·")


def _p_nejm(p: float) -> str:
    if p < 0.001:
        return "<0.001"
    if p > 0.99:
        return ">0.99"
    return _keeping_side(p, 3 if p < 0.10 else 2)


_P_STYLES: dict[str, Callable[[float], str]] = {
    "default": _p_default,
    "ama": _p_ama,
    "lancet": _p_lancet,
    "nejm": _p_nejm,
}
JOURNALS = tuple(_P_STYLES)


def percent(share: float, digits: int = 1) -> str:
    """Write a value that already is a percentage.

    >>> percent(83.7398)
    '83.7%'
    """
    return MISSING if math.isnan(share) else f"{number(share, digits)}%"


def count_percent(count: float, total: float, digits: int = 1) -> str:
    """Write n/N (%), the denominator always shown.

    >>> count_percent(96, 123)
    '96/123 (78.0%)'
    >>> count_percent(0, 0)
    '0/0 (–)'
    """
    share = percent(100 * count / total, digits) if total else MISSING
    return f"{number(count, 0)}/{number(total, 0)} ({share})"


def mean_sd(mean: float, sd: float, digits: int = 1) -> str:
    """Write mean ± SD.

    >>> mean_sd(104.6, 24.2)
    '104.6 ± 24.2'
    """
    return MISSING if math.isnan(mean) else f"{number(mean, digits)} ± {number(sd, digits)}"


def median_iqr(median: float, q1: float, q3: float, digits: int = 1) -> str:
    """Write median [first quartile, third quartile].

    >>> median_iqr(8, 3.5, 20.25)
    '8.0 [3.5, 20.3]'
    """
    return MISSING if math.isnan(median) else f"{number(median, digits)} [{number(q1, digits)}, {number(q3, digits)}]"


def interval(low: float, high: float, digits: int = 2, write: Callable[[float, int], str] = number) -> str:
    """Write a confidence interval as 'low to high', safe beside minus signs.

    >>> interval(0.107, 0.718), interval(-9, -2.5, 1)
    ('0.11 to 0.72', '−9.0 to −2.5')
    """
    if math.isnan(low) and math.isnan(high):
        return MISSING
    return f"{write(low, digits)} to {write(high, digits)}"


def estimate(
    value: float, low: float, high: float, digits: int = 2, write: Callable[[float, int], str] = number
) -> str:
    """Write an estimate with its 95 % confidence interval.

    >>> estimate(0.277, 0.107, 0.718)
    '0.28 (0.11 to 0.72)'
    """
    return MISSING if math.isnan(value) else f"{write(value, digits)} ({interval(low, high, digits, write)})"
