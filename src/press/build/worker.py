"""Do one step, in a process of its own: run a notebook from its first cell to its last, or call a function."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
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
from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.study import entry_point

_NEVER_ANSWERED = "died before replying to kernel_info"  # how Jupyter says it
Tell = Callable[[str, Any], None]


@dataclass(frozen=True)
class Execution:
    """A notebook to run: the text of an .ipynb, what to inject, where to leave it once it ran."""

    text: str
    injected: Mapping[str, Any]
    result: Path


@dataclass(frozen=True)
class Call:
    """A function to call, as function(root, out, provenance, **given)."""

    calls: str
    out: Path
    provenance: Provenance
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Job:
    """One step to do. `root` is the working directory; nothing may depend on it. What is printed goes to the log."""

    name: str
    work: Execution | Call
    environment: dict[str, str]
    root: Path
    log: Path


def work(job: Job, line: Connection) -> None:
    """Do the job; send over `line` each section's start, a summary, and at the end None or the Failure."""
    _detach(job)
    threading.Thread(target=_end_with_build, daemon=True).start()

    def tell(kind: str, content: Any) -> None:
        line.send((kind, content))

    try:
        tell("done", run(job.name, job.work, tell) if isinstance(job.work, Execution) else call(job, job.work, tell))
    except BrokenPipeError:
        return  # the build was killed: there is nobody to tell, and the kernel has been stopped
    line.close()


def call(job: Job, work: Call, tell: Tell) -> Failure | None:
    """Call the function; an error of its own is reported by its last line, and the log has all of it."""
    try:
        if summary := entry_point(work.calls)(job.root, work.out, work.provenance, **work.given):
            tell("summary", str(summary))
    except Fault as fault:
        return Failure(job.name, str(fault), is_fault=True)
    except Exception as error:
        traceback.print_exc()
        return broken(job, in_words(type(error).__name__, str(error)))
    return None


def broken(job: Job, problem: str) -> Failure:
    """Return the failure of a step that met an error of the program's own, with where to read all of it."""
    return Failure(job.name, f"{problem}\nall that it said is in {job.log.relative_to(job.root).as_posix()}")


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
        failure = at_cell(name, _unmarked(state["node"]), state["index"], in_words(error.ename, str(error.evalue)))
    except DeadKernelError:
        failure = at_cell(name, state["node"], state["index"], KERNEL_DIED)
    except BrokenPipeError:
        raise
    except Exception as error:  # a kernel that does not start, a broken Jupyter: reported, not thrown
        failure = Failure(name, in_words(type(error).__name__, str(error)))
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
    end_family(psutil.Process(), itself=False)
    os._exit(1)


def _unmarked(node: NotebookNode) -> NotebookNode:
    """Return the notebook without the two cells in which papermill points to an error."""
    cells = [cell for cell in node.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", [])]
    return NotebookNode(cells=cells)


def _detach(job: Job) -> None:
    """Leave the terminal: Ctrl-C is for the build, and what is printed goes to a log. Take the step's surroundings."""
    os.setsid()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # which the server had passed on
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    job.log.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(job.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(job.environment)
    os.chdir(job.root)
    # The project's own packages come first, and nothing that lies in its folder is taken for a module.
    sys.path[:] = [str(job.root / "src"), *(path for path in sys.path if path and Path(path) != job.root)]
