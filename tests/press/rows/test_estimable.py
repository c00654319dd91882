"""Rule: a failure is a row, too, with its reason; a sentence that needs such a row gives way to that reason."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.passage import Passage
from press.paper.author_text import Source, fill
from press.rows import Key, Ledger, say
from press.rows.estimable import passages, settled
from press.rows.row import Row

MODEL = Key("x", "model")
NOT_SHOWN = "cannot be shown: a small number of patients could then be worked out."
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
        ("A bar for each.{?[x.model.n]| Dashed: {x.model.n:int}. ?}", "A bar for each. Dashed: 9."),
        ("Of {x.model.n:int}{?[x.model.n]|, and of {x.model.n:int} ?}.", "Of 9, and of 9."),
        ("One ({?[x.model.n]| of {x.model.n:int} ?})", "One (of 9)"),
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
    assert told or said == "It cannot be shown: a small number of patients could then be worked out."


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


def hidden(statistic: str, n: int | None = None) -> Row:
    return Row("x", "model", "", "", statistic, math.nan, n, withheld="*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{?the age| {x.age:d1} ?} {?CK| {x.ck:d1} ?}", f"The age and CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?}\n[]{#at-a} {?CK| {x.ck:d1} ?} So.", f"[]{{#at-a}} The age and CK {NOT_SHOWN} So."),
        (
            "{?age and sex| {x.age:d1} ?} {?CK| {x.ck:d1} ?} {?skin| {x.age:d1} ?}",
            f"Age and sex, CK, and skin {NOT_SHOWN}",
        ),
        ("{?the age, told| {x.age:d1} ?} {?CK| {x.ck:d1} ?}", f"The age, told; and CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?}\n\n{?CK| {x.ck:d1} ?}", f"The age and CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?}\n\n## B\n\n{?CK| {x.ck:d1} ?}", f"The age {NOT_SHOWN} ## B CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?}\n\n*B.* {?CK| {x.ck:d1} ?}", f"The age {NOT_SHOWN} *B.* CK {NOT_SHOWN}"),
        ("- {?the age| {x.age:d1} ?}\n- {?CK| {x.ck:d1} ?}", f"- The age {NOT_SHOWN} - CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?} So. {?the age| {x.ck:d1} ?}", f"So. The age {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?} and {?CK| {x.ck:d1} ?}", f"The age {NOT_SHOWN} and CK {NOT_SHOWN}"),
        ("{?the age| {x.age:d1} ?} {?[x.odds]| So. ?} {?CK| {x.ck:d1} ?}", f"The age and CK {NOT_SHOWN}"),
        (
            "{?the age| {x.age:d1} ?} {?how many| {x.n:int} ?} {?CK| {x.ck:d1} ?}",
            f"9 The age and CK {NOT_SHOWN}",
        ),
        (
            "{?the odds| {x.odds:d1} ?} {?its p| {x.other:d1} ?} {?CK| {x.ck:d1} ?}",
            f"The odds and its p could not be computed (everybody responded). CK {NOT_SHOWN}",
        ),
    ],
)
def test_passages_that_are_not_told_for_one_reason_share_a_sentence(text: str, said: str) -> None:
    """Twenty times "cannot be shown: a small number of patients could then be worked out" is read by nobody."""
    why = "everybody responded"
    reasons = [Key("x").row(name, None, note=why) for name in ("odds", "other")]
    rows = [Row("x", "", "", "", name, math.nan, withheld="*") for name in ("age", "ck")]
    ledger = Ledger([*rows, *reasons, Key("x").row("n", 9)])
    assert " ".join(say_all(text, ledger).split()) == " ".join(said.split())


def say_all(text: str, ledger: Ledger) -> str:
    """A text as it is settled, its fields filled, with the places that it holds."""
    words = settled(text, ledger).replace("[]{#at-a}", "@")
    return say(words, ledger).replace("@", "[]{#at-a}")


ALTERNATIVE = "{?the share| It was {x.share:d1}. || Of them {x.count:int} did. || Some did. ?} So."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"share": (5.0, ""), "count": (9.0, "")}, "It was 5.0. So."),
        ({"share": (math.nan, "*"), "count": (9.0, "")}, "Of them 9 did. So."),
        ({"share": (math.nan, "*"), "count": (math.nan, "*")}, "Some did. So."),
        (
            {"share": (math.nan, ""), "count": (9.0, "")},
            "The share could not be computed (no reason was recorded). So.",
        ),
    ],
)
def test_instead_of_what_is_not_shown_a_passage_tells_what_is(rows: dict[str, tuple[float, str]], said: str) -> None:
    """The share of responders was not shown, and the numbers of responders and of the others were."""
    ledger = Ledger(Row("x", "", "", "", name, value, 9, withheld=mark) for name, (value, mark) in rows.items())
    assert Passage.filled(ALTERNATIVE, ledger).text.startswith(said)
    filled = fill(Source("a.md", ALTERNATIVE), ledger).text
    assert re.sub(r"\[(\d[^\]]*)\]\{[^}]*\}", r"\1", filled).startswith(said)
    assert "||" not in filled


@pytest.mark.parametrize(
    ("row", "form"),
    [
        (MODEL.row("count", 0, n=0), "int"),
        (MODEL.row("count", 0, n=0, note="the name of what is counted"), "word"),
        (hidden("mean", n=0), "d1"),
        (hidden("p", n=0), "p"),
        (Row("x", "model", "", "", "count", math.nan, 0, withheld="<10"), "int"),
    ],
)
def test_where_nobody_was_recorded_there_is_no_count_and_nothing_is_kept_back(row: Row, form: str) -> None:
    """ "Patients who had died: 0" was said where nobody's vital status was recorded."""
    told = Passage.filled(f"{{?how many| There were {{{row.id}:{form}}}. ?}}", Ledger([row])).text
    assert told == "How many could not be computed (nothing of it was recorded)."


@pytest.mark.parametrize("row", [MODEL.row("count", 0, n=9), MODEL.row("n", 0, n=0), MODEL.row("total", 0, n=0)])
def test_none_of_somebody_is_a_count_and_so_is_how_many_there_were(row: Row) -> None:
    assert Passage.filled(f"{{?how many| There were {{{row.id}:int}}. ?}}", Ledger([row])).text == "There were 0."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("x.model.n", True),
        ("x.model.or", False),
        ("x.model.kept", True),
        ("x.model.kept:value", False),
        ("x.model.n:value", True),
        ("x.model.nobody", False),
        ("not x.model.n", False),
        ("not x.model.or", True),
        ("not x.model.kept", False),
        ("not x.model.kept:value", True),
        ("x.model.n, x.model.or", False),
        ("x.model.n, not x.model.or", True),
    ],
)
def test_a_passage_about_nothing_is_told_where_the_rows_in_brackets_have_values_and_else_leaves_no_word(
    asked: str, told: bool
) -> None:
    ledger = Ledger([*LEDGER, hidden("kept", n=60), hidden("nobody", n=0)])
    assert settled(f"We saw{{?[{asked}]|, by chance, ?}} it.", ledger) == f"We saw{', by chance,' if told else ''} it."


def test_the_rows_in_brackets_give_their_reason_first() -> None:
    """Without a table of events the rate is kept back, and why it is not there stands in another row."""
    ledger = Ledger([*LEDGER, hidden("rate")])
    said = Passage.filled("{?the rate [x.model.or]| It was {x.model.rate:d1}. ?}", ledger).text
    assert said == "The rate could not be computed (everybody responded)."


@pytest.mark.parametrize("brackets", ["[x.model.ore]", "[It rose]", "[x.model.n] or so [x.model.n]"])
def test_what_stands_in_brackets_and_is_no_row_is_told_with_its_line(brackets: str) -> None:
    with pytest.raises(ValueError, match=r"line 2: .* brackets"):
        list(passages(f"\n{{?The odds {brackets}| So. ?}}", LEDGER))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We saw\n{?[x.model.or]| one ?}\nthem.", "We saw\nthem."),
        ("We saw\n  {?[x.model.or]| one ?} {?[x.model.or]| two\n three ?}\n  them.", "We saw\n  them."),
        ("We saw\n{?[x.model.or]| one ?}\n{?[x.model.or]| two ?}\nthem.", "We saw\nthem."),
        ("We saw\n{?it| {x.model.or:d1} ?}\n{?it all| {x.model.or:d1} ?}\nthem.", None),
        ("- one {?[x.model.or]| so ?}\n- two", "- one \n- two"),
        ("- one\n  {?[x.model.or]| so ?}\n- two", "- one\n- two"),
        ("One.\n\n{?[x.model.or]| Two. ?}\n\nThree.", "One.\n\n\nThree."),
    ],
)
def test_a_passage_that_leaves_no_word_parts_no_paragraph(text: str, left: str | None) -> None:
    """A blank line in a paragraph ends it, in Markdown and so in every form."""
    found = settled(text, LEDGER)
    assert "\n\n" not in found.replace("One.\n\n\nThree", "") and left in (found, None)
    assert fill(Source("a.md", text), LEDGER).text.count("\n\n") == found.count("\n\n")
