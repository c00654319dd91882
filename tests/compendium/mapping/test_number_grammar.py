"""Numbers as centres write them: each notation by a case worked by hand, what is not stated refused."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.mapping.number_grammar import plain, read_number
from compendium.mapping.statement import Notation
from compendium.registry.codebook import load_codebook

BOOK = load_codebook()
COMMA, ITALIAN = Notation(decimal=(",",)), Notation(decimal=(",",), thousands=".")
ENGLISH = Notation(decimal=(".",), thousands=",")
KATAL = Notation(unit="ukat/L")
MMT80, MILLIMETRES = Notation(scale=(Decimal(0), Decimal(80))), Notation(scale=(Decimal(0), Decimal(100)))
EITHER = Notation(decimal=(",", "."))


@pytest.mark.parametrize(
    ("cell", "name", "notation", "text"),
    [
        ("45", "age", Notation(), "45"),
        ("45.0", "age", Notation(), "45"),
        ("+45", "age", Notation(), "45"),
        ("45 anni", "age", Notation(), "45"),
        ("1240.5", "ck", Notation(), "1240.5"),
        ("1240,5", "ck", COMMA, "1240.5"),
        ("1.240,5", "ck", ITALIAN, "1240.5"),
        ("1.240", "ck", ITALIAN, "1240"),
        ("12.345.678", "ck", ITALIAN, "12345678"),
        ("1,240.5", "ck", ENGLISH, "1240.5"),
        ("1 240", "ck", Notation(thousands=" "), "1240"),
        ("1\u00a0240", "ck", Notation(thousands=" "), "1240"),
        ("1\u202f240,5", "ck", Notation(decimal=(",",), thousands=" "), "1240.5"),
        ("1'240.5", "ck", Notation(thousands="'"), "1240.5"),
        ("1’240", "ck", Notation(thousands="'"), "1240"),
        ("1240", "ck", Notation(thousands="."), "1240"),
        ("0.125", "haq_di", Notation(), "0.125"),
        ("1.125", "haq_di", Notation(), "1.125"),
        ("7,5", "aldolase", EITHER, "7.5"),
        ("7.5", "aldolase", EITHER, "7.5"),
        ("310 UI/L", "ck", Notation(), "310"),
        ("310 U/l", "ck", Notation(), "310"),
        ("310 IU/L", "ck", Notation(), "310"),
        ("2,3 µkat/L", "ck", Notation(decimal=(",",), unit="ukat/L"), "138"),
        ("2.3", "ck", KATAL, "138"),
        ("0.5", "ck_uln", KATAL, "30"),
        ("2000", "ck", Notation(unit="nkat/L"), "120"),
        ("80 ug/L", "myoglobin", Notation(unit="ug/L"), "80"),
        ("80", "myoglobin", Notation(unit="ng/mL"), "80"),
        ("2000", "dose", Notation(unit="mg/kg/month"), "2"),
        ("80", "mmt8", MMT80, "150"),
        ("73", "mmt8", MMT80, "137"),
        ("0", "mmt8", MMT80, "0"),
        ("60/80", "mmt8", MMT80, "113"),
        ("60 su 80", "mmt8", MMT80, "113"),
        ("72", "physician_global", MILLIMETRES, "7.2"),
        ("35,5", "physician_global", Notation(decimal=(",",), scale=(Decimal(0), Decimal(100))), "3.6"),
        ("12", "prednisone", Notation(factor=Decimal("1.25")), "15"),
        ("<5", "myoglobin", Notation(censored="limit"), "5"),
        ("> 20.000", "ck", Notation(censored="limit", thousands=".", decimal=(",",)), "20000"),
        ("≤5", "myoglobin", Notation(censored="limit"), "5"),
        ("−5", "ck", Notation(), "-5"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_mapping_says_it_is_written(
    cell: str, name: str, notation: Notation, text: str
) -> None:
    outcome = read_number(cell, BOOK.variable(name), notation)
    assert (outcome.text, outcome.flaw) == (text, None)


@pytest.mark.parametrize(
    ("cell", "name", "notation", "said"),
    [
        ("1,5", "dose", Notation(), "state decimal: and thousands:"),
        ("1.240", "ck", Notation(), 'write decimal: "." or thousands: "."'),
        ("1,240", "ck", Notation(), 'write decimal: "," or thousands: ","'),
        ("1.240", "ck", EITHER, "may stand for decimals or thousands"),
        ("1.5", "dose", COMMA, 'digits with "," before decimals'),
        ("1.24", "ck", ITALIAN, 'and "." between thousands'),
        ("1.2400", "ck", ITALIAN, 'and "." between thousands'),
        ("1 240", "ck", Notation(), "state decimal: and thousands:"),
        ("<5", "myoglobin", Notation(), "write censored: limit in the mapping"),
        (">100", "ck", Notation(), "write censored: limit in the mapping"),
        ("< n.d.", "ck", Notation(censored="limit"), "a number, as the mapping says"),
        ("2.3 ukat/L", "ck", Notation(unit="U/L"), "in U/L, as the mapping says; the cell says ukat/L"),
        ("310 U/L", "ck", KATAL, "in ukat/L, as the mapping says; the cell says U/L"),
        ("310 mg/dL", "ck", Notation(), "at most its unit (U/L, ukat/L, nkat/L)"),
        ("80/80", "mmt8", Notation(), "write scale: [0, 80]"),
        ("80/150", "mmt8", MMT80, "out of 80, the top of the scale"),
        ("81", "mmt8", MMT80, "on the scale that the mapping states, from 0 to 80"),
        ("-1", "physician_global", MILLIMETRES, "from 0 to 100"),
        ("1E+05", "ck", Notation(), "a spreadsheet shortened this one"),
        ("#REF!", "ck", Notation(), "an error of the spreadsheet"),
        ("#N/A", "ck", Notation(), "an error of the spreadsheet"),
        ("circa 5", "ck", Notation(), "name the word under missing:"),
        ("5-10", "ck", Notation(), "a number, and after it at most its unit"),
        ("5.", "ck", Notation(), "a number, and after it at most its unit"),
        ("5 6", "age", Notation(), "state decimal: and thousands:"),
        ("١٢", "ck", Notation(), "a number, as the mapping says"),
    ],
)
def test_what_the_mapping_does_not_settle_is_refused_with_the_choice(
    cell: str, name: str, notation: Notation, said: str
) -> None:
    outcome = read_number(cell, BOOK.variable(name), notation)
    assert outcome.text == ""
    assert outcome.flaw is not None and said in " ".join(outcome.flaw)


@pytest.mark.parametrize(
    ("cell", "name", "notation", "done"),
    [
        ("2.3", "ck", KATAL, ["from ukat/L to U/L"]),
        ("73", "mmt8", MMT80, ["from the scale 0-80 to 0-150", "rounded to whole numbers after that"]),
        ("72", "physician_global", MILLIMETRES, ["from the scale 0-100 to 0-10"]),
        ("72.5", "physician_global", MILLIMETRES, ["from the scale 0-100 to 0-10", "rounded to 1 decimal after that"]),
        ("8", "prednisone", Notation(factor=Decimal("1.25")), ["multiplied by 1.25"]),
        ("<5", "myoglobin", Notation(censored="limit"), ["< left out: the limit counts as the value"]),
        ("1240.55", "ck", Notation(), []),
    ],
)
def test_every_conversion_is_told_and_a_value_as_measured_is_not_rounded(
    cell: str, name: str, notation: Notation, done: list[str]
) -> None:
    assert list(read_number(cell, BOOK.variable(name), notation).done) == done


VALUES = st.decimals(0, 10**7, places=2, allow_nan=False, allow_infinity=False)
SIGNS = st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", ""), (".", "")])


@given(VALUES, SIGNS)
def test_a_number_written_in_any_stated_notation_is_read_as_the_same_number(
    value: Decimal, signs: tuple[str, str]
) -> None:
    decimal, thousands = signs
    written = f"{value:,.2f}".replace(",", "t").replace(".", decimal).replace("t", thousands)
    outcome = read_number(written, BOOK.variable("ck"), Notation(decimal=(decimal,), thousands=thousands))
    assert Decimal(outcome.text) == value


@given(st.integers(0, 80))
def test_mmt8_of_80_points_keeps_its_place_on_the_scale_of_150(points: int) -> None:
    expected = (Decimal(points) * 150 / 80).quantize(Decimal(1), ROUND_HALF_UP)
    assert read_number(str(points), BOOK.variable("mmt8"), MMT80).text == str(expected)


@given(st.text(max_size=12), st.sampled_from([Notation(), ITALIAN, KATAL, MMT80, Notation(censored="limit")]))
def test_any_text_is_a_number_or_one_sentence(cell: str, notation: Notation) -> None:
    outcome = read_number(cell, BOOK.variable("mmt8" if notation is MMT80 else "ck"), notation)
    assert (outcome.flaw is None) == bool(outcome.text)
    if outcome.text:
        assert plain(Decimal(outcome.text)) == outcome.text
