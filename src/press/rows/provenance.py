"""Where the results were made: which cell of which notebook, run with which parameters and on which files."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_NOTES = ".made.json"  # in the folder that a notebook writes to: by file, the number of the cell that made it


@dataclass(frozen=True)
class Made:
    """Where a results file or an exhibit was made: notebook, cell (from 1, all cells counted) and the heading above it.

    What a step after the notebooks made has the step's name and no cell (0).

    >>> str(Made("02_efficacy", 7, "Every outcome, before and after"))
    '02_efficacy, cell 7: Every outcome, before and after'
    """

    notebook: str
    cell: int = 0
    heading: str = ""

    @property
    def place(self) -> str:
        """Notebook and cell, as "02_efficacy, cell 7"."""
        return f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook

    def __str__(self) -> str:
        return f"{self.place}: {self.heading}" if self.heading else self.place


@dataclass(frozen=True)
class Run:
    """One run of a notebook: its parameters, and the SHA-256 of every file that it read, by path."""

    parameters: dict[str, str | int] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Provenance:
    """Where everything was made.

    `results` by path ("paper/results/efficacy.csv"), `exhibits` by name ("table_one"), `runs` by notebook.

    >>> made = Made("02_efficacy", 7, "Every outcome")
    >>> Provenance({"paper/results/efficacy.csv": made}).as_json() == Provenance().as_json()
    False
    """

    results: dict[str, Made] = field(default_factory=dict)
    exhibits: dict[str, Made] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the whole as JSON text, keys sorted, ending in a line feed: the same provenance is the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Provenance:
        """Return the provenance that `as_json` wrote.

        >>> made = Provenance({"paper/results/efficacy.csv": Made("02_efficacy", 7)}, runs={"02_efficacy": Run()})
        >>> Provenance.from_json(made.as_json()) == made
        True
        """
        kept = json.loads(text)
        results, exhibits = (
            {name: Made(**each) for name, each in kept[part].items()} for part in ("results", "exhibits")
        )
        return cls(results, exhibits, {name: Run(**each) for name, each in kept["runs"].items()})


def restated(code: str, parameters: Mapping[str, str | int]) -> str:
    """Return the code by which a notebook states its parameters, each of these with the value that may be published.

    A line is known by the name that it sets: how the value was written is the affair of whoever wrote it.

    >>> restated('# Parameters\\nregistry = "/srv/ours"\\nseed = 7\\n', {"registry": "registry ours"})
    '# Parameters\\nregistry = "registry ours"\\nseed = 7\\n'
    """
    for name, value in parameters.items():
        said = f"{name} = {json.dumps(value, ensure_ascii=False)}"
        code = "\n".join(said if line.startswith(f"{name} = ") else line for line in code.split("\n"))
    return code


def running_cell() -> int | None:
    """Return the number of the cell that runs now, code cells counted as they run; None outside a notebook."""
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    # IPython's own count moves on before a cell runs or after it, by version; what it keeps of each cell does not.
    return None if shell is None else len(shell.history_manager.input_hist_parsed) - 1


def note_made(folder: Path, name: str, cell: int | None) -> None:
    """Note beside what a notebook writes to `folder` which of its cells made a file or an exhibit."""
    if cell is not None:
        notes = {**read_notes(folder), name: cell}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _NOTES).write_text(json.dumps(notes, sort_keys=True), encoding="utf-8")


def read_notes(folder: Path) -> Mapping[str, int]:
    """Return what `note_made` noted in a folder: the number of a cell by the name of what it made."""
    path = folder / _NOTES
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
