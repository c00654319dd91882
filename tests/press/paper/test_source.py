"""Every number of a text is asked of a result row; what cannot be answered is named with its line and its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.paper.author_text import Source, fill, read_source
from press.paper.pandoc import MARKDOWN, convert
from press.rows import Key, Ledger

LEDGER = Ledger(
    [
        Key("cohort").row("n", 123, n=123),
        Key("efficacy", "response").row("percent", 78.0488, n=123),
        Key("efficacy", "response").row("definition", None, note="Judged [a] *b* <c>\n\n$d$ #e @f _g_ it's"),
        Key("efficacy", "change").row("p", 0.00001, n=120),
    ]
)


def filled(text: str) -> str:
    return fill(Source("paper/manuscript.md", text), LEDGER).text


def message(text: str) -> list[str]:
    return [str(flaw) for flaw in fill(Source("paper/manuscript.md", text), LEDGER).flaws]


def test_a_field_becomes_a_text_that_carries_the_id_of_its_row() -> None:
    assert filled("Of {cohort.n:int} patients") == "Of [123]{.row row=cohort.n} patients"


def test_other_braces_and_code_stay_as_they_are() -> None:
    text = "# Results {#sec-results}\n\n`{cohort.n:int}`\n\n```\n{no.such:int}\n```\n\n[x]{.small} {.table file=a}\n"
    assert filled(text) == text
    assert message(text) == []


@pytest.mark.parametrize(
    "text", ["A {0}.", '---\ntitle: "{0}"\n---\n', "---\ntitle: '{0}'\n---\n", "# {0} {{#sec-a}}\n"]
)
def test_what_a_row_says_is_printed_as_it_is_whatever_marks_it_holds(text: str, tmp_path: Path) -> None:
    asked = filled(text.format("{efficacy.response.definition:note}"))
    shown = convert(asked, source=MARKDOWN, to="plain", options=["--standalone", "--wrap=none"], root=tmp_path)
    assert "Judged [a] *b* <c> $d$ #e @f _g_ it’s" in shown.decode()


def test_a_text_saved_on_windows_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n")
    assert read_source(tmp_path, "a.md").text == "---\ntitle: A\n---\n"


def test_a_p_value_is_not_broken_over_two_lines() -> None:
    assert "[p\u00a0&#60;\u00a00.001]" in filled("({efficacy.change.p:p})")


def test_an_unknown_id_names_line_sentence_and_what_is_near() -> None:
    (only,) = message(
        "One.\n\nAll was well. Of the\npatients, {efficacy.respons.percent:percent0} did\n(see there). No.\n"
    )
    assert only.startswith("paper/manuscript.md, line 4: no result has the id efficacy.respons.percent; nearest: ")
    assert "nearest: efficacy.response.percent" in only
    assert only.endswith('- in the sentence "Of the patients, {efficacy.respons.percent:percent0} did (see there)."')


def test_every_fault_is_told_at_once() -> None:
    text = "{a.b:int} and {cohort.n:roman}.\n\n$x = {cohort.n:int}$ and {oops}.\n"
    lines = message(text)
    assert len(lines) == 4
    assert any("line 1: no result has the id a.b" in line for line in lines)
    assert any("line 1: {cohort.n:roman}: the format is not one of" in line for line in lines)
    assert any("line 3: a number in a formula cannot name its row" in line for line in lines)
    assert any("line 3: a brace that is not a field" in line for line in lines)


def test_what_was_quoted_is_kept_with_its_place() -> None:
    text = "---\ntitle: A\nabstract: |\n  {cohort.n:int} patients.\n---\n\n# Results {#sec-r}\n\n{cohort.n:word}\n"
    one, two = fill(Source("paper/manuscript.md", text), LEDGER).quoted
    assert (one.line, one.section, one.text, one.form) == (4, "Abstract", "123", "int")
    assert (two.line, two.section, two.row.id, two.file) == (9, "Results", "cohort.n", "paper/manuscript.md")


def test_a_section_keeps_the_words_of_its_heading() -> None:
    text = "# The `MMT8` of *all* {#sec-a}\n\nOf {cohort.n:int}."
    assert Source("a.md", text).section(len(text) - 1) == "The `MMT8` of *all*"


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("First one. Second one here. Third.", "here", "Second one here."),
        ("A p of 0.03 is small. So.", "small", "A p of 0.03 is small."),
        ("# Head {#sec-a}\n\nBelow it.", "Below", "Below it."),
        ("---\ntitle: A title\nlang: en\n---\n", "title:", "title: A title"),
        ("[]{#at-a}One thing. []{#at-b}Another thing.", "Another", "Another thing."),
        ("- an item\n\n- another", "another", "- another"),
    ],
)
def test_a_sentence_is_found_around_a_place(text: str, part: str, sentence: str) -> None:
    assert Source("a.md", text).sentence(text.index(part)) == sentence
