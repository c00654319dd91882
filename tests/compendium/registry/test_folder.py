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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.registry.codebook import TABLES
from compendium.registry.fault import RegistryFault
from compendium.registry.reading import read_registry

from .example import write_example

EVENTS = "b/adverse_events.csv"


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
    "a centre that is a broken link": (instead("b", lambda path: path.symlink_to("/media/none")), "b", "/media"),
    "a centre of broken links": (instead("b", unmounted), EVENTS, "a link to /media/none/adverse_events.csv"),
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
    (registry / "b").chmod(0)
    with pytest.raises(RegistryFault, match=r"b\n.*a folder that can be opened \(Permission denied\)"):
        read_registry(registry)
    (registry / "b").chmod(0o755)


def test_what_is_hidden_or_left_by_a_system_is_nobody_s(registry: Path) -> None:
    os.mkfifo(registry / ".lock")
    for name in ("Thumbs.db", "b/desktop.ini", "b/.~lock.patients.csv#"):
        (registry / name).touch()
    (registry / "__MACOSX/b").mkdir(parents=True)
    (registry / "__MACOSX/b/._patients.csv").touch()
    found = read_registry(registry)
    assert (len(found.patients), len(found.flags)) == (3, 0)


def test_a_hidden_table_and_a_lock_are_flagged(registry: Path) -> None:
    for name in (".patients.csv", "b/.visits_b.csv", "b/~$patients.xlsx"):
        (registry / name).touch()
    flags = read_registry(registry).flags
    assert {(file, rule.partition(";")[0]) for file, rule in zip(flags["file"], flags["rule"], strict=True)} == {
        (".patients.csv", "not read: a hidden file"),
        ("b/.visits_b.csv", "not read: a hidden file"),
        ("b/~$patients.xlsx", "not read: left by a program that has the workbook open"),
    }


@pytest.mark.parametrize("hidden", [".c", "b/.c", "old/.kept/c"])
def test_a_hidden_folder_with_the_tables_of_a_centre_is_refused(registry: Path, hidden: str) -> None:
    (registry / hidden).parent.mkdir(parents=True, exist_ok=True)
    (registry / "c").rename(registry / hidden)
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    assert [(record.file, record.rule.partition(",")[0]) for record in raised.value.records] == [
        (hidden.removesuffix("/c"), "no table of a centre in a hidden folder")
    ]


def test_another_table_in_a_hidden_folder_is_flagged(registry: Path) -> None:
    """But for what a program keeps in a folder of its own, such as the copies of git and of a system's wastebasket."""
    kept = (".git/labs.csv", "b/.Trashes/patients.csv", ".old/letter.docx", ".old/~$labs.xlsx")
    for name in (".old/labs.csv", "b/.old/2013/labs.xlsx", *kept):
        (registry / name).parent.mkdir(parents=True, exist_ok=True)
        (registry / name).touch()
    flags = read_registry(registry).flags
    assert {(file, rule.partition(";")[0]) for file, rule in zip(flags["file"], flags["rule"], strict=True)} == {
        (".old/labs.csv", "not read: it lies in a hidden folder"),
        ("b/.old/2013/labs.xlsx", "not read: it lies in a hidden folder"),
    }


def test_what_else_lies_there_is_listed_as_not_read(registry: Path) -> None:
    """And not opened: a link that leads back, and three gigabytes."""
    for name in ("read me.md", "b/consent.pdf", "b/labs.csv", "notes/2013/minutes.docx"):
        (registry / name).parent.mkdir(parents=True, exist_ok=True)
        (registry / name).touch()
    (registry / "scans").mkdir()
    (registry / "notes/again").symlink_to(registry)
    (registry / "scan.dcm").touch()
    os.truncate(registry / "scan.dcm", 3_000_000_000)
    found = read_registry(registry)
    assert len(found.patients) == 3
    listed = ["b/consent.pdf", "b/labs.csv", "notes/2013/minutes.docx", "notes/again", "read me.md"]
    assert sorted(found.flags["file"]) == [*listed, "scan.dcm", "scans"]
    assert set(found.flags["rule"]) == {"not read: it is none of the three tables of a centre"}


def renamed(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / old).rename(folder / new)

    return change


def whole(as_name: Callable[[str], str]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for name in TABLES:
            renamed(f"c/{name}.csv", as_name(name))(folder)
        if not any((folder / "c").iterdir()):
            (folder / "c").rmdir()

    return change


def without_rows(folder: Path) -> None:
    header = (folder / "c/patients.csv").read_text(encoding="utf-8").splitlines()[0]
    for name in TABLES:
        (folder / f"c/{name}.csv").unlink()
    (folder / "c/patients.csv").write_text(f"{header}\n", encoding="utf-8")


# What was done to the one patient of C -> the file that must be named, and what to do about it.
ASTRAY: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "capitals": (whole(lambda name: f"c/{name.title()}.csv"), "c/Patients.csv", "rename it"),
    "shouting": (whole(lambda name: f"c/{name}.CSV"), "c/patients.CSV", "rename it"),
    "a second ending": (whole(lambda name: f"c/{name}.csv.txt"), "c/patients.csv.txt", "save it as CSV"),
    "workbooks": (whole(lambda name: f"c/{name}.xlsx"), "c/patients.xlsx", "save it as CSV"),
    "no ending": (whole(lambda name: f"c/{name}"), "c/patients", "save it as CSV"),
    "Italian": (
        whole(lambda name: f"c/Pazienti {name}.ods"),
        "c/Pazienti patients.ods",
        "save it as CSV",
    ),
    "too deep": (
        whole(lambda name: f"sent/c/{name}.csv"),
        "sent/c/patients.csv",
        "to c/patients.csv",
    ),
    "deep within": (whole(lambda name: f"c/new/{name}.csv"), "c/new/patients.csv", "or take it out"),
    "beside the centres": (
        whole(lambda name: f"c_{name}.csv"),
        "c_patients.csv",
        "folder of its centre",
    ),
    "one table for all": (whole(lambda name: f"{name[0]}.csv"), "p.csv", "put it there under that name"),
    "a folder of other names": (whole(lambda name: f"c/{name[0]}.csv"), "c/p.csv", "or take it out"),
    "packed": (whole(lambda name: f"c {name}.ZIP"), "c patients.ZIP", "unpack it"),
    "packed twice": (whole(lambda name: f"{name}.tar.gz"), "patients.tar.gz", "unpack it"),
    "a copy": (renamed("c/patients.csv", "c/patients (1).csv"), "c/patients (1).csv", "rename it"),
    "only a header": (without_rows, "c/patients.csv", "Then send its rows"),
}


def only_the_header(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def test_visits_that_are_only_a_header_are_refused_where_there_are_patients(registry: Path) -> None:
    """60 of 123 patients had left the study in silence with the visits of their centre."""
    only_the_header(registry / "c/visits.csv")
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    (record,) = raised.value.records
    assert (record.file, record.rule.partition(";")[0]) == ("c/visits.csv", "patients have visits")
    assert "say so in a mapping" in record.action


def test_of_a_centre_without_patients_it_is_not_told_that_it_has_no_visits(registry: Path) -> None:
    for name in TABLES:
        only_the_header(registry / f"c/{name}.csv")
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    assert [record.file for record in raised.value.records] == ["c/patients.csv"]


def test_of_adverse_events_there_may_be_none(registry: Path) -> None:
    only_the_header(registry / EVENTS)
    flags = read_registry(registry).flags
    assert [(file, rule.partition(":")[0]) for file, rule in zip(flags["file"], flags["rule"], strict=True)] == [
        (EVENTS, "a table without a row")
    ]


@pytest.mark.parametrize("what", ASTRAY)
def test_no_centre_vanishes_by_the_place_or_the_name_of_its_files(registry: Path, what: str) -> None:
    """123 patients had become 98, and nobody said so."""
    change, file, action = ASTRAY[what]
    change(registry)
    with pytest.raises(RegistryFault) as raised:
        read_registry(registry)
    told = {record.file: record for record in raised.value.records}
    assert action in told[file].action


def test_a_registry_of_nothing_but_files_astray_names_them(registry: Path, tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    registry.rename(tmp_path / "above/registry")
    with pytest.raises(RegistryFault) as raised:
        read_registry(tmp_path / "above")
    centres = ("c", "b")
    assert [record.file for record in raised.value.records] == sorted(
        f"registry/{centre}/{table}.csv" for centre in centres for table in TABLES
    )
    assert all("too deep" in record.rule for record in raised.value.records)
    (tmp_path / "empty").mkdir()
    with pytest.raises(RegistryFault, match="there is none in it"):
        read_registry(tmp_path / "empty")


NAMES: tuple[Callable[[str], str], ...] = (
    str,
    str.title,
    str.upper,
    lambda name: f"{name}-old",
    lambda name: f"Pazienti {name}",
    lambda name: name[0],
)


@given(
    place=st.sampled_from(["", "c/", "d/", "c/more/", "a/b/c/"]),
    name=st.sampled_from(NAMES),
    ending=st.sampled_from(["", ".csv", ".CSV", ".csv.txt", ".txt", ".tsv", ".xlsx", ".sav", ".zip", ".csv.gz"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_the_tables_of_a_centre_lie_and_whatever_they_are_called_they_are_read_or_named(
    registry: Path, tmp_path: Path, place: str, name: Callable[[str], str], ending: str
) -> None:
    folder = tmp_path / "tried"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(registry, folder)
    whole(lambda table: f"{place}{name(table)}{ending}")(folder)
    try:
        found = read_registry(folder)
        named = set(found.flags["file"])
        assert len(found.patients) == 3 or (ending in ("", ".txt") and name is NAMES[-1])  # "p" may hold anything
    except RegistryFault as fault:
        found, named = None, {record.file for record in fault.records}
    if found is None or len(found.patients) < 3:
        assert f"{place}{name('patients')}{ending}" in named


def test_a_centre_behind_a_link_is_read(registry: Path, tmp_path: Path) -> None:
    shutil.move(registry / "b", tmp_path / "elsewhere")
    (registry / "b").symlink_to(tmp_path / "elsewhere")
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
from press.ground.fault import Fault

root, folder = sys.argv[1:]
changes = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.utime")

def look(event, said):
    if said and isinstance(said[0], (str, os.PathLike)) and os.fspath(said[0]).startswith(folder):
        read.append(event == "open" and os.fspath(said[0]).endswith("patients.csv"))
        if event in changes or event == "open" and said[2] & ~(os.O_CLOEXEC | os.O_NONBLOCK) != os.O_RDONLY:
            os.write(1, f"{event} {said}\\n".encode())

read = []
sys.addaudithook(look)
try:
    before_build(__import__("pathlib").Path(root), {"registry": folder})
except Fault as fault:
    os.write(1, f"{str(fault)[-80:]}\\n".encode())
print(f"{sum(read) > 0}")
"""


def test_the_registry_is_opened_for_reading_alone(root: Path, registry: Path) -> None:
    for path in (*registry.rglob("*"), registry):
        path.chmod(0o555 if path.is_dir() else 0o444)
    words = [sys.executable, "-c", AUDITED, str(root), str(registry)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True)
    for path in (registry, *registry.iterdir()):
        path.chmod(0o755)
    said = "folder of its own, `make all REGISTRY=... NAME=mycentre`, and all is made in runs/mycentre"
    assert (done.returncode, done.stdout) == (0, f"{said[-80:]}\nTrue\n"), done.stderr


def test_a_centre_needs_no_entry_in_the_codebook(tmp_path: Path) -> None:
    """Any centre may send its patients; those that the codebook names come first, the others by the alphabet."""
    folder = write_example(tmp_path / "registry")
    (folder / "b").rename(folder / "l_olmo")
    (folder / "c").rename(folder / "mühle")
    for centre, name in {"l_olmo": ("B", "L'Olmo"), "mühle": ("C", "Mühle")}.items():
        path = folder / centre / "patients.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(*(f",{each}," for each in name)), encoding="utf-8")
    centres = read_registry(folder).patients["centre"]
    assert centres.tolist() == ["L'Olmo", "L'Olmo", "Mühle"]
    assert list(centres.cat.remove_unused_categories().cat.categories) == ["L'Olmo", "Mühle"]
