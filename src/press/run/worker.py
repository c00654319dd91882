"""Do one step, in a process of its own: run a notebook from its first cell to its last, or call a function."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG

from press.notebooks import NotebookNode
from press.project import write_whole
from press.run.client import ENGINE, CellRefused
from press.run.environment import KERNEL_NAME
from press.run.failure import KERNEL_DIED, Failure, at_cell, broken, endless, in_words, section
from press.run.families import adopt_orphans, end_descendants
from press.run.job import Call, Execution, Job
from press.run.kernels import keep_waiting, started_cold
from press.run.preload import forget_own_modules
from press.run.server import detach

_NEVER_ANSWERED = "died before replying to kernel_info"  # how Jupyter says it
Tell = Callable[[str, Any], None]


def work(line: Connection, job: Job, kernel: Connection | None) -> None:
    """Do the job; send over `line` each section's start, a summary, and at the end None or the Failure.

    `kernel` leads to a process that waits to be the kernel of a notebook.
    """
    detach(job.log)
    adopt_orphans()
    _surroundings(job)
    if kernel is not None:
        keep_waiting(kernel)
    threading.Thread(target=_end_with_build, daemon=True).start()

    def tell(kind: str, content: Any) -> None:
        line.send((kind, content))

    try:
        failure = run(job.name, job.work, tell) if isinstance(job.work, Execution) else call(job, job.work, tell)
        end_descendants()  # as long as somebody knows them
        tell("done", failure)
    except BrokenPipeError:
        return  # the build was killed: there is nobody to tell, and the kernel has been stopped
    line.close()


def call(job: Job, work: Call, tell: Tell) -> Failure | None:
    """Call the function; an error of its own is reported by its last line, and the log has all of it."""
    provenance = None if work.provenance is None else work.provenance.as_json()
    ours = forget_own_modules(os.environ)  # what the function reaches is loaded for it alone, and seen to be
    made = importlib.import_module("press.run.calling").call(work.calls, job.root, work.out, provenance, work.given)
    sys.modules.update(ours)
    summary, fault, error = made
    if summary:
        tell("summary", summary)
    if error:
        return broken(job.name, in_words(*error.partition(": ")[::2]), job.said_in)
    return Failure(job.name, fault, is_fault=True) if fault else None


def run(name: str, work: Execution, tell: Tell) -> Failure | None:
    """Execute the notebook with papermill; leave it, whole or not, at `work.result`."""
    state: dict[str, Any] = {"node": nbformat.reads(work.text, as_version=4), "index": 0}

    def started(notebook: NotebookNode) -> None:
        state["node"] = notebook

    def cell(cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG001
        state["index"] = cell_index
        tell("section", section(state["node"], cell_index))

    def execute() -> NotebookNode:
        return papermill.execute_notebook(
            nbformat.reads(work.text, as_version=4),
            None,
            parameters=dict(work.injected) or None,
            kernel_name=KERNEL_NAME,
            engine_name=ENGINE,
            cell_seconds=work.cell_seconds,
            progress_bar=False,
            request_save_on_cell_execute=False,
            on_notebook_start=started,
            on_cell_execute=cell,
        )

    failure = None
    try:
        state["node"] = _once_more_at_the_start(execute)
    except PapermillExecutionError as error:
        failure = at_cell(name, _unmarked(state["node"]), state["index"], in_words(error.ename, str(error.evalue)))
    except DeadKernelError:
        failure = at_cell(name, state["node"], state["index"], KERNEL_DIED)
    except CellTimeoutError:
        failure = at_cell(name, state["node"], state["index"], endless("the cell", work.cell_seconds))
    except CellRefused as error:
        failure = at_cell(name, state["node"], state["index"], str(error))
    except BrokenPipeError:
        raise
    except Exception as error:  # a kernel that does not start, a broken Jupyter: reported, not thrown
        failure = Failure(name, in_words(type(error).__name__, str(error)))
    if why := started_cold():
        tell("cold", why)
    write_whole(work.result, str(nbformat.writes(state["node"])) + "\n")
    return failure


def _once_more_at_the_start(execute: Callable[[], NotebookNode]) -> NotebookNode:
    """Execute, and again where the kernel never answered: two that start in one moment may be given the same port.

    No cell has run by then. A kernel that cannot start fails the second time as well.
    """
    try:
        return execute()
    except RuntimeError as error:
        if _NEVER_ANSWERED not in str(error):
            raise
        return execute()


def _end_with_build() -> None:
    """Wait until the build has gone, however it went; then end the kernel, be it in the middle of a cell, and leave."""
    build = multiprocessing.parent_process()
    assert build is not None
    build.join()
    end_descendants()
    os._exit(1)


def _unmarked(node: NotebookNode) -> NotebookNode:
    """Return the notebook without the two cells in which papermill points to an error."""
    cells = [cell for cell in node.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", [])]
    return NotebookNode(cells=cells)


def _surroundings(job: Job) -> None:
    os.environ.clear()
    os.environ.update(job.environment)
    tempfile.tempdir = None  # as the server had found it
    os.chdir(job.root)
    # The project's own packages come first, and nothing that lies in its folder is taken for a module.
    sys.path[:] = [str(job.root / "src"), *(path for path in sys.path if path and Path(path) != job.root)]
