"""Sentences: every number comes from a row, in a named format, and nothing unknown slips through."""

from __future__ import annotations

import pytest

from compendium.results import Key, Ledger, say
from compendium.results.sentence import FORMATS

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
        ("{efficacy.mmt8.change.mean:n}, {safety.rate:d1}", "–, –"),
        ("No number at all.", "No number at all."),
    ],
)
def test_fields_are_filled_from_the_ledger(template: str, sentence: str) -> None:
    assert say(template, LEDGER) == sentence


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_a_row(form: str) -> None:
    assert say(f"{{cohort.n:{form}}}" if form != "p" else "{efficacy.mmt8.change.p:p}", LEDGER)


def test_an_unknown_row_or_format_stops_the_sentence() -> None:
    with pytest.raises(KeyError, match=r"no result has the id cohort\.m"):
        say("{cohort.m:int}", LEDGER)
    with pytest.raises(ValueError, match="the format is not one of int, d1"):
        say("{cohort.n:d9}", LEDGER)


@pytest.mark.parametrize("template", ["{cohort.n}", "{Cohort.n:int}", "{cohort.n:int", "a } b", "{{cohort.n:int}}"])
def test_a_brace_that_is_no_field_stops_the_sentence(template: str) -> None:
    with pytest.raises(ValueError, match="is not a field"):
        say(template, LEDGER)
