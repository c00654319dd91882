"""Keep the processes of the steps: start one for each, hear from them, and end them with all that they started."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from press.ground.fault import Fault
from press.run import server
from press.run.failure import KERNEL_DIED, PROCESS_DIED, Failure, broken, endless, full_disk, how_it_ended
from press.run.families import adopt_orphans, end_children, end_family, end_writers
from press.run.job import Call, Execution, Job, be_kernel, do_job
from press.run.preload import PRELOAD

_ATTEMPTS, _BETWEEN = 3, 0.2  # seconds, for a server that was killed to be gone
_TO_END = 5  # seconds for a kernel of which Jupyter says that it has ended


@dataclass(frozen=True)
class _Step:
    """A step at work: its process, and the one that waits to be its kernel."""

    job: Job
    processes: tuple[BaseProcess, ...]
    kernel: BaseProcess | None  # one of them
    since: float = field(default_factory=time.monotonic)

    def endless(self) -> Failure | None:
        """Return that it takes longer than it may; of a notebook papermill asks that for each cell."""
        work = self.job.work
        if isinstance(work, Call) and time.monotonic() - self.since > work.seconds:
            return self.broken(endless(f"the step {self.job.name}", work.seconds))
        return None

    def broken(self, problem: str) -> Failure:
        return broken(self.job.name, problem, self.job.said_in)

    def explained(self, failure: Failure | None) -> Failure | None:
        """Return a failure with the cause that only whoever started the processes can know."""
        if failure is None or failure.is_fault:
            return failure
        if KERNEL_DIED in failure.problem and self.kernel:
            self.kernel.join(timeout=_TO_END)
            failure = replace(failure, problem=how_it_ended(self.kernel.exitcode))
        return replace(failure, problem=f"{failure.problem}\n{full}") if (full := full_disk(self.job.root)) else failure


class Runner:
    """The steps that are done now. Use as a context: whatever ends the build, nothing that it started outlives it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._running: dict[Connection, _Step] = {}
        self._environment = environment
        self._others: set[int] = set()
        self._slow: list[str] = []  # notebooks that found nothing loaded, and nobody has been told

    def __enter__(self) -> Runner:
        adopt_orphans()
        self._others = {child.pid for child in psutil.Process().children()}
        return self

    def __exit__(self, *_: object) -> None:
        for step in self._running.values():
            _end(step)
        self._running.clear()
        self._end_orphans()

    def warm_up(self) -> None:
        """Have the server load papermill and the large libraries, beside whatever is done before the first step."""
        server.start(self._environment)

    def start(self, job: Job) -> None:
        """Start a step; where the server is killed at that moment, from another; at last from one with nothing loaded.

        A library may end a process that loads it. Raises Fault where no server lives at all.
        """
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(EOFError, ConnectionError):
                self._start(job)
                return
            time.sleep(_BETWEEN)
        self._environment = {**self._environment, PRELOAD: ""}
        try:
            self._start(job)
        except (EOFError, ConnectionError) as error:
            raise Fault(f"no process can be started for {job.name}: {type(error).__name__}: {error}") from error

    def _start(self, job: Job) -> None:
        self.warm_up()
        job.log.unlink(missing_ok=True)
        kernel, kernels_line = None, None
        if server.FORKS_KERNELS and isinstance(job.work, Execution):
            kernel, kernels_line = server.fork(be_kernel, job.log, name=f"{job.name}'s kernel")
        process, line = server.fork(do_job, job, kernels_line, name=job.name)
        if kernels_line is not None:
            kernels_line.close()
            if not self._environment[PRELOAD]:
                self._slow.append(job.name)
        self._running[line] = _Step(job, (process, *([kernel] if kernel else [])), kernel)

    def heard(self, seconds: float) -> Iterator[tuple[str, str, Any]]:
        """Yield what the workers say within so many seconds: name, what kind of thing it is, and the content."""
        while self._slow:
            yield self._slow.pop(), "cold", "whatever loads the libraries beforehand is ended by one of them"
        for line in wait(list(self._running), timeout=seconds):
            assert isinstance(line, Connection)
            step = self._running[line]
            try:
                kind, content = line.recv()
            except EOFError:  # killed, for want of memory or by hand, before it could say anything
                step.processes[0].join()
                kind, content = "done", step.broken(f"{PROCESS_DIED} (exit status {step.processes[0].exitcode})")
            if kind == "cold":  # the kernel that waited was not taken, so it cannot say how another ended
                self._running[line] = replace(step, kernel=None)
            if kind == "done":
                content = step.explained(content)
                self._ended(line, step)
            yield step.job.name, kind, content
        for line, step in list(self._running.items()):
            if failure := step.endless():
                self._ended(line, step)
                yield step.job.name, "done", failure

    def _ended(self, line: Connection, step: _Step) -> None:
        del self._running[line]
        line.close()
        _end(step)
        self._end_orphans()

    def _end_orphans(self) -> None:
        """End what a kernel that is gone had started: it has become a child of the build, as nothing else does."""
        end_children(spared=self._others | server.processes())


def _end(step: _Step) -> None:
    """End all processes of a step: what it has written is then all that it will write."""
    for process in step.processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            end_family(psutil.Process(process.pid))
        process.join()
    end_writers(Path(step.job.environment["PRESS_OUT"]))
