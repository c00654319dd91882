"""The manuscript keeps to a journal's measure: 3,000 words, an abstract of 250, seven tables and figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.paper.compose import compose

from ..press.paper.paper_project import PROVENANCE, edit, lay_out_project
from .journal_measure import Measure, manuscript_of, measure_of

# What the study set itself: the measure of an original article in the journals of the field.
MOST_WORDS, MOST_IN_ABSTRACT, MOST_EXHIBITS = 3000, 250, 7


@pytest.fixture(scope="module")
def measure(root: Path) -> Measure:
    return measure_of(manuscript_of(root))


def test_the_main_text_is_as_long_as_a_journal_prints(measure: Measure) -> None:
    assert measure.words <= MOST_WORDS, str(measure)


def test_the_abstract_is_as_long_as_a_journal_prints(measure: Measure) -> None:
    assert measure.abstract <= MOST_IN_ABSTRACT, str(measure)


def test_there_are_as_many_tables_and_figures_as_a_journal_prints(measure: Measure) -> None:
    assert measure.exhibits <= MOST_EXHIBITS, str(measure)


def test_words_are_counted_as_word_counts_them(root: Path, tmp_path: Path) -> None:
    """By hand: what stands in tables, captions, the box, displayed formulas and after the discussion is not counted."""
    project = lay_out_project(tmp_path, root)
    before = measure_of(compose(project, PROVENANCE).main)
    # Introduction; Trials are few [1]; By convention, 95% CI are given.
    assert before.sections["Introduction"] == 1 + 4 + 6
    # Methods; Response definitions; Nobody ... judgement [a*b] <c> #1.; The model was; where x is given ...
    assert before.sections["Methods"] == 1 + 2 + 3 + 6 + 3 + 12
    # Background. Little is known.; Results. 78% responded (p < 0.001).
    assert (before.abstract, before.exhibits) == (4 + 6, 2)
    box = "::: {.key-messages}\n- Not counted.\n:::\n\n# Introduction"
    edit(project, "manuscript.md", ("# Introduction", box), ("Women are *not* shown.", "Women are *not* shown here."))
    edit(project, "manuscript.md", ("# References", "# Thanks {#sec-thanks}\n\nTo all.\n\n# References"))
    assert measure_of(compose(project, PROVENANCE).main) == before
    edit(project, "manuscript.md", ("Trials are few", "Large trials are few"))
    assert measure_of(compose(project, PROVENANCE).main).words == before.words + 1
