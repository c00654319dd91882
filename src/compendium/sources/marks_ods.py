"""The marks of the sheets of an OpenDocument workbook: merged areas, errors, comments, what is hidden, formulas."""

from __future__ import annotations

from compendium.sources.grid import Area
from compendium.sources.marks import Marks, UnreadableMarkup, parse_markup


def read_marks(data: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet by its name, from the content of the file. Raises UnreadableMarkup.

    >>> cell = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"/>'
    >>> rows = f'<table:table-row table:visibility="collapse">{cell}</table:table-row>'
    >>> found = read_marks(f'<c><table:table table:name="Visite">{rows}</table:table></c>'.encode())["Visite"]
    >>> found.hidden_rows, found.merged
    ([0], [Area(top=0, left=0, bottom=1, right=0)])
    """
    reader = _Reader()
    try:
        parse_markup(data, reader.start, reader.end, reader.text)
    except ValueError as error:
        raise UnreadableMarkup from error
    return reader.sheets


class _Reader:
    """Follows the elements of the file; a row or cell that is said to be repeated counts as often."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks = Marks()
        self.row = self.column = self.columns = 0
        self.rows = self.cells = 1
        self.error = False
        self.within: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        self.within.append(name)
        if name == "table" and "table" not in self.within[:-1]:
            self.marks = self.sheets.setdefault(said.get("name", ""), Marks())
            self.row = self.column = self.columns = 0
        elif name == "table-column":
            number = int(said.get("number-columns-repeated", "1"))
            if said.get("visibility", "visible") != "visible" and number < 16384:
                self.marks.hidden_columns += range(self.columns, self.columns + number)
            self.columns += number
        elif name == "table-row":
            self.column, self.rows = 0, int(said.get("number-rows-repeated", "1"))
            if said.get("visibility", "visible") != "visible" and self.rows < 1000:
                self.marks.hidden_rows += range(self.row, self.row + self.rows)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(said, attributes)
        elif name == "annotation":
            self.marks.comments.append((self.row, self.column))
        self.marks.drawings |= name in ("frame", "shape")

    def _cell(self, said: dict[str, str], attributes: dict[str, str]) -> None:
        self.cells = int(said.get("number-columns-repeated", "1"))
        self.error = attributes.get("calcext:value-type") == "error"
        if "value-type" in said:
            end = self.row + self.rows - 1, self.column + self.cells - 1
            self.marks.end = max(self.marks.end[0], end[0]), max(self.marks.end[1], end[1])
        elif "formula" in said:
            self.marks.uncomputed.append((self.row, self.column))
        tall, wide = int(said.get("number-rows-spanned", "1")), int(said.get("number-columns-spanned", "1"))
        if tall > 1 or wide > 1:
            self.marks.merged.append(Area(self.row, self.column, self.row + tall - 1, self.column + wide - 1))

    def text(self, found: str) -> None:
        if self.error and "annotation" not in self.within and self.within[-1] == "p":
            for column in range(self.column, min(self.column + self.cells, self.column + 1000)):
                for row in range(self.row, min(self.row + self.rows, self.row + 1000)):
                    self.marks.errors[row, column] = found

    def end(self, name: str) -> None:
        self.within.pop()
        if name in ("table-cell", "covered-table-cell"):
            self.column, self.error = self.column + self.cells, False
        elif name == "table-row":
            self.row += self.rows
