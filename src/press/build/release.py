"""Release finished files to where the reader looks: each by one rename, and never half of them for good."""

from __future__ import annotations

import contextlib
import errno
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from press.build.manifest import Manifest, Record, record_from
from press.ground.fault import Fault
from press.project import Project, file_sha256, move, read_json, write_json


def release(
    project: Project, manifest: Manifest, name: str, staged: Path, record: Record, order: Sequence[str]
) -> list[str]:
    """Move the staged files of a step into place in the given order, and keep its record.

    What is about to be done is written down first: should the machine stop in the middle, `recover` completes it.
    Files that it made before and makes no longer go, unless another step has made them since. What lies in a place and
    was not made by a build is kept in .build/replaced. Return the names of such files. Raises Fault where a file
    cannot be put in its place: with nothing moved where that can be known beforehand, else to be completed by the next
    build.
    """
    before = manifest[name]
    others = {path for each in manifest.records if each != name for path in getattr(manifest[each], "outputs", ())}
    old = before.outputs if before else {}
    gone = {path: each for path, each in old.items() if path not in record.outputs and path not in others}
    _make_room(project, name, order)
    plan = {
        "name": name,
        "staged": staged.relative_to(project.root).as_posix(),
        "moves": list(order),
        "removals": gone,
        "record": asdict(record),
    }
    with _uninterrupted():
        with _message("the build's own folder .build cannot be written"):
            write_json(_journal(project), plan)
        return _carry_out(project, manifest, plan)


def recover(project: Project, manifest: Manifest) -> tuple[str, list[str]] | None:
    """Complete a publication that was cut short; return whose it was and what lay in its places, or else None."""
    plan = read_json(_journal(project))
    if plan is None:
        _journal(project).unlink(missing_ok=True)  # cut short while being written: nothing had moved yet
        return None
    try:
        return str(plan["name"]), _carry_out(project, manifest, plan)
    except (AttributeError, KeyError, TypeError):  # not as it was written
        _journal(project).unlink(missing_ok=True)
        return None


def _carry_out(project: Project, manifest: Manifest, plan: dict[str, Any]) -> list[str]:
    staged, record, removals = project.path(plan["staged"]), record_from(plan["record"]), plan["removals"].items()
    with _message("the build's own folder .build cannot be written; the next `make all` completes what was begun"):
        found = _keep_what_was_not_made(project, manifest, record)
    for path in plan["moves"]:
        target = project.path(path)
        if (staged / path).is_file():
            with _message(f"{path} cannot be put in its place; the next `make all` completes what was begun"):
                target.parent.mkdir(parents=True, exist_ok=True)
                move(staged / path, target)
    for path, checksum in removals:
        project.remove(path, checksum)
    if all(file_sha256(project.path(path)) == checksum for path, checksum in record.outputs.items()):
        manifest.put(plan["name"], record)
    else:
        manifest.forget(plan["name"])  # something was lost on the way: it will be made again
    _journal(project).unlink()
    shutil.rmtree(staged, ignore_errors=True)
    return found


def _keep_what_was_not_made(project: Project, manifest: Manifest, record: Record) -> list[str]:
    made, found = set(manifest.made()), []
    for path, checksum in record.outputs.items():
        there = file_sha256(project.path(path))
        if there is not None and there != checksum and (path, there) not in made:
            copy = project.replaced / f"{path}.{there[:8]}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.path(path), copy)
            found.append(path)
    return found


def _make_room(project: Project, name: str, order: Sequence[str]) -> None:
    """Make the folder of every file that is to be published, and try whether it can be written to."""
    tried: set[Path] = set()
    for path in order:
        target = project.path(path)
        with _message(f"{path} cannot be written, so nothing of {name} was published"):
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder of this name is there")
            if target.parent not in tried:
                target.parent.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=target.parent):
                    tried.add(target.parent)


@contextlib.contextmanager
def _message(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Fault(f"{what}: {error.strerror or error}") from error


def _journal(project: Project) -> Path:
    return project.build / "publishing.json"


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and a request to end for the moment it takes to rename a few files."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    old = {each: signal.signal(each, lambda number, _: held.append(number)) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in old.items():
            signal.signal(each, handler)
        for number in held[:1]:
            signal.raise_signal(number)
