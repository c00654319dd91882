"""A column of cells as its different spellings, each of which is judged once, and which of them each line has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

Verdict = TypeVar("Verdict")


@dataclass(frozen=True)
class Spelt:
    """`spellings` are the different cells in the order in which they are met; `codes[line]` is the place of a line's.

    Of 50,000 patients most columns hold few spellings. There are no blanks around them; the last of them is "".
    `absent` are the lines, counted from 0, in which there was no such cell at all.
    """

    spellings: tuple[str, ...]
    codes: NDArray[np.intp]
    absent: NDArray[np.intp]

    def cell(self, line: int) -> str:
        """Return the cell of a line, counted from 0."""
        return self.spellings[int(self.codes[line])]

    def cells(self) -> list[str]:
        """Return the cells line by line."""
        return [self.spellings[code] for code in self.codes.tolist()]

    def filled(self) -> NDArray[np.bool_]:
        """Return line by line whether there is something in the cell."""
        return np.asarray(self.codes != len(self.spellings) - 1)

    def where(self, judge: Callable[[str], Verdict | None]) -> Iterator[tuple[int, Verdict]]:
        """Yield the line of each filled cell of which `judge` says something, and what, from the first line on.

        >>> list(spelt(pd.Series(["yes", "", " n.d.", "n.d."])).where(lambda cell: len(cell) if "." in cell else None))
        [(2, 4), (3, 4)]
        """
        yield from self.lines_with({at: said for at, cell in enumerate(self.spellings[:-1]) if (said := judge(cell))})

    def lines_with(self, told: Mapping[int, Verdict]) -> Iterator[tuple[int, Verdict]]:
        """Yield each line of whose spelling something is told, by the place of the spelling, and what is told."""
        lines = np.flatnonzero(np.isin(self.codes, list(told))) if told else ()
        yield from ((int(line), told[int(self.codes[line])]) for line in lines)


def spelt(cells: pd.Series) -> Spelt:
    """Return a column of texts as its spellings without the blanks around them; a missing value is an absent cell.

    >>> spelt(pd.Series(["yes", " yes", None, "no"]))
    Spelt(spellings=('yes', 'no', ''), codes=array([0, 0, 2, 1]), absent=array([2]))
    """
    codes, written = pd.factorize(cells.to_numpy(object))
    stripped = [str(cell).strip() for cell in written]
    spellings = [*dict.fromkeys(cell for cell in stripped if cell), ""]
    place = {cell: at for at, cell in enumerate(spellings)}
    # a missing value has the code -1, which takes the last of the places: that of an empty cell
    places = np.array([*(place[cell] for cell in stripped), place[""]], dtype=np.intp)
    return Spelt(tuple(spellings), places[codes], np.flatnonzero(codes == -1))
