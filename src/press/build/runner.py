"""Keep the worker processes: start one for each notebook, hear from them, and stop them with their kernels."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from press.build.failure import PROCESS_DIED, Failure
from press.build.leftovers import end_family, end_kernels
from press.build.worker import Job, work

# Workers fork from a server that has papermill loaded, so that no notebook waits for it.
_CONTEXT = multiprocessing.get_context("forkserver")


class Runner:
    """The notebooks that run now. Use as a context: whatever ends the build, no kernel outlives it."""

    def __init__(self) -> None:
        self._running: dict[Connection, tuple[str, BaseProcess]] = {}
        self._folders: dict[str, Path] = {}
        _CONTEXT.set_forkserver_preload(["press.build.worker"])

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        for name_and_process in self._running.values():
            _kill(name_and_process[1])
        self._running.clear()

    def warm_up(self) -> None:
        """Have the server load papermill now, beside whatever is done before the first notebook starts."""
        # Ctrl-C reaches every process of the terminal; the server, which cannot yet heed it, is born deaf to it. The
        # tracker, which it needs, comes first: starting it would open our ears again.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def start(self, job: Job) -> None:
        """Start a notebook."""
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=work, args=(job, theirs), name=job.name, daemon=True)
        process.start()
        theirs.close()
        self._running[ours] = (job.name, process)
        self._folders[job.name] = Path(job.environment["COMPENDIUM_OUT"])

    def heard(self, seconds: float) -> Iterator[tuple[str, str, Any]]:
        """Yield what the workers say within so many seconds: name, 'section' or 'done', and the heading or outcome."""
        for line in wait(list(self._running), timeout=seconds):
            assert isinstance(line, Connection)
            name, process = self._running[line]
            try:
                kind, content = line.recv()
            except EOFError:  # killed, for want of memory or by hand, before it could say anything
                process.join()
                end_kernels(self._folders[name])
                kind, content = "done", Failure(name, f"{PROCESS_DIED} (exit status {process.exitcode})")
            if kind == "done":
                del self._running[line]
                line.close()
                _kill(process)
            yield name, kind, content


def _kill(process: BaseProcess) -> None:
    """End a worker and all it started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        end_family(psutil.Process(process.pid))
    process.join()
