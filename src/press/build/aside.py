"""Do a task's work in a process of its own, in the surroundings of a notebook: the same bytes whoever starts it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil

from press.build.environment import kernel_environment
from press.build.failure import PROCESS_DIED, Failure, plain
from press.build.leftovers import end_family
from press.build.project import write_json
from press.build.task import Making
from press.ground.fault import Fault

_PATIENCE = 0.25  # seconds between two looks at the clock on the screen


def through(door: str, *, styled: bool = False) -> Callable[[Making], Failure | None]:
    """Return the work behind a door "module:function", called as function(root, out, origins), with `style` if styled.

    A Fault that is raised there is raised here; any other error is a Failure that names the log.
    """
    return partial(_go, door, styled)


def _go(door: str, styled: bool, making: Making) -> Failure | None:
    job, fault = making.plan.staging(f"{making.name}.job.json"), making.plan.staging(f"{making.name}.fault")
    given = {
        "door": door,
        "root": str(making.plan.project.root),
        "out": str(making.staged),
        "origins": making.origins().as_json(),
        "style": making.plan.style if styled else None,
    }
    write_json(job, given)
    status = _wait(_start(making, job, fault), making.tick)
    if fault.is_file():
        raise Fault(fault.read_text(encoding="utf-8"))
    return making.broken(_last_words(making.log, status)) if status else None


def _start(making: Making, job: Path, fault: Path) -> subprocess.Popen[bytes]:
    making.log.parent.mkdir(parents=True, exist_ok=True)
    with making.log.open("wb") as log:
        return subprocess.Popen(
            # -P: nothing that lies in the project's folder is taken for a module
            [sys.executable, "-P", "-m", "press.build.door", str(job), str(fault)],
            cwd=making.plan.project.root,
            env=kernel_environment(making.plan.project, making.staged),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the build
        )


def _wait(process: subprocess.Popen[bytes], tick: Callable[[], None]) -> int:
    """Wait until the process has ended and return its exit status; end it where the build is stopped."""
    try:
        while True:
            try:
                return process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                tick()
    except BaseException:
        end_family(psutil.Process(process.pid))
        process.wait()
        raise


def _last_words(log: Path, status: int) -> str:
    """Return the last line of the log, which names the error; by what it was ended, where it was ended from outside."""
    said = plain(log.read_text(encoding="utf-8", errors="replace")).strip().splitlines()
    return f"{PROCESS_DIED} (exit status {status})" if status < 0 or not said else said[-1]
