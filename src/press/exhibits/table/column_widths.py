"""How wide each column of a printed table is: as its longest text asks, and all of them together one page's width."""

from __future__ import annotations

from press.exhibits.table.layout import Table

_LONGEST_LABEL, _LONGEST_WORDS = 36, 60  # characters; a longer label, or other words of another column, wrap
_AIR = 2.5  # characters of space around every text


def column_widths(table: Table, total: int) -> list[int]:
    """Return one whole number a column, their sum exactly `total` (any unit).

    >>> from press.exhibits.table.layout import Cell, Column, Line
    >>> columns = (Column("", "left"), Column("All"))
    >>> line = Line((Cell("Disease duration"), Cell("8.0 [3.5, 20.3]")))
    >>> column_widths(Table("demo", "Patients", columns, (line,)), 1000)
    [514, 486]
    """
    wanted = [_characters(table, place) for place in range(len(table.columns))]
    widths = [int(total * share / sum(wanted)) for share in wanted]
    widths[0] += total - sum(widths)
    return widths


def _characters(table: Table, place: int) -> float:
    """The characters that a column asks for: its longest text, or the longest word of its heading."""
    column = table.columns[place]
    words = [_bold(word) + 0.5 * len(column.marks) for word in column.text.replace(" = ", "_=_").split()]
    texts = [
        len(line.cells[place].text) + 1.5 * line.indent * (place == 0) + 0.5 * len(line.cells[place].marks)
        for line in table.lines
        if line.kind == "row"
    ]
    longest = max([*words, *texts], default=1)
    most = _LONGEST_WORDS if place else _LONGEST_LABEL
    return (min(longest, most) if column.align == "left" else longest) + _AIR


def _bold(word: str) -> float:
    """The width of a word of a heading, in digits: bold is wider, and bold capitals half as wide again."""
    return sum(1.5 if letter.isupper() else 1.1 for letter in word)
