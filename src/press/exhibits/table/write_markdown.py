"""A table as Markdown: what a notebook keeps for readers that show neither HTML nor LaTeX."""

from __future__ import annotations

from press.exhibits.markdown_text import escape
from press.exhibits.table.layout import Line, Table

_RULE = {"left": ":---", "right": "---:", "centre": ":---:"}


def markdown_table(table: Table) -> str:
    """Return the table as a pipe table with its title above and its notes below.

    >>> from press.exhibits.table.layout import Cell, Column
    >>> line = Line((Cell("All"), Cell("3")))
    >>> print(markdown_table(Table("demo", "Patients", (Column("", "left"), Column("n")), (line,))))
    **Patients**
    <BLANKLINE>
    |  | n |
    | :--- | ---: |
    | All | 3 |
    """
    heads = [
        _text(table, f"{column.spanner}: {column.text}" if column.spanner else column.text, column.marks)
        for column in table.columns
    ]
    rules = [_RULE[column.align] for column in table.columns]
    body = [_cells(table, line) for line in table.lines]
    pipes = ["| " + " | ".join(cells) + " |" for cells in (heads, rules, *body)]
    notes = [f"<sup>{letter}</sup> {escape(text)}" for letter, text in table.lettered_notes]
    general = [escape(text) for text in table.source]
    blocks = [f"**{escape(table.title)}**", "\n".join(pipes), "  \n".join(notes + general)]
    return "\n\n".join(block for block in blocks if block)


def _cells(table: Table, line: Line) -> list[str]:
    texts = [_text(table, cell.text, cell.marks) for cell in line.cells]
    if line.kind == "section":
        return [f"**{texts[0]}**"] + [""] * (len(table.columns) - 1)
    return ["&emsp;" * line.indent + texts[0], *texts[1:]]


def _text(table: Table, text: str, marks: tuple[str, ...]) -> str:
    return escape(text) + (f"<sup>{table.superscript(marks)}</sup>" if marks else "")
