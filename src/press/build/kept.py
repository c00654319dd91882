"""What remembered runs have made, kept by content: to go back to one of them is to bring its files back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from press.build.manifest import Record
from press.project import Project, file_sha256


class Kept:
    """The files in .build/kept, each under its checksum."""

    def __init__(self, project: Project) -> None:
        self._folder = project.build / "kept"

    def _place(self, checksum: str) -> Path:
        return self._folder / checksum[:2] / checksum

    def keep(self, files: Iterable[tuple[Path, str]]) -> None:
        """Keep copies of these files; what another process sees of them is whole."""
        for path, checksum in files:
            place = self._place(checksum)
            if not place.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                partial = place.with_suffix(".partial")
                shutil.copyfile(path, partial)
                partial.replace(place)

    def bring_back(self, record: Record, staged: Path) -> bool:
        """Put what a run has made into a folder, whole; return False, with nothing of use there, where some is lost."""
        for path, checksum in record.outputs.items():
            place, target = self._place(checksum), staged / path
            if file_sha256(place) != checksum:
                shutil.rmtree(staged, ignore_errors=True)
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, target)
        return True

    def forget_all_but(self, checksums: Iterable[str]) -> None:
        """Remove what no remembered run has made."""
        wanted = set(checksums)
        for path in self._folder.glob("*/*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
