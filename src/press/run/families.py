"""Processes and all that they started: found, and ended, whatever session they moved to."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

import psutil

_SET_CHILD_SUBREAPER = 36  # of Linux's prctl


def adopt_orphans() -> None:
    """Have what descends from this process stay its descendant when its parent ends. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_family(process: psutil.Process) -> None:
    """End all that a process started, and the process, in whatever session they are."""
    with contextlib.suppress(psutil.NoSuchProcess):
        _kill([*process.children(recursive=True), process])


def end_started_by(process: psutil.Process) -> None:
    """End all that a process started, and what those started, in whatever session they are; but not the process."""
    _kill(process.children(recursive=True))


def end_descendants() -> None:
    """End all that this process started, and what those started, in whatever session they are."""
    end_started_by(psutil.Process())


def _kill(processes: Iterable[psutil.Process]) -> None:
    for each in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()


def end_children(*, spared: Collection[int]) -> None:
    """End every child of this process with all that it started; but not the `spared`."""
    for child in psutil.Process().children():
        if child.pid not in spared:
            end_family(child)


def end_writers(folder: Path) -> None:
    """End every process that was started to write to this folder or into it, known by its PRESS_OUT.

    What a killed step started may have nobody to end it, and would go on writing.
    """
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            out = process.environ().get("PRESS_OUT")
            if out and Path(out).is_relative_to(folder):
                process.kill()
                process.wait(timeout=10)
