"""Rule: to accept every change gives the present text, to refuse every one the earlier text (ISO 29500-1, 17.13.5)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press.changes.marked_whole import mark_whole
from press.changes.tracked import Marks, tracked
from press.paper.pandoc import convert, locked_pandoc, read_markdown

MARKS = Marks("since 1234567", "2026-01-02T03:04:05Z")
OLD = """---
title: The old title
abstract: Nothing is *known*.
---

# Results

Of 123 patients 96 responded [see](#sec-a), $x^2$ apart. Nobody died in these years, and none was lost.

- one word
- another word

This paragraph has nothing to do with what comes.

| a | b |
|---|---|
| 1 | 2 |

: The counts of old.
"""
NEW = """---
title: The new title
abstract: Something is *known*.
---

# Results {#sec-a}

Of 123 patients 97 responded [see](#sec-a), $x^3$ apart. Nobody died in these years, and none was lost. It ends.

- one word
- a third thing
- another word

Quite other words stand here now.

| a | b |
|---|---|
| 1 | 3 |

: The counts of now.
"""
WORDS = st.lists(st.sampled_from(["a", "b", "12", "*c*", "$x$", "[d](#e)", "f,", "**g h**"]), min_size=1, max_size=7)
BLOCKS = st.one_of(
    WORDS.map(" ".join),
    WORDS.map(lambda words: "# " + " ".join(words)),
    st.lists(WORDS.map(" ".join), min_size=1, max_size=3).map(lambda items: "\n".join(f"- {each}" for each in items)),
    st.lists(st.sampled_from("xyz"), min_size=2, max_size=2).map(lambda row: f"|n|m|\n|-|-|\n|{row[0]}|{row[1]}|"),
)
TEXTS = st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join)


def written(folder: Path, then: str, now: str) -> Path:
    """Write two texts as one Word file."""
    tree = tracked(read_markdown(then, folder), read_markdown(now, folder), MARKS)
    path = folder / "changes.docx"
    path.write_bytes(convert(tree, to="docx", options=["--standalone"], root=folder))
    mark_whole(path, MARKS)
    return path


def words(path: Path, how: str) -> list[str]:
    """The words that a reader has who accepts or rejects all; the rules of tables and the dashes of lists are none."""
    command = [locked_pandoc(), "--to=plain", "--wrap=none", "--standalone", f"--track-changes={how}", path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [word for word in said.split() if set(word) - {"-"} and word != ":"]


def plain(folder: Path, text: str) -> list[str]:
    """The words of a text that was written as Word by itself."""
    path = folder / "alone.docx"
    path.write_bytes(convert(read_markdown(text, folder), to="docx", options=["--standalone"], root=folder))
    return words(path, "accept")


def test_either_text_can_be_had_again(tmp_path: Path) -> None:
    path = written(tmp_path, OLD, NEW)
    assert words(path, "accept") == plain(tmp_path, NEW)
    assert words(path, "reject") == plain(tmp_path, OLD)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("- a\n- b", "- a b"),  # the same words in other items
        ("~~~\na = 1\n~~~\n\nx", "~~~\na = 2\n~~~\n\nx"),
        ("Of $r=1$ and\n\n$$x=1$$", "Of $r=2$ and\n\n$$x=2$$"),
        ("One.\n\nTwo.", "Two.\n\nOne."),
    ],
)
def test_code_formulas_and_words_in_another_order_can_be_had_again(tmp_path: Path, then: str, now: str) -> None:
    path = written(tmp_path, then, now)
    assert words(path, "accept") == plain(tmp_path, now)
    assert words(path, "reject") == plain(tmp_path, then)
    assert docx.Document(str(path)).element.body.xpath(".//w:ins | .//w:del")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(then=TEXTS, now=TEXTS)
def test_either_of_any_two_texts_can_be_had_again(tmp_path: Path, then: str, now: str) -> None:
    path = written(tmp_path, then, now)
    assert words(path, "accept") == plain(tmp_path, now)
    assert words(path, "reject") == plain(tmp_path, then)


def test_a_change_says_since_when_and_has_a_number_of_its_own(tmp_path: Path) -> None:
    body = docx.Document(str(written(tmp_path, OLD, NEW))).element.body
    marks = body.xpath(".//w:ins | .//w:del")
    assert {(each.get(f"{{{body.nsmap['w']}}}author")) for each in marks} == {MARKS.author}
    assert {(each.get(f"{{{body.nsmap['w']}}}date")) for each in marks} == {MARKS.moment}
    numbers = [each.get(f"{{{body.nsmap['w']}}}id") for each in marks]
    assert len(set(numbers)) == len(numbers)


def test_a_paragraph_and_a_row_that_are_new_or_gone_leave_no_empty_place(tmp_path: Path) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    body = docx.Document(str(written(tmp_path, "Stays.\n\nGoes.", f"Stays.\n\n{table}"))).element.body
    assert len(body.xpath("./w:p/w:pPr/w:rPr/w:del")) == 1
    assert len(body.xpath(".//w:tr/w:trPr/w:ins")) == 2


@pytest.mark.parametrize("text", [OLD, NEW])
def test_a_text_that_is_as_it_was_has_no_marks(tmp_path: Path, text: str) -> None:
    body = docx.Document(str(written(tmp_path, text, text))).element.body
    assert not body.xpath(".//w:ins | .//w:del")
