"""Rule: no centre is left out in silence: what in a registry's folder cannot be read is refused, not passed over.

And: the registry is opened for reading alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.registry.codebook import TABLES
from compendium.registry.fault import RegistryFault
from compendium.registry.reading import read_registry

from .example import write_example

EVENTS = "pisa/adverse_events.csv"


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return write_example(tmp_path / "registry")


def instead(file: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        make(path)

    return change


def unmounted(path: Path) -> None:
    """All three files are links whose target is not there, as on a drive that is not mounted."""
    path.mkdir()
    for name in TABLES:
        (path / f"{name}.csv").symlink_to(f"/media/none/{name}.csv")


ODD: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a file that is a pipe": (instead(EVENTS, os.mkfifo), EVENTS, "it is a named pipe"),
    "a file that is a device": (instead(EVENTS, lambda path: path.symlink_to("/dev/zero")), EVENTS, "it is a device"),
    "a file that is a folder": (instead(EVENTS, Path.mkdir), EVENTS, "it is a folder"),
    "a file that is a loop of links": (instead(EVENTS, lambda path: path.symlink_to(path)), EVENTS, "back to itself"),
    "a centre that is a loop of links": (instead("rom", lambda path: path.symlink_to(path)), "rom", "back to itself"),
    "a centre that is a broken link": (instead("pisa", lambda path: path.symlink_to("/media/none")), "pisa", "/media"),
    "a centre of broken links": (instead("pisa", unmounted), EVENTS, "a link to /media/none/adverse_events.csv"),
    "a pipe beside the centres": (instead("notes", os.mkfifo), "notes", "it is a named pipe"),
    "sums that are a pipe": (instead("SHA256SUMS", os.mkfifo), "SHA256SUMS", "it is a named pipe"),
    "a notice that is a pipe": (instead("SIMULATED.md", os.mkfifo), "SIMULATED.md", "it is a named pipe"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_cannot_be_read_is_refused(registry: Path, what: str) -> None:
    change, file, rule = ODD[what]
    change(registry)
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    assert [record.file for record in raised.value.records if rule in record.rule] == [file]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_centre_that_may_not_be_opened_is_told(registry: Path) -> None:
    (registry / "pisa").chmod(0)
    with pytest.raises(RegistryFault, match=r"pisa\n.*a folder that can be opened \(Permission denied\)"):
        read_registry(registry)
    (registry / "pisa").chmod(0o755)


def test_what_is_hidden_large_or_in_another_folder_is_nobody_s(registry: Path) -> None:
    os.mkfifo(registry / ".lock")
    (registry / "scans").mkdir()
    (registry / "scans" / "again").symlink_to(registry)
    (registry / "scans.zip").touch()
    os.truncate(registry / "scans.zip", 3_000_000_000)
    assert len(read_registry(registry).patients) == 3


def test_a_centre_behind_a_link_is_read(registry: Path, tmp_path: Path) -> None:
    shutil.move(registry / "pisa", tmp_path / "elsewhere")
    (registry / "pisa").symlink_to(tmp_path / "elsewhere")
    assert len(read_registry(registry).patients) == 3


def test_rows_of_an_unfinished_merge_are_no_patients(registry: Path) -> None:
    with (registry / EVENTS).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n=======\n>>>>>>> theirs\n")
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    (record,) = raised.value.records
    assert (record.file, record.row, record.value) == (EVENTS, 4, "<<<<<<< HEAD")
    assert record.rule == "one version of each row"
    assert "finish the merge" in record.action


# Python says to its audit what it opens, and how, and whatever else it does to files.
AUDITED = """
import os, sys
from compendium.check import before_build

root, folder = sys.argv[1:]
changes = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.utime")

def look(event, said):
    if said and isinstance(said[0], (str, os.PathLike)) and os.fspath(said[0]).startswith(folder):
        read.append(event == "open" and os.fspath(said[0]).endswith("patients.csv"))
        if event in changes or event == "open" and said[2] & ~(os.O_CLOEXEC | os.O_NONBLOCK) != os.O_RDONLY:
            os.write(1, f"{event} {said}\\n".encode())

read = []
sys.addaudithook(look)
before_build(__import__("pathlib").Path(root), {"registry": folder})
print(f"{sum(read) > 0}")
"""


def test_the_registry_is_opened_for_reading_alone(root: Path, registry: Path) -> None:
    for path in (*registry.rglob("*"), registry):
        path.chmod(0o555 if path.is_dir() else 0o444)
    words = [sys.executable, "-c", AUDITED, str(root), str(registry)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True)
    for path in (registry, *registry.iterdir()):
        path.chmod(0o755)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
