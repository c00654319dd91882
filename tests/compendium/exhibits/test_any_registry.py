"""Whatever registry a centre sends, every analysis, table and answer is made, and says what could not be computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.clinical.responses import read_responses
from compendium.exhibits import answers, answers_how_safe, answers_predictors, answers_story, answers_who_responds
from press.exhibits.passage import Passage
from press.exhibits.publishing import write_table
from press.rows import Ledger
from press.rows.text import MISSING

from .registries import CASES, ledgers
from .test_rows import quoted
from .test_study_exhibits import TABLES

ORIGIN = "Registry: elsewhere."


ANSWERS = {
    name: template
    for module in (answers, answers_predictors, answers_story, answers_who_responds, answers_how_safe)
    for name, template in vars(module).items()
    if name.isupper()
}


@pytest.mark.parametrize("case", CASES)
def test_every_table_is_laid_out_and_the_answers_are_sentences(case: str) -> None:
    """No cell is a bare NaN; a dash has a note that says why wherever the row gives one; a sentence has no dash."""
    for name, builds in TABLES.items():
        for build in builds:
            table = build(ledgers(case)[name], ORIGIN)
            assert not any(cell.text == "nan" for line in table.lines for cell in line.cells)
    everything = Ledger(*ledgers(case).values())
    for name, template in ANSWERS.items():
        if name.isupper() and name != "SIMULATED":
            said = Passage.filled(template, everything)
            assert "nan" not in said.text.split()
            assert not [part.row.id for _, part in said.said if part.text == MISSING]


@pytest.mark.parametrize("case", CASES)
def test_the_rows_of_every_table_are_in_its_ledger(case: str) -> None:
    for name, builds in TABLES.items():
        for build in builds:
            for text, named in quoted(build(ledgers(case)[name], ORIGIN)).values():
                assert all(each in ledgers(case)[name] for each in named), text


@pytest.mark.parametrize("case", ["bare", "one centre"])
def test_every_table_is_written_in_every_format(case: str, tmp_path: Path) -> None:
    """A table without lines, or without the columns that compare centres, is still a document."""
    for name, builds in TABLES.items():
        for build in builds:
            paths = write_table(build(ledgers(case)[name], ORIGIN), tmp_path)
            assert all(path.stat().st_size > 0 for path in paths)


@pytest.mark.parametrize("case", CASES)
def test_a_missing_value_has_a_reason(case: str) -> None:
    """A failure is a row too, and says why."""
    for ledger in ledgers(case).values():
        for row in ledger:
            assert row.method, row.id
            assert row.value == row.value or row.note, row.id


@pytest.mark.parametrize("case", ["imacs", "tis60"])
def test_another_definition_changes_tables_and_notes(case: str) -> None:
    """Every exhibit split by response names the definition in force and who it cannot decide."""
    label = read_responses()[case].label
    for name, builds in (("cohort", TABLES["cohort"][:1]), ("predictors", TABLES["predictors"])):
        for build in builds:
            assert any(label in source for source in build(ledgers(case)[name], ORIGIN).source)
    everything = Ledger(*ledgers(case).values())
    for template in (answers.COHORT, answers.EFFICACY, answers_predictors.PREDICTORS):
        assert label in Passage.filled(template, everything).text


def test_one_centre_is_compared_with_no_other() -> None:
    """Without a second centre there is neither a test nor a standardised difference."""
    table = next(build for build in TABLES["cohort"] if build.__name__ == "table_centres")
    headings = [column.text for column in table(ledgers("one centre")["cohort"], ORIGIN).columns]
    assert headings == ["Characteristic", "A (n = 38)", "Missing"]
