"""Rule: for every results file and exhibit it is known which cell of which notebook made it, and on what it was run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from press.build.origins import origins_of

from press.build.manifest import Basis, Manifest, Record
from press.build.normal_form import executed_form
from press.build.notebook import Notebook
from press.build.project import EXHIBITS, Project, write_whole
from press.ground.fault import Fault
from press.rows.provenance import Made, Provenance, Run

PARAMETERS = {"registry": "data/registry", "seed": 2021}
Make = Callable[..., Provenance]


def declared(kind: str, name: str) -> list[str]:
    """The files that stand under `writes:` for one name."""
    pattern, endings = EXHIBITS[kind]
    return [pattern.format(name) + ending for ending in endings]


RESULTS, TABLE, FIGURE = declared("results", "safety"), declared("tables", "table_events"), declared("figures", "flow")


@pytest.fixture
def origins(tmp_path: Path) -> Make:
    """A function that returns the origins of one notebook: `#...` is a text cell, anything else is code."""
    project = Project(tmp_path)

    def make(
        *cells: str,
        writes: list[str],
        parameters: dict[str, str | int] | None = None,
        inputs: dict[str, str] | None = None,
    ) -> Provenance:
        made = [new_markdown_cell(cell) if cell.startswith("#") else new_code_cell(cell) for cell in cells]
        notebook = Notebook("04_safety", (), tuple(writes), new_notebook(cells=made))
        write_whole(project.path(notebook.executed), executed_form(notebook.node, notebook.name))
        manifest = Manifest(project)
        basis = Basis("", tuple(writes), parameters or PARAMETERS, inputs or {"data/codebook.csv": "c0de"}, {}, {})
        manifest.put(notebook.name, Record(basis, {}))
        return origins_of(project, [notebook], manifest)

    return make


def test_results_were_made_where_their_ledger_is_assigned_and_cells_are_counted_as_a_reader_does(origins: Make) -> None:
    found = origins(
        "# How safe is it?",
        "seed: int = 2021",
        "## The answer\n\nIn one cell.",
        "results = how_safe.analyse(cohort)\nanswer(results)",
        "## What is kept",
        'publish_results("safety", results)',
        writes=RESULTS,
    )
    assert found.results == {"paper/results/safety.csv": Made("04_safety", 4, "The answer")}
    assert found.exhibits == {}


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        (["rows = a()", "rows = rows + b()", 'publish_results("safety", rows)', "rows = 1"], 2),
        (["rows, other = a()", 'publish_results("safety", rows)'], 1),
        (["rows: Ledger = a()", 'publish_results("safety", rows)'], 1),
        (["(rows := a())", 'publish_results("safety", rows)'], 1),
        (["other = a()", 'publish_results("safety", Ledger(other))'], 2),
        (["rows = a()", 'publishing.publish_results("safety", rows)'], 1),
        (["%matplotlib inline\nrows = a()", 'publish_results("safety", rows)'], 1),
        (["rows = a()", "this is no Python", 'publish_results("safety", rows)'], 1),
        (["rows = a()", 'publish_results("safety", rows)', "rows = b()", 'publish_results("safety", rows)'], 3),
    ],
)
def test_the_ledger_is_the_one_that_is_written(origins: Make, cells: list[str], cell: int) -> None:
    assert origins(*cells, writes=RESULTS).results["paper/results/safety.csv"].cell == cell


def test_exhibits_were_made_where_they_are_published(origins: Make) -> None:
    found = origins(
        "## Events",
        "publish(tables_safety.table_events(results, cohort.origin))",
        "## Who was treated",
        "figure = 1\npublish(flow(results))",
        writes=TABLE + FIGURE,
    )
    assert found.exhibits == {
        "table_events": Made("04_safety", 2, "Events"),
        "flow": Made("04_safety", 4, "Who was treated"),
    }


def test_a_cell_above_every_heading_has_none(origins: Make) -> None:
    assert origins("publish(flow(results))", writes=FIGURE).exhibits["flow"] == Made("04_safety", 1, "")


@pytest.mark.parametrize(
    ("cells", "writes", "told"),
    [
        (
            ["1"],
            RESULTS,
            "notebooks/04_safety.ipynb: `writes:` declares paper/results/safety.csv, and no cell has the call "
            'publish_results("safety", results)',
        ),
        (
            ["1"],
            TABLE,
            "notebooks/04_safety.ipynb: `writes:` declares table_events, and no cell has the call "
            "publish(module.table_events(...))",
        ),
        (
            ["1", "publish(flow(results))"],
            [],
            "notebooks/04_safety.ipynb, cell 2: it publishes flow, not declared in `writes:`",
        ),
        (
            ["rows = 1", 'publish_results("efficacy", rows)'],
            [],
            "notebooks/04_safety.ipynb, cell 1: it publishes paper/results/efficacy.csv, not declared in `writes:`",
        ),
        (
            ["1", 'publish_results("safety", rows)'],
            RESULTS,
            "notebooks/04_safety.ipynb, cell 2: no cell before it assigns rows",
        ),
    ],
)
def test_what_cannot_be_traced_is_a_fault_that_says_how(
    origins: Make, cells: list[str], writes: list[str], told: str
) -> None:
    with pytest.raises(Fault) as fault:
        origins(*cells, writes=writes)
    assert str(fault.value) == told


def test_all_faults_are_told_at_once(origins: Make) -> None:
    with pytest.raises(Fault) as fault:
        origins("publish(forest(results))", writes=RESULTS + FIGURE)
    assert len(str(fault.value).splitlines()) == 3


def test_a_run_is_told_by_its_parameters_and_inputs(origins: Make) -> None:
    assert origins("1", writes=[]).runs == {"04_safety": Run(PARAMETERS, {"data/codebook.csv": "c0de"})}


def test_a_registry_elsewhere_is_named_by_its_folder_alone(origins: Make) -> None:
    found = origins(
        "1",
        writes=[],
        parameters={"registry": "/somebody/ours", "seed": 1},
        inputs={"/somebody/ours/pisa/visits.csv": "abc", "data/codebook.csv": "c0de"},
    )
    assert found.runs["04_safety"] == Run(
        {"registry": "registry ours", "seed": 1}, {"registry ours/pisa/visits.csv": "abc", "data/codebook.csv": "c0de"}
    )
    assert "somebody" not in found.as_json()


def test_every_result_and_exhibit_of_the_study_can_be_traced(root: Path) -> None:
    from press.build.notebook import load_notebooks

    project = Project(root)
    notebooks = load_notebooks(project)
    found = origins_of(project, notebooks, Manifest(project))
    assert set(found.results) == {
        f"paper/results/{name}.csv" for name in ("cohort", "efficacy", "predictors", "safety")
    }
    written = {path for notebook in notebooks for path in notebook.writes}
    assert {path for path in written if path.endswith((".docx", ".svg"))} == {
        *(f"paper/tables/{name}.docx" for name in found.exhibits if name.startswith("table_")),
        *(f"paper/figures/{name}.svg" for name in found.exhibits if not name.startswith("table_")),
    }
    assert found.results["paper/results/efficacy.csv"].heading == "Did patients improve?"
