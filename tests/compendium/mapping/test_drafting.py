"""A draft proposes what names and cells prove, asks what only the centre knows, and gives no patient away."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.mapping.applying import apply
from compendium.mapping.column_matching import match_columns
from compendium.mapping.drafting import draft, draft_of
from compendium.mapping.mapping_file import mapping_of
from compendium.mapping.synonyms import read_synonyms
from compendium.sources.handed import Handed
from press.ground.fault import SpreadsheetFault
from press.ground.paths import project_root
from tests.compendium.mapping.centres import BOOK, ITALIAN_PATIENTS, ITALIAN_VISITS, REDCAP, SPSS, cells, handed

ITALIAN = handed(ITALIAN_PATIENTS, ITALIAN_VISITS)
SYNONYMS = read_synonyms(BOOK)


def line(text: str, variable: str, table: str = "patients") -> str:
    """The line of a variable in one table's block, without its comment."""
    block = text.split(f"\n  {table}:")[1].split("\n  visits:" if table == "patients" else "\n  adverse_events:")[0]
    return next(each for each in block.splitlines() if each.strip().startswith(f"{variable}:")).split("  #")[0].strip()


def questions(text: str) -> list[str]:
    """What a draft leaves to be decided, by key; fails where anything else is wrong with it."""
    with pytest.raises(SpreadsheetFault) as raised:
        mapping_of(text, "draft.yaml", BOOK)
    assert all(record.value == "?" for record in raised.value.records), raised.value
    return [record.column for record in raised.value.records]


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("patient_id", "patient_id: ID"),
        ("sex", "sex: {column: Sesso, recode: {D: female, F: female, M: male}}"),
        ("age", 'age: "Età"'),
        ("diagnosis", "diagnosis: {column: Diagnosi, recode: {Dermatomiosite: DM, Sovrapposizione: overlap}}"),
        ("first_ivig_on", "first_ivig_on: {column: Prima infusione, date: day first}"),
        ("last_ivig_on", "last_ivig_on: {column: Ultima infusione, date: day first, precision: ?}"),
        ("dose", 'dose: {column: "Dose (g/kg)", decimal: ","}'),
        ("raynaud", "raynaud: {column: Raynaud, blank: ?}"),
        ("indication_muscle", "indication_muscle: {column: Muscolo, blank: ?}"),
        ("centre", "centre: ?"),
        ("indication_lung", "indication_lung: ?"),
    ],
)
def test_an_italian_patients_sheet_is_drafted(variable: str, expected: str) -> None:
    assert line(draft(ITALIAN, BOOK), variable) == expected


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("visit_on", "visit_on: {column: Data, date: day first}"),
        ("mmt8", "mmt8: {column: MMT8, scale: ?}"),
        ("myoglobin", "myoglobin: {column: Mioglobina, unit: ?, censored: ?}"),
        ("physician_global", 'physician_global: {column: "VAS medico (mm)", scale: ?, decimal: ","}'),
    ],
)
def test_units_and_scales_are_asked_and_never_guessed(variable: str, expected: str) -> None:
    assert line(draft(ITALIAN, BOOK), variable, "visits") == expected


def _with_unit(name: str) -> str:
    return name.replace("Mioglobina", "Mioglobina (µg/L)")


def test_a_unit_in_the_name_of_the_column_is_taken_from_there() -> None:
    visits = replace(ITALIAN_VISITS, header=tuple(_with_unit(name) for name in ITALIAN_VISITS.header))
    assert "unit: ug/L" in line(draft(handed(ITALIAN_PATIENTS, visits), BOOK), "myoglobin", "visits")


def test_what_is_decided_in_a_draft_makes_a_mapping_that_runs() -> None:
    """A draft needs nothing but its answers: each ? replaced, as a data manager would."""
    text = draft_of(ITALIAN, BOOK, "centre.xlsx").text
    for asked, answer in (
        ("centre: ?", "centre: {constant: B}"), ("blank: ?", "blank: no"), ("precision: ?", "precision: month"),
        ('"?": [', "not recorded: ["), ("{absent: ?}", "{absent: none were recorded}"), ("M18: ?", "M18: missing"),
        ("MMT8, scale: ?", "MMT8, scale: [0, 80]"), ("scale: ?", "scale: [0, 100], missing: ['-']"),
        ("unit: ?, censored: ?", "unit: ug/L, censored: limit"),
        ("unit: ?, decimal: ?", "unit: U/L, thousands: '.', decimal: ','"),
    ):  # fmt: skip
        assert asked in text
        text = text.replace(asked, answer)
    text = re.sub(r"(ck|myoglobin)_uln: \?", r"\1_uln: {constant: 180}", text)
    text = re.sub(r"(indication_\w+): \?", r"\1: {constant: no}", text)
    result = apply(mapping_of(text, "ours.yaml", BOOK), ITALIAN, BOOK)
    assert result.faults == []
    assert result.tables["visits"].frame["mmt8"].tolist() == ["113", "137", "150", "150", ""]


def test_the_direction_of_codes_is_asked_unless_the_source_has_their_labels() -> None:
    patients = cells("Pazienti", ["ID", "Sesso", "Raynaud", "Diagnosi"], [["a", "1", "1", "DM"], ["b", "2", "2", "PM"]])
    text = draft(handed(patients), BOOK)
    assert line(text, "sex") == 'sex: {column: Sesso, recode: {"1": ?, "2": ?}}'
    assert "# 1 = ?; 2 = ?; one of female, male" in text
    assert line(text, "raynaud") == 'raynaud: {column: Raynaud, recode: {"1": ?, "2": ?}}'
    labelled = replace(patients, codes={"Sesso": {"1": "Donna", "2": "Uomo"}, "Raynaud": {"1": "No", "2": "Sì"}})
    text = draft(handed(labelled), BOOK)
    assert line(text, "sex") == 'sex: {column: Sesso, recode: {"1": female, "2": male}}'
    assert line(text, "raynaud") == "raynaud: Raynaud"


def test_a_redcap_export_is_drafted_with_its_boxes_events_and_forms() -> None:
    text = draft(REDCAP, BOOK)
    assert line(text, "centre") == "centre: {column: redcap_data_access_group, recode: {a: A, b: B}}"
    assert line(text, "sex") == 'sex: {column: sex, recode: {"1": male, "2": female}}'
    assert line(text, "diagnosis") == "diagnosis: {checkboxes: {dx___1: DM, dx___2: PM}}"
    assert line(text, "raynaud") == "raynaud: {column: feat___1, checkbox: true, when_form_untouched: ?}"
    assert "visit: {column: redcap_event_name, month_in_name: true}" in text
    assert "    - from: labs\n      beside: true" in text
    assert "event_id: {numbered: true}" in text
    assert "source.dictionary" in questions(text)


def test_several_visits_in_a_row_are_taken_apart() -> None:
    text = draft(SPSS, BOOK)
    assert "- {visit: baseline, visit_on: data_0, mmt8: mmt_0, ck: ck_0}" in text
    assert "- {visit: month 6, visit_on: data_6, ck: ck_6}" in text
    merged = cells("Dati", ["ID", "Basale / CK (U/L)", "Fine terapia / CK (U/L)", "Sesso"], [["a", "1", "2", "F"]])
    text = draft(handed(merged), BOOK)
    assert (
        '- {visit: baseline, visit_on: ?, ck: "Basale / CK (U/L)"}' in text
        and '- {visit: end, visit_on: ?, ck: "Fine terapia / CK (U/L)"}' in text
    )
    assert "ck: {unit: U/L}" in text and "sex: {column: Sesso, recode: {F: female}}" in text


def test_tables_of_the_same_columns_stand_below_one_another() -> None:
    second = replace(ITALIAN_VISITS, name="Visite 2014", sheet="Visite 2014")
    assert "from: [Visite, Visite 2014]" in draft(handed(ITALIAN_PATIENTS, ITALIAN_VISITS, second), BOOK)


def test_the_dates_of_the_first_and_last_infusion_are_no_visits_in_a_row() -> None:
    header = ["ID", "Data prima infusione", "Data ultima infusione", "Sesso", "ck_0", "ck_6"]
    text = draft(handed(cells("Dati", header, [["a", "2012-01-31", "2013-03-15", "F", "1", "2"]])), BOOK)
    assert line(text, "first_ivig_on") == "first_ivig_on: Data prima infusione"
    assert "- {visit: baseline, visit_on: ?, ck: ck_0}" in text and "- {visit: month 6, visit_on: ?, ck: ck_6}" in text


def test_a_table_like_none_of_the_codebooks_is_left_out_and_named() -> None:
    text = draft(handed(ITALIAN_PATIENTS, cells("Magazzino", ["Lotto", "Scadenza"], [["1", "2"]])), BOOK)
    assert "# not used: the table Magazzino, which looks like none of the codebook's" in text
    assert "visits: {absent: ?}" in text


@pytest.mark.parametrize("source", [ITALIAN, REDCAP, SPSS, Handed("csv", {})])
def test_a_draft_is_a_mapping_but_for_its_questions(source: Handed) -> None:
    assert questions(draft(source, BOOK))
    assert draft(source, BOOK) == draft(source, BOOK)


SECRETS = ["Rossi Mario", "RSSMRA60A01G702X", "mario@rossi.it", "+39 050 992111", "Via Roma 1", "Zanardi"]


def test_no_name_date_or_free_text_of_a_patient_stands_in_a_draft() -> None:
    """Each secret in every column; a patient's is in five visits, too, which makes no code of it."""
    header = ["ID", "Nome", "Sesso", "Diagnosi", "Cute", "Motivo", "Prima infusione", "Centro", "Note"]
    rows = [[secret, secret, *[secret] * 6, secret] for secret in SECRETS]
    visits = cells("Visite", ["ID", "Visita", "CPK", "Data"], [[secret] * 4 for secret in SECRETS for _ in range(6)])
    events = cells("Eventi avversi", ["ID", "Termine", "Gravità", "Azione"], [[SECRETS[0]] * 4] * 9)
    text = draft(handed(cells("Pazienti", header, rows), visits, events), BOOK)
    assert "Diagnosi" in text and "Azione" in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert "6 more values, which may tell who a patient is and are not shown" in text


@pytest.mark.parametrize("name", ["P{}", "{}"])
def test_pseudonyms_in_a_column_that_looks_like_a_level_are_no_codes(name: str) -> None:
    rows = [[f"x{at}", name.format(at), "F"] for at in range(10, 40)]
    text = draft(handed(cells("Pazienti", ["ID", "Diagnosi", "Sesso"], rows)), BOOK)
    assert line(text, "diagnosis") == "diagnosis: Diagnosi" and "30 more values" in text
    assert f'"{name.format(11)}"' not in text


def test_a_word_that_many_patients_share_is_shown_and_asked() -> None:
    rows = [[f"P{at}", "Miosite necrotizzante"] for at in range(5)] + [[f"Q{at}", "altra"] for at in range(4)]
    text = draft(handed(cells("Pazienti", ["ID", "Diagnosi", "Sesso"], [[*row, "F"] for row in rows])), BOOK)
    assert '"Miosite necrotizzante": ?' in text.replace("{Miosite necrotizzante: ?", '{"Miosite necrotizzante": ?')
    assert "altra" not in text and "1 more values" in text


HEADERS = st.lists(
    st.text(min_size=1, max_size=12) | st.sampled_from(["ID", "Sesso", "CK_0", "ck_6", "Data", "null"]),
    max_size=8,
    unique=True,
)


@settings(max_examples=25, deadline=None)
@given(HEADERS, st.data())
def test_whatever_the_columns_are_called_and_hold_a_draft_is_yaml_with_questions_alone(
    header: list[str], data: st.DataObject
) -> None:
    row = st.lists(st.text(max_size=8), min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(row, max_size=4))
    questions(draft(handed(cells(data.draw(st.sampled_from(["Visite", "Pazienti", "x: y"])), header, rows)), BOOK))


# which column may be which variable --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "table", "variable", "sure"),
    [
        ("Sesso", "patients", "sex", True),
        ("pohlavi", "patients", "sex", True),
        ("Fenomeno di Raynaud", "patients", "raynaud", True),
        ("redcap_data_access_group", "patients", "centre", True),
        ("CPK", "visits", "ck", True),
        ("ck_totale", "visits", "ck", True),
        ("Creatina chinasi (CK)", "visits", "ck", True),
        ("LD", "visits", "ldh", True),
        ("SGOT", "visits", "ast", True),
        ("mmt8_total", "visits", "mmt8", True),
        ("PhVAS", "visits", "physician_global", True),
        ("VAS paziente", "visits", "patient_global", True),
        ("CK ULN", "visits", "ck_uln", True),
        ("anti-Jo1", "patients", "ab_jo1", True),
        ("MTX prima", "patients", "earlier_methotrexate", True),
        ("Rituximab with IVIg", "patients", "concomitant_rituximab", True),
        ("Creatinchinasis", "visits", "ck", True),
        ("Peso", "visits", "", False),
        ("Note", "patients", "", False),
        ("x", "patients", "", False),
    ],
)
def test_names_met_in_centres_find_their_variable(header: str, table: str, variable: str, sure: bool) -> None:
    found = match_columns({header: [header]}, [each.name for each in BOOK.table(table)], SYNONYMS)
    assert [(match.variable, match.sure) for match in found] == ([(variable, sure)] if variable else [])


def test_two_columns_alike_for_one_variable_are_unsure_and_both_named() -> None:
    names = {name: [name] for name in ("mmt8", "mmt8_total")}
    found = match_columns(names, ["mmt8", "ck"], SYNONYMS)
    assert [({match.column, *match.also}, match.sure) for match in found] == [(set(names), False)]


def test_no_word_stands_for_two_variables_of_a_table() -> None:
    for table in ("patients", "visits", "adverse_events"):
        owners: dict[str, list[str]] = {}
        for variable in BOOK.table(table):
            for word in SYNONYMS.names[variable.name]:
                owners.setdefault(word, []).append(variable.name)
        assert {word: found for word, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("sexx,,en,gender", "a variable or table of the codebook"),
        ("sex,woman,en,donna", "a level of sex, or empty"),
        ("sex,,cz,pohlavi", "one of en, it"),
        ("sex,,en,|", "at least one word"),
    ],
)
def test_a_list_of_synonyms_that_is_not_sound_is_told(tmp_path: Path, row: str, said: str) -> None:
    good = (project_root() / "data" / "definitions" / "synonyms.csv").read_text(encoding="utf-8")
    (tmp_path / "synonyms.csv").write_text(good + row + "\n", encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match=re.escape(said)):
        read_synonyms(BOOK, tmp_path / "synonyms.csv")
