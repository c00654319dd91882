"""What centres have sent, still as text but under the codebook's names, and for each line where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from press.ground.fault import FaultRecord

FILE, ROW = "file of origin", "row of origin"


class Origin(Protocol):
    """How the centre itself wrote a table, whose lines and variables are called otherwise there."""

    def fault(self, position: int, variable: str, rule: str, action: str, /) -> FaultRecord:
        """Return the record of a rule that a value breaks: the centre's file, row, column and cell."""

    def is_number(self, position: int, variable: str, /) -> bool:
        """Return whether the centre's own program keeps a value as a number."""


@dataclass(frozen=True)
class Sent:
    """By table a frame of texts with the columns FILE and ROW, which say where each line stood.

    damaged: files of which rows or columns could not be read; where centres have no folders, tables. by_folder: each
    centre has a folder of its own, which is what a file's name begins with. origins: by table, where each value stands
    and how it was written, if otherwise.
    """

    tables: Mapping[str, pd.DataFrame]
    damaged: frozenset[str] = frozenset()
    by_folder: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict)
