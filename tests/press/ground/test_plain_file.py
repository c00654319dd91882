"""Rule: what is no plain file is refused at once, by name and with what to do; nothing waits for it or writes to it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from press.ground import plain_file
from press.ground.fault import SpreadsheetFault
from press.ground.plain_file import LARGEST, folder_flaw, read_plain


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path x.csv from a folder of its own: a socket's path may not be long."""
    monkeypatch.chdir(tmp_path)
    yield Path("x.csv")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 3_000_000_000)


ODD: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a folder": (Path.mkdir, "it is a folder", "put the file in its place"),
    "a named pipe": (os.mkfifo, "it is a named pipe", "put the file itself in its place"),
    "a socket": (listening, "it is a socket", "put the file itself in its place"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "it is a device", "put the file itself in its place"),
    "a terminal": (lambda path: path.symlink_to("/dev/tty"), "it is a device", "put the file itself in its place"),
    "a link to itself": (lambda path: path.symlink_to(path), "leads back to itself", "put a file in its place"),
    "a link to nothing": (lambda path: path.symlink_to("gone.csv"), "a link to gone.csv", "bring back what it leads"),
    "nothing": (lambda _: None, "(No such file or directory)", "put it there, under this name"),
    "3 GB": (sparse, f"at most {LARGEST} MB, as a table is read whole; it has 3000 MB", "see whether it is the table"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_plain_file_is_refused_at_once(short: Path, what: str) -> None:
    make, rule, action = ODD[what]
    make(short)
    with pytest.raises(SpreadsheetFault) as raised:
        read_plain(short, "data/x.csv")
    (record,) = raised.value.records
    assert (record.file, record.row) == ("data/x.csv", 0)
    assert rule in record.rule
    assert action in record.action


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_what_may_not_be_read_is_told(short: Path) -> None:
    short.touch(mode=0)
    with pytest.raises(SpreadsheetFault, match=r"\(Permission denied\)\. What to do: ask its owner"):
        read_plain(short, "x.csv")
    Path("within").mkdir(mode=0)
    assert folder_flaw(Path("within")) == (
        "a folder that can be opened (Permission denied)",
        "ask its owner to let you read it",
    )


def test_a_file_behind_a_link_and_one_that_nobody_may_write_to_are_read(short: Path) -> None:
    short.write_bytes(b"id\na\n")
    short.chmod(0o444)
    Path("link.csv").symlink_to(short)
    assert read_plain(Path("link.csv"), "link.csv") == b"id\na\n"


@pytest.mark.parametrize("added", [b"more", b""])
def test_a_file_that_is_written_to_while_it_is_read_is_told(
    short: Path, monkeypatch: pytest.MonkeyPatch, added: bytes
) -> None:
    """It may have grown, or been written anew in the same length."""
    short.write_bytes(b"id\na\n")

    def meanwhile(found: os.stat_result) -> None:
        with short.open("ab") as opened:
            opened.write(added)
        os.utime(short, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))

    monkeypatch.setattr(plain_file, "_size_flaw", meanwhile)
    with pytest.raises(SpreadsheetFault, match=r"it was being written to\. What to do: wait until it is saved"):
        read_plain(short, "x.csv")


def test_it_is_opened_for_reading_alone(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short.write_bytes(b"id\na\n")
    flags: list[int] = []
    really = os.open
    monkeypatch.setattr(os, "open", lambda path, how: (flags.append(how), really(path, how))[1])
    read_plain(short, "x.csv")
    assert [each & os.O_ACCMODE for each in flags] == [os.O_RDONLY]
