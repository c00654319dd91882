"""What lies below a folder: the one walk through a project's files that the build, its glance and its copy share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from press.ground.fault import Fault


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file of a folder, of those in it, and of those that links in it lead to; a missing one has none.

    Left out is what is hidden, and Python's bytecode. Raises Fault for a link that leads back to where it lies.
    """
    entered: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        if (real := os.path.realpath(place)) in entered:
            link = next(each for each in (Path(place), *Path(place).parents) if each.is_symlink())
            raise Fault(f"{link} is a link that leads back to where it lies: remove it")
        entered.add(real)
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
