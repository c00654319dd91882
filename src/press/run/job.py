"""What a process of the build is given to do: a notebook to run, or a function to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from press.rows.provenance import Provenance


@dataclass(frozen=True)
class Execution:
    """A notebook to run: the text of an .ipynb, what to inject, where to leave it once it ran.

    cell_seconds: how long a cell may take.
    """

    text: str
    injected: Mapping[str, Any]
    result: Path
    cell_seconds: int


@dataclass(frozen=True)
class Call:
    """A function to call, as function(root, out, provenance, **given); without provenance (root, **given).

    seconds: how long it may take.
    """

    calls: str
    out: Path
    provenance: Provenance | None
    given: Mapping[str, Any]
    seconds: int


@dataclass(frozen=True)
class Job:
    """One step to do. `root` is the working directory; nothing may depend on it. What is printed goes to the log.

    private: the log is not kept beyond the build, as somebody's data may be in it.
    """

    name: str
    work: Execution | Call
    environment: dict[str, str]
    root: Path
    log: Path
    private: bool = False

    @property
    def said_in(self) -> str:
        """Where a reader finds all that it said; "" where that is not kept."""
        return "" if self.private else self.log.relative_to(self.root).as_posix()


def do_job(line: Connection, job: Job, kernel: Connection | None) -> None:
    """Do the job, in a process just forked. What that takes is loaded there, and not by whoever asks for it."""
    from press.run.worker import work

    work(line, job, kernel)


def be_kernel(line: Connection, log: Path) -> None:
    """Wait to be a kernel, in a process just forked."""
    from press.run.kernels import wait_for_notebook

    wait_for_notebook(line, log)
