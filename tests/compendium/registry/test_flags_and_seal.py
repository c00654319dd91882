"""Implausible values are flagged and kept; a file that has changed since it was sealed is told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.clinical.who_was_treated import flagged
from compendium.registry.checksums import write_checksums
from compendium.registry.fault import RegistryFault
from compendium.registry.reading import read_registry
from press.ground.paths import project_root
from simulated_registry.simulate import write_registry

from .example import cell, write_example

REGISTRY = project_root() / "data" / "registry"

# What is written where, and what the flag says. Each value is possible, none is usual.
FLAGGED = [
    ("b/patients.csv", 2, "age", "16", "unusual below 18 years"),
    (
        "b/patients.csv",
        3,
        "infusions_n",
        "40",
        "more monthly infusions than 365 days hold: were single",
    ),
    ("b/patients.csv", 3, "infusions_n", "1", "one infusion only, but the first and last IVIg differ"),
    ("b/visits.csv", 2, "ck", "61000", "unusual above 50000 U/L"),
    ("b/visits.csv", 2, "visit_on", "2012-11-01", "120 days before the first IVIg"),
    ("b/visits.csv", 7, "visit_on", "2014-06-30", "121 days after the last IVIg"),
    ("b/visits.csv", 2, "ck", "12.200", "more decimals than the codebook has (0): was 12200 meant"),
    ("b/visits.csv", 2, "ck", "12.25", "more decimals than the codebook has (0)"),
    ("b/visits.csv", 2, "mmt8", "104.000", "was 104000 meant"),
    ("b/patients.csv", 3, "stop_reason", "inefficacy", "the physician's judgement is responder"),
    ("b/adverse_events.csv", 2, "action", "stopped", "reason for stopping is not 'adverse event'"),
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


@pytest.mark.parametrize(("row", "visit"), [(2, "baseline"), (4, "end")])
def test_a_patient_without_a_visit_before_or_after_is_flagged(tmp_path: Path, row: int, visit: str) -> None:
    path = write_example(tmp_path / "registry") / "b" / "visits.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: row - 1] + lines[row:]), encoding="utf-8")
    flags = read_registry(tmp_path / "registry").flags
    assert flags.to_numpy().tolist() == [
        ["b/patients.csv", 2, "patient_id", "PI0001", f"no visit '{visit}' in visits.csv"]
    ]


def test_an_end_visit_of_a_patient_still_treated_is_as_it_should_be(tmp_path: Path) -> None:
    cell("b/patients.csv", 3, "stop_reason", "ongoing")(write_example(tmp_path / "registry"))
    assert read_registry(tmp_path / "registry").flags.empty


def test_what_is_flagged_is_kept(tmp_path: Path) -> None:
    cell("b/visits.csv", 2, "ck", "61000")(write_example(tmp_path / "registry"))
    visits = read_registry(tmp_path / "registry").visits
    assert visits.set_index(["patient_id", "visit"]).loc[("PI0001", "baseline"), "ck"] == 61000


def test_the_study_says_how_many_were_flagged_and_in_which_columns(tmp_path: Path) -> None:
    """Never the value: a run on patients says no more than where its centre has to look."""
    example = write_example(tmp_path / "registry")
    assert (flagged(read_registry(example)).value, flagged(read_registry(example)).note) == (0, "no column")
    cell("b/visits.csv", 2, "ck", "61000")(example)
    cell("b/patients.csv", 2, "age", "16")(example)
    row = flagged(read_registry(example))
    assert (row.value, row.note) == (2, "age and ck")


def test_an_event_long_after_the_last_ivig_is_flagged(tmp_path: Path) -> None:
    cell("b/adverse_events.csv", 2, "resolved_on", "")(write_example(tmp_path / "registry"))
    cell("b/adverse_events.csv", 2, "onset_on", "2014-06-30")(tmp_path / "registry")
    assert read_registry(tmp_path / "registry").flags["rule"].tolist() == ["121 days after the last IVIg"]


def test_the_committed_registry_has_a_handful_of_flags_and_keeps_them() -> None:
    registry = read_registry(REGISTRY)
    assert 5 <= len(registry.flags) <= 20, "a few, among them each patient without a visit before or after"
    assert {"ck", "myoglobin", "aldolase", "age"} <= set(registry.flags["column"])
    assert registry.visits["myoglobin"].max() > 20_000


def test_sha256sum_itself_understands_the_seal() -> None:
    """Authority: coreutils' `sha256sum -c`, which is what another centre would verify it with."""
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=REGISTRY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10


def unseal(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def reseal(folder: Path) -> None:
    write_checksums(folder, sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")))


def reseal_all(folder: Path) -> None:
    """As anybody can who knows sha256sum."""
    write_checksums(
        folder,
        [*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")), "SIMULATED.md"],
    )


def one_centre_less(folder: Path) -> None:
    shutil.rmtree(folder / "c")


def one_centre_more(folder: Path) -> None:
    shutil.copytree(write_example(folder.parent / "example") / "c", folder / "d")


def another_notice(folder: Path) -> None:
    """The seal of another simulated registry."""
    write_registry(folder.parent / "another", 7)
    shutil.copyfile(folder.parent / "another/SIMULATED.md", folder / "SIMULATED.md")


def another_sentence(folder: Path) -> None:
    text = (folder / "SIMULATED.md").read_text(encoding="utf-8")
    (folder / "SIMULATED.md").write_text(text.replace("No row in this folder", "No other row"), encoding="utf-8")


def without_the_seal(folder: Path) -> None:
    """As an earlier version of the program, or a person, would write it."""
    text = (folder / "SIMULATED.md").read_text(encoding="utf-8")
    (folder / "SIMULATED.md").write_text(text.partition("Seal of")[0], encoding="utf-8")


NOT_THE_PROGRAMS = "the seal in SIMULATED.md is not that of these files, although SHA256SUMS is"


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ([unseal], "SHA256SUMS is missing"),
        ([cell("b/visits.csv", 2, "mmt8", "99"), reseal_all], NOT_THE_PROGRAMS),
        ([one_centre_less, reseal_all], NOT_THE_PROGRAMS),
        ([one_centre_more, reseal_all], NOT_THE_PROGRAMS),
        ([another_notice, reseal_all], NOT_THE_PROGRAMS),
        ([another_sentence, reseal_all], NOT_THE_PROGRAMS),
        ([without_the_seal, reseal_all], NOT_THE_PROGRAMS),
        ([cell("b/visits.csv", 2, "mmt8", "99")], "b/visits.csv"),
        ([cell("b/visits.csv", 2, "mmt8", "99"), reseal], "SIMULATED.md"),
    ],
)
def test_real_patients_cannot_pass_as_simulated(
    tmp_path: Path, changes: list[Callable[[Path], None]], differing: str
) -> None:
    """Files put in the place of the simulated ones, with SIMULATED.md still beside them."""
    shutil.copytree(REGISTRY, tmp_path / "registry")
    for change in changes:
        change(tmp_path / "registry")
    with pytest.raises(RegistryFault, match="differ from the simulated ones") as caught:
        read_registry(tmp_path / "registry")
    record = next(each for each in caught.value.records if each.file == "SIMULATED.md")
    assert record.rule.endswith(f": {differing}")
    assert "remove SIMULATED.md (and SHA256SUMS) if these are your own data" in record.action
    for name in ("SIMULATED.md", "SHA256SUMS"):
        (tmp_path / "registry" / name).unlink(missing_ok=True)
    if (tmp_path / "registry/d").exists():
        return  # its rows say that they are of C
    assert not read_registry(tmp_path / "registry").simulated


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = write_example(tmp_path / "registry")
    write_checksums(folder, sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")))
    return folder


def test_a_sealed_registry_reads(sealed: Path) -> None:
    assert len(read_registry(sealed).patients) == 3


def test_a_changed_file_is_told_beside_all_other_faults(sealed: Path) -> None:
    cell("b/visits.csv", 2, "mmt8", "110")(sealed)
    cell("b/patients.csv", 2, "age", "old")(sealed)
    with pytest.raises(RegistryFault) as caught:
        read_registry(sealed)
    message = {(record.file, record.column): record.rule for record in caught.value.records}
    assert set(message) == {("b/visits.csv", ""), ("b/patients.csv", ""), ("b/patients.csv", "age")}
    assert "it has changed since" in message[("b/visits.csv", "")]
    assert "restore the file as it was sent" in str(caught.value)


def test_a_file_more_a_file_less_and_an_unreadable_seal_are_told(sealed: Path) -> None:
    (sealed / "c" / "visits.csv").unlink()
    shutil.copytree(sealed / "b", sealed / "a")
    with (sealed / "SHA256SUMS").open("a") as sums:
        sums.write("not a sum\n")
    with pytest.raises(RegistryFault) as caught:
        read_registry(sealed)
    message = {
        record.file: record.rule for record in caught.value.records if not record.column and record.row in (0, 7)
    }
    of_missing = [record.rule for record in caught.value.records if record.file == "c/visits.csv"]
    assert of_missing == ["present, since SHA256SUMS lists it"], "told once"
    assert message["a/visits.csv"] == "listed in SHA256SUMS, as every other file here is"
    assert message["SHA256SUMS"].startswith("64 hexadecimal digits")
