"""What comes in is a plain file, opened for reading alone: a pipe, a device or a loop of links is refused."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from press.ground.fault import FaultRecord, SpreadsheetFault

LARGEST = 200  # million bytes: a table is read whole, and takes some twenty times as much memory
_WAIT_FOR_NOBODY = getattr(os, "O_NONBLOCK", 0)  # a pipe put in the file's place meanwhile
_ODD = {
    stat.S_ISDIR: ("a folder", "put the file in its place"),
    stat.S_ISFIFO: ("a named pipe", "put the file itself in its place"),
    stat.S_ISSOCK: ("a socket", "put the file itself in its place"),
    stat.S_ISCHR: ("a device", "put the file itself in its place"),
    stat.S_ISBLK: ("a device", "put the file itself in its place"),
}


def read_plain(path: Path, file: str) -> bytes:
    """Return the content of a plain file, or of one that a link leads to. Raises SpreadsheetFault, calling it `file`.

    It does so where there is none, where it is no file or larger than LARGEST, and where it is written to meanwhile.
    """
    flaw = file_flaw(path)
    if flaw is None:
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | _WAIT_FOR_NOBODY), "rb") as opened:
                before = os.fstat(opened.fileno())
                flaw = _kind_flaw(before) or _size_flaw(before)
                content = b"" if flaw else opened.read(before.st_size + 1)
                after = os.fstat(opened.fileno())
        except OSError as error:
            flaw = _cannot(path, error)
        else:
            if flaw is None and (len(content), after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
                flaw = "the same at the end of its reading; it was being written to", "wait until it is saved"
    if flaw:
        raise SpreadsheetFault([FaultRecord(file, 0, "", "", *flaw)])
    return content


def file_flaw(path: Path) -> tuple[str, str] | None:
    """Return the rule that keeps a path from being read as a file and what to do about it; None where it is one.

    >>> file_flaw(Path("/"))
    ('a file that can be opened; it is a folder', 'put the file in its place')
    """
    try:
        return _kind_flaw(path.stat())
    except OSError as error:
        return _cannot(path, error)


def folder_flaw(path: Path) -> tuple[str, str] | None:
    """Return the same for a folder of which the names within are to be listed."""
    try:
        with os.scandir(path):
            return None
    except OSError as error:
        return _cannot(path, error, "a folder")


def _kind_flaw(found: os.stat_result) -> tuple[str, str] | None:
    for is_kind, (kind, action) in _ODD.items():
        if is_kind(found.st_mode):
            return f"a file that can be opened; it is {kind}", action
    return None


def _size_flaw(found: os.stat_result) -> tuple[str, str] | None:
    if found.st_size > LARGEST * 1_000_000:
        rule = f"at most {LARGEST} MB, as a table is read whole; it has {found.st_size / 1e6:.0f} MB"
        return rule, "see whether it is the table that was meant"
    return None


def _cannot(path: Path, error: OSError, what: str = "a file") -> tuple[str, str]:
    rule, action = f"{what} that can be opened ({error.strerror})", "put it there, under this name"
    if error.errno == errno.ELOOP:
        rule, action = f"{what} that can be opened; it is a link that leads back to itself", f"put {what} in its place"
    elif error.errno == errno.ENOENT and path.is_symlink():
        rule = f"{what} that can be opened; it is a link to {path.readlink()}, where nothing is"
        action = f"bring back what it leads to, or put {what} in its place"
    elif error.errno in (errno.EACCES, errno.EPERM):
        action = "ask its owner to let you read it"
    return rule, action
