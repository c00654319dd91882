"""Rule: a changed threshold of a response definition needs data/definitions/responses.csv alone; all words follow it.

Authority: CONTRIBUTING.md, "Change a threshold". By Aggarwal 2017 only scores of 20, 40 and 60 have a degree of
improvement, so at 25 nothing says minimal but what the ProDERM trial published of its own patients.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from compendium.clinical import did_they_improve
from compendium.clinical.cohort import open_registry, select
from compendium.clinical.responses import read_responses
from compendium.exhibits import answers, answers_predictors, figures_responses, tables_efficacy
from press.exhibits.passage import Passage
from press.exhibits.table.layout import Table
from press.rows import Ledger
from press.rows.sentence import fill_text

NAME, SEED, FEW = "data/registry", 1, 20
SCORE = "ACR/EULAR 2016 score ≥"


@pytest.fixture(scope="module")
def changed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The efficacy rows of a copy of the project in whose spreadsheet the row beside the trial became `score25`."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copy(root / "pyproject.toml", copy)
    shutil.copytree(root / "data", copy / "data")
    path = copy / "data" / "definitions" / "responses.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    (row,) = (row for row in rows if "beside_trial" in row)
    row[header.index("id")], row[header.index("threshold")] = "score25", "25"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESS_ROOT", str(copy))
        cohort = select(open_registry(NAME), name=NAME, response="score25")[1]
        yield did_they_improve.analyse(cohort)


def written(table: Table) -> str:
    """Every word of a table: its lines and its notes."""
    cells = [cell.text for line in table.lines for cell in line.cells]
    return "\n".join([*cells, *(note for _, note in table.lettered_notes), *table.source])


def manuscript(root: Path, efficacy: Ledger) -> str:
    """The manuscript with these rows and the committed ones of the other notebooks, on one line."""
    others = [path for path in sorted((root / "paper/results").glob("*.csv")) if path.stem != "efficacy"]
    text = (root / "paper" / "manuscript.md").read_text(encoding="utf-8")
    return " ".join(fill_text(text, Ledger(Ledger.read(*others), efficacy), lambda said: said.text).split())


def test_the_label_and_the_sentence_of_the_definition_follow(changed: Ledger) -> None:
    definition = read_responses()["score25"]
    assert (definition.label, definition.text) == (f"{SCORE} 25", "Total Improvement Score of at least 25")
    assert f"{SCORE} 40 (moderate)" in [each.label for each in read_responses().values()]
    assert changed["efficacy.response.definition"].note == f"{SCORE} 25 (total Improvement Score of at least 25)"


def test_the_rows_beside_the_trial_are_those_of_the_changed_definition(changed: Ledger) -> None:
    """They are found by a name without a threshold."""
    assert changed.value("efficacy.response_beside_trial.threshold") == 25
    own = [f"efficacy.response{level}.percent" for level in ("_beside_trial", ".score25", "")]
    assert len({changed.value(row) for row in own}) == 1


def test_tables_and_figure_follow(changed: Ledger) -> None:
    figure = figures_responses.responses(changed, "origin")
    drawn = " ".join(label.get_text() for axes in figure.figure.axes for label in axes.get_yticklabels())
    tables = [tables_efficacy.table_responses, tables_efficacy.table_definitions]
    for words in (drawn, figure.alt, *(written(build(changed, "origin")) for build in tables)):
        assert f"{SCORE} 25" in words
        assert "≥ 20" not in words and "minimal" not in words.lower()


def test_the_table_of_definitions_says_them_all_with_their_sources_and_asks_no_result(changed: Ledger) -> None:
    table = tables_efficacy.table_definitions(changed, "origin")
    said = [tuple(cell.text for cell in line.cells) for line in table.lines]
    assert said == [(each.label, each.text, each.source) for each in read_responses().values()]
    assert not any(cell.rows for line in table.lines for cell in line.cells)


def test_the_answer_of_the_notebook_follows(changed: Ledger) -> None:
    said = Passage.filled(answers.EFFICACY, changed).text
    share = f"{changed.value('efficacy.response_beside_trial.percent'):.0f}%"
    assert f"criteria an improvement score of at least 25 points was reached by {share} of those who could be" in said
    assert "44% had a score of at least 20 and no deterioration" in said
    assert "minimal" not in said.lower()


def test_the_sentences_of_the_manuscript_follow(root: Path, changed: Ledger) -> None:
    said = manuscript(root, changed)
    share = f"{changed.value('efficacy.response_beside_trial.percent'):.1f}%"
    assert f"At the threshold of an improvement score of at least 25 points {share} of the simulated patients" in said
    assert "of ProDERM's placebo group 43.8% had one of at least 20 points, without deterioration" in said
    assert "and the thresholds of 25, 40 and 60 points of the ACR/EULAR 2016 Total Improvement Score" in said
    assert re.findall(r"(\w+ \w+) minimal", said) == ["at least"] * 3  # the trial's own patients, as published


def test_at_the_thresholds_of_today_the_manuscript_says_their_degrees(root: Path) -> None:
    said = manuscript(root, Ledger.read(root / "paper" / "results" / "efficacy.csv"))
    share = "90.8% of the simulated patients who could be decided responded;"
    assert f"At the threshold of minimal improvement {share}" in said
    assert "of ProDERM's placebo group 43.8% did, without deterioration" in said
    assert "and the minimal, moderate and major thresholds of the ACR/EULAR 2016 Total Improvement Score" in said


def test_no_text_asks_a_row_that_carries_a_threshold(root: Path) -> None:
    """In manuscript, supplement, pages and answers: an id of a definition that ends in a number is in no field."""
    modules = (Path(each.__file__) for each in (answers, answers_predictors))
    paths = [*root.glob("paper/*.md"), *root.glob("paper/*pages/*.md"), *modules]
    asked = {row for path in paths for row in re.findall(r"\{([a-z0-9_.]+):\w+\}", path.read_text(encoding="utf-8"))}
    assert len(asked) > 100
    bound = [name for name in read_responses() if re.search(r"[0-9]$", name)]
    assert [row for row in sorted(asked) if set(row.split(".")) & set(bound)] == []
