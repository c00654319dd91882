"""Remove what the build made, if it is still as the build made it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from press.build.leftovers import clear_up
from press.build.lock import only_one
from press.build.manifest import Manifest
from press.project import Project


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
