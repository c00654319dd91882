"""Kernels that are there at once: forked from a server that has the large libraries loaded."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import ipykernel_launcher  # type: ignore[import-untyped]
import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from press.run import preload, server
from press.run.families import adopt_orphans, end_descendants, end_started_by

_PATIENCE = 0.02  # seconds
_waiting: list[Connection] = []
_started_cold: list[str] = []


def keep_waiting(line: Connection) -> None:
    """Take a kernel that the build has forked for this process: the next notebook that starts gets it."""
    _waiting.append(line)


def started_cold() -> str:
    """Return why a kernel of this process was started from nothing; empty where none was."""
    return _started_cold[-1] if _started_cold else ""


class ForkedKernel(LocalProvisioner):
    """How Jupyter starts a kernel of the study: by a fork; and where that fails from nothing, as it otherwise would."""

    async def launch_kernel(self, cmd: list[str], **how: Any) -> KernelConnectionInfo:
        """Start the kernel that the command names. What it needs to know stands in its connection file by then."""
        try:
            environment = how.get("env") or os.environ
            self.process = _Kernel(_waiting.pop() if _waiting else _forked(environment))
            self.process.become(cmd, environment, how.get("cwd") or Path.cwd())
        except (OSError, EOFError, psutil.Error) as error:
            _started_cold.append(str(error) or type(error).__name__)
            return await super().launch_kernel(cmd, **how)
        self.pid = self.pgid = self.process.pid  # it leads a group of its own
        self.cwd = how.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and first all that it has started: later nobody but the build would know whose that is."""
        with contextlib.suppress(psutil.NoSuchProcess):
            kernel = psutil.Process(self.pid)
            kernel.suspend()
            end_started_by(kernel)
        await super().kill(restart=restart)


def _forked(environment: Mapping[str, str]) -> Connection:
    if multiprocessing.parent_process() is not None:  # a process of the build: only the build has a server
        raise OSError("none was ready for it")
    server.start(environment)
    return server.fork(wait_for_notebook)[1]


class _Kernel(psutil.Process):  # type: ignore[misc]
    """A process that is a child of the server, with what Jupyter asks of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, line: Connection) -> None:
        self._line = line  # the kernel ends when this end of it is closed
        pid, unfit = line.recv()
        if unfit:
            raise OSError(unfit)
        super().__init__(pid)

    def become(self, words: list[str], environment: Mapping[str, str], folder: str | Path) -> None:
        self._line.send((words, dict(environment), str(folder)))

    def poll(self) -> int | None:
        """Return None while it runs."""
        with contextlib.suppress(psutil.NoSuchProcess):
            if self.is_running() and self.status() != psutil.STATUS_ZOMBIE:
                return None
        return 1

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended, whether or not whose child it has become asks for its exit status."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None and (until is None or time.monotonic() < until):
            time.sleep(_PATIENCE)
        return status


def wait_for_notebook(line: Connection, log: Path | None = None) -> None:
    """Be a kernel once a notebook asks for one; end with whoever asked, however that ended."""
    server.detach(log)
    adopt_orphans()
    line.send((os.getpid(), preload.unfit()))
    try:
        words, environment, folder = line.recv()
    except (EOFError, OSError):  # nobody asked
        return
    threading.Thread(target=_end_with_notebook, args=(line,), daemon=True).start()
    preload.as_if_started_cold(environment)
    os.chdir(folder)
    sys.argv[:] = [str(ipykernel_launcher.__file__), *words[words.index("ipykernel_launcher") + 1 :]]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


def _end_with_notebook(line: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        line.recv()
    end_descendants()
    os._exit(1)
