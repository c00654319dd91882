"""The record of where every output came from: its checksum, and all that it was made of."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from press.project import Project, read_json, write_json

_FORMAT = 5
_KEPT = 4  # runs of each step that are remembered: to go back to one of them needs no new run
_SOURCES = (
    *("src", "data", "notebooks/*.md", "requirements.lock", "*.toml", "*.md", "paper/*.bib", "paper/pages"),
    *("paper/checklists.csv", "paper/allowed_digits.csv", "paper/styles"),
)


@dataclass(frozen=True)
class Basis:
    """All that the outputs of a step rest on. Files are given by path with their sha256.

    cells: checksum of a notebook's code cells; declared: what it says that it reads and writes; parameters: all values;
    inputs: data, texts and what was made before it; code: the project's modules; environment: Python, packages, lock,
    and the settings that hold for every run. unread: files that were there, and that the run did not open.
    """

    cells: str
    declared: tuple[str, ...]
    parameters: dict[str, Any]
    inputs: dict[str, str]
    code: dict[str, str]
    environment: dict[str, Any]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One finished run: what it rested on, the outputs with their sha256, and the commit of the sources.

    executed: the checksum of code, outputs and counts in the .ipynb, which stays the same when prose changes. made: by
    file or exhibit, the number of the cell that made it. summary: the line that it adds to the last screen.
    """

    basis: Basis
    outputs: dict[str, str]
    executed: str = ""
    made: dict[str, int] = field(default_factory=dict)
    summary: str = ""
    seconds: float = 0.0
    git: dict[str, Any] = field(default_factory=dict)


class Manifest:
    """The records by name, in .build/manifest.json, the last first. (A committed file could not name its commit.)"""

    def __init__(self, project: Project) -> None:
        self._path = project.build / "manifest.json"
        self.records: dict[str, list[Record]] = {}
        try:
            kept = read_json(self._path)
            if kept["format"] == _FORMAT:
                self.records = {name: [record_from(each) for each in runs] for name, runs in kept["records"].items()}
        except (AttributeError, KeyError, TypeError):  # there is none, or it is not as it was written
            self.records = {}

    def __getitem__(self, name: str) -> Record | None:
        """Return the record of what is published of a step."""
        return next(iter(self.records.get(name, [])), None)

    def earlier(self, name: str) -> list[Record]:
        """Return the runs of a step that are remembered, the published one first."""
        return list(self.records.get(name, []))

    def put(self, name: str, record: Record) -> None:
        """Keep the record of a run, as the one that is published."""
        others = [each for each in self.records.get(name, []) if each.basis != record.basis]
        self.records[name] = [record, *others][:_KEPT]
        self._save()

    def forget(self, name: str) -> None:
        """Drop the records of a step of which what is published no longer holds."""
        self.records.pop(name, None)
        self._save()

    def outputs(self) -> dict[str, str]:
        """Return every file that the build has published, with its sha256."""
        return {
            path: checksum
            for runs in self.records.values()
            for each in runs[:1]
            for path, checksum in each.outputs.items()
        }

    def made(self) -> Iterator[tuple[str, str]]:
        """Yield path and checksum of everything that the remembered runs have made."""
        for runs in self.records.values():
            for record in runs:
                yield from record.outputs.items()

    def _save(self) -> None:
        records = {name: [asdict(record) for record in runs] for name, runs in self.records.items()}
        by_output = {
            path: {"sha256": checksum, "made_by": name, "parameters": runs[0].basis.parameters, **runs[0].git}
            for name, runs in self.records.items()
            for path, checksum in (runs[0].outputs.items() if runs else ())
        }
        write_json(self._path, {"format": _FORMAT, "records": records, "outputs": by_output})


def record_from(kept: dict[str, Any]) -> Record:
    """Return a record as it was before it was written as JSON. Raises TypeError or KeyError where it is no such."""
    lists = {"declared": tuple(kept["basis"]["declared"]), "unread": tuple(kept["basis"]["unread"])}
    basis = Basis(**kept["basis"] | lists)
    record, environment = Record(**kept | {"basis": basis}), basis.environment
    known = {"python": environment["python"], "requirements.lock": environment["requirements.lock"]}
    others = (known, environment["packages"], environment["settings"], basis.parameters, record.git)
    texts = (basis.inputs, basis.code, record.outputs, {str(each): each for each in (*basis.declared, *basis.unread)})
    if not (_all(str, *texts) and _all(int, record.made) and _all(object, *others)):
        raise TypeError(f"a record has another shape: {record}")
    if not all(isinstance(each, str) for each in (record.executed, record.summary, basis.cells)):
        raise TypeError(f"a record has another shape: {record}")
    return record if isinstance(record.seconds, (int, float)) else replace(record, seconds=0.0)


def _all(kind: type, *mappings: Any) -> bool:
    return all(isinstance(each, dict) and all(isinstance(one, kind) for one in each.values()) for each in mappings)


def commit(project: Project) -> dict[str, Any]:
    """Return the commit of the sources and whether they differ from it; empty where there is no git history.

    Those of a run are the project's, as they were when it took them along.
    """
    if project.run:
        return dict(read_json(project.build / "commit.json") or {"commit": None, "dirty": None})
    head = _git(project, "rev-parse", "HEAD")
    if head is None:
        return {"commit": None, "dirty": None}
    changes = _git(project, "status", "--porcelain", "--", *_SOURCES)
    return {"commit": head.strip(), "dirty": bool(changes)}


def _git(project: Project, *words: str) -> str | None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # of another tree
    try:
        done = subprocess.run(
            ["git", *words], cwd=project.root, env=environment, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
