"""Clear up after a build that was killed: end its kernels, complete its publication, drop what it had staged."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import psutil

from press.build.manifest import Manifest
from press.build.project import Project
from press.build.release import recover


def clear_up(project: Project, manifest: Manifest) -> str | None:
    """Clear up; return the notebook whose publication was completed, None where there was none. Needs the lock."""
    end_kernels(project.staging)
    completed = recover(project, manifest)
    shutil.rmtree(project.staging, ignore_errors=True)
    return completed


def end_kernels(folder: Path) -> None:
    """End every process that was started to write to this folder or into it, known by its PRESS_OUT.

    A kernel whose worker was killed has nobody to end it, and would go on writing.
    """
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            out = process.environ().get("PRESS_OUT")
            if out and Path(out).is_relative_to(folder):
                process.kill()
                process.wait(timeout=10)


def end_family(process: psutil.Process, *, itself: bool = True) -> None:
    """End all that a process started, and the process; a kernel lives in a session of its own and would outlast it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        family = [*process.children(recursive=True), *([process] if itself else [])]
        for each in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
