"""What a check may write over: nothing that a centre handed over, and else only what an earlier check wrote itself."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from press.ground.fault import Fault, on_one_line

AUTHOR = "Check of the registry"  # who last changed a workbook: a spreadsheet program puts its user in this place
_CORE = "docProps/core.xml"  # the part of a workbook that says so (ECMA-376, part 2, core properties)
_LAST_CHANGED = re.compile(r"<(?:\w+:)?lastModifiedBy>([^<]*)<")
_ANOTHER = "name another file"


def refuse_to_overwrite(target: Path, handed: Iterable[Path], listing: str = "") -> None:
    """Raise Fault where writing `target` would destroy what a centre has: what is checked, or a file of anybody's.

    handed: the files and folders that are checked; nothing is written into such a folder. listing: the first line of a
    list of faults, by which an earlier one is known; without it a workbook is looked for that nobody saved since.
    """
    shown = on_one_line(str(target))
    for each in handed:
        if _is_same(target, each):
            raise Fault(f"{shown} is what is checked, and would be lost: {_ANOTHER}")
        if each.is_dir() and target.resolve().is_relative_to(each.resolve()):
            raise Fault(f"{shown} lies in the folder that is checked, which is left as it is: {_ANOTHER}")
    if target.is_file() and not (_begins_with(target, listing) if listing else _is_own_workbook(target)):
        raise Fault(f"{shown} is there already and no check has written it, or it was changed since: {_ANOTHER}")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by whatever name or link."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return one.resolve() == other.resolve()


def _begins_with(file: Path, line: str) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(line.encode()) + 1) == f"{line}\n".encode()
    except OSError:
        return False


def _is_own_workbook(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as parts:
            found = _LAST_CHANGED.search(parts.read(_CORE).decode("utf-8", "replace"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return False
    return found is not None and found[1] == AUTHOR
