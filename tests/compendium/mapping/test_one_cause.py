"""Rule: one cause is told once. What is wrong only because something else is waits until that is put right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from compendium.mapping.intake import open_registry_at
from compendium.registry.fault import RegistryFault
from compendium.registry.grouping import kind_of
from press.ground.fault import FaultRecord
from tests.compendium.mapping.centres import mapping_text
from tests.compendium.mapping.test_met_in_the_field import ENTRIES, HEADER, ROW

VISITS = {
    "from": "Visite",
    "patient_id": "ID",
    "visit": "Visita",
    "visit_on": "Data",
    "ck": "{column: CK, unit: U/L}",
    "ck_uln": "{column: ULN, unit: U/L}",
}
VISIT = {"Visita": "baseline", "Data": "2012-01-30", "CK": "1240", "ULN": "190"}


def written(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.DictWriter(opened, list(rows[0]))
        out.writeheader()
        out.writerows(rows)


def registry(
    folder: Path,
    patient: dict[str, str],
    visit: dict[str, str],
    *,
    dropped: str = "",
    again: dict[str, str] | None = None,
    **entries: str,
) -> list[FaultRecord]:
    """The faults of six patients with a visit each, of whom the first (`again`: the second, too) are otherwise."""
    people = [dict(zip(HEADER, ROW, strict=True)) | {"ID": f"P0{at}"} for at in range(1, 7)]
    visits = [{"ID": f"P0{at}"} | VISIT for at in range(1, 7)]
    people[0] |= patient
    visits[0] |= visit
    people[1] |= again or {}
    visits[1] |= again or {}
    (folder / "in").mkdir()
    written(folder / "in" / "Pazienti.csv", [{k: v for k, v in each.items() if k != dropped} for each in people])
    written(folder / "in" / "Visite.csv", visits)
    text = mapping_text(ENTRIES | {"centre": "{constant: Elm}"} | entries, VISITS, source="{kind: csv, data: in}")
    (folder / "m.yaml").write_text(text, encoding="utf-8")
    try:
        open_registry_at(folder / "m.yaml")
    except RegistryFault as fault:
        return list(fault.records)
    return []


def test_the_registry_of_these_tests_has_no_fault(tmp_path: Path) -> None:
    assert registry(tmp_path, {}, {}) == []


def test_visits_wait_where_the_table_of_the_patients_could_not_be_read(tmp_path: Path) -> None:
    """A column of it that is not there was told last, after each visit as one of no patient."""
    (fault,) = registry(tmp_path, {}, {}, dropped="Sesso")
    assert (fault.column, fault.value) == ("tables.patients.sex", "Sesso")


@pytest.mark.parametrize("written_otherwise", ["P1", "p01", "P-01"])
def test_a_pseudonym_that_is_nearly_a_patients_is_told_as_that_alone(tmp_path: Path, written_otherwise: str) -> None:
    (fault,) = registry(tmp_path, {}, {"ID": written_otherwise})
    assert "a patient as the patients' table has it" in fault.rule
    assert kind_of(fault.rule) == kind_of(fault.rule.replace("P01", "P02"))  # of many, one group


def test_a_pseudonym_that_tells_who_a_patient_is_breaks_no_other_rule_besides(tmp_path: Path) -> None:
    faults = registry(tmp_path, {"ID": "Rossi Mario1"}, {"ID": "Rossi Mario1"})
    assert {fault.rule for fault in faults} == {
        "nothing that tells who a patient is; this is what looks like a person's name"
    }
    assert len(faults) == 2  # a cell of each table


def test_pseudonyms_that_cannot_be_read_are_not_the_same_as_one_another(tmp_path: Path) -> None:
    """Two rows with one in each table: what cannot be read is told, and that they are one patient is not."""
    faults = registry(tmp_path, {"ID": "P 9"}, {"ID": "P 9"}, again={"ID": "P 8"})
    assert {fault.rule for fault in faults} == {"a pseudonym of letters, digits, '-', '_' or '.'"}


@pytest.mark.parametrize("sex", ["fem\u200bale", "mаle"])
def test_a_word_with_a_letter_that_is_another_is_told_as_that_alone(tmp_path: Path, sex: str) -> None:
    """Nobody is told to copy it into the mapping, where it would look right."""
    (fault,) = registry(tmp_path, {"Sesso": sex}, {}, sex="{column: Sesso, recode: {F: female, M: male}}")
    assert "cannot be seen" in fault.rule or "letters of one script" in fault.rule
    assert fault.action in ("type it anew: female", "type it anew: male")


def test_a_limit_that_cannot_be_read_is_not_told_again_as_not_given(tmp_path: Path) -> None:
    (fault,) = registry(tmp_path, {}, {"ULN": "circa 190"})
    assert fault.value == "circa 190" and "a number" in fault.rule


def test_digits_of_full_width_are_digits(tmp_path: Path) -> None:
    """As in the codebook's own form."""
    assert registry(tmp_path, {}, {"ULN": "\uff11\uff19\uff10"}) == []


def test_two_ticked_boxes_are_not_told_again_as_an_empty_cell(tmp_path: Path) -> None:
    boxes = "{checkboxes: {Diagnosi: DM, Indicazione: PM}}"
    (fault,) = (
        each
        for each in registry(
            tmp_path,
            {"Diagnosi": "1", "Indicazione": "1"},
            {},
            diagnosis=boxes,
            **{name: "{constant: no}" for name in ENTRIES if name.startswith("indication_")},
        )
        if each.row == 2
    )
    assert fault.rule == "one box ticked; here they say DM, PM"


def test_a_row_that_is_there_twice_is_told_as_that_and_not_by_what_it_lacks(tmp_path: Path) -> None:
    """Such as a second row of a REDCap form with two stray answers, which lacked nine others."""
    stray = dict.fromkeys(("Centro", "Sesso", "Diagnosi", "Prima infusione", "Ultima infusione", "Dose"), "")
    (fault,) = registry(tmp_path, {"ID": "P02"} | stray, {"ID": "P02", "Visita": "end"})
    assert fault.rule == "no other row has the same patient_id"
