"""Remove what the build made, if it is still as the build made it."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass

from press.build.leftovers import clear_up
from press.build.lock import only_one
from press.build.manifest import Manifest
from press.changes.files import take_away
from press.project import Project


@dataclass(frozen=True)
class Cleaned:
    """What was removed, what was kept since it is no longer as the build made it, and what a build had put aside."""

    removed: list[str]
    kept: list[str]
    aside: list[str]


def clean(project: Project) -> Cleaned:
    """Remove each file that the manifest names and that is still as the build made it, and what .build holds.

    A file that was altered since is somebody's work: it stays, and so does .build/replaced, where a build had put such
    files. Raises Fault while a build is at work.
    """
    removed, kept = [], []
    with only_one(project):
        manifest = Manifest(project)
        clear_up(project, manifest)
        take_away(project.root)
        for name, checksum in sorted(manifest.outputs().items()):
            path = project.path(name)
            if project.remove(name, checksum):
                removed.append(name)
            elif path.is_file():
                kept.append(name)
        aside = [project.name(path) for path in sorted(project.replaced.rglob("*")) if path.is_file()]
        for path in project.build.iterdir():
            if not (aside and path == project.replaced):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    with contextlib.suppress(OSError):
        project.build.rmdir()
    return Cleaned(removed, kept, aside)
