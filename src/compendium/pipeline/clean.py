"""Remove what the build made, and nothing else."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass

from compendium.pipeline.leftovers import clear_up
from compendium.pipeline.lock import only_one
from compendium.pipeline.manifest import Manifest
from compendium.pipeline.project import Project, file_sha256


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
            found = file_sha256(path)
            if found == checksum:
                path.unlink()
                _remove_if_empty(project, name)
                removed.append(name)
            elif found is not None:
                kept.append(name)
        shutil.rmtree(project.build)
    return Cleaned(removed, kept)


def _remove_if_empty(project: Project, name: str) -> None:
    """Remove the folders of a file that has gone, so far as they are empty; never those at the top."""
    parts = name.split("/")[:-1]
    with contextlib.suppress(OSError):
        while len(parts) > 1:
            project.path("/".join(parts)).rmdir()
            parts.pop()
