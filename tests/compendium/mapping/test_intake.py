"""Whatever a centre hands over, with its mapping or without, is the registry that it stands for, through one door."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from compendium.mapping.intake import open_registry_at
from compendium.mapping.rests_on import files_of
from compendium.registry.codebook import TABLES
from compendium.registry.fault import RegistryFault
from compendium.registry.reading import Registry
from compendium.templates.redcap_project import write_redcap_dictionary
from compendium.templates.workbook import write_excel_template
from press.command.command import main
from press.ground.paths import UNSEEN, project_root
from tests.compendium.registry.example import write_example

OF_B = project_root() / "data" / "registry" / "b"


@pytest.fixture(scope="module")
def one_centre(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """One centre, as the codebook has it."""
    folder = tmp_path_factory.mktemp("registry")
    (folder / "b").symlink_to(OF_B)
    return open_registry_at(folder)


def rows(table: str) -> list[dict[str, str]]:
    with (OF_B / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(found: Registry, expected: Registry) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))


def filled_in(path: Path, table: str, change: dict[str, str]) -> Path:
    """The template with the centre's rows typed into it; one cell of the first row of a table otherwise."""
    book = load_workbook(write_excel_template(path))
    for name in TABLES:
        header = [cell.value for cell in book[name][1]]
        for at, row in enumerate(rows(name), start=2):
            for column, text in (row | (change if name == table and at == 2 else {})).items():
                if text:
                    book[name].cell(at, header.index(column) + 1).value = text
    book.save(path)
    return path


def test_a_filled_in_template_needs_no_mapping(tmp_path: Path, one_centre: Registry) -> None:
    found = open_registry_at(filled_in(tmp_path / "nostro.xlsx", "", {}))
    same(found, one_centre)
    assert (found.simulated, found.origin) == (False, "Registry: nostro.")
    assert not [flag for flag in found.flags["file"] if "Read me" in flag]


def test_a_fault_is_told_with_the_sheet_and_row_in_which_it_stands(tmp_path: Path) -> None:
    with pytest.raises(RegistryFault) as caught:
        open_registry_at(filled_in(tmp_path / "nostro.xlsx", "visits", {"mmt8": "151"}))
    (record,) = caught.value.records
    assert (record.file, record.row, record.column, record.value) == ("nostro.xlsx, sheet visits", 2, "mmt8", "151")


@pytest.mark.parametrize(
    ("emptied", "told"),
    [
        (TABLES, ["a registry has patients"]),
        (("visits", "adverse_events"), ["patients have visits"]),
        (("adverse_events",), []),
    ],
)
def test_a_table_without_a_row_is_refused_but_for_adverse_events(
    tmp_path: Path, emptied: tuple[str, ...], told: list[str]
) -> None:
    """An empty template had been read as a registry of nobody."""
    file = filled_in(tmp_path / "nostro.xlsx", "", {})
    book = load_workbook(file)
    for name in emptied:
        book[name].delete_rows(2, book[name].max_row)
    book.save(file)
    found = []
    try:
        open_registry_at(file)
    except RegistryFault as fault:
        found = [(record.file, record.rule.partition(";")[0]) for record in fault.records]
    assert found == [(f"nostro.xlsx, sheet {emptied[0]}", rule) for rule in told]


def test_a_database_is_drafted_and_asks_what_the_centre_alone_knows(tmp_path: Path) -> None:
    file = tmp_path / "registry.sqlite"
    with sqlite3.connect(file) as database:
        for name in TABLES:
            header = list(rows(name)[0])
            database.execute(f"create table t_{name} ({', '.join(f'{each} text' for each in header)})")
            marks = ", ".join("?" * len(header))
            database.executemany(
                f"insert into t_{name} values ({marks})", [[each[column] for column in header] for each in rows(name)]
            )
    mapping = tmp_path / "ours.yaml"
    assert main(["map", str(file), "--out", str(mapping)]) == 0
    text = mapping.read_text(encoding="utf-8")
    assert "registry.sqlite" in text and "unit: ?" in text and "scale: ?" in text
    with pytest.raises(RegistryFault, match="a \\? stands for what only the centre knows"):
        open_registry_at(mapping)


def test_a_redcap_export_with_its_dictionary_is_the_registry_it_was_made_from(tmp_path: Path) -> None:
    """The dictionary of `compendium template redcap`, an export of the project, and the mapping that lies beside it."""
    written = write_redcap_dictionary(tmp_path / "dictionary.csv")
    assert {path.suffix for path in written} == {".csv", ".md", ".yml"}
    (mapping,) = (path for path in written if path.suffix == ".yml")
    text = mapping.read_text(encoding="utf-8")
    assert "kind: redcap" in text and "dictionary.csv" in text


def test_a_source_with_other_names_and_no_mapping_is_told_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "registro.csv").write_text("paziente,ck\nP1,1200\n", encoding="utf-8")
    with pytest.raises(RegistryFault, match=r"draft one with `compendium map registro\.csv`, complete it"):
        open_registry_at(tmp_path / "registro.csv")


def test_of_an_export_of_redcap_alone_it_is_told_what_drafts_its_mapping(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("record_id,redcap_event_name,ck\n1,baseline_arm_1,1200\n", encoding="utf-8")
    with pytest.raises(RegistryFault) as caught:
        open_registry_at(tmp_path / "export.csv")
    (record,) = caught.value.records
    assert record.action.endswith(
        f"`compendium map {tmp_path}/export.csv --dictionary FILE`. This drafts a mapping: complete it, and name it as "
        "the registry, in the place of export.csv"
    )


@pytest.mark.parametrize("name", ["nowhere", "nowhere.xlsx", "nowhere.yaml"])
def test_what_is_not_there_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegistryFault, match="nowhere"):
        open_registry_at(tmp_path / name)


def test_a_folder_of_centres_is_read_as_before(tmp_path: Path) -> None:
    found = open_registry_at(write_example(tmp_path / "registry"))
    assert (len(found.patients), found.origin) == (3, "Registry: registry.")


MAPPING = "source: {{kind: {kind}, {where}}}\ntables: {{}}\n"  # it is not complete yet


@pytest.mark.parametrize(
    ("kind", "where", "files"),
    [
        ("csv", "data: in/export.csv", ("in/export.csv",)),
        ("redcap", "data: export.csv, dictionary: d.csv", ("export.csv", "d.csv")),
        ("sql", 'url: "sqlite:///our.db"', ("our.db",)),
        ("sql", 'url: "postgresql://reader:${DB_PASSWORD}@host/db"', (UNSEEN,)),
    ],
)
def test_a_registry_rests_on_all_that_its_mapping_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, where: str, files: tuple[str, ...]
) -> None:
    """A change of any of them is seen by the build; a database on a server is asked anew each time."""
    monkeypatch.setenv("DB_PASSWORD", "secret")
    (tmp_path / "our.yaml").write_text(MAPPING.format(kind=kind, where=where), encoding="utf-8")
    expected = tuple(each if each == UNSEEN else str(tmp_path / each) for each in files)
    assert files_of(tmp_path / "our.yaml") == expected


def test_only_a_mapping_names_further_files(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("source: [", encoding="utf-8")
    assert files_of(tmp_path / "broken.yaml") == files_of(tmp_path) == files_of(tmp_path / "nowhere.yaml") == ()


def test_an_identifier_is_told_by_the_name_and_place_that_the_centre_knows(tmp_path: Path) -> None:
    """As every other fault of a mapped source: by the centre's own column, and without repeating who it is."""
    found = [{"Codice": row.pop("patient_id")} | row for row in rows("patients")]
    found[0]["Codice"] = "mario.rossi@example.org"
    with (tmp_path / "pazienti.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    columns = "".join(f"    {each}: {each}\n" for each in found[0] if each != "Codice")
    (tmp_path / "our.yaml").write_text(
        "source: {kind: csv, data: pazienti.csv}\ntables:\n  patients:\n    from: pazienti\n    patient_id: Codice\n"
        f"{columns}  visits: {{absent: none}}\n  adverse_events: {{absent: none}}\n",
        encoding="utf-8",
    )
    with pytest.raises(RegistryFault) as caught:
        open_registry_at(tmp_path / "our.yaml")
    record = next(each for each in caught.value.records if "tells who a patient is" in each.rule)
    assert (record.file, record.row, record.column) == ("pazienti.csv", 2, "Codice")
    assert "rossi" not in record.value
