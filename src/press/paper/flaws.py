"""What is wrong in the texts of the paper: every slip with its file and line, all of them in one message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from press.ground.fault import Fault


@dataclass(frozen=True, order=True)
class Flaw:
    """One slip in one file; line 0 means the file as a whole.

    >>> str(Flaw("paper/manuscript.md", 47, "no result has the id efficacy.n"))
    'paper/manuscript.md, line 47: no result has the id efficacy.n'
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def stop_at(flaws: Iterable[Flaw]) -> None:
    """Raise one Fault that names every flaw, sorted by file and line; do nothing where there is none."""
    found = sorted(set(flaws))
    if found:
        head = f"The paper cannot be made: {len(found)} fault{'s' * (len(found) > 1)}."
        raise Fault("\n".join([head, *(f"  {flaw}" for flaw in found)]))
