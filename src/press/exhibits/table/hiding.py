"""What is left of a table of which much is not shown: no line, column or section that holds nothing but stars."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from press.exhibits.table.layout import Cell, Column, Line, Table
from press.rows.row import FOLLOWS, is_mark

NOTHING = "Nothing of this table can be shown of so few patients"
WITHOUT = "Not shown of so few patients: {}."
_NEARLY = 0.1  # of a table of which less is shown, nothing is: a few numbers without those beside them say nothing


@dataclass(frozen=True)
class _Block:
    """A line with those below it that are indented further: they are of the same thing."""

    section: Line | None
    lines: tuple[Line, ...]

    @property
    def stars(self) -> bool:
        return _stars([cell.text for line in self.lines for cell in line.cells[1:]])


def what_is_left(
    columns: Sequence[Column], lines: Sequence[Line], aside: Collection[int] = ()
) -> tuple[tuple[Column, ...], tuple[Line, ...], str] | None:
    """Return the columns and lines that show something and a note on those that do not; None where nearly nothing does.

    `aside`: the places of columns that are of use beside others alone, such as that of missing values; of a table that
    would keep no more than these nothing is left. A mark is not marked with a note of its own. A count that is shown as
    small ("<5") is something; a table that shows no star stays as it is.

    >>> lines = [Line((Cell("Skin"), Cell("*"), Cell("*"))), Line((Cell("Myalgia"), Cell("9"), Cell("*")))]
    >>> left = what_is_left([Column("Feature"), Column("n"), Column("p")], lines)
    >>> left and ([[cell.text for cell in line.cells] for line in left[1]], left[2])
    ([['Myalgia', '9']], 'Not shown of so few patients: Skin; in the others, p.')
    """
    bare = [replace(line, cells=tuple(map(_unmarked, line.cells))) for line in lines]
    said = [cell.text for line in bare for cell in line.cells[1:] if cell.text]
    if FOLLOWS not in said:
        return tuple(columns), tuple(bare), ""
    if sum(text != FOLLOWS for text in said) < _NEARLY * len(said):
        return None
    blocks = list(_blocks(bare))
    kept = [block for block in blocks if not block.stars]
    rows = [line for block in kept for line in block.lines]
    places = [
        place for place, _ in enumerate(columns) if not place or not _stars([row.cells[place].text for row in rows])
    ]
    if set(places[1:]) <= set(aside):
        return None
    gone = "; ".join(_named(blocks, kept))
    empty = ", ".join(_heading(column) for place, column in enumerate(columns) if place not in places)
    without = "; ".join(filter(None, (gone, f"in the others, {empty}" if gone and empty else empty)))
    return (
        tuple(columns[place] for place in places),
        tuple(_written(kept, places)),
        WITHOUT.format(without) if without else "",
    )


def shows_nothing(table: Table) -> bool:
    """Whether a table is but the sentence that nothing of it can be shown."""
    return [cell.text for line in table.lines for cell in line.cells] == [f"{NOTHING}."]


def _unmarked(cell: Cell) -> Cell:
    return replace(cell, marks=()) if is_mark(cell.text) else cell


def _stars(texts: Sequence[str]) -> bool:
    return {*texts} - {""} == {FOLLOWS}


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    section, held = None, list[Line]()
    for line in lines:
        if held and (line.kind == "section" or line.indent <= held[0].indent):
            yield _Block(section, tuple(held))
            held = []
        if line.kind == "section":
            section = line
        else:
            held.append(line)
    if held:
        yield _Block(section, tuple(held))


def _named(blocks: Sequence[_Block], kept: Sequence[_Block]) -> Iterator[str]:
    """Yield what is gone: a section by its heading where all of it is, else each line by its label, each once."""
    left, said = [block.section for block in kept], set[str]()
    for block in (block for block in blocks if block.stars):
        whole = block.section is not None and block.section not in left
        name = (block.section if whole and block.section else block.lines[0]).cells[0].text
        if name not in said:
            said.add(name)
            yield name


def _heading(column: Column) -> str:
    """Return how a note calls a column: without its n, which is not shown either."""
    text = column.text.replace(f" (n = {FOLLOWS})", "")
    return f"{column.spanner}: {text}" if column.spanner else text


def _written(kept: Sequence[_Block], places: Sequence[int]) -> Iterator[Line]:
    section = None
    for block in kept:
        if block.section is not None and block.section is not section:
            yield block.section
        section = block.section
        for line in block.lines:
            yield replace(line, cells=tuple(line.cells[place] for place in places))
