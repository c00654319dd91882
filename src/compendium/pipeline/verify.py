"""Is a finished run whole? Every cell run, every declared file there, nothing else, nothing of this machine told."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from compendium.pipeline.notebook import Notebook
from compendium.pipeline.project import Project

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def faults_of_run(project: Project, notebook: Notebook, node: NotebookNode, staged: Path) -> list[str]:
    """Return what keeps a run from being published, in words; nothing where it is whole."""
    return [*_cells(node), *_files(notebook, staged), *_private(project, node)]


def _cells(node: NotebookNode) -> Iterator[str]:
    codes = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
    for number, cell in enumerate(codes, start=1):
        if cell.get("execution_count") is None:
            yield f"code cell {number} was not run"
        if any(output.output_type == "error" for output in cell.outputs):
            yield f"code cell {number} holds an error"


def _files(notebook: Notebook, staged: Path) -> Iterator[str]:
    written = {path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file()}
    for path in notebook.writes:
        if path not in written:
            yield f"it did not write {path}, which it declares under `writes:`"
    for path in sorted(written - set(notebook.writes)):
        yield f"it wrote {path}, which it does not declare under `writes:`"


def _private(project: Project, node: NotebookNode) -> Iterator[str]:
    """Find what would differ on another machine, or at the next run: paths and addresses in memory."""
    local = {str(project.root): "the project's folder", sys.prefix: "the environment's folder"}
    local |= {f"{Path.home()}/": "your home folder", f"{tempfile.gettempdir()}/ipykernel": "a temporary folder"}
    codes = [cell for cell in node.cells if cell.cell_type == "code"]
    for number, cell in enumerate(codes, start=1):
        shown = json.dumps(cell.outputs, ensure_ascii=False)
        for text, what in local.items():
            if text in shown:
                yield f"the output of code cell {number} shows the path of {what}, which no other machine has"
                break
        if _ADDRESS.search(shown):
            yield f"the output of code cell {number} shows an address in memory, which differs at every run"
