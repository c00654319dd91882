"""Numbers as centres write them - 1.240,5 or <5 or 2,3 µkat/L or 73/80 - read as the mapping says, or refused."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from compendium.mapping.outcome import Outcome, refused
from compendium.mapping.statement import Notation
from compendium.mapping.units import is_scale, known_units, named_unit, to_codebook
from compendium.registry.codebook import Variable
from compendium.sources.texts import NumberText

_SIGN = re.compile(r"(<=|>=|[<>≤≥])\s*(.*)")
_PARTS = re.compile(r"([+-]?(?:[0-9.,' ]*[0-9]))\s*(.*)")
_OF = re.compile(r"(?:/|su|of|out of)\s*([0-9]+)")
_SHORTENED = re.compile(r"[eE][+-]?\d+")
_THREE_DIGITS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "’": "'"})
_BLANKS |= {wide: chr(wide - 0xFEE0) for wide in range(0xFF0B, 0xFF1A)}  # full-width digits and signs, as in East Asia
_Digits = Decimal | Outcome


def read_number(text: str, variable: Variable, notation: Notation) -> Outcome:
    """Return a cell's number in the codebook's unit, as text; what was done to it; or why it cannot be read.

    What the source keeps as a number is one whatever the mapping says of texts in the same column. A value that was
    converted has at most the codebook's decimals, half away from zero; another stays as it is.

    >>> from compendium.registry.codebook import load_codebook
    >>> ck = load_codebook().variable("ck")
    >>> read_number("1.240,5", ck, Notation(decimal=(",",), thousands=".")).text
    '1240.5'
    >>> read_number("2,3 µkat/L", ck, Notation(decimal=(",",), unit="ukat/L"))
    Outcome(text='138', done=('from ukat/L to U/L',), flaw=None, uncovered=False)
    """
    if isinstance(text, NumberText) and (kept := Decimal(text)).is_finite():
        return _converted(kept, variable, notation, [])
    cell = text.translate(_BLANKS).strip()
    done: list[str] = []
    if signed := _SIGN.fullmatch(cell):
        if notation.censored != "limit":
            return refused(
                "a number without a sign such as < before it, unless the mapping says what that counts as",
                "write censored: limit in the mapping if the limit itself is to count, or correct the cell",
            )
        done.append(f"{signed[1]} left out: the limit counts as the value")
        cell = signed[2]
    parts = _PARTS.fullmatch(cell)
    if not parts:
        return refused("a number, as the mapping says it is written", _what_instead(cell))
    if flaw := _rest_flaw(parts[2], variable, notation):
        return Outcome(flaw=flaw)
    value = _digits(parts[1], variable, notation)
    return value if isinstance(value, Outcome) else _converted(value, variable, notation, done)


def _what_instead(cell: str) -> str:
    if "#" in cell:
        return "an error of the spreadsheet: correct the formula there, and save"
    return "correct the cell, or name the word under missing: in the mapping if it stands for a missing value"


def _rest_flaw(rest: str, variable: Variable, notation: Notation) -> tuple[str, str] | None:
    """Return what is wrong with what follows the digits: a unit, or the top of the scale."""
    rest = rest.strip()
    if not rest:
        return None
    if _SHORTENED.fullmatch(rest):
        return "a number with all its digits; a spreadsheet shortened this one", "widen the column and export again"
    top = notation.scale[1] if notation.scale else None
    if is_scale(variable) and (of := _OF.fullmatch(rest)):
        if top is None:
            return "out of the top of a scale that the mapping states", f"write scale: [0, {of[1]}], if that is it"
        if Decimal(of[1]) != top:
            return f"out of {top}, the top of the scale that the mapping states", "correct the cell or the scale"
        return None
    stated, found = notation.unit or variable.unit, named_unit(rest, variable)
    if found and found == stated:
        return None
    if found:
        return f"in {stated}, as the mapping says; the cell says {found}", "convert the cell, or correct unit:"
    known = f" ({', '.join(known_units(variable))})" if known_units(variable) else ""
    return f"a number, and after it at most its unit{known}", "correct the cell; write the number alone"


def _digits(digits: str, variable: Variable, notation: Notation) -> _Digits:
    decimals, thousands = notation.decimal or (".",), notation.thousands
    one_of_both = "".join(map(re.escape, decimals))
    unsettled = len(notation.decimal) != 1 and not thousands and variable.decimals < 3
    if unsettled and _THREE_DIGITS.fullmatch(digits):
        found = "," if "," in digits else "."
        rule = f"a number that can be read in one way; {found} before three digits may stand for decimals or thousands"
        return refused(rule, f'write decimal: "{found}" or thousands: "{found}" in the mapping, whichever it is')
    whole = r"\d+" if not thousands else rf"(?:[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+|\d+)"
    if re.fullmatch(rf"[+-]?{whole}(?:[{one_of_both}]\d+)?", digits):
        plain = digits.replace(thousands, "") if thousands else digits
        return Decimal(plain.replace(",", "."))
    shown = " or ".join(f'"{sign}"' for sign in decimals)
    rule = f"digits with {shown} before decimals" + (f' and "{thousands}" between thousands' if thousands else "")
    mixed = 'decimal: [",", "."] where a workbook has numbers and texts in one column'
    return refused(rule, f"state decimal: and thousands: in the mapping as the column has them ({mixed})")


def _converted(value: Decimal, variable: Variable, notation: Notation, done: list[str]) -> Outcome:
    scale = notation.scale
    if scale and not scale[0] <= value <= scale[1]:
        rule = f"on the scale that the mapping states, from {scale[0]} to {scale[1]}"
        return refused(rule, "look it up again, or correct scale:")
    converted = to_codebook(value, variable, notation.unit, scale)
    if scale and converted != value:
        done.append(f"from the scale {scale[0]}-{scale[1]} to {variable.low:g}-{variable.high:g}")
    elif notation.unit and notation.unit != variable.unit:
        done.append(f"from {notation.unit} to {variable.unit}")
    if notation.factor is not None:
        converted *= notation.factor
        done.append(f"multiplied by {notation.factor}")
    if converted != value:
        rounded = converted.quantize(Decimal(1).scaleb(-variable.decimals), ROUND_HALF_UP)
        if rounded != converted:
            places = (
                f"{variable.decimals} decimal{'s' * (variable.decimals > 1)}" if variable.decimals else "whole numbers"
            )
            done.append(f"rounded to {places} after that")
        converted = rounded
    return Outcome(plain(converted), tuple(done))


def plain(value: Decimal) -> str:
    """Return a number as digits, without an exponent and without zeros at the end of its decimals.

    >>> plain(Decimal("1240.50")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('1240.5', '1000', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
