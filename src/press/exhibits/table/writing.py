"""Write one table in every format that a journal or a reader asks for."""

from __future__ import annotations

from pathlib import Path

from press.exhibits.table.kept import write_json
from press.exhibits.table.layout import Table
from press.exhibits.table.write_csv import write_csv
from press.exhibits.table.write_html import write_html
from press.exhibits.table.write_latex import write_latex
from press.exhibits.table.write_word import write_word

_WRITERS = {"csv": write_csv, "html": write_html, "tex": write_latex, "docx": write_word, "json": write_json}
TABLE_FORMATS = tuple(_WRITERS)


def write_table(table: Table, folder: Path) -> list[Path]:
    """Write `table` to `folder` (made if missing) as CSV, HTML, LaTeX, Word and JSON, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write(table, folder / f"{table.name}.{ending}") for ending, write in _WRITERS.items()]
