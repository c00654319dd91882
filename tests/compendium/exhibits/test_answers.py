"""Rule: every sentence that answers a notebook's question can be filled, and reads alike as Markdown and as HTML."""

from __future__ import annotations

import re

import pytest
from IPython.core.interactiveshell import InteractiveShell

from compendium.exhibits import answers, answers_how_safe, answers_predictors, answers_story, answers_who_responds
from press.exhibits.publishing import answer
from press.rows import Ledger, say
from press.rows.estimable import settled

from ...press.exhibits.test_passage import Page
from .test_study_exhibits import ORIGIN, TABLES, ledger

TEMPLATES = {
    name: template
    for module in (answers, answers_predictors, answers_story, answers_who_responds, answers_how_safe)
    for name, template in vars(module).items()
}


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name.isupper() and name != "SIMULATED"])
def test_a_notebook_gets_the_answer_as_text_markdown_and_html(template: str) -> None:
    everything = Ledger(*(ledger(name) for name in TABLES))
    shown = InteractiveShell.instance().display_formatter.format(answer(TEMPLATES[template], everything, ORIGIN))[0]
    words = settled(TEMPLATES[template], everything)
    assert set(shown) == {"text/plain", "text/markdown", "text/html"}
    as_read = shown["text/markdown"].replace("\\_", "_")  # an underscore of a name is no emphasis
    assert (
        as_read == shown["text/plain"].replace("\\_", "_") == f"{_in_paragraphs(say(words, everything))}\n\n*{ORIGIN}*"
    )
    page = Page(shown["text/html"])
    assert "".join(page.text.split()) == "".join(as_read.replace("*", "").split())
    assert len(page.rows) == words.count("{") and all(row in everything for row, _ in page.rows)
    assert not {"\ue000", "\ue001", "\ue002"} & set(shown["text/html"])


def test_the_definition_that_agrees_best_is_named_and_none_where_fewer_than_two_can_be_compared() -> None:
    rows = ledger("efficacy")
    kappa = {row.level: row.value for row in rows.find(variable="response_agreement", statistic="kappa")}
    said = answers_story.agreed(rows)
    best, least = (choose(kappa, key=kappa.__getitem__) for choose in (max, min))
    assert said.index(f"response_agreement.{best}.kappa") < said.index(f"response_agreement.{least}.kappa")
    assert "cannot be told" in answers_story.agreed(Ledger(row for row in rows if row.level not in list(kappa)[1:]))


def _in_paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip()))
