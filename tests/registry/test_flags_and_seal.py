"""Implausible values are flagged and kept; a file that has changed since it was sealed is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from compendium.registry.checksums import write_checksums
from compendium.registry.fault import RegistryFault
from compendium.registry.paths import project_root
from compendium.registry.reading import read_registry

from .example import cell, write_example

REGISTRY = project_root() / "data" / "registry"

# What is written where, and what the flag says. Each value is possible, none is usual.
FLAGGED = [
    ("pisa/patients.csv", 2, "age", "16", "unusual below 18 years"),
    ("pisa/patients.csv", 3, "infusions_n", "40", "more courses than 365 days hold: were single infusions counted?"),
    ("pisa/patients.csv", 3, "infusions_n", "1", "one course only, but the first and last IVIg differ"),
    ("pisa/visits.csv", 2, "ck", "61000", "unusual above 50000 U/L"),
    ("pisa/visits.csv", 2, "visit_on", "2012-11-01", "120 days before the first IVIg"),
    ("pisa/visits.csv", 7, "visit_on", "2014-06-30", "121 days after the last IVIg"),
    ("pisa/adverse_events.csv", 2, "action", "stopped", "reason for stopping is not 'adverse event'"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "rule"), FLAGGED)
def test_what_is_implausible_but_possible_is_flagged(
    tmp_path: Path, file: str, row: int, column: str, value: str, rule: str
) -> None:
    cell(file, row, column, value)(write_example(tmp_path / "registry"))
    flags = read_registry(tmp_path / "registry").flags
    assert len(flags) == 1
    assert flags.loc[0, ["file", "row", "column", "value"]].tolist() == [file, row, column, value]
    assert rule in flags.loc[0, "rule"]


def test_what_is_flagged_is_kept(tmp_path: Path) -> None:
    cell("pisa/visits.csv", 2, "ck", "61000")(write_example(tmp_path / "registry"))
    visits = read_registry(tmp_path / "registry").visits
    assert visits.set_index(["patient_id", "visit"]).loc[("PI0001", "baseline"), "ck"] == 61000


def test_an_event_long_after_the_last_ivig_is_flagged(tmp_path: Path) -> None:
    cell("pisa/adverse_events.csv", 2, "resolved_on", "")(write_example(tmp_path / "registry"))
    cell("pisa/adverse_events.csv", 2, "onset_on", "2014-06-30")(tmp_path / "registry")
    assert read_registry(tmp_path / "registry").flags["rule"].tolist() == ["121 days after the last IVIg"]


def test_the_committed_registry_has_a_handful_of_flags_and_keeps_them() -> None:
    registry = read_registry(REGISTRY)
    assert 5 <= len(registry.flags) <= 15
    assert {"ck", "myoglobin", "aldolase", "age"} <= set(registry.flags["column"])
    assert registry.visits["myoglobin"].max() > 20_000


def test_sha256sum_itself_understands_the_seal() -> None:
    """Authority: coreutils' `sha256sum -c`, which is what another centre would verify it with."""
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=REGISTRY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = write_example(tmp_path / "registry")
    write_checksums(folder, sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")))
    return folder


def test_a_sealed_registry_reads(sealed: Path) -> None:
    assert len(read_registry(sealed).patients) == 3


def test_a_changed_file_is_told_beside_all_other_faults(sealed: Path) -> None:
    cell("pisa/visits.csv", 2, "mmt8", "110")(sealed)
    cell("pisa/patients.csv", 2, "age", "old")(sealed)
    with pytest.raises(RegistryFault) as caught:
        read_registry(sealed)
    told = {(record.file, record.column): record.rule for record in caught.value.records}
    assert set(told) == {("pisa/visits.csv", ""), ("pisa/patients.csv", ""), ("pisa/patients.csv", "age")}
    assert "it has changed since" in told[("pisa/visits.csv", "")]
    assert "restore the file as it was sent" in str(caught.value)


def test_a_file_more_a_file_less_and_an_unreadable_seal_are_told(sealed: Path) -> None:
    (sealed / "pavia" / "visits.csv").unlink()
    shutil.copytree(sealed / "pisa", sealed / "brescia")
    with (sealed / "SHA256SUMS").open("a") as sums:
        sums.write("not a sum\n")
    with pytest.raises(RegistryFault) as caught:
        read_registry(sealed)
    told = {record.file: record.rule for record in caught.value.records if not record.column and record.row in (0, 7)}
    assert "since SHA256SUMS lists it" in str(caught.value)
    assert told["brescia/visits.csv"] == "listed in SHA256SUMS, as every other file here is"
    assert told["SHA256SUMS"].startswith("64 hexadecimal digits")
