"""What a step may read, and what it has read: files with their checksums, as declared and as it opened them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

import press
from press.ground.below import files_below
from press.ground.fault import Fault
from press.ground.opened import NOTES, PROGRAM, PYTHON
from press.ground.spreadsheet import read_rows
from press.project import Project, sha256

_PRESS = Path(press.__file__).resolve().parent
_SEEN_BY_PYTHON = (".csv", ".json", ".md", ".bib", ".csl", ".toml", ".txt", ".yml", ".yaml")
Moments = dict[str, tuple[int, ...]]
_ROW = ", row "  # between a spreadsheet and the row of it that counts
# Every process of the build looks at these to find its way; what in them counts is recorded by itself.
_SIGNPOSTS = ("pyproject.toml", "jupytext.toml", "requirements.lock")


def checksums(project: Project, names: Iterable[str]) -> dict[str, str]:
    """Return name and checksum of files, of every file in a folder, and of what a pattern such as paper/*.csv matches.

    Links are followed. What is named after an exclamation mark is left out, unless a name is just that file's: what one
    notebook names, the study may leave out for the others. What is not there has no checksum. A name
    with such a sign that is there is a name: a registry may be called "*". Raises Fault for what is no ordinary file,
    as to read from a pipe is to wait for ever.
    """
    wanted = list(names)
    left_out = [name[1:] for name in wanted if name.startswith("!") and not project.path(name).exists()]
    exceptions = {f"!{name}" for name in left_out}
    named = (name for name in wanted if name not in exceptions)
    found = {shown: path for name in named for shown, path in _files_of(project.root, name)}
    kept = {name for name in found if name in wanted or not any(fnmatch(name, each) for each in left_out)}
    return _hashed({name: path for name, path in found.items() if name in kept})


def of_one_row(project: Project, file: str, row: str) -> dict[str, str]:
    """Return name and checksum of what a spreadsheet says in its header and in the rows that have this text in a cell.

    In whatever column, and whatever blanks are around it: a study may read both so. Where no row has it, the whole file
    counts. It is called "file, row text". Raises what `read_rows` raises.
    """
    header, *rows = read_rows(project.path(file), file)
    chosen = [cells for cells in rows if row in (" ".join(cell.split()) for cell in cells)]
    return {f"{file}{_ROW}{row}": sha256(json.dumps([header, *(chosen or rows)]))}


def file_of(name: str) -> str:
    """Return the file that a name stands for.

    >>> file_of("data/definitions/responses.csv, row tis20"), file_of("data/a, row of beds.csv")
    ('data/definitions/responses.csv', 'data/a, row of beds.csv')
    """
    file, row = name.partition(_ROW)[::2]
    return file if row and file.endswith(".csv") else name


def sources(project: Project) -> dict[str, str]:
    """Return checksums, by path, of everything in src/ and of the press, wherever it lies: what code may reach."""
    found = dict(_files_of(project.root, "src"))
    if not _PRESS.is_relative_to(project.root.resolve() / "src"):
        found |= {f"press/{path.relative_to(_PRESS).as_posix()}": path for _, path in _files_of(_PRESS, ".")}
    return _hashed(found)


def moments(project: Project, names: Iterable[str]) -> Moments:
    """Return when each file was last changed in any way, as the system keeps it and nobody can set it."""
    found: Moments = {}
    for name in names:
        path = _PRESS.parent / name if name.startswith("press/") else project.path(file_of(name))
        try:
            known = path.stat()
        except OSError:
            continue
        found[name] = (known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns)
    return found


class Opened:
    """What a step opened, by the notes in the folder that it wrote to, as names in the project.

    programs: it started another program, which may have read anything; code: one that may have loaded any module.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self._project, notes = project, folder / NOTES
        lines = notes.read_bytes().decode(errors="surrogateescape").split("\n") if notes.is_file() else [PYTHON]
        self.code = PYTHON in lines
        self.programs = self.code or PROGRAM in lines
        self._roots = (f"{project.root}{os.sep}", f"{project.root.resolve()}{os.sep}", f"{_PRESS.parent}{os.sep}")
        self.names = {name for line in lines if (name := self._named(line))}

    def _named(self, path: str) -> str:
        for root in self._roots:
            if path.startswith(root):
                return path.removeprefix(root).replace(os.sep, "/")
        return path if path.startswith(os.sep) else ""

    def undeclared(self, declared: Iterable[str]) -> list[str]:
        """Return the files that it opened and that neither `declared` nor its code names."""
        known = {*map(file_of, declared)}
        others = [name for name in self.names - known - set(_SIGNPOSTS) if self._project.path(name).is_file()]
        if any(name.startswith(os.sep) for name in others):  # elsewhere one file has many names
            places = {os.path.realpath(self._project.path(name)) for name in known}
            others = [name for name in others if os.path.realpath(name) not in places]
        return sorted(name for name in others if not name.startswith((".build/", ".venv/", ".git/")))


def may_be_unseen(project: Project, name: str) -> bool:
    """Whether a file may be read without being seen to be opened: by a library's own means, or through a link."""
    name = file_of(name)
    path = project.path(name)
    return not name.endswith(_SEEN_BY_PYTHON) or os.path.realpath(path) != str(project.root.resolve() / name)


def _files_of(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    path = root / name
    if "*" in name and not path.exists():
        shown = (each for each in root.glob(name) if not each.name.startswith(".") and "__pycache__" not in each.parts)
        found = [each for each in shown if not each.is_dir()]
    else:
        found = [*files_below(path)] if path.is_dir() else [path]
    above = f"{root}{os.sep}"
    yield from sorted((str(file).removeprefix(above).replace(os.sep, "/"), file) for file in found)


def _hashed(files: Mapping[str, Path]) -> dict[str, str]:
    return {name: sha256(content) for name, path in files.items() if (content := _content(name, path)) is not None}


def _content(name: str, path: Path) -> bytes | None:
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise Fault(f"{name} is no file that holds something, but a pipe, a device or the like: remove it")
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise Fault(f"{name} is a link that leads nowhere: remove it, or put back what it leads to") from None
        return None
    except OSError as error:
        raise Fault(f"{name} cannot be read ({error.strerror}): mend that, or take it away") from None
