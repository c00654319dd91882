"""Which rows of a sheet name its columns: below titles, in one row or in two, joined where one stands above a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.sources.grid import Grid, is_value, one_line

_LOOKED_THROUGH = 30  # rows from the top in which the header must begin
_SAMPLED = 200  # rows below it by which a column is judged
_LEVELS = 4


@dataclass(frozen=True)
class Header:
    """The rows `top` to `bottom` (counted from 0) name the columns at `columns`; `names` may be "" or come twice."""

    top: int
    bottom: int
    columns: list[int]
    names: list[str]


def find_header(grid: Grid) -> Header | None:
    """Return the header of a grid; None where no row is one.

    It is the first row in which at least half of the columns that hold anything have a name, and two differ. A name
    merged over several columns, or one with nothing beside it where the next row goes on, stands above a group.

    >>> grid = Grid("V", "v.xlsx", "V", [["Registro", ""], ["", ""], ["ID", "CK"], ["P1", "1240"]])
    >>> find_header(grid)
    Header(top=2, bottom=2, columns=[0, 1], names=['ID', 'CK'])
    """
    rows = grid.rows
    columns = [at for at in range(len(rows[0]) if rows else 0) if any(row[at].strip() for row in rows)]
    spread = _Spread(grid, columns)
    wanted = max(min(2, len(columns)), (len(columns) + 1) // 2)
    looked = range(grid.first, min(len(rows), grid.first + _LOOKED_THROUGH) if columns else 0)
    named = {at: [text for text in spread.row(at) if text and not is_value(text)] for at in looked}
    for at, names in named.items():
        alone = at + 1 in named and not any(spread.row(at + 1))  # as a title in two cells
        enough = len(names) >= wanted and len(set(names)) >= min(2, len(columns))
        if enough and not (alone and any(len(other) > len(names) for row, other in named.items() if row > at)):
            return _whole_header(spread, at, columns)
    return None


class _Spread:
    """The rows of a grid at some columns, where a name merged over several stands above each of them."""

    def __init__(self, grid: Grid, columns: list[int]) -> None:
        self.rows, self.columns = grid.rows, columns
        self.wide = [area for area in grid.merged if area.right > area.left]
        self.tall = [area for area in grid.merged if area.bottom > area.top]

    def row(self, at: int) -> list[str]:
        cells = list(self.rows[at])
        for area in self.wide:
            if area.top <= at <= area.bottom:
                cells[area.left : area.right + 1] = [self.rows[area.top][area.left]] * len(
                    cells[area.left : area.right + 1]
                )
        return [one_line(cells[column]) for column in self.columns]

    def groups(self, at: int) -> bool:
        """Whether a name in this row is merged over some columns, but not over all as a title is.

        One that begins above the first column and stands alone in its row is a title, too: no group has the ids in it.
        """
        groups = [area for area in self.wide if area.top == at and _covered(area.left, area.right, self.columns)]
        alone = len(groups) == 1 and len({text for text in self.row(at) if text}) == 1
        return bool(groups) and not (alone and groups[0].left <= self.columns[0])

    def reaches(self, at: int) -> int:
        """The last row to which a name of this row is merged downwards."""
        return max([at, *(area.bottom for area in self.tall if area.top == at)])


def _covered(left: int, right: int, columns: Sequence[int]) -> bool:
    inside = sum(left <= column <= right for column in columns)
    return 1 < inside < len(columns)


def _whole_header(spread: _Spread, first: int, columns: list[int]) -> Header:
    """Return the header that the row `first` belongs to, with the rows above and below it that belong to it as well."""
    last = bottom = len(spread.rows) - 1
    bottom = first
    while bottom < min(last, first + _LEVELS) and spread.groups(bottom):
        bottom = max(bottom + 1, spread.reaches(bottom))
    bottom = min(max(bottom, spread.reaches(first)), last)
    levels = [spread.row(at) for at in range(first, bottom + 1)]
    top = first
    if bottom == first and first < last and (joined := _group_above(levels[0], spread.row(first + 1))):
        levels, bottom = [joined, spread.row(first + 1)], first + 1
    elif first and bottom == first and (above := _group_row(spread, first - 1, levels[0])):
        levels, top = [above, *levels], first - 1
    elif bottom == first and _is_second_row(spread, first):
        levels, bottom = [*levels, spread.row(first + 1)], first + 1
    names = [" / ".join(dict.fromkeys(text for text in level if text)) for level in zip(*levels, strict=True)]
    return Header(top, bottom, columns, names)


def _group_above(upper: list[str], lower: list[str]) -> list[str] | None:
    """Return the upper row filled to the right where the lower one goes on naming the columns that it leaves empty.

    >>> _group_above(["ID", "Basale", ""], ["", "CK", "MMT8"])
    ['ID', 'Basale', 'Basale']
    """
    gaps = [at for at, text in enumerate(upper) if not text]
    if not gaps or any(is_value(text) for text in lower if text) or not all(lower[at] for at in gaps):
        return None
    if all(lower) or len([text for text in lower if text]) < 2:
        return None  # a row of a patient, whose columns are not all named
    return _filled_right(upper, lower)


def _filled_right(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        filled.append(above or (filled[-1] if filled and below else ""))
    return filled


def _group_row(spread: _Spread, at: int, names: list[str]) -> list[str] | None:
    """Return the row above the names where it stands above groups of them: merged, or telling the same names apart."""
    above = spread.row(at)
    if spread.groups(at):
        return above
    if len({text for text in above if text}) < 2 or len(set(names)) == len(names):
        return None
    filled = _filled_right(above, names)
    pairs = list(zip(filled, names, strict=True))
    return filled if len(set(pairs)) == len(pairs) else None


def _is_second_row(spread: _Spread, first: int) -> bool:
    """Whether the row below the names names them again (units, or a program's names): texts above columns of numbers.

    None of its texts may stand again below it: a patient with nothing but "n.d." is no header.
    """
    below = list(_sample(spread, first + 2))
    if first + 1 >= len(spread.rows) or len(below) < 3:
        return False
    second = spread.row(first + 1)
    named = [at for at, text in enumerate(second) if text]
    if 2 * len(named) < len(second) or any(is_value(second[at]) for at in named):
        return False
    over_numbers = [at for at in named if mostly_values(row[at] for row in below)]
    again = any(second[at] == row[at] for row in below for at in named)
    return not again and 2 * len(over_numbers) >= len(named) and len(set(second) - {""}) * 2 > len(named)


def _sample(spread: _Spread, start: int) -> Iterator[list[str]]:
    for at in range(start, min(len(spread.rows), start + _SAMPLED)):
        row = [one_line(spread.rows[at][column]) for column in spread.columns]
        if any(row):
            yield row


def mostly_values(texts: Iterator[str]) -> bool:
    """Whether most of the texts that are not empty are numbers, dates or truth values.

    >>> mostly_values(iter(["54", "", "n.d.", "61"]))
    True
    """
    filled = [text for text in texts if text.strip()]
    return bool(filled) and 2 * sum(map(is_value, filled)) > len(filled)


def looks_like_a_row(grid: Grid, header: Header) -> bool:
    """Whether what was taken for names is a patient: numbers above numbers, or texts that stand again below them."""
    names = [one_line(grid.rows[header.bottom][column]) for column in header.columns]
    below = [[one_line(row[at]) for at in header.columns] for row in grid.rows[header.bottom + 1 :][:_SAMPLED]]
    below = [row for row in below if any(row) and row != names]
    filled = [at for at, text in enumerate(names) if text]

    def is_of_a_patient(at: int) -> bool:
        if is_value(names[at]):
            return mostly_values(row[at] for row in below)
        return any(row[at] == names[at] for row in below)

    return header.bottom == header.top and 3 * sum(map(is_of_a_patient, filled)) >= len(filled) > 0
