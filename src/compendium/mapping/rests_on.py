"""Which files a registry rests on: a mapping is one, and so is all that it names."""

from __future__ import annotations

from pathlib import Path

from press.ground.fault import SpreadsheetFault
from press.ground.paths import UNSEEN


def is_mapping(place: Path) -> bool:
    """Whether a registry is named by its mapping file.

    >>> is_mapping(Path("data/registry"))
    False
    """
    return place.suffix.lower() in (".yaml", ".yml") and place.is_file()


def files_of(place: Path) -> tuple[str, ...]:
    """Return what a registry rests on besides the file or folder that is named: what a mapping there names in turn.

    A database on a server is given as `?`: nobody can see whether it has changed.
    """
    if not is_mapping(place):
        return ()
    from compendium.mapping.mapping_file import source_of  # not needed to say that nothing is to be done
    from compendium.sources.address import read_address

    try:
        source = source_of(place)
        if source is None:
            return ()
        file = read_address(source.url).file if source.url else source.data
    except SpreadsheetFault:
        return ()  # what is wrong with it is said where it is read
    if source.url and not file:
        return (UNSEEN,)
    return tuple(str(place.parent / name) for name in (file, source.dictionary) if name)


def lie_in(source: str) -> list[Path]:
    """Return the files and folders that hold what is handed over: the source itself, and what its mapping names.

    >>> lie_in("data/registry"), lie_in("postgresql://host/db")
    ([PosixPath('data/registry')], [])
    """
    from compendium.sources.address import is_address, read_address

    if is_address(source):
        try:
            return [Path(file)] if (file := read_address(source).file) else []
        except SpreadsheetFault:
            return []  # as above
    return [Path(source), *(Path(file) for file in files_of(Path(source)) if file != UNSEEN)]
