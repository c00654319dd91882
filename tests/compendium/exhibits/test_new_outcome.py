"""Rule: the list of outcomes stands once, in data/codebook.csv; a row there and a column in the files are all it takes.

Authority: CONTRIBUTING.md, "Add an outcome". Here a scale and an enzyme are added to a copy of codebook and registry.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from compendium.clinical import did_they_improve, who_responds, who_was_treated
from compendium.clinical.cohort import Cohort, open_registry, read_cohort, select, write_cohort
from compendium.clinical.model_units import model_units
from compendium.clinical.outcomes import enzymes, outcomes, scales
from compendium.exhibits import figures_cohort, figures_efficacy, tables_cohort, tables_efficacy, tables_predictors
from compendium.registry.checksums import write_notice
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.table.layout import Table
from press.ground.paths import project_root
from press.rows import Ledger

from .test_study_figures import assert_readable

NAME, SEED, FEW = "data/registry", 1, 20
CAPACITY, TROPONIN = "Forced vital capacity (FVC)", "Troponin T"
NEW_ROWS = {
    "prednisone,visits": [
        f"fvc,visits,{CAPACITY},number,% predicted,0,200,20,150,,0,no,outcome,assumed",
        f"troponin,visits,{TROPONIN},number,ng/L,0,100000,1,5000,,0,no,outcome,assumed",
        'troponin_uln,visits,"Troponin T, upper limit of normal (ULN)",number,ng/L,1,2000,10,20,,0,no,limit,assumed',
    ],
    "myoglobin_xuln,analysis": [f"troponin_xuln,analysis,{TROPONIN},number,× ULN,0,,,,,1,no,derived,derived"],
}


def add_rows(codebook: Path) -> None:
    """Write the rows of the new outcomes, each group after the row that begins so."""
    lines = []
    for line in codebook.read_text(encoding="utf-8").splitlines():
        lines += [line, *(row for start, rows in NEW_ROWS.items() if line.startswith(f"{start},") for row in rows)]
    codebook.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_columns(visits: Path) -> None:
    """Let FVC rise by 7, 8 or 9 and troponin fall to about a half from baseline to end, patient by patient."""
    table = pd.read_csv(visits, dtype=str, keep_default_na=False)
    place = pd.Series(pd.factorize(table["patient_id"])[0])
    ended = table["visit"] == "end"
    table["fvc"] = (60 + place % 17 + (7 + place % 3) * ended).astype(str)
    table["troponin"] = np.where(ended, 19 + place % 3, 40) * (5 + place % 11)
    table["troponin_uln"] = "14"
    table.to_csv(visits, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)


def seal_again(registry: Path) -> None:
    """As the program that simulates would have sealed these files: they stay simulated ones."""
    files = [path.relative_to(registry).as_posix() for path in registry.rglob("*.csv")]
    write_notice(registry, "simulated, with two outcomes more", files)


@pytest.fixture(scope="module")
def cohort(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """The cohort of a copy of the project in which nothing but codebook and registry was changed."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copy(root / "pyproject.toml", copy)
    shutil.copytree(root / "data", copy / "data")
    add_rows(copy / "data" / "codebook.csv")
    for visits in copy.glob("data/registry/*/visits.csv"):
        add_columns(visits)
    seal_again(copy / "data" / "registry")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESS_ROOT", str(copy))
        patch.setenv("PRESS_OUT", str(copy / "out"))
        assert project_root() == copy.resolve()
        write_cohort(select(open_registry(NAME), name=NAME, response="physician")[1])
        yield read_cohort(registry=NAME, response="physician")


@pytest.fixture(scope="module")
def described(cohort: Cohort) -> Ledger:
    registry = open_registry(NAME)
    screening, again = select(registry, name=NAME, response="physician")
    pd.testing.assert_frame_equal(again.patients, cohort.patients)
    return who_was_treated.analyse(registry, screening, again, seed=SEED, replicates=FEW)


@pytest.fixture(scope="module")
def improved(cohort: Cohort) -> Ledger:
    return did_they_improve.analyse(cohort)


@pytest.fixture(scope="module")
def compared(cohort: Cohort) -> Ledger:
    return who_responds.analyse(cohort, seed=SEED, replicates=FEW)


def lines(table: Table, label: str) -> list[list[str]]:
    """The lines of a table whose first cell begins with a label."""
    return [[cell.text for cell in line.cells] for line in table.lines if line.cells[0].text.startswith(label)]


def said(exhibit: Exhibit) -> str:
    """The words of the vertical axes of a figure."""
    return " ".join(label.get_text() for axes in exhibit.figure.axes for label in axes.get_yticklabels())


def test_the_codebook_alone_says_which_are_outcomes_and_which_of_them_are_enzymes(cohort: Cohort) -> None:
    assert [outcome.name for outcome in outcomes()][-2:] == ["fvc", "troponin"]
    assert scales()[-1] == "fvc" and enzymes()[-1] == "troponin"
    assert {"fvc", "troponin", "troponin_xuln"} <= set(cohort.patients.columns)


def test_a_new_outcome_is_described(described: Ledger) -> None:
    """At baseline, by response and by centre, with its gaps at every visit, in Table 1 and the figure of gaps."""
    for name, missing, label in (("fvc", "fvc", CAPACITY), ("troponin_xuln", "troponin", TROPONIN)):
        assert described[f"cohort.{name}.mean"].n == described.value("cohort.n")
        assert f"cohort.{name}.responder.mean" in described and f"cohort.{name}.b.mean" in described
        assert described.value(f"cohort.missing.{missing}.baseline.count") == 0
        assert len(lines(tables_cohort.table_one(described, "origin"), label)) == 1
        assert len(lines(tables_cohort.table_centres(described, "origin"), label)) == 1
        assert label in said(figures_cohort.missing_data(described, "origin"))
    assert_readable(figures_cohort.missing_data(described, "origin").figure, 160)


def test_its_change_is_stated_adjusted_for_and_drawn(improved: Ledger) -> None:
    """FVC rose by 8 on average, and troponin fell to a half: so the columns were made."""
    assert improved.value("efficacy.fvc.change.mean") == pytest.approx(8, abs=0.2)
    assert improved.value("efficacy.fvc.change.hl") == pytest.approx(8, abs=0.2)
    assert improved.value("efficacy.troponin.ratio.change.ratio") == pytest.approx(0.5, rel=0.02)
    assert "efficacy.fvc.change.p_holm" in improved and "efficacy.troponin.ratio.change.p_holm" in improved
    assert improved.value("efficacy.outcomes.tested") == len(outcomes())
    for label in (CAPACITY, TROPONIN):
        assert len(lines(tables_efficacy.table_changes(improved, "origin"), label)) == 1
    assert len(lines(tables_efficacy.table_enzymes(improved, "origin"), TROPONIN)) == 1
    figure = figures_efficacy.changes(improved, "origin")
    assert "FVC (n =" in said(figure) and "Troponin T (n =" in said(figure)
    assert_readable(figure.figure, 160)


def test_it_is_compared_between_responders_and_others(compared: Ledger) -> None:
    """By ranks and by a logistic model of its own, in a unit that follows from the codebook."""
    table = tables_predictors.table_predictors(compared, "origin")
    units = model_units()
    assert units["fvc"].words == "per 10 % predicted"
    assert units["troponin_xuln"].words == "per doubling, multiples of ULN"
    for name, label in (("fvc", CAPACITY), ("troponin_xuln", TROPONIN)):
        for statistic in ("p", "p_fdr", "hl"):
            assert f"predictors.{name}.{statistic}" in compared
        assert f"predictors.{units[name].column}.univariable.or" in compared
        (line,) = lines(table, label)
        assert len(line) == len(table.columns)
