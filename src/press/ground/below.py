"""What lies below a folder: the one walk through a project's files that the build, its glance and its copy share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from press.ground.fault import Fault


def files_below(folder: Path, without: Sequence[str] = ()) -> Iterator[Path]:
    """Yield every file of a folder, of those in it, and of those that links in it lead to; a missing one has none.

    Left out is what is hidden, Python's bytecode, and of the folder itself those called as in `without`. Raises Fault
    for a link to a folder in which it lies itself: there would be no end. Two links may lead to the same folder.
    """
    return map(Path, names_below(folder, without=without))


def names_below(
    folder: Path, at_error: Callable[[OSError], None] | None = None, without: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the same as `files_below`, each as its path's words: a thousand paths take longer than the walk.

    `at_error` is told of a folder that cannot be looked into; else it is passed over.
    """
    for place, folders, names in os.walk(folder, onerror=at_error, followlinks=True):
        if place != str(folder) and Path(place).is_symlink():
            _refuse_loop(Path(place), folder)
        folders[:] = sorted(name for name in folders if is_visible(name))
        if without and place == str(folder):
            folders[:] = [name for name in folders if name not in without]
        yield from (f"{place}{os.sep}{name}" for name in sorted(names) if not name.startswith("."))


def is_visible(folder: str) -> bool:
    """Whether a folder of this name is walked through."""
    return folder != "__pycache__" and not folder.startswith(".")


def _refuse_loop(link: Path, folder: Path) -> None:
    above = (each.resolve() for each in link.parents if each.is_relative_to(folder))
    if any(each.is_relative_to(link.resolve()) for each in above):
        raise Fault(f"{link} is a link that leads back to where it lies: remove it")
