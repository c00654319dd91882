"""Rule: what tells who a patient is stands in no message, list or draft, and nobody is told to write it anywhere."""

from __future__ import annotations

import pytest

from compendium.mapping.applying import apply
from compendium.mapping.drafting import draft
from compendium.mapping.mapping_file import mapping_of
from compendium.registry.told import told
from compendium.sources.grid import Grid
from compendium.sources.layout import lay_out
from tests.compendium.mapping.centres import BOOK, cells, handed, mapping_text
from tests.compendium.mapping.test_met_in_the_field import ENTRIES, HEADER, ROW, patients, read

E_MAIL = "chiedere a mario.rossi@ospedale.it tel 3331234567"
TAX_CODE = "RSSMRA80A01H501U"
NAMED = "responder (Mario Rossi, tel 333 1234567)"
SECRETS = ("mario", "rossi", "333", "RSSMRA", "H501U")


def is_silent(text: str) -> bool:
    return not any(secret.casefold() in text.casefold() for secret in SECRETS)


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("Prima infusione", E_MAIL, "an e-mail address"),
        ("Dose", TAX_CODE, "an Italian tax code"),
        ("Età", "54 (Mario)", "what looks like a person's name"),
        ("Sesso", NAMED, "what looks like a telephone number"),
        ("Diagnosi", "DM, scrivere a mario.rossi@ospedale.it", "an e-mail address"),
        ("Indicazione", "non muscolo: Mario", "what looks like a person's name"),
    ],
)
def test_a_cell_that_tells_who_a_patient_is_is_said_as_that_and_shown_to_nobody(
    column: str, cell: str, what: str
) -> None:
    """No matter what it cannot be read as: that it is added to the mapping is the last thing to be asked for."""
    result = read(patients({}, {"ID": "P2", column: cell}))
    faults = [fault for fault in result.faults if fault.row == 3]
    assert faults and all(fault.rule == f"nothing that tells who a patient is; this is {what}" for fault in faults)
    assert all("write nothing of it into the mapping" in fault.action for fault in faults)
    assert is_silent(told(result.faults, result.notes))


def test_the_other_values_of_such_a_column_are_listed_as_ever() -> None:
    result = read(patients({}, {"ID": "P2", "Sesso": NAMED}, {"ID": "P3", "Sesso": "X"}))
    assert sorted((fault.row, fault.value) for fault in result.faults) == [
        (3, "re... (40 signs, not repeated here)"),
        (4, "X"),
    ]
    assert any('not so: "X" (1 cell)' in fault.rule for fault in result.faults)


def test_a_pseudonym_that_differs_by_a_blank_and_two_blocks_that_differ_are_told_without_it() -> None:
    entries = ENTRIES | {"from": "Pazienti"}
    visits = {"from": "Visite", "patient_id": "ID", "visit": "V", "visit_on": "Data"}
    table = cells("Visite", ["ID", "V", "Data"], [["Mario-Rossi ", "baseline", "2012-01-31"]])
    source = handed(cells("Pazienti", HEADER, [["MARIO ROSSI", *ROW[1:]]]), table)
    result = apply(mapping_of(mapping_text(entries, visits), "m.yaml", BOOK), source, BOOK)
    assert any("a patient as the patients' table has it" in fault.rule for fault in result.faults)
    assert is_silent(told(result.faults, result.notes))


def test_a_hospital_that_is_called_after_a_saint_is_no_person() -> None:
    (fault,) = read(
        patients({"Centro": "Ospedale San Giovanni"}), centre="{column: Centro, recode: {Milano: Milano}}"
    ).faults
    assert '"Ospedale San Giovanni" (1 cell)' in fault.rule


def test_a_draft_holds_no_value_that_tells_who_somebody_is() -> None:
    """Not even where many patients share it, as they share a physician."""
    rows = [{"ID": f"P{at}", "Diagnosi": "DM secondo Mario Rossi"} for at in range(9)]
    assert is_silent(draft(handed(patients(*rows)), BOOK))


def test_what_stands_beside_a_table_is_noted_without_it() -> None:
    rows = [["Registro di Mario Rossi", ""], ["ID", "CK"], ["P1", "1240"], ["P2", "310"], ["", ""], ["", E_MAIL]]
    _, notes, _ = lay_out(Grid("V", "v.xlsx", "V", rows))
    assert len(notes) > 1
    assert is_silent(told([], notes))


def test_a_column_that_nothing_reads_is_told_where_it_says_who_a_patient_is() -> None:
    """In the notes of a check and in a draft: nobody may notice it otherwise before the file is sent."""
    table = cells("Pazienti", [*HEADER, "Cognome e nome", "CF", "Peso"], [[*ROW, "Rossi Mario", TAX_CODE, "70"]])
    source = handed(table)
    notes = apply(mapping_of(mapping_text(ENTRIES, None), "m.yaml", BOOK), source, BOOK).notes
    said = "not read, and by its name it tells who a patient is ({}): take it away before the file leaves your centre"
    assert [(column, rule) for _, _, column, _, rule in notes if "tells who" in rule] == [
        ("Cognome e nome", said.format("a name")),
        ("CF", said.format("a tax or insurance number")),
    ]
    assert (
        "# by their names these tell who a patient is; take them away before the file leaves your centre: "
        "Cognome e nome, CF"
    ) in draft(source, BOOK).splitlines()
