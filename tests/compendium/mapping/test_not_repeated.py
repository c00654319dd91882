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
    (fault,) = read(patients({"Centro": "Ospedale San Giovanni"}), centre="{column: Centro, recode: {Elm: Elm}}").faults
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


UNREAD: dict[str, tuple[list[str], str]] = {
    "Cod": ([TAX_CODE, "BNCLCU70B02F205X"], "Italian tax codes"),
    "Contatto": (["m.rossi@example.org", "x@example.org"], "e-mail addresses"),
    "Recapito": (["333 1234567", "347/7654321"], "telephone numbers"),
    "Cognome e nome": (["Rossi Mario", "Bianchi Lucia"], "persons' names"),
    "Nato il": (["1961-03-04", "1995-07-08"], "dates of birth"),
    "DN": (["1961-03-04", "1955-07-08", "04/11/1948"], "dates of birth"),
    "Campione": (["40231234", "40239876", "40235555"], "numbers as long as hospitals' own"),
    "Medico": (["Dr. Mario Rossi", "Dott.ssa Paola Verdi", "Luigi Neri"], "persons' names"),
    "Note": (
        ["sta bene", "pz Mario, tel 333 1234567", TAX_CODE, "nata il 04/03/1961", E_MAIL],
        "e-mail addresses",
    ),
}


@pytest.mark.parametrize("column", UNREAD)
def test_a_column_that_nothing_reads_is_refused_where_it_holds_what_tells_who_a_patient_is(column: str) -> None:
    """By what stands in it, whatever it is called; nobody may notice it otherwise before the file is sent."""
    values, what = UNREAD[column]
    table = cells("Pazienti", [*HEADER, column], [[*ROW, value] for value in values])
    result = apply(mapping_of(mapping_text(ENTRIES, None), "m.yaml", BOOK), handed(table), BOOK)
    (fault,) = (fault for fault in result.faults if fault.column == column)
    assert fault.rule.startswith("nothing that tells who a patient is") and what in fault.rule
    assert "take the column out of the file" in fault.action
    assert is_silent(told([fault], []))


@pytest.mark.parametrize("column", UNREAD)
def test_no_such_column_is_drafted_as_a_variable(column: str) -> None:
    """`vital_status: Contatto` had been drafted of e-mail addresses, as its name has letters in common."""
    values, what = UNREAD[column]
    table = cells("Pazienti", [*HEADER, column], [[*ROW, value] for value in values])
    text = draft(handed(table), BOOK)
    (line,) = (line for line in text.splitlines() if line.startswith("# by what stands in them"))
    assert what in line and f"{column} (" in line.replace('"', "")
    assert not any(f": {column}" in line for line in text.splitlines() if not line.startswith("#"))
    assert is_silent(text)


NO_PERSONS: dict[str, list[str]] = {
    "Centro inviante": ["Ospedale San Michele", "Policlinico Santa Maria", "Papa Giovanni XXIII", "Via San Marco"],
    "Medico": ["Dr. Rossi Mario"] * 9,
    "Criteri": ["Bohan e Peter 1975", "Bohan and Peter", "ENMC"],
    "Esami": ["1240 1300 1250", "CK 1200, 340 e 90", "HLA-DRB1*0301", "anti-Jo1 1:320"],
    "Pressione": ["120/80", "130/70", "110-60"],
    "Aggiornato": ["2013-04-05 10:22:33", "2013-04-06 11:02:03", "2013-05-05 09:00:00"],
    "Giorno": ["20130405", "20130406", "20130510"],
    "Ciclo": ["05/04/2013 - 06/05/2013", "03/04/2013 al 05/04/2013", "2012-2013"],
    "Copie": ["12000000", "340000000", "1200", "12000000"],
    "Telefono": ["sì", "no", "sì"],
    "Iniziali": ["", "", ""],
}


@pytest.mark.parametrize("column", NO_PERSONS)
def test_what_only_looks_a_little_like_it_is_not_refused(column: str) -> None:
    table = cells("Pazienti", [*HEADER, column], [[*ROW, value] for value in NO_PERSONS[column]])
    result = apply(mapping_of(mapping_text(ENTRIES, None), "m.yaml", BOOK), handed(table), BOOK)
    assert [fault for fault in result.faults if fault.column == column] == []


def test_a_table_that_nothing_reads_is_looked_through_as_well() -> None:
    """The list of who is who is often the last sheet of the workbook."""
    table, key = cells("Pazienti", HEADER, [ROW]), cells("Foglio2", ["ID", "Chi"], [["P1", TAX_CODE]])
    faults = apply(mapping_of(mapping_text(ENTRIES, None), "m.yaml", BOOK), handed(table, key), BOOK).faults
    assert [(fault.file, fault.column) for fault in faults] == [("centre.xlsx, sheet Foglio2", "Chi")]


def test_a_column_that_tells_it_by_its_name_alone_is_noted() -> None:
    table = cells("Pazienti", [*HEADER, "Iniziali", "CF", "Peso"], [[*ROW, "RM", "", "70"]])
    source = handed(table)
    notes = apply(mapping_of(mapping_text(ENTRIES, None), "m.yaml", BOOK), source, BOOK).notes
    said = "not read, and by its name it tells who a patient is ({}): take it away before the file leaves your centre"
    assert [(column, rule) for _, _, column, _, rule in notes if "tells who" in rule] == [
        ("Iniziali", said.format("a name")),
        ("CF", said.format("a tax or insurance number")),
    ]
    assert (
        "# by their names these tell who a patient is; take them away before the file leaves your centre: Iniziali, CF"
    ) in draft(source, BOOK).splitlines()
