"""A file of SPSS, Stata or SAS as a table: values as they were entered, with the words for them, none left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyreadstat

from compendium.sources.apart import read_apart
from compendium.sources.cells import Cells
from compendium.sources.content import ending
from compendium.sources.encoding import AS_READ, letters_beside_ascii
from compendium.sources.handed import Note, SourceFault
from compendium.sources.texts import packed, text_of, unpacked
from press.ground.fault import FaultRecord
from press.ground.plain_file import read_plain

_PROGRAMS: dict[str, tuple[str, Callable[..., Any], dict[str, bool]]] = {
    "sav": ("SPSS", pyreadstat.read_sav, {"user_missing": True}),
    "zsav": ("SPSS", pyreadstat.read_sav, {"user_missing": True}),
    "por": ("SPSS", pyreadstat.read_por, {}),
    "dta": ("Stata", pyreadstat.read_dta, {"user_missing": True}),
    "sas7bdat": ("SAS", pyreadstat.read_sas7bdat, {"user_missing": True}),
    "xpt": ("SAS", pyreadstat.read_xport, {}),
}
_BY_BEGINNING = (
    (b"$FL", "sav"),
    (b"<stata_dta>", "dta"),
    (b"HEADER RECORD", "xpt"),
)


def read_statistical(path: Path, name: str, file: str) -> tuple[Cells, list[Note]]:
    """Return the one table of a file, and notes on values that its program counts as missing: they are kept.

    The rows are numbered as the program numbers its cases, from 1. `labels` are those of the variables and `codes` the
    words behind values, where the file has them. Raises SourceFault where it cannot be read. It is read in a process of
    its own, as the library reads beyond its memory where some bytes are changed.
    """
    head = read_plain(path, file)[:100]  # whole: what is too large or being written to is refused as any file is
    kind = next((kind for beginning, kind in _BY_BEGINNING if head.startswith(beginning)), ending(path.name))
    program = _PROGRAMS.get(kind, _PROGRAMS["por"])[0]
    found = read_apart(__name__, path.resolve(), kind)
    if found is None:
        rule = f"a file of {program} that can be read; this one is damaged, or no such file"
        raise SourceFault([FaultRecord(file, 0, "", "", rule, f"send it again, or save it as CSV from {program}")])
    rows = [list(map(unpacked, row)) for row in found["rows"]]
    numbers = list(range(1, len(rows) + 1))
    cells = Cells(name, file, "", tuple(found["header"]), rows, numbers, found["labels"], found["codes"])
    notes: list[Note] = [(file, 0, column, said, why) for column, said, why in found["notes"]]
    if not rows:
        why = "a table without a row: was there none to record, or were its rows not sent?"
        notes.append((file, 0, "", "", why))
    return cells, notes


def _texts(path: str, kind: str) -> dict[str, object]:
    """Return the content of a file as texts; raises whatever the library does on a damaged file."""
    program, read, options = _PROGRAMS.get(kind, _PROGRAMS["por"])
    notes: list[tuple[str, str, str]] = []
    try:
        frame, meta = read(path, output_format="dict", **options)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if isinstance(error, pyreadstat.ReadstatError) and "convert string" not in str(error):
            raise
        frame, meta = read(path, output_format="dict", encoding="WINDOWS-1252", **options)
        shown = letters_beside_ascii("".join(str(each) for column in meta.column_names for each in frame[column]))
        notes.append(("", shown, f"its texts read as Windows-1252, as they are not what the file says: {AS_READ}"))
    single = {column for column, kind in meta.readstat_variable_types.items() if kind == "float"}
    columns = [[text_of(_as_kept(value, column in single)) for value in frame[column]] for column in meta.column_names]
    return {
        "header": meta.column_names,
        "rows": [list(map(packed, row)) for row in zip(*columns, strict=True)],
        "labels": {column: label for column, label in meta.column_names_to_labels.items() if label},
        "codes": {column: _words(codes) for column, codes in meta.variable_value_labels.items()},
        "notes": [*notes, *_missing(meta, program)],
    }


def _as_kept(value: object, single: bool) -> object:
    """Return a value as its file keeps it: the library widens Stata's usual type, of seven digits, to sixteen."""
    return np.float32(value) if single and isinstance(value, float) else value


def _words(codes: Mapping[object, str]) -> dict[str, str]:
    return {text_of(float(code) if isinstance(code, int) else code): words for code, words in codes.items()}


def _missing(meta: Any, program: str) -> Iterator[tuple[str, str, str]]:
    """Yield for each variable of which some values stand for missing ones: its name, the values, and what was done."""
    for column, ranges in meta.missing_ranges.items():
        said = ", ".join(map(_range, ranges))
        yield column, said, f"missing by what the file says; kept as the values that they are in {program}"
    for column, values in meta.missing_user_values.items():
        said = ", ".join(map(str, values))
        yield column, said, f"missing values of {program} with a letter; kept as that letter"


def _range(found: Mapping[str, object]) -> str:
    low, high = text_of(found["lo"]), text_of(found["hi"])
    return low if low == high else f"{low} to {high}"


if __name__ == "__main__":
    json.dump(_texts(*sys.argv[1:]), sys.stdout)
