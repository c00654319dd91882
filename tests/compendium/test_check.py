"""Rule: a registry that cannot be used, or an unknown response definition, stops the build before anything runs."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import compendium.check
from compendium.check import before_build
from compendium.mapping.rests_on import files_of
from press.command.command import main
from press.ground.fault import Fault
from tests.foreign.registries import REGISTRIES

ASKED = {"registry": "data/registry", "response": "physician", "seed": 1, "replicates": 10}


def test_the_committed_registry_and_definitions_are_found_right(root: Path) -> None:
    before_build(root, ASKED)


def test_an_unknown_response_definition_is_refused_with_those_there_are(root: Path) -> None:
    with pytest.raises(Fault, match=r"tis30.*physician"):
        before_build(root, ASKED | {"response": "tis30"})


def test_a_faulty_registry_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "patients.csv").write_text("patient_id\nPI0001\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"patients\.csv"):
        before_build(root, ASKED | {"registry": str(tmp_path)})


def test_check_tells_how_many_values_are_implausible(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    assert main(["check", str(root / "data" / "registry")]) == 0
    assert "no faults, " in capsys.readouterr().out


def test_check_tells_the_faults_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    missing = tmp_path / "nowhere"
    assert capsys.readouterr().err == f"compendium: there is no registry in {missing}: no file or folder is called so\n"
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / "empty")]) == 2
    assert "cannot be used" in capsys.readouterr().err


def test_check_tells_what_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, why in (("pipe", "it is a named pipe"), ("loop", "it is a link that leads back to itself")):
        assert main(["check", str(tmp_path / name)]) == 2
        assert why in capsys.readouterr().err


def test_check_writes_all_that_was_found_as_a_table(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors and warnings alike; where it cannot be written, that is said in a sentence."""
    table = tmp_path / "found.csv"
    assert main(["check", str(root / "data" / "registry"), "--csv", str(table)]) == 0
    rows = _rows(table)
    assert {row["kind"] for row in rows} == {"warning"}
    assert f"no faults, {len(rows)} flags" in capsys.readouterr().out
    (tmp_path / "registry" / "b").mkdir(parents=True)
    (tmp_path / "registry" / "b" / "patients.csv").write_text("patient_id\nPI0001\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "registry"), "--csv", str(table)]) == 2
    assert {row["kind"] for row in _rows(table)} == {"error"}
    assert main(["check", str(root / "data" / "registry"), "--csv", str(tmp_path / "none" / "found.csv")]) == 2
    assert "cannot be written: No such file or directory; name another file" in capsys.readouterr().err


def _rows(table: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))


def test_check_tells_who_is_eligible_and_a_build_stops_before_it_begins(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A criterion that a registry does not record takes every patient away: that is said before a notebook runs."""
    assert main(["check", str(root / "data" / "registry")]) == 0
    assert "123 of 154 patients meet data/definitions/eligibility.csv" in capsys.readouterr().out
    lines = (root / "data" / "registry" / "c" / "patients.csv").read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("criteria")
    rows = [
        lines[0],
        *(",".join([*cells[:at], "", *cells[at + 1 :]]) for cells in (row.split(",") for row in lines[1:])),
    ]
    folder = tmp_path / "registry" / "c"
    folder.mkdir(parents=True)
    for table in ("visits", "adverse_events"):
        shutil.copy(root / "data" / "registry" / "c" / f"{table}.csv", folder)
    (folder / "patients.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["check", str(folder.parent)]) == 0
    told = capsys.readouterr().out
    assert "0 of 27 patients meet" in told and "26 out: Classification criteria not met or not recorded" in told
    assert "There is nobody to study" in told
    monkeypatch.setattr(compendium.check, "run_name", lambda: "c")
    with pytest.raises(Fault, match="0 of 27 patients meet"):
        before_build(root, ASKED | {"registry": str(folder.parent)})


def test_check_counts_what_was_read_over_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """154 patients in an Italian workbook: each kind of reading is one line, with its cells over all columns."""
    foreign = REGISTRIES["italian"]
    foreign.write(tmp_path, foreign.rows())
    assert main(["check", str(foreign.mapping("italian", tmp_path))]) == 0
    told = capsys.readouterr().out
    assert told.count('"sì" read as yes') == 1
    assert "how it was read, and what was not" in told and "flags (look each up; the values are kept)" in told


def test_check_writes_over_nothing_that_a_centre_handed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workbook, its mapping, what a link leads to and what lies in a folder that is checked stay to the byte."""
    foreign = REGISTRIES["italian"]
    foreign.write(tmp_path, foreign.rows())
    mapping = foreign.mapping("italian", tmp_path)
    (data,) = (Path(file) for file in files_of(mapping))
    (tmp_path / "link.xlsx").symlink_to(data)
    os.link(data, tmp_path / "hard.xlsx")
    folder = tmp_path / "registry"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "patients.csv").write_text("patient_id\nPI0001\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for source, option, target in (
        (mapping, "--csv", data),
        (mapping, "--csv", mapping),
        (mapping, "--workbook", data),
        (mapping, "--workbook", tmp_path / "link.xlsx"),
        (mapping, "--workbook", tmp_path / "hard.xlsx"),
        (data, "--csv", data),
        (folder, "--csv", folder / "found.csv"),
        (folder, "--csv", folder / "b" / "patients.csv"),
    ):
        assert main(["check", str(source), option, str(target)]) == 2
        assert "name another file" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_of_the_files_that_are_there_check_writes_over_its_own_alone(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier list or copy is written anew; a file of anybody's, or a copy that was worked on, is kept."""
    registry = str(root / "data" / "registry" / "b" / "patients.csv")
    table, copy = tmp_path / "found.csv", tmp_path / "look.xlsx"
    asked = ["check", registry, "--csv", str(table), "--workbook", str(copy)]
    for _ in range(2):
        main(asked)
        assert "name another file" not in capsys.readouterr().err
        assert table.is_file() and copy.is_file()
    worked_on = load_workbook(copy)
    worked_on.properties.lastModifiedBy = "M. Rossi"
    worked_on.save(copy)
    kept = copy.read_bytes()
    main(asked)
    assert "look.xlsx is there already and no check has written it, or it was changed since" in capsys.readouterr().err
    assert copy.read_bytes() == kept
    table.write_text("id,ck\nP1,1240\n", encoding="utf-8")
    assert main([*asked[:4]]) == 2
    assert table.read_text(encoding="utf-8") == "id,ck\nP1,1240\n"
    assert main(["check", registry, "--csv", str(tmp_path / "a"), "--workbook", str(tmp_path / "a")]) == 2
    assert "cannot be both the table and the workbook" in capsys.readouterr().err
