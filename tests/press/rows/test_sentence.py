"""Sentences: every number comes from a row, in a named format, and nothing unknown slips through."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rows import Key, Ledger, say
from press.rows.sentence import FIELD, FORMATS, Said, fill_text, pieces

MMT8 = Key("efficacy", "mmt8")
LEDGER = Ledger(
    [
        Key("cohort").row("n", 123, n=123, method="count", note="of those screened"),
        MMT8.at(group="end").row("mean", 127.04, n=120, method="arithmetic mean", note="scale {0-150}"),
        MMT8.at(group="change").row("p", 1e-12, n=118, method="Wilcoxon signed-rank test"),
        MMT8.at(group="change").row("mean", -22.46),
        Key("efficacy", "response").row("percent", 9600 / 123),
        Key("safety").row("rate", None, note="no exposure"),
    ]
)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{cohort.n:int} patients.", "123 patients."),
        ("{efficacy.mmt8.end.mean:d1} ({efficacy.mmt8.end.mean:n} patients)", "127.0 (120 patients)"),
        ("{efficacy.mmt8.change.mean:d2}, {efficacy.mmt8.change.p:p}", "−22.46, p < 0.001"),
        ("{efficacy.response.percent:percent}, {efficacy.response.percent:percent0}", "78.0%, 78%"),
        ("{safety.rate:note}", "no exposure"),
        ("{efficacy.mmt8.end.mean:note}", "scale {0-150}"),
        ("{efficacy.mmt8.change.mean:n}, {safety.rate:d1}", "*, –"),
        ("No number at all.", "No number at all."),
    ],
)
def test_fields_are_filled_from_the_ledger(template: str, sentence: str) -> None:
    assert say(template, LEDGER) == sentence


# One row stands for each kind of value: a change that fell, a small count, a p-value, and one not computed.
ONE = Ledger(
    [
        Key("a").row("change", -22.4564, n=118, method="paired t-test", note="falling"),
        Key("a").row("rise", 0.25),
        Key("a").row("none", 0.0),
        Key("a").row("few", 3, method="count"),
        Key("a").row("many", 13),
        Key("a").row("thousands", 572_000),
        Key("a").row("p", 0.00004),
        Key("a").row("share", -12.3456),
        Key("a").row("missing", None, note="nobody was seen"),
    ]
)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("change:int", "−22"),
        ("change:d1", "−22.5"),
        ("change:d2", "−22.46"),
        ("change:d3", "−22.456"),
        ("change:plain", "−22.4564"),
        ("rise:plain", "0.25"),
        ("many:plain", "13"),
        ("many:many", "13"),
        ("thousands:many", "572,000"),
        ("change:abs1", "22.5"),
        ("change:abs2", "22.46"),
        ("rise:abs2", "0.25"),
        ("share:percent", "−12.3%"),
        ("share:percent0", "−12%"),
        ("share:abs_percent", "12.3%"),
        ("p:p", "p < 0.001"),
        ("p:p0", "<0.001"),
        ("change:n", "118"),
        ("none:word", "zero"),
        ("few:word", "three"),
        ("few:Word", "Three"),
        ("many:word", "13"),
        ("many:Word", "13"),
        ("change:moved", "fell"),
        ("rise:moved", "rose"),
        ("none:moved", "did not change"),
        ("change:higher", "lower"),
        ("rise:higher", "higher"),
        ("none:higher", "the same"),
        ("change:method", "paired t-test"),
        ("missing:note", "nobody was seen"),
    ],
)
def test_each_format_writes_a_value_its_own_way(field: str, written: str) -> None:
    assert say(f"{{a.{field}}}", ONE) == written


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"n", "p", "note", "method"}))
def test_what_was_not_computed_is_a_dash_in_every_format_of_a_value(form: str) -> None:
    assert say(f"{{a.missing:{form}}}", ONE) == "–"


@pytest.mark.parametrize(("value", "form"), [(2.5, "word"), (-1.0, "Word"), (math.inf, "word"), (1.5, "p"), (-1, "p0")])
def test_a_format_that_does_not_suit_the_value_stops_the_sentence_and_names_the_field(value: float, form: str) -> None:
    with pytest.raises(ValueError, match=rf"^\{{a\.value:{form}\}}: "):
        say(f"{{a.value:{form}}}", Ledger([Key("a").row("value", value)]))


# Templates of any words without braces, with fields of this ledger in any format that suits every row of it.
SUITS_ALL = sorted(set(FORMATS) - {"p", "p0", "word", "Word"})
fields = st.builds("{{{}:{}}}".format, st.sampled_from([row.id for row in ONE]), st.sampled_from(SUITS_ALL))
templates = st.lists(fields | st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]))).map("".join)


@given(templates)
def test_a_sentence_is_the_texts_of_its_pieces_in_order(template: str) -> None:
    parts = pieces(template, ONE)
    assert say(template, ONE) == "".join(part.text if isinstance(part, Said) else part for part in parts)
    asked = [(match["row"], match["form"]) for match in FIELD.finditer(template)]
    assert [(part.row.id, part.form) for part in parts if isinstance(part, Said)] == asked
    assert all(part.row is ONE[part.row.id] for part in parts if isinstance(part, Said))
    assert "" not in parts


@given(templates)
def test_a_text_without_other_braces_is_filled_as_a_sentence_is(template: str) -> None:
    assert fill_text(template, ONE, lambda said: said.text) == say(template, ONE)


@given(st.lists(templates | st.sampled_from(["{", "}", "{#sec-a}", "{{", "$\\frac{a}{b}$", "{.x a=b}", "{a.few}"])))
def test_a_text_keeps_every_brace_that_is_no_field(parts: list[str]) -> None:
    """What is written for a field is put in as it is, and nothing else of the text is touched."""
    text = " ".join(parts)
    filled = fill_text(text, ONE, lambda said: f"<{said.row.id}:{said.form}>")
    assert filled == FIELD.sub(lambda match: f"<{match['row']}:{match['form']}>", text)
    assert filled.count("{") == text.count("{") - len(FIELD.findall(text))


def test_a_text_with_an_unknown_row_or_format_stops_as_a_sentence_does() -> None:
    with pytest.raises(KeyError, match=r"no result has the id a\.fev; nearest: a\.few"):
        fill_text("{#sec-a} {a.fev:int}", ONE, lambda said: said.text)
    with pytest.raises(ValueError, match=r"\{a\.few:d9\}: the format is not one of int, d1"):
        fill_text("{#sec-a} {a.few:d9}", ONE, lambda said: said.text)


def test_an_unknown_row_or_format_stops_the_sentence() -> None:
    with pytest.raises(KeyError, match=r"no result has the id cohort\.m"):
        say("{cohort.m:int}", LEDGER)
    with pytest.raises(ValueError, match="the format is not one of int, d1"):
        say("{cohort.n:d9}", LEDGER)


@pytest.mark.parametrize("template", ["{cohort.n}", "{Cohort.n:int}", "{cohort.n:int", "a } b", "{{cohort.n:int}}"])
def test_a_brace_that_is_no_field_stops_the_sentence(template: str) -> None:
    with pytest.raises(ValueError, match="is not a field"):
        say(template, LEDGER)
