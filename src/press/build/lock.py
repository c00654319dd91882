"""One build at a time: two that write to the same folder would undo each other's work, so one waits for the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from filelock import FileLock, Timeout

from press.ground.fault import Fault
from press.project import Project, read_json, write_json


@contextmanager
def only_one(project: Project, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the project's lock; the system frees it even where the process is killed.

    Where another process holds it, wait until it has ended, and `say` for whom; without `say` raise Fault.
    """
    if project.build.exists() and not project.build.is_dir():
        raise Fault(".build is a file: the build keeps its own things in a folder of that name; remove it")
    try:
        project.build.mkdir(exist_ok=True)
        lock, holder = FileLock(project.build / "lock"), project.build / "at_work.json"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if say is None:
                raise Fault(f"{_whose(read_json(holder))} is at work in this folder: wait until it has ended") from None
            say(f"waiting until {_whose(read_json(holder))} has ended")
            lock.acquire()
    except OSError as error:
        raise Fault(f".build cannot be written ({error.strerror}): the build keeps its own things there") from error
    try:
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        write_json(holder, {"process": os.getpid(), "since": now, "words": sys.argv[1:]})
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _whose(holder: object) -> str:
    """Say which build holds the lock, as far as it has said so itself.

    >>> _whose({"process": 7, "since": "09:30:00", "words": ["paper"]})
    'the build `paper` of process 7, begun at 09:30:00,'
    """
    try:
        words = " ".join(holder["words"])  # type: ignore[index]
        return f"the build `{words}` of process {holder['process']}, begun at {holder['since']},"  # type: ignore[index]
    except (KeyError, TypeError):
        return "another build"
