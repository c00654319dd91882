"""The simulated registry in memory, as text with the file and row of each line, and the door by which it is read.

A part of each centre is enough. Tables that are not damaged are read once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from compendium.registry.checking import check_tables
from compendium.registry.codebook import TABLES, load_codebook
from compendium.registry.files import read_text_table
from compendium.registry.flagging import Flag, flag_tables
from compendium.registry.sent import FILE, ROW, Sent
from compendium.registry.table import Table, read_table
from press.ground.fault import FaultRecord
from press.ground.paths import project_root

Tables = dict[str, pd.DataFrame]
Change = Callable[[Tables], None]
CENTRES = {"b": 30, "a": 24, "c": 18}  # so many patients of each


@dataclass(frozen=True)
class Damage:
    """`says` is a part of the rule; outcome "fault" stops, "flag" is kept and listed, "right" is read as meant."""

    name: str
    change: Change
    outcome: str
    says: str = ""


@lru_cache(maxsize=1)
def _whole() -> Tables:
    book, folder = load_codebook(), project_root() / "data" / "registry"
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for centre, most in CENTRES.items():
        kept: set[str] = set()
        for name in TABLES:
            text, rows, _ = read_text_table(folder, f"{centre}/{name}.csv", book.table(name))
            text = text.assign(**{FILE: f"{centre}/{name}.csv", ROW: rows})
            kept = kept or set(text["patient_id"][:most])
            parts[name].append(text[text["patient_id"].isin(kept)])
    return {name: pd.concat(each, ignore_index=True).astype(object) for name, each in parts.items()}


def undamaged() -> Tables:
    """Return a copy of the registry to be damaged."""
    return {name: table.copy() for name, table in _whole().items()}


def read(sent: Tables) -> tuple[dict[str, Table], list[FaultRecord], list[Flag]]:
    """Read and check a registry as `read_registry` does from the cells on; no flags are looked for beside faults."""
    tables: dict[str, Table] = {}
    faults: list[FaultRecord] = []
    for name in TABLES:
        tables[name], of_cells = _as_it_was(name) if sent[name].equals(_whole()[name]) else _table(name, sent[name])
        faults += of_cells
    faults += check_tables(tables)
    flags = [] if faults else list(flag_tables(tables).itertuples(index=False, name=None))
    return tables, faults, flags


def _table(name: str, sent: pd.DataFrame) -> tuple[Table, list[FaultRecord]]:
    return read_table(name, Sent({name: sent}, by_folder=True), load_codebook().table(name))


@lru_cache
def _as_it_was(name: str) -> tuple[Table, list[FaultRecord]]:
    """Two of three tables are not damaged, as a rule: they are read once."""
    return _table(name, _whole()[name])


def table_of(column: str) -> str:
    """Return the first table that has a column."""
    return next(name for name in TABLES if column in _whole()[name])
