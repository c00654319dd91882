"""Rule: a failure is a row, too, with its reason; a sentence that needs such a row gives way to that reason."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.passage import Passage
from press.rows import Key, Ledger, say
from press.rows.estimable import passages, settled
from press.rows.row import Row

MODEL = Key("x", "model")
LEDGER = Ledger(
    [
        MODEL.row("or", None, n=9, method="exact", note="everybody responded"),
        MODEL.row("p", None, n=9, note="everybody responded"),
        MODEL.row("empty", None),
        MODEL.row("n", 9, n=9),
    ]
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{?The count| We saw {x.model.n:int}. ?}", "We saw 9."),
        ("{?The odds ratio| It was {x.model.or:d2}. ?}", "The odds ratio could not be computed (everybody responded)."),
        ("{?Its value| It was {x.model.empty:d2}. ?}", "Its value could not be computed (no reason was recorded)."),
        ("{?The test| There were {x.model.n:int} ({x.model.p:p}). ?}", "There were 9 (not tested)."),  # says so itself
        ("{?The test| It was {x.model.or:method} in {x.model.or:n}. ?}", "It was exact in 9."),  # no value is asked for
        (
            "{?The odds\nratio| It was\n{x.model.or:d2}. ?}",
            "The odds ratio could not be computed (everybody responded).",
        ),
        (
            "A {x.model.n:int}. {?B| {x.model.n:int} ?} {?C| {x.model.or:d1} ?}",
            "A 9. 9 C could not be computed (everybody responded).",
        ),
    ],
)
def test_a_passage_is_told_where_every_number_in_it_has_a_value(text: str, said: str) -> None:
    assert say(settled(text, LEDGER), LEDGER) == said
    assert Passage.filled(text, LEDGER).text == said


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("It was {x.model.or:d2}.", False),
        ("There was a test ({x.model.p:p}).", False),  # "not tested" would be said of what was
        ("The highest was {x.model.highest:d2} ({x.model.highest:note}).", False),  # only its note is kept back
        ("There were {x.model.count:int}.", True),
        ("The method was {x.model.or:method}, n = {x.model.or:n}.", True),
    ],
)
def test_what_is_kept_back_is_said_in_the_place_of_its_passage(passage: str, told: bool) -> None:
    """Policy publish-5: "<5" may stand in a sentence, "*" says nothing in one."""
    hidden = [Row("x", "model", "", "", each, math.nan, method="exact", withheld="*") for each in ("or", "p")]
    small = Row("x", "model", "", "", "count", math.nan, withheld="<5")
    ledger = Ledger([*hidden, small, MODEL.row("highest", 0.5)])
    said = Passage.filled(f"{{?It| {passage} ?}}", ledger).text
    assert (said == say(passage, ledger)) is told
    assert told or said == "It cannot be shown: a small number of patients would follow."


def test_an_id_that_no_row_has_is_still_refused() -> None:
    """A slip of the author must not read as if the registry had no such value."""
    with pytest.raises(KeyError, match=r"x\.model\.ore; nearest: x\.model\.or"):
        Passage.filled("{?The odds ratio| It was {x.model.ore:d2}. ?}", LEDGER)


@pytest.mark.parametrize(
    "text", ["\nIt {?was| 9.", "\nIt was 9. ?}", "\n{?A| {?B| 9 ?} ?}", "\n{? | 9 ?}", "\n{?A 9 ?}"]
)
def test_a_mark_that_belongs_to_no_passage_is_told_with_its_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"line 2: .* belongs to no passage"):
        list(passages(text, LEDGER))


@given(st.text().filter(lambda text: "{?" not in text and "?}" not in text))
def test_a_text_without_passages_is_left_as_it_is(text: str) -> None:
    assert settled(text, LEDGER) == text


@pytest.mark.parametrize(("count", "ending"), [(0, "s"), (1, ""), (2, "s"), (30, "s")])
def test_a_noun_that_is_counted_has_an_ending_unless_it_is_one(count: int, ending: str) -> None:
    assert say("centre{a.n:s}", Ledger([Key("a").row("n", count)])) == f"centre{ending}"
