"""Is a finished run whole? Every cell run, its files there and no others, and nothing of this machine shown."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from press.exhibits.places import FIGURES, RESULTS, TABLES
from press.notebooks import NotebookNode
from press.notebooks.notebook import Notebook
from press.project import Project
from press.rows.provenance import read_notes
from press.run.failure import Failure, at_cell, plain
from press.study import Step

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_TEXTS = (".css", ".csv", ".html", ".js", ".json", ".md", ".svg", ".tex", ".txt", ".xml")
_TRACED, _ONE_OF_EACH = (RESULTS, TABLES, FIGURES), (".csv", ".svg")  # one file for each result and each exhibit
_PICTURES = ("image/png", "application/pdf")  # kept as letters that are no text


def fault_of_run(
    project: Project, step: Notebook | Step, staged: Path, node: NotebookNode | None, inputs: Collection[str]
) -> Failure | None:
    """Return what keeps a run from being published as one report, with its cell where one is to blame; None if whole.

    `node` is a notebook as it ran; `inputs` are the files that the step has read.
    """
    faults = [*_files(step, staged, inputs), *_private_files(_folders(project), step.name, staged)]
    if isinstance(step, Notebook) and node is not None:
        faults = [*cell_faults(project, step, node), *faults, *_unmade(step, staged)]
    if not faults:
        return None
    first, *others = faults
    also = [f"{'' if each.cell in (0, first.cell) else f'cell {each.cell}: '}{each.problem}" for each in others]
    return replace(first, problem="\n".join([first.problem, *also]))


def cell_faults(project: Project, notebook: Notebook, node: NotebookNode) -> Iterator[Failure]:
    """Yield each cell that did not run, that holds an error, or that shows what differs on another machine."""
    local = _folders(project)
    for index, cell in enumerate(node.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.get("execution_count") is None:
            yield at_cell(notebook.name, node, index, "the cell was not run")
        if any(output.output_type == "error" for output in cell.outputs):
            yield at_cell(notebook.name, node, index, "the cell's output holds an error")
        shown = plain("\n".join(_strings(cell.outputs)))
        if what := _shown(local, shown):
            problem = f"its output shows the path of {what}, which no other machine has"
            yield at_cell(notebook.name, node, index, problem)
        if _ADDRESS.search(shown):
            problem = "its output shows an address in memory, which differs at every run"
            yield at_cell(notebook.name, node, index, problem)


def written(staged: Path) -> list[str]:
    """Return what a step has written to its folder, but for what it noted for the build itself."""
    files = (path.relative_to(staged) for path in staged.rglob("*") if path.is_file())
    return sorted(file.as_posix() for file in files if not file.name.startswith("."))


def _files(step: Notebook | Step, staged: Path, inputs: Collection[str]) -> Iterator[Failure]:
    found = written(staged)
    for path in step.writes:
        if "*" not in path and path not in found:
            yield Failure(step.name, f"it did not write {path}, which it declares under `writes:`")
    for path in found:
        if path in inputs:
            yield Failure(step.name, f"it wrote {path}, which is what it reads")
        elif not any(fnmatchcase(path, pattern) for pattern in step.writes):
            yield Failure(step.name, f"it wrote {path}, which it does not declare under `writes:`")


def _unmade(notebook: Notebook, staged: Path) -> Iterator[Failure]:
    """Results and exhibits of which nobody could say in which cell they were made."""
    noted = read_notes(staged)
    for path in notebook.writes:
        one_of_each = path.endswith(_ONE_OF_EACH) and path.startswith(_TRACED) and (staged / path).is_file()
        if one_of_each and not {path, path.rpartition(".")[0]} & set(noted):
            how = "`publish_results`" if path.startswith(RESULTS) else "`publish`"
            yield Failure(notebook.name, f"{path} was not written by {how}, so no cell can be named as its origin")


def _private_files(local: dict[str, str], maker: str, staged: Path) -> Iterator[Failure]:
    """Find what would differ on another machine in what is published; what stays in data/ may name its origin."""
    for name in written(staged):
        path = staged / name
        if path.suffix in _TEXTS and not name.startswith("data/"):
            text = path.read_text(encoding="utf-8", errors="replace")
            if what := _shown(local, text):
                yield Failure(maker, f"{name} holds the path of {what}, which no other machine has")
            if _ADDRESS.search(text):
                yield Failure(maker, f"{name} holds an address in memory, which differs at every run")


def _folders(project: Project) -> dict[str, str]:
    """Return this machine's folders, in the order in which they are sought, with what a reader calls them."""
    found = {
        str(project.temporary): "a temporary folder",
        str(project.root): "the project's folder",
        sys.prefix: "the environment's folder",
        sys.base_prefix: "the folder of Python",
        str(Path.home()): "your home folder",
        tempfile.gettempdir(): "a temporary folder",
    }
    # The root of all files would be found in any fraction or date.
    return {folder: what for folder, what in found.items() if len(Path(folder).parts) > 1}


def _shown(local: dict[str, str], text: str) -> str | None:
    """Return what the first of these folders to occur in a text is called; a word with a stroke is no folder."""
    for folder, what in local.items():
        end = r"(?![\w-])" if len(Path(folder).parts) > 2 else "/"
        if folder in text and re.search(rf"(?<![\w.+-]){re.escape(folder)}{end}", text):
            return what
    return None


def _strings(output: Any) -> Iterator[str]:
    if isinstance(output, str):
        yield output
    elif isinstance(output, dict):
        for kind, each in output.items():
            if kind not in _PICTURES:
                yield from _strings(each)
    elif isinstance(output, list):
        for each in output:
            yield from _strings(each)
