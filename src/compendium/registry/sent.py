"""What centres have sent, still as text but under the codebook's names, and for each line where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

FILE, ROW = "file of origin", "row of origin"


@dataclass(frozen=True)
class Sent:
    """By table a frame of texts with the columns FILE and ROW, which say where each line stood.

    damaged: files of which rows or columns could not be read. by_folder: each centre has a folder of its own, which is
    what a file's name begins with. columns: by table, what the centre calls a variable, where it has a name of its own.
    """

    tables: Mapping[str, pd.DataFrame]
    damaged: frozenset[str] = frozenset()
    by_folder: bool = False
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
