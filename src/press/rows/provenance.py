"""Where the results of a paper were made: which cell of which notebook, run with which parameters and inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Made:
    """Where a results file or an exhibit was made: notebook, cell (from 1, all cells counted) and the heading above it.

    >>> str(Made("02_efficacy", 7, "Every outcome, before and after"))
    '02_efficacy, cell 7: Every outcome, before and after'
    """

    notebook: str
    cell: int
    heading: str

    def __str__(self) -> str:
        place = f"{self.notebook}, cell {self.cell}"
        return f"{place}: {self.heading}" if self.heading else place


@dataclass(frozen=True)
class Run:
    """One run of a notebook: its parameters, and the SHA-256 of every file that it read, by path."""

    parameters: dict[str, str | int] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Origins:
    """Where everything was made.

    `results` by path ("paper/results/efficacy.csv"), `exhibits` by name ("table_one"), `runs` by notebook.

    >>> made = Made("02_efficacy", 7, "Every outcome")
    >>> origins = Origins({"paper/results/efficacy.csv": made}, {}, {"02_efficacy": Run({"seed": 2021})})
    >>> Origins.from_json(origins.as_json()) == origins
    True
    """

    results: dict[str, Made] = field(default_factory=dict)
    exhibits: dict[str, Made] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the whole as JSON text, keys sorted, ending in a line feed: the same origins are the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Origins:
        """Return what `as_json` wrote."""
        told = json.loads(text)
        return cls(
            _made(told["results"]), _made(told["exhibits"]), {name: Run(**run) for name, run in told["runs"].items()}
        )


def _made(told: Mapping[str, Mapping[str, str | int]]) -> dict[str, Made]:
    return {name: Made(str(made["notebook"]), int(made["cell"]), str(made["heading"])) for name, made in told.items()}
