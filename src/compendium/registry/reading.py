"""Read a registry: every centre's three tables, checked against the codebook; all faults at once or clean tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from compendium.registry.checking import check_tables
from compendium.registry.checksums import is_simulated, seal_faults
from compendium.registry.codebook import KEYS, TABLES, Codebook, load_codebook
from compendium.registry.fault import RegistryFault
from compendium.registry.files import read_text_table
from compendium.registry.flagging import flag_tables
from compendium.registry.folder import find_centres
from compendium.registry.kinds import as_declared
from compendium.registry.table import FILE, ROW, Table, read_table
from press.ground.fault import FaultRecord


@dataclass(frozen=True)
class Registry:
    """The three tables of all centres, the values that are implausible but kept (`flags`), and where they come from.

    `flags` has the columns file, row (as a spreadsheet numbers it), column, value, rule.
    """

    patients: pd.DataFrame
    visits: pd.DataFrame
    adverse_events: pd.DataFrame
    flags: pd.DataFrame
    simulated: bool
    origin: str


def read_registry(folder: Path) -> Registry:
    """Read and check the registry in `folder`: one folder per centre with patients, visits and adverse_events.csv.

    Returns tables sorted by their keys, held as the codebook says (levels are ordered categories). Raises
    RegistryFault with every fault of every file: file, row, column, value, rule, what to do.

    >>> from press.ground.paths import project_root
    >>> registry = read_registry(project_root() / "data" / "registry")
    >>> registry.origin, sorted(registry.patients["centre"].unique().astype(str))
    ('Simulated registry: no patient data.', ['Brescia', 'Pavia', 'Pisa'])
    """
    folder = Path(folder)
    book = load_codebook()
    centres, faults = find_centres(folder)
    if not centres:
        raise RegistryFault(str(folder), faults)
    files = [f"{centre}/{table}.csv" for centre in centres for table in TABLES]
    present = [file for file in files if (folder / file).exists()]
    sealed = seal_faults(folder, present)
    tables = {name: _one_table(folder, name, centres, book, faults) for name in TABLES}
    by_seal = {fault.file for fault in sealed}
    # a file that the seal misses is reported by the seal alone
    faults = [fault for fault in faults if fault.file not in by_seal or (folder / fault.file).exists()]
    faults += [*sealed, *check_tables(tables)]
    if faults:
        raise RegistryFault(str(folder), faults)
    clean = {name: _sorted(as_declared(table.frame, book.table(name)), name) for name, table in tables.items()}
    simulated = is_simulated(folder)
    origin = "Simulated registry: no patient data." if simulated else f"Registry: {folder.resolve().name}."
    return Registry(**clean, flags=flag_tables(tables), simulated=simulated, origin=origin)


def _one_table(folder: Path, name: str, centres: Sequence[str], book: Codebook, faults: list[FaultRecord]) -> Table:
    """Read one table of all centres, adding its faults to `faults`."""
    parts, damaged = [], set()
    for centre in centres:
        text, rows, file_faults = read_text_table(folder, f"{centre}/{name}.csv", book.table(name))
        faults += file_faults
        damaged |= {fault.file for fault in file_faults}
        origin = pd.DataFrame({FILE: f"{centre}/{name}.csv", ROW: rows})
        parts.append(pd.concat([text, origin], axis=1))
    table, unreadable = read_table(name, pd.concat(parts, ignore_index=True), book.table(name))
    faults += unreadable
    return replace(table, damaged=frozenset(damaged))


def _sorted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.sort_values(list(dict.fromkeys(["patient_id", *KEYS[name]])), ignore_index=True)
