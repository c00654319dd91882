"""A centre's tables come out under the codebook's names, every change is counted, and nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.mapping.applying import apply
from compendium.mapping.identity import identity
from compendium.mapping.mapped import Mapped
from compendium.mapping.mapping_file import mapping_of
from compendium.registry.kinds import parse
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed
from tests.compendium.mapping.centres import (
    BOOK,
    ITALIAN_MAPPING,
    ITALIAN_PATIENTS,
    ITALIAN_VISITS,
    REDCAP,
    SPSS,
    SPSS_MAPPING,
    cells,
    handed,
    redcap_mapping,
)

ITALIAN = handed(ITALIAN_PATIENTS, ITALIAN_VISITS)


def mapped(text: str, source: Handed) -> Mapped:
    return apply(mapping_of(text, "ours.yaml", BOOK), source, BOOK)


def rows(result: Mapped, table: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in result.tables[table].frame[list(names)].itertuples(index=False, name=None)]


def said(result: Mapped) -> str:
    return "\n".join(f"{file}|{column}|{text}" for file, _, column, _, text in result.notes)


def told(result: Mapped) -> str:
    return "\n".join(map(str, result.faults))


def with_cell(table: Cells, row: int, column: str, text: str) -> Cells:
    """The table with another text in one cell; rows count from 0."""
    changed = [list(each) for each in table.rows]
    changed[row][table.header.index(column)] = text
    return replace(table, rows=changed)


# an Italian workbook ----------------------------------------------------------------------------------------------


def test_an_italian_workbook_with_a_dozen_vices_becomes_a_correct_registry() -> None:
    result = mapped(ITALIAN_MAPPING, ITALIAN)
    assert result.faults == []
    assert rows(
        result, "patients", "patient_id", "sex", "age", "diagnosis", "first_ivig_on", "last_ivig_on", "dose"
    ) == [
        ("P-01", "female", "54", "DM", "2012-01-31", "2013-03-15", "2"),
        ("P-02", "male", "61", "PM", "2013-02-02", "2014-02-01", "1.5"),
        ("P-03", "female", "", "overlap", "2014-03-05", "2015-06-15", "2"),
    ]
    assert rows(result, "patients", "raynaud", "skin", "indication_muscle", "indication_lung") == [
        ("yes", "yes", "yes", "no"), ("no", "no", "yes", "no"), ("", "no", "no", "no"),
    ]  # fmt: skip
    assert rows(result, "visits", "visit", "visit_on", "mmt8", "ck", "physician_global", "myoglobin") == [
        ("baseline", "2012-01-31", "113", "1240.5", "7.2", "5"),
        ("month 6", "2012-07-30", "137", "310", "3.6", ""),
        ("baseline", "2013-02-02", "150", "2300", "", "80"),
        ("end", "2015-06-01", "", "", "", ""),
    ]


def test_what_comes_out_is_read_by_the_registry_without_a_fault() -> None:
    for text, source in ((ITALIAN_MAPPING, ITALIAN), (redcap_mapping(), REDCAP), (SPSS_MAPPING, SPSS)):
        for name, table in mapped(text, source).tables.items():
            assert list(table.frame) == [variable.name for variable in BOOK.table(name)]
            for variable in BOOK.table(name):
                unread = parse(table.frame[variable.name], variable)[1]
                assert variable.name == "mmt8" or unread == {}, (name, variable.name)


def test_every_conversion_is_counted_beside_its_own_column() -> None:
    notes = said(mapped(ITALIAN_MAPPING, ITALIAN))
    for note in (
        "sheet Visite|MMT8|3 cells: from the scale 0-80 to 0-150",
        "sheet Visite|MMT8|2 cells: rounded to whole numbers after that",
        "sheet Visite|Mioglobina|1 cell: < left out: the limit counts as the value",
        "sheet Visite|CPK|1 cell: \"ND\" read as missing",
        "sheet Visite|Visita|1 row not read for visits: Visita is not M0 or T0 or M6 or fine",
        "sheet Pazienti|Ultima infusione|1 cell: a month alone taken as its 15th day",
        "sheet Pazienti|Raynaud|1 cell: an empty cell read as no",
        "sheet Pazienti|Sesso|1 cell: \"D\" read as female",
        "sheet Pazienti||1 column not read: Note",
        "sheet Visite||1 column not read: Peso",
        "tables.adverse_events|no such table: none were recorded",
    ):  # fmt: skip
        assert note in notes


def test_a_later_fault_names_the_centres_own_column_cell_and_row() -> None:
    visits = mapped(ITALIAN_MAPPING, ITALIAN).tables["visits"]
    record = visits.fault(1, "ck", "from 0 to 100", "look it up")
    assert (record.file, record.row, record.column, record.value) == (
        "centre.xlsx, sheet Visite",
        3,
        "CK totale",
        "310 UI/L",
    )
    assert visits.fault(0, "aldolase", "r", "a").column == "aldolase"  # absent: the codebook's own name


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "fault"),
    [
        ("Pazienti", 0, "Sesso", "X", '"X" - the rule: a value that the recode of sex covers; not so: "X" (1 cell)'),
        ("Pazienti", 0, "Cute", "rosso", 'a value of skin (yes, no); not so: "rosso" (1 cell)'),
        ("Pazienti", 1, "Età", "sessanta", "row 5, column Età: \"sessanta\" - the rule: a number"),
        ("Pazienti", 2, "Prima infusione", "2014", "write precision: year"),
        ("Pazienti", 0, "Prima infusione", "31/02/2012", "a date that there is"),
        ("Visite", 0, "MMT8", "104", "on the scale that the mapping states, from 0 to 80"),
        ("Visite", 1, "CK totale", "5,2 ukat/L", "in U/L, as the mapping says; the cell says ukat/L"),
        ("Visite", 2, "CK totale", "2.301", "the same in every column of ck; CPK has 2.300"),
        ("Visite", 0, "ID", "p-01", '"p-01" - the rule: a patient as the patients\' table has it; it has "P-01"'),
        ("Visite", 0, "ID", "P-01 ", 'a patient as the patients\' table has it; it has "P-01"'),
        ("Visite", 0, "ID", "P–01", 'a patient as the patients\' table has it; it has "P-01"'),
        ("Visite", 0, "ID", "P-1", 'a patient as the patients\' table has it; it has "P-01"'),
        ("Pazienti", 1, "ID", "p01", 'written like no other; "P-01" differs by blanks, case or dashes alone'),
        ("Visite", 0, "Visita", "M0 ", ""),
        ("Visite", 0, "ID", "P-07", ""),  # no patient at all: told where the registry is checked
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(table: str, row: int, column: str, text: str, fault: str) -> None:
    tables = {each.name: each for each in (ITALIAN_PATIENTS, ITALIAN_VISITS)}
    tables[table] = with_cell(tables[table], row, column, text)
    result = mapped(ITALIAN_MAPPING, Handed("workbook", tables))
    found = told(result)
    assert fault in found if fault else found == ""


def test_many_values_that_no_recode_covers_are_one_fault_with_their_counts() -> None:
    patients = cells("Pazienti", ITALIAN_PATIENTS.header, ITALIAN_PATIENTS.rows * 40, first=4)
    values = ["F"] * 60 + [f"z{at % 12}" for at in range(60)]
    for at, value in enumerate(values):
        patients.rows[at] = [f"P-{at:03}", value, *patients.rows[at][2:]]
    result = mapped(ITALIAN_MAPPING, handed(patients, ITALIAN_VISITS))
    found = [fault for fault in result.faults if fault.column == "Sesso"]
    assert len(found) == 1 and found[0].row == 64
    assert '"z0" (5 cells)' in found[0].rule and "and 4 more" in found[0].rule


def test_days_up_to_12_alone_do_not_tell_the_order_and_are_asked_for_once() -> None:
    text = ITALIAN_MAPPING.replace(", date: day first", "")
    visits = cells(
        "Visite",
        ITALIAN_VISITS.header,
        [["P-01", "M0", "01/02/2012", *[""] * 6], ["P-01", "M6", "07/08/2012", *[""] * 6]],
    )
    result = mapped(text, handed(ITALIAN_PATIENTS, visits))
    found = [fault for fault in result.faults if fault.column == "Data"]
    assert len(found) == 1 and "date: day first or date: month first" in found[0].action
    proven = mapped(text, ITALIAN)
    assert not [fault for fault in proven.faults if fault.column == "Data"]
    assert "Visite|Data|dates read day first: a day above 12 proves it" in said(proven)
    both = with_cell(ITALIAN_VISITS, 1, "Data", "07/30/2012")
    assert "both orders are in it" in told(mapped(text, handed(ITALIAN_PATIENTS, both)))


# names that the source does not have --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("skin: Cute", "skin: Cutis", 'skin: "Cutis" - the rule: a column of centre.xlsx, sheet Pazienti'),
        ("skin: Cute", "skin: cute", "write it as the source does; nearest: Cute"),
        ("skin: Cute", "skin: Zz", "its columns are ID, Sesso"),
        ("from: Visite", "from: Visita", 'visits.from: "Visita" - the rule: a table of the source, which has Pazienti'),
        ("{Visita: [M0, T0, M6, fine]}", "{Visit: [M0]}", "column tables.visits.when: \"Visit\""),
        ("{Visita: [M0, T0, M6, fine]}", "{Visita: [V1]}", "its values are M0, M18, M6, T0, fine"),
        ("skin: Cute", "skin: {column: Cute, checkbox: true, when_form_untouched: no}", "such as form_status:"),
        ("data: centre.xlsx}", "data: centre.xlsx, header_rows: {Visite: 99}}", "it has the rows 2 to 6"),
        ("data: centre.xlsx}", "data: centre.xlsx, header_rows: {Visit: 3}}", "nearest: Visite"),
    ],
)  # fmt: skip
def test_a_name_that_the_source_does_not_have_is_told_with_the_nearest(old: str, new: str, fault: str) -> None:
    assert ITALIAN_MAPPING.count(old) == 1
    assert fault in told(mapped(ITALIAN_MAPPING.replace(old, new), ITALIAN))


def test_two_columns_of_one_name_are_told() -> None:
    twice = replace(
        ITALIAN_PATIENTS, header=tuple("Cute" if name == "Note" else name for name in ITALIAN_PATIENTS.header)
    )
    assert "that has this name alone; 2 have it" in told(mapped(ITALIAN_MAPPING, handed(twice, ITALIAN_VISITS)))


def test_a_header_further_down_and_in_two_rows_is_taken_where_the_mapping_says() -> None:
    rows_below = [["", "", "", *["Basale"] * 6], list(ITALIAN_VISITS.header), *ITALIAN_VISITS.rows]
    titled = cells("Visite", ["Registro", *[""] * 8], rows_below)
    text = ITALIAN_MAPPING.replace("data: centre.xlsx}", "data: centre.xlsx, header_rows: {Visite: 3}}")
    result = mapped(text, handed(ITALIAN_PATIENTS, titled))
    assert result.faults == [] and result.tables["visits"].rows == [4, 5, 6, 8]
    two = text.replace("{Visite: 3}", "{Visite: [2, 3]}").replace("column: MMT8", "column: Basale / MMT8")
    found = told(mapped(two, handed(ITALIAN_PATIENTS, titled)))
    assert '"Basale / MMT8"' not in found and '"CPK" - the rule: a column of' in found


def test_a_table_that_no_block_reads_is_listed() -> None:
    notes = said(
        mapped(ITALIAN_MAPPING, handed(ITALIAN_PATIENTS, ITALIAN_VISITS, cells("Biopsie", ["ID"], [["P-01"]] * 3)))
    )
    assert "sheet Biopsie||not read: no block of the mapping names Biopsie (3 rows)" in notes


def test_a_table_of_the_source_without_a_row_is_told_with_its_place() -> None:
    """Unless the mapping says why there are no visits, as it does of the adverse events here."""
    patients, visits = (replace(each, rows=[], numbers=[]) for each in (ITALIAN_PATIENTS, ITALIAN_VISITS))
    without = mapped(ITALIAN_MAPPING, handed(ITALIAN_PATIENTS, visits)).faults
    assert [(record.file, record.rule.partition(";")[0]) for record in without] == [
        ("centre.xlsx, sheet Visite", "patients have visits")
    ]
    nobody = mapped(ITALIAN_MAPPING, handed(patients, visits)).faults
    assert [(record.file, record.rule.partition(";")[0]) for record in nobody] == [
        ("centre.xlsx, sheet Pazienti", "a registry has patients")
    ]


def test_shifted_dates_are_said_to_be_so() -> None:
    result = mapped(ITALIAN_MAPPING.replace("data: centre.xlsx}", "data: centre.xlsx, dates_shifted: true}"), ITALIAN)
    assert result.dates_shifted and "calendar years mean nothing" in said(result)
    assert not mapped(ITALIAN_MAPPING, ITALIAN).dates_shifted


# a REDCap export ---------------------------------------------------------------------------------------------------


def test_a_redcap_export_with_codes_boxes_and_two_forms_a_visit() -> None:
    result = mapped(redcap_mapping(), REDCAP)
    assert result.faults == []
    names = ("patient_id", "centre", "sex", "age", "diagnosis", "raynaud", "skin", "indication_muscle")
    assert rows(result, "patients", *names) == [
        ("101-7", "B", "female", "54", "DM", "yes", "no", "yes"),
        ("101-8", "B", "male", "", "PM", "no", "no", "no"),
        ("101-9", "A", "male", "40", "", "", "no", "yes"),  # a form that nobody filled in, as the mapping says
    ]
    assert rows(result, "visits", "patient_id", "visit", "mmt8", "ck", "ck_uln") == [
        ("101-7", "baseline", "104", "1230", "180"), ("101-7", "month 6", "", "", ""),
        ("101-8", "baseline", "", "120", "180"),
    ]  # fmt: skip
    assert rows(result, "adverse_events", "event_id", "preferred_term", "action") == [
        ("101-7-1", "Headache", "none"), ("101-7-2", "Headache", "infusion slowed"),
    ]  # fmt: skip


def test_a_value_from_a_form_beside_keeps_its_own_place() -> None:
    visits = mapped(redcap_mapping(), REDCAP).tables["visits"]
    assert visits.place(0, "mmt8") == ("centre.xlsx, sheet visit", 2)
    assert visits.place(0, "ck") == ("centre.xlsx, sheet labs", 2)
    record = visits.fault(0, "ck", "r", "a")
    assert (record.file, record.column, record.value) == ("centre.xlsx, sheet labs", "cpk", "20.5")


def test_two_rows_of_one_key_beside_another_table_are_told() -> None:
    labs = REDCAP.tables["labs"]
    twice = replace(labs, rows=[*labs.rows, labs.rows[0]], numbers=[*labs.numbers, 9])
    result = mapped(redcap_mapping(), Handed("redcap", REDCAP.tables | {"labs": twice}))
    assert "row 9, column redcap_event_name" in str(result.faults[0])
    assert "one row for each patient_id and visit" in str(result.faults[0])


def test_a_missing_code_of_the_project_is_no_value_and_unmapped_it_would_be() -> None:
    assert rows(mapped(redcap_mapping(), REDCAP), "patients", "age")[1] == ("",)
    without = redcap_mapping().replace(", missing_codes: [UNK, -999]", "")
    result = mapped(without, REDCAP)
    assert rows(result, "patients", "age")[1] == ("-999",)  # the registry's ranges refuse it


# a statistics program's file, several visits in a row ---------------------------------------------------------------


def test_labels_of_codes_settle_which_number_is_which_and_a_wide_row_gives_visits() -> None:
    result = mapped(SPSS_MAPPING, SPSS)
    assert result.faults == []
    assert rows(result, "patients", "sex", "diagnosis", "raynaud") == [("female", "DM", "yes"), ("male", "PM", "no")]
    assert rows(result, "visits", "patient_id", "visit", "visit_on", "ck") == [
        ("1", "baseline", "2012-01-31", "1240"),
        ("2", "baseline", "2013-02-02", "90"),
        ("2", "month 6", "2013-08-01", "100"),  # patient 1 has nothing filled in at month 6, so no visit
    ]
    assert "1 row left out of visits: nothing filled in there" in said(result)


@pytest.mark.parametrize("cell", ["n.d.", "-999", "-999.0", " "])
def test_a_visit_of_missing_words_and_codes_alone_is_no_visit(cell: str) -> None:
    text = SPSS_MAPPING.replace("data: registro.sav}", "data: registro.sav, missing_codes: [-999]}")
    wide = with_cell(with_cell(SPSS.tables["registro"], 0, "ck_6", cell), 0, "data_6", cell)
    assert rows(mapped(text, handed(wide)), "visits", "visit") == [("baseline",), ("baseline",), ("month 6",)]


def test_a_value_asked_for_that_no_row_has_is_noted() -> None:
    result = mapped(ITALIAN_MAPPING.replace("[M0, T0, M6, fine]", "[M0, T0, M6, fine, M3]"), ITALIAN)
    assert ("centre.xlsx, sheet Visite", 0, "Visita", "M3", "in no row, though the mapping asks for it") in result.notes


def test_visits_can_be_named_by_their_days_from_the_first_infusion() -> None:
    text = ITALIAN_MAPPING.replace("{column: Visita, month_in_name: true}", "{by_date: 45}").replace(
        "    when: {Visita: [M0, T0, M6, fine]}\n", ""
    )
    result = mapped(text, ITALIAN)
    assert result.faults == []
    assert rows(result, "visits", "patient_id", "visit", "visit_on") == [
        ("P-01", "baseline", "2012-01-31"),
        ("P-01", "month 6", "2012-07-30"),
        ("P-02", "baseline", "2013-02-02"),
        ("P-03", "end", "2015-06-01"),
    ]
    assert "4 visits named by date; 1 left out, near to no visit of the study" in said(result)
    again = with_cell(ITALIAN_VISITS, 1, "Data", "10/02/2012")
    found = told(mapped(text, handed(ITALIAN_PATIENTS, again)))
    assert "one visit nearest to baseline; this one is nearest to it, as is row 2" in found
    unknown = with_cell(ITALIAN_VISITS, 1, "ID", "P-09")
    assert "by which the visit is named" in told(mapped(text, handed(ITALIAN_PATIENTS, unknown)))


def test_an_event_without_a_name_is_numbered_and_its_class_follows_its_term() -> None:
    text = redcap_mapping().replace("{first_of: [record_id, redcap_repeat_instance], join: '-'}", "{numbered: true}")
    text = text.replace("system_organ_class: ae_class", "system_organ_class: {by_term: true}")
    result = mapped(text, REDCAP)
    assert result.faults == []
    assert rows(result, "adverse_events", "event_id", "system_organ_class") == [
        ("101-7-1", "Nervous system disorders"), ("101-7-2", "Nervous system disorders"),
    ]  # fmt: skip
    found = told(mapped(text.replace("Cefalea: Headache", "Cefalea: Headach"), REDCAP))
    assert 'column ae_term: "Cefalea" - the rule: a term of data/definitions/adverse_event_terms.csv' in found
    assert "nearest: Headache" in found


TEXTS = st.text(max_size=6) | st.sampled_from(["31/12/2019", "1.240,5", "<5", "n.d.", "M0", "2,3 µkat/L", "80/80", "-"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=9, max_size=9), max_size=4))
def test_no_cell_vanishes_it_is_read_told_or_counted(found: list[list[str]]) -> None:
    """A law: whatever a visits sheet holds, a cell comes out as a value, as a fault, or in a note that counts it."""
    visits = cells("Visite", ITALIAN_VISITS.header, [["P-01", "M0", *row[2:]] for row in found])
    result = apply(MAPPING, handed(ITALIAN_PATIENTS, visits), BOOK)
    table = result.tables["visits"]
    assert len(table.files) == len(found)
    for name, column in (("visit_on", "Data"), ("mmt8", "MMT8"), ("myoglobin", "Mioglobina")):
        sent, read = table.sent[name], table.frame[name]
        lost = [cell for cell, text in zip(sent, read, strict=True) if cell.strip() and not text]
        faults = sum(fault.column == column for fault in result.faults)
        noted = sum(int(note.split()[0]) for _, _, col, _, note in result.notes if col == column and "missing" in note)
        assert len(lost) == faults + noted


MAPPING = mapping_of(ITALIAN_MAPPING, "ours.yaml", BOOK)


# the codebook's own names -------------------------------------------------------------------------------------------


def codebook_tables() -> list[Cells]:
    patient = {"patient_id": "PI1", "centre": "B", "age": "54,5", "sex": "F"}
    return [
        cells(name, header, [[patient.get(column, "") for column in header]] if name != "adverse_events" else [])
        for name in ("patients", "visits", "adverse_events")
        if (header := [variable.name for variable in BOOK.table(name)][::-1])
    ]


def test_a_source_with_the_codebooks_names_needs_no_mapping_and_passes_unchanged() -> None:
    source = handed(*codebook_tables(), cells("Read me", ["text"], []))
    mapping = identity(source, BOOK)
    assert mapping is not None
    result = apply(mapping, source, BOOK)
    assert result.faults == []
    assert rows(result, "patients", "patient_id", "age", "sex") == [
        ("PI1", "54,5", "F")
    ]  # the registry tells the faults


def test_a_source_with_one_other_name_needs_a_mapping() -> None:
    tables = codebook_tables()
    other = replace(tables[0], header=("Età", *tables[0].header[1:]))
    assert identity(handed(other, *tables[1:]), BOOK) is None
    assert identity(handed(*tables[:2]), BOOK) is None


def test_the_same_source_gives_the_same_tables_and_notes() -> None:
    first, second = mapped(ITALIAN_MAPPING, ITALIAN), mapped(ITALIAN_MAPPING, ITALIAN)
    assert first.notes == second.notes
    pd.testing.assert_frame_equal(first.tables["visits"].frame, second.tables["visits"].frame)
