"""A Parquet file as a table: whole numbers stay whole where some are missing, and categories are their words."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from fastparquet import ParquetFile

from compendium.sources.apart import read_apart
from compendium.sources.cells import Cells
from compendium.sources.handed import Note, SourceFault
from compendium.sources.texts import packed, text_of, unpacked
from press.ground.fault import FaultRecord
from press.ground.plain_file import read_plain


def read_parquet(path: Path, name: str, file: str) -> tuple[Cells, list[Note]]:
    """Return the one table of a file, its rows numbered from 1. Raises SourceFault where it cannot be read.

    An index that pandas wrote with a name is a column like the others. The file is read in a process of its own, as
    the library reads beyond its memory where some bytes are changed.
    """
    read_plain(path, file)  # what is too large or being written to is refused as any file is
    found = read_apart(__name__, path.resolve())
    if found is None:
        rule = "a Parquet file that can be read; this one is damaged, encrypted, or not wholly written"
        raise SourceFault([FaultRecord(file, 0, "", "", rule, "write it again, or save the table as CSV")])
    header, rows = found[0], [list(map(unpacked, row)) for row in found[1]]
    why = "a table without a row: was there none to record, or were its rows not sent?"
    notes: list[Note] = [] if rows else [(file, 0, "", "", why)]
    return Cells(name, file, "", tuple(header), rows, list(range(1, len(rows) + 1))), notes


def _texts(path: str) -> tuple[list[str], list[list[str | list[str]]]]:
    """Return the names of the columns and the rows as texts; raises whatever the library does on a damaged file."""
    with contextlib.redirect_stdout(io.StringIO()):  # the library prints what it finds damaged
        frame = ParquetFile(path).to_pandas(index=False)
    columns = [list(map(text_of, _values(frame.iloc[:, at]))) for at in range(frame.shape[1])]
    return [str(name) for name in frame.columns], [list(map(packed, row)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series) -> Iterable[object]:
    """Return the values of a column, those of single precision as such."""
    return column.to_numpy() if column.dtype in ("float32", "float16") else column.astype(object)


if __name__ == "__main__":
    json.dump(_texts(sys.argv[1]), sys.stdout)
