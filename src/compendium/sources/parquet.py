"""A Parquet file as a table: whole numbers stay whole where some are missing, and categories are their words."""

from __future__ import annotations

import contextlib
import io

from fastparquet import ParquetFile

from compendium.sources.cells import Cells
from compendium.sources.handed import Note, SourceFault
from compendium.sources.texts import text_of
from press.ground.fault import FaultRecord


def read_parquet(content: bytes, name: str, file: str) -> tuple[Cells, list[Note]]:
    """Return the one table of a file, its rows numbered from 1. Raises SourceFault where it cannot be read.

    An index that pandas wrote with a name is a column like the others, in front.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the library prints what it finds damaged
            frame = ParquetFile(io.BytesIO(content)).to_pandas(index=False)
            header = tuple(map(str, frame.columns))
            columns = [[text_of(value) for value in frame.iloc[:, at].astype(object)] for at in range(len(header))]
    except Exception:  # a damaged file: what the library raises then is not all its own
        rule = "a Parquet file that can be read; this one is damaged, encrypted, or not wholly written"
        raise SourceFault([FaultRecord(file, 0, "", "", rule, "write it again, or save the table as CSV")]) from None
    rows = [list(row) for row in zip(*columns, strict=True)]
    notes = (
        [] if rows else [(file, 0, "", "", "a table without a row: was there none to record, or were they not sent?")]
    )
    return Cells(name, file, "", header, rows, list(range(1, len(rows) + 1))), notes
