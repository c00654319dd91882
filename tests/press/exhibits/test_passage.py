"""Rule: a notebook's sentence reads the same as Markdown and as HTML, and in HTML every number names its row."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.passage import Passage
from press.exhibits.publishing import answer
from press.rows import Key, Ledger, say

ORIGIN = "Simulated registry: no patient data."

LEDGER = Ledger(
    [
        Key("cohort").row("n", 123, n=123, note="all *screened* <b> & [more]"),
        Key("cohort", "change").row("mean", -22.46),
        Key("cohort", "change").row("p", 1e-9),
    ]
)


class Page(HTMLParser):
    """The text of some HTML, its tags, and what each span of a row holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.rows = "", list[str](), list[tuple[str, str]]()
        self._row: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "span":
            assert self._row is None and dict(attrs)["class"] == "row"
            self._row = dict(attrs)["data-rows"]
            self.rows.append((str(self._row), ""))

    def handle_endtag(self, tag: str) -> None:
        self._row = None if tag == "span" else self._row

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._row is not None:
            self.rows[-1] = (self.rows[-1][0], self.rows[-1][1] + data)


def test_a_blank_line_parts_paragraphs_and_the_items_of_a_list() -> None:
    said = Passage.filled("\nChanged by\n{cohort.change.mean:d1}:\n\n- {cohort.n:int}\n\n- *none*\n", LEDGER)
    assert said.text == "Changed by −22.5:\n\n- 123\n\n- *none*"
    assert Page(said._repr_html_()).tags.count("li") == 2


def test_markdown_marks_become_tags_and_numbers_spans() -> None:
    words = "**{cohort.n:int} patients** changed by {cohort.change.mean:d1} ({cohort.change.p:p}), *not* `2 < 3`."
    html = Passage.filled(words, LEDGER)._repr_html_()
    assert html == (
        '<p><strong><span class="row" data-rows="cohort.n">123</span> patients</strong> changed by '
        '<span class="row" data-rows="cohort.change.mean">−22.5</span> '
        '(<span class="row" data-rows="cohort.change.p">p &lt; 0.001</span>), <em>not</em> <code>2 &lt; 3</code>.</p>'
    )


@pytest.mark.parametrize("field", ["{cohort.change.mean:d1}", "{cohort.change.p:p0}", "{cohort.n:int}"])
def test_a_number_may_open_and_close_what_is_emphasised(field: str) -> None:
    """A minus or a < beside the asterisks must not undo them."""
    page = Page(Passage.filled(f"**{field}** and *{field}*", LEDGER)._repr_html_())
    assert page.tags == ["p", "strong", "span", "em", "span"]


@given(
    st.lists(st.sampled_from(["{cohort.n:int}", "{cohort.change.mean:d2}", "{cohort.change.p:p}", "of", "&", "a<b"]))
)
def test_html_says_what_the_sentence_says_each_number_in_its_span(words: list[str]) -> None:
    passage = Passage.filled(" ".join(words), LEDGER)
    page = Page(passage._repr_html_())
    assert page.text == passage.text == say(" ".join(words), LEDGER)
    asked = [word[1:].split(":")[0] for word in words if word.startswith("{")]
    assert [row for row, _ in page.rows] == asked
    assert [said.row.id for _, said in passage.said] == asked
    assert all(passage.text.startswith(said.text, at) for at, said in passage.said)


def test_no_tag_of_a_row_s_own_words_reaches_the_page() -> None:
    """A note comes from a table that somebody fills in; what looks like a tag or a mark in it is shown, not obeyed."""
    page = Page(Passage.filled("Who: {cohort.n:note}.", LEDGER)._repr_html_())
    assert page.tags == ["p", "span"] and page.text == "Who: all *screened* <b> & [more]."


def test_line_breaks_of_a_template_are_spaces_and_empty_words_are_left_out() -> None:
    passage = Passage.filled("\n{cohort.n:int}\n  patients.\n", LEDGER, "", "Simulated.")
    assert repr(passage) == passage.text == "123 patients. Simulated."


def test_a_sentence_of_one_s_own_stops_at_what_is_not_in_the_ledger() -> None:
    with pytest.raises(KeyError, match=r"no result has the id cohort\.m"):
        answer("{cohort.m:int} patients.", LEDGER, ORIGIN)
    with pytest.raises(ValueError, match="the format is not one of"):
        answer("{cohort.n:digits} patients.", LEDGER, ORIGIN)
