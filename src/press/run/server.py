"""The server from which the processes of a build are forked: it starts once, with the large libraries loaded."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
# On macOS the system's own library for linear algebra may not be used on both sides of a fork.
FORKS_KERNELS = sys.platform == "linux"
_SOCKET, _ITS_NAME = 100, 40  # bytes: what a path of a socket may have on every system; a folder and a file of its own


def start(environment: Mapping[str, str]) -> None:
    """Start the server, where none runs, in these surroundings; it loads beside whatever is done here meanwhile."""
    _CONTEXT.set_forkserver_preload(["press.run.loaded"])
    # Ctrl-C reaches every process of the terminal, and the server ignores it only once it has started: it starts
    # with that signal blocked. The tracker, which it needs, comes first: starting it would unblock the signal here.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        # A process takes its hash seed when it starts, and hands it on to its forks.
        with _surroundings(environment), _room_for_a_socket():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def fork(function: Callable[..., None], *arguments: Any, name: str = "") -> tuple[BaseProcess, Connection]:
    """Start a process that calls function(line, *arguments); return it and this end of the line."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=function, args=(theirs, *arguments), name=name or None, daemon=True)
    process.start()
    theirs.close()
    return process, ours


def processes() -> set[int]:
    """Return the numbers of the server and of the tracker that it needs, as far as they run."""
    return {
        number
        for each, name in ((forkserver._forkserver, "_forkserver_pid"), (resource_tracker._resource_tracker, "_pid"))
        if (number := getattr(each, name)) is not None
    }


def detach(log: Path | None) -> None:
    """Leave the terminal, in a process just forked: Ctrl-C is for the build, and what is printed goes to the log."""
    os.setsid()
    # The server had passed it on as blocked. One that came before this process had left the terminal was for the build.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for stream in (1, 2):
            os.dup2(opened, stream)
        os.close(opened)


@contextlib.contextmanager
def _room_for_a_socket() -> Iterator[None]:
    """Have the socket of the server lie in /tmp where the folder for temporary files has too long a name for one."""
    before = tempfile.tempdir
    if len(os.fsencode(tempfile.gettempdir())) > _SOCKET - _ITS_NAME:
        tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextlib.contextmanager
def _surroundings(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
