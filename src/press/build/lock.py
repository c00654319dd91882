"""One build at a time: two that write to the same folder would undo each other's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from press.build.project import Project
from press.ground.fault import Fault


@contextmanager
def only_one(project: Project) -> Iterator[None]:
    """Hold the project's lock; the system frees it even where the process is killed.

    Raises Fault where another process holds it.
    """
    project.build.mkdir(exist_ok=True)
    lock = FileLock(project.build / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Fault("another build is at work in this folder: wait until it has ended") from None
    try:
        yield
    finally:
        lock.release()
