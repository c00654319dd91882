"""The smallest slip that would explain a number: which value that does fit differs from it in the fewest digits."""

from __future__ import annotations

from collections.abc import Iterable

from abstract_audit.finding import Repair
from abstract_audit.printed import Printed

_MOST = 3  # of one number


def repairs(number: str, printed: Printed, fitting: Iterable[float], reading: str = "") -> list[Repair]:
    """Return the fitting values, printed as the number is, that differ from it in the fewest digits; the nearest first.

    >>> from abstract_audit.printed import read_printed
    >>> repairs("percentage", read_printed("83.6%"), [82.93, 83.74, 84.55])
    [Repair(number='percentage', printed='83.6%', instead='83.7%', digits=1, reading='')]
    """
    found = {text: value for value in fitting if (text := printed_like(printed, value)) is not None}
    found.pop(printed.text.strip(), None)
    apart = {text: digits_apart(printed.text.strip(), text) for text in found}
    least = min(apart.values(), default=0)
    nearest = sorted(
        (text for text in apart if apart[text] == least), key=lambda text: abs(found[text] - float(printed.value))
    )
    return [Repair(number, printed.text.strip(), text, least, reading) for text in nearest[:_MOST]]


def smallest(several: Iterable[Repair]) -> tuple[Repair, ...]:
    """Return the repairs that change the fewest digits, each once, by the first reading that it has."""
    every = list(several)
    least = min((each.digits for each in every), default=0)
    return tuple({(each.number, each.instead): each for each in reversed(every) if each.digits == least}.values())[::-1]


def printed_like(printed: Printed, value: float) -> str | None:
    """Return a value as the number is printed: its decimals, its leading zero or none, its sign; None for no number.

    >>> from abstract_audit.printed import read_printed
    >>> printed_like(read_printed(".023"), 0.00794), printed_like(read_printed("<.001"), 0.04)
    ('.008', '0.04')
    """
    if not abs(value) < float("inf"):
        return None
    text = printed.text.strip()
    if printed.bound:
        return f"{value:.2g}"
    shown = f"{value:.{printed.decimals}f}"
    if text.startswith((".", "·", "-.", "−.")):
        shown = shown.replace("0.", ".", 1) if shown.startswith(("0.", "-0.")) else shown
    shown = shown.replace(".", "·") if "·" in text else shown
    shown = shown.replace("-", "−") if "−" in text else shown
    return f"{shown}%" if text.endswith("%") else shown


def digits_apart(one: str, other: str) -> int:
    """Return in how many places two numbers differ as they are written, aligned at the point.

    >>> digits_apart(".72", "1.72"), digits_apart("104.6", "140.6"), digits_apart(".023", ".008")
    (1, 2, 2)
    """
    (whole, decimals), (whole2, decimals2) = (_parts(text) for text in (one, other))
    signs = [text.startswith(("-", "−")) for text in (one, other)]
    long, deep = max(len(whole), len(whole2)), max(len(decimals), len(decimals2))
    first = whole.rjust(long) + decimals.ljust(deep)
    second = whole2.rjust(long) + decimals2.ljust(deep)
    return sum(a != b for a, b in zip(first, second, strict=True)) + (signs[0] != signs[1])


def _parts(text: str) -> tuple[str, str]:
    whole, _, decimals = text.rstrip("% ").replace("·", ".").replace("−", "-").partition(".")
    return whole.replace("-", "").lstrip("0"), decimals
