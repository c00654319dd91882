"""Nothing to do? Whether everything is as the last build left it, asked without loading anything that builds."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.ground.below import is_visible, names_below
from press.ground.paths import UNSEEN
from press.ground.rooms import CHANGES, RUNS
from press.project import Project, read_json, sha256, write_json

if TYPE_CHECKING:
    from press.build.manifest import Manifest

_FORMAT = 2
_AT_ONCE = 65_536  # bytes
_PRESS = Path(__file__).resolve().parents[1]


class Glance:
    """A look at everything that decides whether something is to be done: every file, what runs, and what is asked.

    Looked at is what the last build read elsewhere than among the project's visible files, too. Raises OSError or Fault
    where something cannot be looked at.
    """

    def __init__(self, project: Project, given: Mapping[str, Any], style: str | None, last: str | None) -> None:
        self._project, self._asked = project, {"given": sorted(given.items()), "style": style, "last": last}
        self._kept = read_json(_place(project))
        try:
            elsewhere = {str(name) for name in self._kept["elsewhere"]}
        except (KeyError, TypeError):  # there is none, or it is not as it was written
            elsewhere = set()
        known = project.study.parameters
        named = [known[name].reads(project.root, value) for name, value in given.items() if name in known]
        self._elsewhere = sorted(elsewhere.union(*named))
        if UNSEEN in self._elsewhere:
            raise OSError("what nobody can look at may have changed")
        self._before = self._files()

    def remember(self, before: Mapping[str, str], manifest: Manifest, lines: Sequence[str]) -> None:
        """Keep what there is now, and the lines that say that all is current.

        Every file that a build has published, or has published `before` and does no more, may differ from what there
        was at the first look. Where anything else does, the next look is made to find a difference: it was changed
        meanwhile. So it is where the build read something elsewhere that was not looked at.
        """
        now, root = self._files(), f"{self._project.root}{os.sep}"
        published = {f"{root}{name}": checksum for name, checksum in manifest.outputs().items()}
        others = {*now, *self._before} - set(published) - {f"{root}{name}" for name in before}
        elsewhere = _elsewhere(self._project, manifest)
        same = all(now.get(name) == self._before.get(name) for name in others) and published.items() <= now.items()
        seen = self._sum(now) if same and elsewhere <= set(self._elsewhere) else ""
        found = {"format": _FORMAT, "seen": seen, "lines": list(lines), "elsewhere": sorted(elsewhere)}
        write_json(_place(self._project), found)

    def lines_if_current(self) -> list[str] | None:
        """Return the lines that say that all is current, where all is as it was when they were kept; else None."""
        try:
            if self._kept["format"] == _FORMAT and self._kept["seen"] == self._sum(self._before):
                return [str(line) for line in self._kept["lines"]]
        except (KeyError, TypeError):  # there is none, or it is not as it was written
            pass
        return None

    def _sum(self, files: Mapping[str, str]) -> str:
        packages = sorted(
            path.name for folder in sys.path if "site-packages" in folder for path in Path(folder).iterdir()
        )
        what_runs = [sys.version, sys.prefix, str(_PRESS), packages]
        return sha256(repr([what_runs, self._asked, sorted(files.items())]))

    def _files(self) -> dict[str, str]:
        root, others = self._project.root, (_PRESS, *map(self._project.path, self._elsewhere))
        places = (root, *(each for each in others if not _within(each, root)))
        names = {name for place in places for name in _names_in(place, (CHANGES, RUNS) if place == root else ())}
        return {name: _checksum(name) for name in names}


def _elsewhere(project: Project, manifest: Manifest) -> set[str]:
    """What the steps have read, or are to read, that is hidden or lies outside the project; of a pattern its folder."""
    study, records = project.study, [runs[0] for runs in manifest.records.values() if runs]
    declared = (study.reads, study.paper_reads, study.site_reads, *(step.reads for step in study.steps))
    folders = (name for name, each in study.parameters.items() if each.folder)
    named = {name.partition("*")[0] for reads in declared for name in reads}
    named |= {name for record in records for name in record.basis.inputs}
    named |= {str(record.basis.parameters.get(name, "")) for name in folders for record in records}
    return {name for name in named if name.startswith(os.sep) or any(part[:1] == "." for part in name.split("/"))}


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


def _names_in(place: Path, without: Sequence[str]) -> Iterable[str]:
    return (str(place),) if place.is_file() else names_below(place, _refuse, without)


def _refuse(error: OSError) -> None:
    """What cannot be looked into may have changed; where there is nothing, nothing has."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _within(place: Path, root: Path) -> bool:
    """Whether a walk through `root` comes by."""
    parts = place.relative_to(root).parts if place.is_relative_to(root) else (".",)
    return all(map(is_visible, parts)) and parts[:1] not in ((CHANGES,), (RUNS,))


def _checksum(name: str) -> str:
    with os.fdopen(os.open(name, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):  # a pipe has us wait, a device never ends
            raise OSError(f"{name} is no ordinary file")
        if found.st_size < _AT_ONCE:  # nearly all: hashlib's own way makes room for 256 kB each time
            content = file.read(_AT_ONCE)
            if len(content) == found.st_size and not file.read(1):
                return hashlib.sha256(content).hexdigest()
            file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(project: Project) -> Path:
    return project.build / "glance.json"
