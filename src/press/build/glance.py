"""Nothing to do? Whether everything is as the last build left it, asked without loading anything that builds."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from press.ground.below import files_below
from press.project import Project, read_json, sha256, write_json

_FORMAT = 1
_PRESS = Path(__file__).resolve().parents[1]


class Glance:
    """A look at everything that decides whether something is to be done: every file, what runs, and what is asked.

    `elsewhere`: folders outside the project that it is made from. Raises OSError or Fault where something cannot
    be looked at.
    """

    def __init__(self, project: Project, asked: Mapping[str, Any], elsewhere: Sequence[str]) -> None:
        self._project, self._asked, self._elsewhere = project, dict(asked), list(elsewhere)
        self._before = self._files()

    def remember(self, made: Mapping[str, str], removed: Iterable[str], lines: Sequence[str]) -> None:
        """Keep what there is now, and the lines that say that all is current.

        `made` is every file that a build has published, with its checksum, and `removed` what it has published no
        more: they alone may differ from what there was at the first look. Nothing is kept where anything else does: it
        was changed meanwhile, and must be looked at.
        """
        now, root = self._files(), f"{self._project.root}{os.sep}"
        published = {f"{root}{name}": checksum for name, checksum in made.items()}
        gone = {f"{root}{name}" for name in removed}
        others = {*now, *self._before} - set(published) - gone
        if all(now.get(name) == self._before.get(name) for name in others) and published.items() <= now.items():
            found = {"format": _FORMAT, "seen": self._sum(now), "lines": list(lines)}
            write_json(_place(self._project), found)

    def lines_if_current(self) -> list[str] | None:
        """Return the lines that say that all is current, where all is as it was when they were kept; else None."""
        kept = read_json(_place(self._project))
        try:
            if kept["format"] == _FORMAT and kept["seen"] == self._sum(self._before):
                return [str(line) for line in kept["lines"]]
        except (KeyError, TypeError):  # there is none, or it is not as it was written
            pass
        return None

    def _sum(self, files: Mapping[str, str]) -> str:
        packages = sorted(
            path.name for folder in sys.path if "site-packages" in folder for path in Path(folder).iterdir()
        )
        what_runs = [sys.version, sys.prefix, str(_PRESS), packages]
        return sha256(repr([what_runs, sorted(self._asked.items()), sorted(files.items())]))

    def _files(self) -> dict[str, str]:
        folders = (self._project.root, _PRESS, *map(Path, self._elsewhere))
        return {str(path): _checksum(path) for folder in folders for path in files_below(folder)}


@contextmanager
def nobody_at_work(project: Project) -> Iterator[bool]:
    """Tell whether no build is at work, nor was killed in the middle of publishing; none can begin meanwhile."""
    try:
        import fcntl  # on Linux and macOS; elsewhere the build itself looks
    except ImportError:
        yield False
        return
    with (project.build / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield not (project.build / "publishing.json").exists()


def _checksum(path: Path) -> str:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a pipe has us wait, a device never ends
            raise OSError(f"{path} is no ordinary file")
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(project: Project) -> Path:
    return project.build / "glance.json"
