"""A REDCap export gives the same tables whatever was chosen at the export, and no answer of it is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.sources.cells import Cells
from compendium.sources.handed import Handed
from compendium.sources.redcap_dictionary import dictionary_of
from compendium.sources.redcap_export import split_export

from .redcap_exports import Options, Row, asked, cells, dictionary, export
from .redcap_projects import (
    CHECKBOXES,
    CLASSIC,
    DECIMALS,
    GROUPS,
    LONGITUDINAL,
    ONCE_AND_REPEATED,
    PROBLEMATIC,
    PROJECTS,
    REPEATING,
    RUSSIAN,
    SPARSE,
    TRUE_AND_FALSE,
    VALIDATED,
    WIDE,
)

Project = Sequence[Mapping[str, str]]
WAYS = {
    "labels": Options(labels=True),
    "labels, and boxes by their own": Options(labels=True, box_labels=True),
    "questions as headers": Options(headings=True),
    "labels and questions": Options(headings=True, labels=True),
    "semicolons": Options(delimiter=";"),
    "tabs": Options(delimiter="\t"),
    "pipes": Options(delimiter="|"),
    "carets": Options(delimiter="^"),
    "decimal commas throughout": Options(decimal=",", delimiter=";"),
    "decimal points throughout": Options(decimal="."),
    "blank for grey": Options(blank_grey=True),
    "combined boxes": Options(combine=True),
    "combined boxes, labels": Options(combine=True, labels=True),
    "combined boxes, labels and questions": Options(combine=True, labels=True, headings=True),
}


def split(project: Project, rows: Sequence[Row], options: Options | None = None, missing: Sequence[str] = ()) -> Handed:
    return split_export(export(project, rows, options), dictionary_of(dictionary(project)), missing)


def answers(handed: Handed) -> dict[str, list[dict[str, str]]]:
    """Return each form's rows by column; a status that says nothing is empty, and so is a box in a row without one."""

    def plain(table: Cells, row: list[str]) -> dict[str, str]:
        line = dict(zip(table.header, row, strict=True))
        return {
            name: "" if text == "0" and ("___" in name or name.endswith("_complete")) else text
            for name, text in line.items()
        }

    return {form: [plain(table, row) for row in table.rows] for form, table in handed.tables.items()}


def said(handed: Handed, column: str = "") -> str:
    return "\n".join(f"{note[2]}|{note[3]}|{note[4]}" for note in handed.notes if not column or note[2] == column)


def texts(handed: Handed, form: str) -> list[list[str]]:
    return handed.tables[form].rows


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PROJECTS)
def test_whatever_was_chosen_at_the_export_the_tables_are_the_same(name: str, way: str) -> None:
    project, rows = PROJECTS[name]
    assert answers(split(project, rows, WAYS[way])) == answers(split(project, rows))


@pytest.mark.parametrize("name", PROJECTS)
def test_every_answer_stands_in_the_table_of_its_form(name: str) -> None:
    project, rows = PROJECTS[name]
    tables = answers(split(project, rows))
    for each in dictionary_of(dictionary(project)).fields[1:]:
        for row in (row for row in rows if row.values.get(each.name)):
            value = row.values[each.name]
            wanted = {each.boxes[code]: "1" for code in value} if isinstance(value, set) else {each.name: value}
            place = {"record_id": row.record, "redcap_event_name": row.event, "redcap_repeat_instance": row.instance}
            (found,) = [
                line
                for line in tables[each.form]
                if all(line.get(column, "") == text for column, text in place.items())
                and line.get("redcap_repeat_instrument", "") == row.instrument
            ]
            assert wanted.items() <= found.items()


def test_rows_keep_their_numbers_and_messages_their_file() -> None:
    visit = split(*REPEATING).tables["visit"]
    assert (visit.name, visit.place, visit.numbers) == ("visit", "export.csv", [3, 4])
    assert visit.fault(1, "ck", "a rule", "an action").row == 4


def test_labels_and_codes_go_with_the_columns() -> None:
    patient = split(*CHECKBOXES).tables["patient"]
    assert patient.labels["record_id"] == "Record"
    assert patient.labels["dx____1"] == "Diagnosis (choice=PM)"
    assert patient.codes["dx____1"] == {"0": "Unchecked", "1": "Checked"}
    assert patient.codes["patient_complete"] == {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
    assert split(*CLASSIC).tables["patient"].codes["sex"] == {"1": "Female", "2": "Male"}
    assert split(*RUSSIAN).tables["patient"].labels["sex"] == "Пол"
    assert split(*PROBLEMATIC).tables["patient"].codes["a"] == {"1": '"Yes", sure', "2": "No, or unknown"}


def test_an_untouched_checkbox_is_told_from_none_by_the_status_of_its_form_alone() -> None:
    """REDCap exports 0 in every box of either; a form that was saved as complete was looked at."""
    handed = split(*CHECKBOXES)
    table = handed.tables["patient"]
    assert table.column("record_id") == ["1", "2", "4"]
    assert table.rows[1] == ["2", "0", "0", "0", "0", "2"]
    assert "patient_complete||1 row saved as more than incomplete without an answer; kept" in said(handed)
    assert "1 row without an answer in any form, left out: 4" in said(handed)


def test_a_box_without_its_label_is_unticked_where_ticked_ones_have_theirs() -> None:
    """REDCap can export a ticked box as the label of its choice and an unticked one as blank."""
    asked_for = Options(labels=True, box_labels=True)
    assert texts(split(*CHECKBOXES, asked_for), "patient") == texts(split(*CHECKBOXES), "patient")


def test_a_box_of_the_code_0_that_holds_1_is_ticked() -> None:
    """redcapAPI's questions and answers warn of it: x___0 is the box of the choice 0, and 1 in it says chosen."""
    table = split(*CHECKBOXES).tables["patient"]
    assert (table.column("dx___0")[0], table.labels["dx___0"]) == ("1", "Diagnosis (choice=DM)")


def test_rows_of_nothing_but_status_0_are_no_visit() -> None:
    project, rows = LONGITUDINAL
    opened = [*rows, Row("2", {}, {"patient": "0", "visit": "0"}, event="month_6_arm_2")]
    handed = split(project, opened)
    assert answers(handed) == answers(split(project, rows))
    assert "left out: 5" in said(handed)


def test_a_form_that_stands_once_and_repeats_is_one_table() -> None:
    handed = split(*ONCE_AND_REPEATED)
    assert [row[1:4] for row in texts(handed, "visit")] == [
        ["baseline_arm_1", "", ""],
        ["monthly_arm_1", "visit", "1"],
        ["monthly_arm_1", "visit", "2"],
        ["relapse_arm_1", "", "1"],
        ["relapse_arm_1", "", "2"],
    ]
    assert "visit stands once in 3 rows, repeated in 2" in said(handed)


def test_the_events_of_the_file_are_counted_as_the_dictionary_does_not_know_them() -> None:
    assert "baseline_arm_1 (1 row), month_6_arm_1 (1 row), baseline_arm_2 (1 row)" in said(split(*LONGITUDINAL))


def test_records_of_which_the_single_form_was_never_opened_are_kept() -> None:
    handed = split(*SPARSE)
    assert "patient" in handed.tables
    assert not texts(handed, "patient")
    assert [row[0] for row in texts(handed, "visit") + texts(handed, "adverse_event")] == ["1", "2"]


def test_the_decimal_sign_is_told_by_the_field_and_not_by_the_file() -> None:
    """REDCapR's fixture decimal-comma-and-dot: a field of decimal commas stands beside one of decimal points."""
    handed = split(*DECIMALS)
    assert texts(handed, "patient")[0][1:4] == ["1.54", "22.1", "52.5"]
    assert "height||1 number with a decimal comma, as the field's validation says" in said(handed)
    commas = split(*DECIMALS, Options(decimal=","))
    assert "bmi||1 number with a decimal comma, as in all numbers of this file" in said(commas)


@pytest.mark.parametrize("typed", [["1,200"], ["1,200", "3,400"], ["12,5", "3.4"], ["1,200", "0.5"]])
def test_a_comma_that_may_mean_something_else_is_not_touched(typed: list[str]) -> None:
    """Validation binds only what is entered after it was set: 1,200 in a field of decimal points may be thousands."""
    rows = [Row(str(at), {"ck": text}, {"visit": "2"}) for at, text in enumerate(typed)]
    handed = split(CLASSIC[0], rows)
    assert handed.tables["visit"].column("ck") == typed
    assert "that the field does not let in today (number); kept" in said(handed, "ck")


def test_what_a_field_does_not_let_in_is_kept_and_said_without_showing_what_was_typed() -> None:
    rows = [Row("1", {"ck": "ask Maria", "sex": "9"}, {"visit": "2", "patient": "2"})]
    handed = split(CLASSIC[0], rows)
    assert handed.tables["visit"].column("ck") == ["ask Maria"]
    assert "Maria" not in said(handed)
    assert "sex|9|1 value that the field does not let in today (the choices of a radio field)" in said(handed)


def test_dates_that_a_spreadsheet_program_has_rewritten_are_said() -> None:
    project = [*CLASSIC[0], asked("seen_on", "visit", validation="date_dmy")]
    rows = [Row("1", {"seen_on": "03/04/2019"}), Row("2", {"seen_on": "2019-04-03"})]
    handed = split(project, rows)
    assert handed.tables["visit"].column("seen_on") == ["03/04/2019", "2019-04-03"]
    assert "seen_on||1 value" in said(handed)
    assert "was the file saved by a spreadsheet program?" in said(handed)


def test_every_validation_type_lets_in_what_it_lets_in() -> None:
    assert "does not let in" not in said(split(*VALIDATED))


def test_free_text_is_named_as_names_may_be_in_it() -> None:
    assert "|b|free text: look for names in it" in said(split(*PROBLEMATIC))


def test_missing_data_codes_are_emptied_and_counted_by_code_and_field() -> None:
    project = [*CLASSIC[0], asked("score", "visit", "radio", choices="-999, worst | 1, best")]
    rows = [
        Row("1", {"ck": "-999", "age": "UNK", "sex": "UNK", "score": "-999"}, {"visit": "2"}),
        Row("2", {"ck": "-999"}, {}),
    ]
    handed = split(project, rows, missing=("-999", "UNK"))
    assert handed.tables["visit"].column("ck") == ["", ""]
    assert handed.tables["visit"].column("score") == ["-999", ""]
    assert handed.tables["patient"].rows == [["1", "", "", "0"]]
    assert "ck|-999|2 times: a missing-data code; taken as empty" in said(handed)
    assert "score|-999|1 time: a choice of the field; kept" in said(handed)
    assert "does not let in" not in said(handed)


def test_a_missing_data_code_that_is_not_named_is_seen_as_no_number() -> None:
    handed = split(CLASSIC[0], [Row("1", {"ck": "UNK"}, {"visit": "2"})])
    assert "ck||1 value that the field does not let in today (number)" in said(handed)


def test_a_missing_data_code_in_place_of_ticks_empties_every_box() -> None:
    """REDCap exports such a code as one more box of the field; combined, as the text of the cell."""
    project = [*CHECKBOXES[0][:1], asked("dx", "patient", "checkbox", choices="1, DM | 2, PM")]
    known = dictionary_of(dictionary(project))
    apart = cells("record_id,dx___1,dx___2,dx___unk,patient_complete\n1,0,0,1,2\n2,1,0,0,2\n", "export.csv")
    together = cells("record_id,dx,patient_complete\n1,UNK,2\n2,1,2\n", "export.csv")
    for each in (apart, together):
        handed = split_export(each, known, ("UNK",))
        assert handed.tables["patient"].rows == [["1", "", "", "2"], ["2", "1", "0", "2"]]
        assert "dx___1|UNK|1 time" in said(handed)


def test_a_missing_data_code_that_is_a_choice_of_a_checkbox_is_a_choice() -> None:
    project = [*CHECKBOXES[0][:1], asked("dx", "patient", "checkbox", choices="1, DM | UNK, not known")]
    handed = split(project, [Row("1", {"dx": {"UNK"}}, {"patient": "2"})], missing=("UNK",))
    assert texts(handed, "patient") == [["1", "0", "1", "2"]]


def test_columns_of_the_file_and_fields_of_the_dictionary_that_do_not_meet_are_named() -> None:
    project, rows = REPEATING
    extra = [*project, asked("other", "adverse_event")]
    given = export(extra, rows, Options(without=("sex", "patient_complete", "other")))
    handed = split_export(given, dictionary_of(dictionary(project)))
    assert "patient" not in handed.tables
    assert "|patient|forms of the dictionary without a column in the file" in said(handed)
    handed = split_export(export(extra, rows), dictionary_of(dictionary(project)))
    assert "other||a column that the dictionary does not have; it is not read" in said(handed)
    handed = split(project, rows, Options(without=("ck",)))
    assert "|ck|columns of the form visit that are not in the file; were they taken out at the export" in said(handed)


def test_a_status_that_was_not_exported_is_said_where_boxes_rest_on_it() -> None:
    handed = split(*CHECKBOXES, Options(without=("patient_complete",)))
    assert "patient_complete||the form's status is not in the file" in said(handed)
    assert "status is not in the file" not in said(split(*CLASSIC, Options(without=("patient_complete",))))


def test_groups_and_times_of_surveys_go_with_the_rows() -> None:
    handed = split(*GROUPS, Options(groups=True, timestamps=True))
    table = handed.tables["patient"]
    assert table.header == ("record_id", "redcap_data_access_group", "patient_timestamp", "sex", "patient_complete")
    assert table.column("redcap_data_access_group") == ["b", "c"]
    asked_for = Options(groups=True, timestamps=True, headings=True)
    assert split(*GROUPS, asked_for).tables["patient"].header == table.header


def test_files_that_were_sent_with_a_form_are_not_read() -> None:
    project = [*CLASSIC[0], asked("consent", "patient", "file")]
    handed = split(project, [Row("1", {"consent": "rossi_maria.pdf"}, {"patient": "2"})])
    assert "consent" not in handed.tables["patient"].header
    assert "consent||files that were sent with a form; their names are not read" in said(handed)
    assert "rossi" not in said(handed)


def test_hundreds_of_columns_are_placed() -> None:
    handed = split(*WIDE)
    assert sum(len(table.header) - 2 for table in handed.tables.values()) == 300


def test_yes_and_true_become_the_codes_of_redcap() -> None:
    assert texts(split(*TRUE_AND_FALSE, Options(labels=True)), "patient")[0][1:3] == ["1", "0"]


_CODE = st.sampled_from(["1", "2", "-1", "a", "0"])
_NUMBER = st.decimals(-1000, 1000, places=2, allow_nan=False).map(str)


@st.composite
def project_and_rows(draw: st.DrawFn) -> tuple[Project, list[Row]]:
    """Return a project of one single and one repeating form with fields of every kind, and rows of its records."""
    labels = draw(st.lists(st.text("ABCD ,éß<", min_size=1, max_size=6), min_size=5, max_size=5, unique_by=str.strip))
    choices = "|".join(f"{code},x{label}" for code, label in zip(["1", "2", "-1", "a", "0"], labels, strict=True))
    project = [
        asked("record_id", "person"),
        asked("one", "person", "radio", choices=choices),
        asked("boxes", "person", "checkbox", choices=choices),
        asked("number", "visits", validation="number"),
        asked("comma", "visits", validation="number_comma_decimal"),
        asked("more", "visits", "checkbox", choices="1, yes | 2, no"),
        asked("yes", "visits", "yesno"),
    ]
    status = st.sampled_from(["0", "1", "2"])
    rows = []
    for record in range(draw(st.integers(1, 4))):
        single = draw(st.fixed_dictionaries({}, optional={"one": _CODE, "boxes": st.sets(_CODE)}))
        rows.append(Row(str(record), single, {"person": draw(status)}))
        for instance in range(draw(st.integers(0, 3))):
            optional = {
                "number": _NUMBER,
                "comma": _NUMBER,
                "more": st.sets(st.sampled_from(["1", "2"])),
                "yes": st.sampled_from(["0", "1"]),
            }
            values = draw(st.fixed_dictionaries({}, optional=optional))
            rows.append(Row(str(record), values, {"visits": draw(status)}, "", "visits", str(instance + 1)))
    return project, rows


@given(project_and_rows())
def test_every_answer_of_any_project_comes_back(made: tuple[Project, list[Row]]) -> None:
    """Law: written as REDCap writes and taken apart, each record's answers are those that were entered."""
    project, rows = made
    fields = {each.name: each for each in dictionary_of(dictionary(project)).fields}
    tables = answers(split(project, rows))
    for form, repeated in (("person", ""), ("visits", "visits")):
        wanted = []
        for row in (row for row in rows if row.instrument == repeated):
            line = {}
            for name, value in row.values.items():
                line |= {fields[name].boxes[code]: "1" for code in value} if isinstance(value, set) else {name: value}
            if line or row.status[form] != "0":
                wanted.append({"record_id": row.record, **line})
        own = [
            name
            for name in (tables[form][0] if tables[form] else {})
            if not name.startswith("redcap") and name != f"{form}_complete"
        ]
        assert [{name: line[name] for name in own if line[name]} for line in tables[form]] == wanted


@given(project_and_rows(), st.sampled_from([way for way in WAYS if "decimal commas" not in way]))
def test_any_project_is_the_same_whatever_was_chosen_at_its_export(made: tuple[Project, list[Row]], way: str) -> None:
    project, rows = made
    if any(row.instance for row in rows):
        assert answers(split(project, rows, WAYS[way])) == answers(split(project, rows))
