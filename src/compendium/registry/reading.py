"""Read a registry: every centre's three tables, checked against the codebook; all faults at once or clean tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from compendium.registry.checking import check_tables
from compendium.registry.checksums import has_notice, seal_faults
from compendium.registry.codebook import KEYS, TABLES, Codebook, load_codebook
from compendium.registry.fault import RegistryFault
from compendium.registry.files import read_text_table
from compendium.registry.flagging import COLUMNS, Flag, flag_tables
from compendium.registry.folder import NO_CENTRE, find_centres
from compendium.registry.kinds import as_declared
from compendium.registry.one_cause import one_cause
from compendium.registry.rowless import rowless_faults
from compendium.registry.sent import FILE, ROW, Sent
from compendium.registry.table import Table, read_table
from compendium.registry.unread import what_is_not_read
from press.ground.fault import FaultRecord
from press.ground.paths import run_name

_NONE_TO_RECORD = "a table without a row: was there none to record, or were its rows not sent?"


@dataclass(frozen=True)
class Registry:
    """The three tables of all centres, the values that are implausible but kept (`flags`), and where they come from.

    `flags` has the columns file, row (as a spreadsheet numbers it), column, value, rule. dates_shifted: the source
    moved each patient's dates by a number of days, so that durations hold and calendar years mean nothing. absent: the
    tables that it has not at all: that there is no row does not mean that there was nothing to record.
    """

    patients: pd.DataFrame
    visits: pd.DataFrame
    adverse_events: pd.DataFrame
    flags: pd.DataFrame
    simulated: bool
    origin: str
    dates_shifted: bool = False
    absent: frozenset[str] = frozenset()


def read_registry(folder: Path, today: date | None = None) -> Registry:
    """Read and check the registry in `folder`: one folder per centre with patients, visits and adverse_events.csv.

    `today`, where it is given, is the day after which no date can lie. Returns tables sorted by their keys, held as the
    codebook says (levels are ordered categories). Raises RegistryFault with every fault of every file: file, row,
    column, value, rule, what to do.

    >>> from press.ground.paths import project_root
    >>> registry = read_registry(project_root() / "data" / "registry")
    >>> registry.origin, sorted(registry.patients["centre"].unique().astype(str))
    ('Simulated registry: no patient data.', ['A', 'B', 'C'])
    """
    folder = Path(folder)
    book = load_codebook()
    centres, faults, not_read = _looked_through(folder)
    files = [f"{centre}/{table}.csv" for centre in centres for table in TABLES]
    present = [file for file in files if (folder / file).exists()]
    sealed = seal_faults(folder, present)
    damaged: set[str] = set()
    frames = {name: _one_table(folder, name, centres, book, faults, damaged) for name in TABLES}
    rowless, of_rowless = _without_rows(present, frames.values(), damaged)
    faults += of_rowless
    damaged |= {fault.file for fault in of_rowless}
    sent = Sent(frames, frozenset(damaged), by_folder=True)
    by_seal = {fault.file for fault in sealed}
    # a file that the seal misses is reported by the seal alone
    faults = [fault for fault in faults if fault.file not in by_seal or (folder / fault.file).exists()]
    simulated = has_notice(folder) and not sealed
    name = run_name() or folder.resolve().name
    origin = "Simulated registry: no patient data." if simulated else f"Registry: {name}."
    not_read += [(file, 0, "", "", _NONE_TO_RECORD) for file in rowless]
    found = [*faults, *sealed]
    return read_sent(sent, found, not_read, where=str(folder), origin=origin, simulated=simulated, today=today)


def read_sent(
    sent: Sent,
    faults: Iterable[FaultRecord],
    not_read: Iterable[Flag],
    *,
    where: str,
    origin: str,
    simulated: bool = False,
    today: date | None = None,
) -> Registry:
    """Check what was sent, as text under the codebook's names, and hold it as the codebook says.

    faults, not_read: what is known of it by now. where: what messages call the whole. Raises RegistryFault with every
    fault.
    """
    book, found = load_codebook(), list(faults)
    tables: dict[str, Table] = {}
    for name in TABLES:
        tables[name], unreadable = read_table(name, sent, book.table(name))
        found += unreadable
    found += check_tables(tables, today)
    if found:
        raise RegistryFault(where, one_cause(found))
    clean = {name: _sorted(as_declared(table.frame, book.table(name)), name) for name, table in tables.items()}
    flags = pd.concat([pd.DataFrame(not_read, columns=COLUMNS), flag_tables(tables)], ignore_index=True)
    patients, visits, events = (clean[name] for name in TABLES)
    return Registry(patients, visits, events, flags, simulated, origin)


def _looked_through(folder: Path) -> tuple[list[str], list[FaultRecord], list[Flag]]:
    """Return the centres, what is wrong with the folder, and what in it is not read; RegistryFault without a centre."""
    centres, faults = find_centres(folder)
    if centres or not faults:
        astray, not_read = what_is_not_read(folder, centres)
        faults += [fault for fault in astray if fault.file not in {odd.file for odd in faults}]
    if not centres:
        raise RegistryFault(str(folder), faults or [NO_CENTRE])
    return centres, faults, not_read


def _without_rows(
    files: Sequence[str], frames: Iterable[pd.DataFrame], damaged: Collection[str]
) -> tuple[list[str], list[FaultRecord]]:
    """Return the files that have nothing but a header, and the faults of those that must have rows."""
    seen = {file for frame in frames for file in frame[FILE].unique()}
    rowless, faults = [file for file in files if file not in seen], []
    for file in rowless:
        centre, _, table = file.removesuffix(".csv").rpartition("/")
        if file not in damaged:
            faults += rowless_faults(table, file, patients=f"{centre}/patients.csv" in seen)
    return rowless, faults


def _one_table(
    folder: Path, name: str, centres: Sequence[str], book: Codebook, faults: list[FaultRecord], damaged: set[str]
) -> pd.DataFrame:
    """Return the texts of one table of all centres, adding its faults to `faults`, and their files to `damaged`."""
    parts = []
    for centre in centres:
        text, rows, file_faults = read_text_table(folder, f"{centre}/{name}.csv", book.table(name))
        faults += file_faults
        damaged |= {fault.file for fault in file_faults}
        origin = pd.DataFrame({FILE: f"{centre}/{name}.csv", ROW: rows})
        parts.append(pd.concat([text, origin], axis=1))
    return pd.concat(parts, ignore_index=True)


def _sorted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.sort_values(list(dict.fromkeys(["patient_id", *KEYS[name]])), ignore_index=True)
