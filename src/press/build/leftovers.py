"""Clear up what a killed build left: kernels, half a publication, staged files; and, if asked, what the build made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from press.build.lock import only_one
from press.build.manifest import Manifest
from press.build.release import recover
from press.project import Project
from press.run.families import end_writers


def clear_up(project: Project, manifest: Manifest) -> str | None:
    """Clear up; return the notebook whose publication was completed, None where there was none. Needs the lock."""
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
    for folder in (project.staging, project.temporary):
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Cleaned:
    """What was removed, and what was kept since it is no longer as the build made it."""

    removed: list[str]
    kept: list[str]


def clean(project: Project) -> Cleaned:
    """Remove each file that the manifest names and that is still as the build made it, and .build itself.

    A file that was altered since is somebody's work: it stays. Raises Fault while a build is at work.
    """
    removed, kept = [], []
    with only_one(project):
        manifest = Manifest(project)
        clear_up(project, manifest)
        for name, checksum in sorted(manifest.outputs().items()):
            path = project.path(name)
            if project.remove(name, checksum):
                removed.append(name)
            elif path.is_file():
                kept.append(name)
        shutil.rmtree(project.build)
    return Cleaned(removed, kept)
