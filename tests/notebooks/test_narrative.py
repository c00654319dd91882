"""Rule: the committed narrative is what its sources make today: each output, picture and file, on a second run."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from pictures import same_picture

from press.exhibits.figure.kept import read_figure
from press.notebooks.normal_form import read_executed
from press.notebooks.pair import differences, tidy
from press.notebooks.parameters import declared
from compendium.exhibits.printed_table import write_printed
from press.build.whole import cell_faults, written
from press.ground.paths import project_root
from press.rows import Ledger
from press.rows.provenance import Provenance

# the folder itself is the list: a notebook that is put there is tested
NAMES = sorted(path.stem for path in (project_root() / "notebooks").glob("*.md"))


def test_every_notebook_of_the_folder_is_built(notebooks: Any) -> None:
    """Text and executed form lie side by side, and the build knows each of them."""
    assert sorted(notebook.name for notebook in notebooks) == NAMES
    assert sorted(path.stem for path in (project_root() / "notebooks").glob("*.ipynb")) == NAMES
    assert {"01_cohort", "02_efficacy", "03_predictors", "04_safety"} <= set(NAMES)


def test_text_and_executed_notebook_say_the_same(project: Any) -> None:
    assert differences(project) == []


def test_every_pair_is_in_its_normal_form(project: Any) -> None:
    assert tidy(project, check=True) == []


@pytest.mark.parametrize("name", NAMES)
def test_nbval_finds_every_output_again(rerun: Any, name: str) -> None:
    status, report = rerun.verdicts[name]
    assert status == 0, report


def test_the_second_run_writes_exactly_what_is_declared(rerun: Any, notebooks: Any) -> None:
    assert set(written(rerun.out)) == {path for notebook in notebooks for path in notebook.writes}


@pytest.mark.parametrize("name", NAMES)
def test_the_second_run_writes_what_is_published(rerun: Any, notebooks: Any, project: Any, name: str) -> None:
    (notebook,) = (each for each in notebooks if each.name == name)
    committed = [path for path in notebook.writes if path.startswith("paper/")]
    assert committed
    different = [path for path in committed if not same(rerun.out / path, project.path(path))]
    assert different == []


def same(new: Path, kept: Path) -> bool:
    if new.suffix == ".png":
        return same_picture(new.read_bytes(), kept.read_bytes())
    return new.read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_notebook_is_whole_and_ran_with_its_own_parameters(
    notebooks: Any, project: Any, name: str
) -> None:
    (notebook,) = (each for each in notebooks if each.name == name)
    node = read_executed(project.path(notebook.executed))
    assert "injected-parameters" not in str(node.metadata) + str([cell.metadata for cell in node.cells])
    assert list(cell_faults(project, notebook, node)) == []
    assert declared(notebook, project.study.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_of_a_notebook_is_told_in_words_with_its_finding(notebooks: Any, project: Any, name: str) -> None:
    """WCAG 2.2, 1.1.1: whoever cannot see it hears what it shows, with numbers, in every reader of notebooks."""
    (notebook,) = (each for each in notebooks if each.name == name)
    told = {read_figure(path).alt for path in project.path("paper/figures").glob("*.json")}
    outputs = [
        output for cell in read_executed(project.path(notebook.executed)).cells for output in cell.get("outputs", [])
    ]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert pictures
    for each in pictures:
        alt = each["metadata"]["image/png"]["alt"]
        assert alt in told and each["data"]["text/plain"] == alt
        assert re.search(r"[0-9]", alt), alt


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_call_and_modules_define(notebooks: Any, name: str) -> None:
    (notebook,) = (each for each in notebooks if each.name == name)
    for source, _ in notebook.code:
        assert not re.search(r"^\s*(def|class|lambda|for|while|if) ", source, re.MULTILINE), source
        assert len(source.splitlines()) <= 12, source


def test_every_printed_figure_agrees(project: Any) -> None:
    counts = Ledger.read(project.path("paper/results/printed.csv"))
    assert (counts.value("printed.agreeing"), counts.value("printed.all")) == (28, 28)


def test_the_printed_figures_beside_those_of_the_second_run_are_the_same_bytes(
    rerun: Any, project: Any, tmp_path: Path
) -> None:
    write_printed(rerun.out, tmp_path, Provenance())
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        name = path.relative_to(tmp_path).as_posix()
        assert path.read_bytes() == project.path(name).read_bytes(), name


def test_a_destroyed_picture_is_noticed() -> None:
    def picture(colour: str) -> bytes:
        buffer, figure = io.BytesIO(), plt.figure(figsize=(1, 1))
        figure.add_axes((0.0, 0.0, 1.0, 1.0)).imshow(np.eye(8), cmap=colour)
        figure.savefig(buffer, format="png")
        plt.close(figure)
        return buffer.getvalue()

    assert same_picture(picture("gray"), picture("gray"))
    assert not same_picture(picture("gray"), picture("viridis"))
