"""The folder of a registry: which of its folders are centres, and what in it is no file or folder that can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from compendium.registry.codebook import TABLES
from press.ground.fault import FaultRecord
from press.ground.plain_file import file_flaw, folder_flaw

_LAYOUT = "a folder that holds one folder per centre with " + ", ".join(f"{name}.csv" for name in TABLES)
NO_CENTRE = FaultRecord(".", 0, "", "", f"{_LAYOUT}; there is none in it", "name the folder of the registry")


def find_centres(folder: Path) -> tuple[list[str], list[FaultRecord]]:
    """Return the names of the centres' folders, in alphabetical order, and what is wrong with the folder as a whole.

    A folder with none of the three files, such as notes or __MACOSX, is no centre's. What is neither file nor folder,
    or a link that leads nowhere, is a fault wherever it stands: behind it may be the patients of a centre.
    """
    if flaw := folder_flaw(folder):
        return [], [FaultRecord(".", 0, "", str(folder), f"{_LAYOUT}; {flaw[0]}", "name the folder of the registry")]
    faults = list(_odd(folder))
    names = [path.name for path in folder.iterdir() if not path.name.startswith(".") and _is_centre(path)]
    return sorted(names), faults


def _is_centre(folder: Path) -> bool:
    return any(os.path.lexists(folder / f"{name}.csv") for name in TABLES)


def _odd(folder: Path, within: str = "") -> Iterator[FaultRecord]:
    """Yield a fault for what cannot be read in the folder and in those it holds; hidden files are nobody's."""
    for path in sorted((folder / within).iterdir()):
        name = f"{within}/{path.name}" if within else path.name
        if path.name.startswith("."):
            continue
        is_folder = path.is_dir()
        if flaw := folder_flaw(path) if is_folder else file_flaw(path):
            yield FaultRecord(name, 0, "", "", *flaw)
        elif is_folder and not within:
            yield from _odd(folder, name)
