"""Clear up what a build leaves, above all where it was killed: kernels, half a publication, staged files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from press.build.manifest import Manifest
from press.build.release import recover
from press.project import Project
from press.run.families import end_writers


def clear_up(project: Project, manifest: Manifest) -> tuple[str, list[str]] | None:
    """Clear up; return what `recover` returns. Needs the lock."""
    end_writers(project.staging)
    completed = recover(project, manifest)
    _sweep(project)
    return completed


@contextmanager
def swept(project: Project) -> Iterator[None]:
    """Leave nothing behind that only a build at work needs, unless a publication is to be completed from it."""
    try:
        yield
    finally:
        if not (project.build / "publishing.json").exists():
            _sweep(project)


def _sweep(project: Project) -> None:
    private = (project.logs, project.failures) if project.run else ()  # an error may quote what it met in the data
    for folder in (project.staging, project.temporary, *private):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (project.build, project.notebooks):  # where files are written whole
        for partial in folder.rglob(f".*.{'[0-9a-f]' * 32}"):
            partial.unlink(missing_ok=True)
