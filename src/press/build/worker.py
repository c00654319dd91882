"""Run one notebook from its first cell to its last, in a process of its own, and say how it went."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG

from press.build.environment import KERNEL_NAME
from press.build.failure import KERNEL_DIED, Failure, at_cell, in_words, section
from press.build.leftovers import end_family
from press.build.project import write_whole

_NEVER_ANSWERED = "died before replying to kernel_info"  # how Jupyter says it


@dataclass(frozen=True)
class Job:
    """One run: the notebook (as the text of an .ipynb), what to inject, where to leave the result and the log."""

    name: str
    text: str
    injected: dict[str, Any]
    environment: dict[str, str]
    folder: str  # the working directory; nothing may depend on it
    result: Path
    log: Path


def work(job: Job, line: Connection) -> None:
    """Run the job, telling each section's start and at the end the outcome (None, or the Failure) over `line`."""
    _detach(job)
    threading.Thread(target=_end_with_build, daemon=True).start()
    try:
        line.send(("done", run(job, lambda heading: line.send(("section", heading)))))
    except BrokenPipeError:
        return  # the build was killed: there is nobody to tell, and the kernel has been stopped
    line.close()


def run(job: Job, tell: Callable[[str], None]) -> Failure | None:
    """Execute the notebook with papermill; leave it, whole or not, at `job.result`."""
    state: dict[str, Any] = {"node": nbformat.reads(job.text, as_version=4), "index": 0}

    def started(notebook: NotebookNode) -> None:
        state["node"] = notebook

    def cell(cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG001
        state["index"] = cell_index
        tell(section(state["node"], cell_index))

    def execute() -> NotebookNode:
        return papermill.execute_notebook(
            nbformat.reads(job.text, as_version=4),
            None,
            parameters=job.injected or None,
            kernel_name=KERNEL_NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            on_notebook_start=started,
            on_cell_execute=cell,
            coalesce_streams=True,
            shutdown_kernel="immediate",
        )

    failure = None
    try:
        state["node"] = _once_more_at_the_start(execute)
    except PapermillExecutionError as error:
        failure = at_cell(job.name, _unmarked(state["node"]), state["index"], in_words(error.ename, str(error.evalue)))
    except DeadKernelError:
        failure = at_cell(job.name, state["node"], state["index"], KERNEL_DIED)
    except BrokenPipeError:
        raise
    except Exception as error:  # a kernel that does not start, a broken Jupyter: told, not thrown
        failure = Failure(job.name, in_words(type(error).__name__, str(error)))
    write_whole(job.result, str(nbformat.writes(state["node"])) + "\n")
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
    end_family(psutil.Process(), itself=False)
    os._exit(1)


def _unmarked(node: NotebookNode) -> NotebookNode:
    """Return the notebook without the two cells in which papermill points to an error."""
    cells = [cell for cell in node.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", [])]
    return NotebookNode(cells=cells)


def _detach(job: Job) -> None:
    """Leave the terminal: Ctrl-C is for the build, and what a kernel prints past Jupyter goes to a log."""
    os.setsid()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # which the server had passed on
    job.log.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(job.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(job.environment)
    os.chdir(job.folder)
