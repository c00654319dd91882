"""Where the build finds and keeps things: the project's folders and files, by name."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from press.ground.paths import RUN_MARK, declared
from press.study import Study, load_study


@dataclass(frozen=True)
class Project:
    """One study on disk. Paths within it are written from its root with forward slashes.

    >>> Project(Path("study")).path("paper/results/cohort.csv").as_posix()
    'study/paper/results/cohort.csv'
    """

    root: Path

    @cached_property
    def study(self) -> Study:
        """What this study says of itself. Raises Fault where pyproject.toml names none."""
        return load_study(self.root)

    @cached_property
    def run(self) -> str:
        """The name of the run that this is, of a study on other data; "" for the study itself."""
        return str(declared(self.root).get(RUN_MARK, ""))

    def path(self, relative: str) -> Path:
        """Return the path of a file named from the root."""
        return self.root / relative

    def name(self, path: Path) -> str:
        """Return how a file is named to the reader: from the root if it lies within, else in full."""
        resolved = Path(os.path.realpath(path))  # as resolve(), which raises where a link leads back to itself
        root = self.root.resolve()
        return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(resolved)

    def remove(self, relative: str, checksum: str) -> bool:
        """Remove a file that still has this sha256, and the folders that held it alone; return whether it did."""
        path = self.path(relative)
        if file_sha256(path) != checksum:
            return False
        path.unlink()
        with contextlib.suppress(OSError):  # a folder that holds something else stays
            for folder in Path(relative).parents[:-1]:
                (self.root / folder).rmdir()
        return True

    @property
    def notebooks(self) -> Path:
        """The narrative: one MyST text and one executed .ipynb for each notebook."""
        return self.root / "notebooks"

    @property
    def build(self) -> Path:
        """What the build keeps for itself; git ignores it."""
        return self.root / ".build"

    @property
    def staging(self) -> Path:
        """Where steps write, out of the reader's sight: a folder for each build, in it one for each."""
        return self.build / "staging"

    @property
    def temporary(self) -> Path:
        """Where the libraries that steps use keep what they need for a moment."""
        return self.build / "tmp"

    @property
    def replaced(self) -> Path:
        """Where a build puts what lay in a place of its files and no build had made."""
        return self.build / "replaced"

    @property
    def logs(self) -> Path:
        """Where all is that the steps print."""
        return self.build / "logs"

    @property
    def failures(self) -> Path:
        """Where notebooks that stopped are kept."""
        return self.build / "failed"

    def failed(self, notebook: str) -> Path:
        """Where a notebook that stopped is kept for reading."""
        return self.failures / f"{notebook}.failed.ipynb"


def sha256(content: bytes | str) -> str:
    """Return the checksum of some content as 64 hexadecimal digits.

    >>> sha256("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def file_sha256(path: Path) -> str | None:
    """Return the checksum of a file, None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """Return the content of a JSON file; None where it is missing or not whole."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader, or a crash, never meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{uuid4().hex}")  # a name of its own: two may write the same file at once
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def move(file: Path, target: Path) -> None:
    """Move by one rename; to another filesystem by way of a copy beside the target, which a second try overwrites."""
    try:
        file.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.partial")
        shutil.copyfile(file, beside)
        beside.replace(target)
        file.unlink()


def write_json(path: Path, content: Any) -> None:
    """Write content as JSON, keys in order, whole or not at all; in ASCII, as the name of a file may be no UTF-8."""
    write_whole(path, json.dumps(content, indent=1, sort_keys=True) + "\n")
