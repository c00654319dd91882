"""The one door to a registry: folders of centres as the codebook has them, or any source with its mapping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from compendium.mapping.applying import apply
from compendium.mapping.consequences import without_consequences
from compendium.mapping.identity import identity
from compendium.mapping.mapped import Mapped, MappedTable
from compendium.mapping.mapping_file import read_mapping
from compendium.mapping.rests_on import files_of, is_mapping
from compendium.mapping.statement import Source
from compendium.registry.codebook import load_codebook
from compendium.registry.fault import RegistryFault
from compendium.registry.folder import find_centres
from compendium.registry.reading import Registry, read_registry, read_sent
from compendium.registry.sent import FILE, ROW, Sent
from compendium.sources.address import is_address, read_address
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed, SourceFault
from compendium.sources.opening import open_source
from compendium.sources.redcap_dictionary import dictionary_of
from compendium.sources.redcap_export import split_export
from compendium.sources.redcap_seen import redcap_in
from press.ground.fault import FaultRecord, SpreadsheetFault
from press.ground.paths import run_name

_GUIDE = "Read me"  # the sheet of the template that says how to fill it in
NO_MAPPING = (
    "tables and columns named as in the codebook, or a mapping that says what is what; these are named otherwise"
)


def open_registry_at(place: Path | str, today: date | None = None) -> Registry:
    """Read and check a registry: a folder with one folder for each centre, a mapping file, or a filled-in template.

    `place` may be a text where it is the address of a database. `today`, where it is given, is the day after which no
    date can lie. Raises RegistryFault with every fault: file, row, column, value, rule, what to do.

    >>> from press.ground.paths import project_root
    >>> open_registry_at(project_root() / "data" / "registry").simulated
    True
    """
    if isinstance(place, Path) and place.is_dir() and _has_centres(place):
        return read_registry(place, today)
    try:
        mapped, seen = mapped_at(place)
    except SpreadsheetFault as fault:
        raise RegistryFault(str(place), fault.records) from fault
    sent = Sent(
        {name: _with_places(table) for name, table in mapped.tables.items()}, mapped.unmade, origins=mapped.tables
    )
    origin = f"Registry: {run_name() or Path(place).stem}."
    notes = [*seen.notes, *mapped.notes]
    try:
        registry = read_sent(sent, mapped.faults, notes, where=str(place), origin=origin, today=today)
    except RegistryFault as fault:
        raise RegistryFault(str(place), without_consequences(fault.records, mapped.faults)) from fault
    return replace(registry, dates_shifted=mapped.dates_shifted, absent=mapped.absent)


def _with_places(table: MappedTable) -> pd.DataFrame:
    return pd.concat([table.frame, pd.DataFrame({FILE: table.files, ROW: table.rows})], axis=1)


def _has_centres(folder: Path) -> bool:
    """Whether it is such a folder, or so odd that only its reader can say what is wrong with it."""
    centres, faults = find_centres(folder)
    return bool(centres) or not any(each.is_file() for each in folder.iterdir()) or bool(faults)


def mapped_at(place: Path | str) -> tuple[Mapped, Handed]:
    """Return the three tables of a source under the codebook's names, and the source as it was handed over.

    Raises SpreadsheetFault where the mapping or the source cannot be read, and where there is no mapping and one is
    needed.
    """
    book = load_codebook()
    if isinstance(place, Path) and is_mapping(place):
        mapping = read_mapping(place)
        handed = handed_over(mapping.source, place.parent)
        return apply(mapping, handed, book), handed
    handed = open_source(place)
    if (own := identity(handed, book)) is None:
        name = place if isinstance(place, str) else place.name
        action = f"draft one with `compendium map {name}`, complete it, and name it as the registry"
        if said := redcap_in(handed).what_to_do(str(place)):
            action = f"{said}. This drafts a mapping: complete it, and name it as the registry, in the place of {name}"
        raise SourceFault([FaultRecord(name, 0, "", ", ".join(handed.tables), NO_MAPPING, action)])
    handed = _without_guide(handed)
    return apply(own, handed, book), handed


def data_of(source: str) -> Path | str:
    """Return the file or folder in which the rows of a registry lie, named by itself or by its mapping."""
    if is_address(source) or not is_mapping(Path(source)):
        return source if is_address(source) else Path(source)
    (first, *_) = files_of(Path(source)) or (source,)
    return Path(first)


def _without_guide(handed: Handed) -> Handed:
    """Leave out the template's own words: nobody has to be told that they are no patients."""
    tables = {name: cells for name, cells in handed.tables.items() if cells.sheet != _GUIDE}
    notes = [note for note in handed.notes if not note[0].endswith(f", sheet {_GUIDE}")]
    return replace(handed, tables=tables, notes=notes)


def handed_over(source: Source, folder: Path) -> Handed:
    """Open what the block `source` of a mapping in `folder` names. Raises SourceFault."""
    if source.url:
        file = read_address(source.url).file
        return open_source(folder / file if file else source.url)
    if source.kind != "redcap":
        return open_source(folder / source.data)
    export, dictionary = open_source(folder / source.data), open_source(folder / source.dictionary)
    parted = split_export(_only(export), dictionary_of(_only(dictionary)), source.missing_codes)
    notes = [*export.notes, *dictionary.notes, *parted.notes]
    return replace(parted, notes=notes, reads=(*export.reads, *dictionary.reads))


def _only(handed: Handed) -> Cells:
    """Return the one table of an export or a dictionary."""
    if len(handed.tables) > 1:
        names = ", ".join(handed.tables)
        rule = "one file with one table: a REDCap project is exported as one, and its dictionary is another"
        raise SourceFault([FaultRecord(next(iter(handed.tables.values())).file, 0, "", names, rule, "name that file")])
    return next(iter(handed.tables.values()))
