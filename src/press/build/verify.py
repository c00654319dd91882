"""Is a finished run whole? Every cell run, its files there and no others, and nothing of this machine told."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from press.build.failure import Failure, at_cell, plain
from press.build.notebook import Notebook
from press.build.project import Project

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_TEXTS = (".css", ".csv", ".html", ".js", ".json", ".md", ".svg", ".tex", ".txt", ".xml")
_PICTURES = ("image/png", "application/pdf")  # kept as letters that are no text


def faults_of_run(project: Project, notebook: Notebook, node: NotebookNode, staged: Path) -> list[Failure]:
    """Return what keeps a run from being published, each with its cell where one is to blame; nothing where whole."""
    return [*_cells(notebook, node), *_files(notebook, staged), *_private(project, notebook, node, staged)]


def faults_of_files(project: Project, task: str, staged: Path, others: Mapping[str, str]) -> Iterator[Failure]:
    """Yield what keeps a task's files from being published. `others`: files that it may not write, and why."""
    written = sorted(path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file())
    if not written:
        yield Failure(task, "it wrote nothing")
    for path in written:
        if path in others:
            yield Failure(task, f"it wrote {path}, which {others[path]}")
    yield from _private_files(_folders(project), task, staged, staged)


def together(faults: Sequence[Failure]) -> Failure | None:
    """Return the faults of one run as one report: the first one's place, and what is at other places by cell."""
    if not faults:
        return None
    first, *others = faults
    told = [f"{'' if each.cell in (0, first.cell) else f'cell {each.cell}: '}{each.problem}" for each in others]
    return replace(first, problem="\n".join([first.problem, *told]))


def _cells(notebook: Notebook, node: NotebookNode) -> Iterator[Failure]:
    for index, cell in enumerate(node.cells):
        if cell.cell_type == "code" and cell.source.strip():
            if cell.get("execution_count") is None:
                yield at_cell(notebook.name, node, index, "the cell was not run")
            if any(output.output_type == "error" for output in cell.outputs):
                yield at_cell(notebook.name, node, index, "the cell's output holds an error")


def _files(notebook: Notebook, staged: Path) -> Iterator[Failure]:
    written = {path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file()}
    for path in notebook.writes:
        if path not in written:
            yield Failure(notebook.name, f"it did not write {path}, which it declares under `writes:`")
    for path in sorted(written - set(notebook.writes)):
        yield Failure(notebook.name, f"it wrote {path}, which it does not declare under `writes:`")


def _private(project: Project, notebook: Notebook, node: NotebookNode, staged: Path) -> Iterator[Failure]:
    """Find what would differ on another machine, or at the next run: paths and addresses in memory."""
    local = _folders(project)
    for index, cell in enumerate(node.cells):
        if cell.cell_type == "code":
            shown = plain("\n".join(_strings(cell.outputs)))
            if what := _shown(local, shown):
                problem = f"its output shows the path of {what}, which no other machine has"
                yield at_cell(notebook.name, node, index, problem)
            if _ADDRESS.search(shown):
                problem = "its output shows an address in memory, which differs at every run"
                yield at_cell(notebook.name, node, index, problem)
    # Only what is published leaves this machine: data/ keeps the folder of the registry that a cohort was made from.
    yield from _private_files(local, notebook.name, staged, staged / "paper")


def _private_files(local: dict[str, str], maker: str, staged: Path, within: Path) -> Iterator[Failure]:
    for path in sorted(within.rglob("*")):
        if path.is_file() and path.suffix in _TEXTS:
            name, text = path.relative_to(staged).as_posix(), path.read_text(encoding="utf-8", errors="replace")
            if what := _shown(local, text):
                yield Failure(maker, f"{name} holds the path of {what}, which no other machine has")
            if _ADDRESS.search(text):
                yield Failure(maker, f"{name} holds an address in memory, which differs at every run")


def _folders(project: Project) -> dict[str, str]:
    """Return this machine's folders, in the order in which they are sought, with what a reader calls them."""
    found = {
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
