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
