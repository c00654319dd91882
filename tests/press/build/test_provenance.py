"""Rule: for every results file and exhibit it is known which cell of which notebook made it, and on what it was run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.translators import PythonTranslator

from press.build.manifest import Basis, Manifest, Record
from press.build.provenance import as_published, provenance_of
from press.notebooks.normal_form import INJECTED, executed_form
from press.notebooks.notebook import Notebook
from press.project import Project, write_whole
from press.rows.provenance import Made, Provenance, Run

PARAMETERS = {"registry": "data/registry", "seed": 2021}
Find = Callable[..., Provenance]


@pytest.fixture
def find(root: Path, tmp_path: Path) -> Find:
    """A function that tells where a notebook made what its run noted: `#...` is a text cell, anything else code."""
    project = Project(tmp_path)
    project.__dict__["study"] = Project(root).study

    def found(
        *cells: str,
        made: Mapping[str, int],
        parameters: dict[str, str | int] | None = None,
        inputs: dict[str, str] | None = None,
    ) -> Provenance:
        written = [new_markdown_cell(cell) if cell.startswith("#") else new_code_cell(cell) for cell in cells]
        code = [cell for cell in written if cell.cell_type == "code"]
        for count, cell in enumerate(code, start=1):
            cell.execution_count = count
        notebook = Notebook("04_safety", (), (), new_notebook(cells=written))
        write_whole(project.path(notebook.executed), executed_form(notebook.node, notebook.name))
        manifest = Manifest(project)
        basis = Basis("", (), parameters or PARAMETERS, inputs or {"data/codebook.csv": "c0de"}, {}, {})
        manifest.put(notebook.name, Record(basis, {}, made=dict(made)))
        return provenance_of(project, [notebook], [], manifest)

    return found


def test_cells_are_counted_as_a_reader_does_and_named_by_the_heading_above(find: Find) -> None:
    made = {"paper/results/safety.csv": 2, "paper/tables/table_events": 3, "paper/figures/flow": 4}
    found = find(
        "# How safe is it?",
        "seed: int = 2021",
        "## The answer\n\nIn one cell.",
        "results = how_safe.analyse(cohort)",
        "## Events",
        "publish(table)",
        "publish(figure)",
        made=made,
    )
    assert found.results == {"paper/results/safety.csv": Made("04_safety", 4, "The answer")}
    assert found.exhibits == {
        "table_events": Made("04_safety", 6, "Events"),
        "flow": Made("04_safety", 7, "Events"),
    }


def test_a_cell_above_every_heading_has_none(find: Find) -> None:
    assert find("publish(figure)", made={"paper/figures/flow": 1}).exhibits["flow"] == Made("04_safety", 1, "")


def test_prose_that_was_added_since_the_run_moves_the_cell(find: Find) -> None:
    made = {"paper/figures/flow": 1}
    assert find("# Title", "publish(figure)", made=made).exhibits["flow"].cell == 2
    assert find("# Title", "## More", "publish(figure)", made=made).exhibits["flow"] == Made("04_safety", 3, "More")


def test_a_run_is_told_by_its_parameters_and_inputs(find: Find) -> None:
    assert find("1", made={}).runs == {"04_safety": Run(PARAMETERS, {"data/codebook.csv": "c0de"})}


def test_a_registry_elsewhere_is_named_by_its_folder_alone(find: Find) -> None:
    found = find(
        "1",
        made={},
        parameters={"registry": "/somebody/ours", "seed": 1},
        inputs={"/somebody/ours/cedar/visits.csv": "abc", "data/codebook.csv": "c0de"},
    )
    assert found.runs["04_safety"] == Run(
        {"registry": "registry ours", "seed": 1}, {"registry ours/cedar/visits.csv": "abc", "data/codebook.csv": "c0de"}
    )
    assert "somebody" not in found.as_json()


@pytest.mark.parametrize(
    "name",
    ["ours", "Köln", "данные", "\ue002a", 'a "b"', "it's", r"a\b", "two\nlines", "# no comment", "[a](x)", "=1", "😀"],
)
def test_a_folder_elsewhere_is_named_alone_in_the_cell_that_papermill_injects(name: str) -> None:
    """Papermill writes letters beyond ASCII by number (str.encode, unicode_escape), as neither repr nor JSON does."""
    values = {"registry": f"/srv/privé/{name}", "seed": 2021}
    code = PythonTranslator.codify(values)  # type: ignore[no-untyped-call]
    injected = new_code_cell(code, metadata={"tags": [INJECTED]})
    node = new_notebook(cells=[new_code_cell("registry = registry"), injected])
    (untouched, cell), said = as_published(node, values).cells, dict[str, Any]()
    exec(cell.source, said)
    assert (said["registry"], said["seed"], untouched.source) == (f"registry {name}", 2021, "registry = registry")
    assert "srv" not in cell.source and "priv" not in cell.source
    assert cell.source.startswith("# Parameters\n") and cell.source.count("\n") == code.count("\n")


@pytest.mark.parametrize(
    ("published", "cell"),
    [
        ('publish_results("left", Ledger([row]))', 3),
        ('made = Ledger([row])\n```\n\nMore.\n\n```{code-cell} ipython3\npublish_results("left", made)', 3),
        ('made = Ledger([row])\n```\n\n```{code-cell} ipython3\nmade.add([])\npublish_results("left", made)', 3),
        ('1\n```\n\n```{code-cell} ipython3\nfor name in ["left"]:\n    publish_results(name, Ledger([row]))', 4),
    ],
    ids=["in one cell", "published later", "added to", "in a loop"],
)
def test_results_were_made_in_the_cell_whose_run_made_the_ledger(study: Any, published: str, cell: int) -> None:
    study.edit("notebooks/2_left.md", 'publish_results("left", Ledger([row]))', published)
    study.build()
    assert study.said.count("stopped") == 0, study.said
    record = Manifest(study.project)["2_left"]
    assert record is not None
    assert record.made == {"paper/results/left.csv": cell - 1}  # code cells alone are counted in a run
