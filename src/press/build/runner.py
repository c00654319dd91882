"""Keep the worker processes: start one for each step, hear from them, and stop them with all that they started."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from press.build.environment import fixed_settings
from press.build.failure import PROCESS_DIED
from press.build.leftovers import end_family, end_kernels
from press.build.worker import Job, broken, work

# Workers fork from a server that has papermill loaded, so that no step waits for it.
_CONTEXT = multiprocessing.get_context("forkserver")


class Runner:
    """The steps that are done now. Use as a context: whatever ends the build, no kernel outlives it."""

    def __init__(self) -> None:
        self._running: dict[Connection, tuple[Job, BaseProcess]] = {}
        _CONTEXT.set_forkserver_preload(["press.build.worker"])

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        for name_and_process in self._running.values():
            _kill(name_and_process[1])
        self._running.clear()

    def warm_up(self) -> None:
        """Have the server load papermill now, beside whatever is done before the first step starts."""
        # Ctrl-C reaches every process of the terminal, and the server ignores it only once it has started: it starts
        # with that signal blocked. The tracker, which it needs, comes first: starting it would unblock the signal here.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with _fixed_settings():  # a process takes its hash seed when it starts, and hands it on to its forks
                forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def start(self, job: Job) -> None:
        """Start a step."""
        self.warm_up()
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=work, args=(job, theirs), name=job.name, daemon=True)
        process.start()
        theirs.close()
        self._running[ours] = (job, process)

    def heard(self, seconds: float) -> Iterator[tuple[str, str, Any]]:
        """Yield what the workers say within so many seconds: name, 'section', 'summary' or 'done', and the content."""
        for line in wait(list(self._running), timeout=seconds):
            assert isinstance(line, Connection)
            job, process = self._running[line]
            try:
                kind, content = line.recv()
            except EOFError:  # killed, for want of memory or by hand, before it could say anything
                process.join()
                end_kernels(Path(job.environment["PRESS_OUT"]))
                kind, content = "done", broken(job, f"{PROCESS_DIED} (exit status {process.exitcode})")
            if kind == "done":
                del self._running[line]
                line.close()
                _kill(process)
            yield job.name, kind, content


@contextlib.contextmanager
def _fixed_settings() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(fixed_settings())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _kill(process: BaseProcess) -> None:
    """End a worker and all it started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        end_family(psutil.Process(process.pid))
    process.join()
