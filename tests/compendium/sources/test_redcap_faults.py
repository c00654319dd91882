"""A REDCap export that cannot be taken apart is refused: where, what is wrong and what to do, all of it at once."""

from __future__ import annotations

import contextlib

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.sources.cells import Cells
from compendium.sources.handed import SourceFault
from compendium.sources.redcap_dictionary import dictionary_of
from compendium.sources.redcap_export import split_export

from .redcap_exports import API, WEB, Options, Row, asked, cells, dictionary, export
from .redcap_projects import CHECKBOXES, CLASSIC, REPEATING

_NAMED = [
    *CLASSIC[0],
    asked("surname", "patient", mark="y"),
    asked("boxes", "patient", "checkbox", choices="1, A", mark="y"),
]
_MARKED_ID = [asked("record_id", "patient", label="Record", mark="y"), *CLASSIC[0][1:]]
_TWICE = [*CLASSIC[0], asked("first", "visit", label="Date"), asked("second", "visit", label="Date")]
_SAME_LABEL = [*CLASSIC[0], asked("grade", "visit", "radio", choices="1, mild | 2, mild | 3, severe")]
_COLLIDING = [CLASSIC[0][0], asked("dx", "patient", "checkbox", choices="-1, PM | _1, DM")]
_COMMAS = [CLASSIC[0][0], asked("dx", "patient", "checkbox", choices="1, rash | 2, other | 3, rash,other")]
_HEAD = "record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,patient_complete,ck,visit_complete\n"

# Of each: the project, the text of the export, and what is said.
FAULTS = {
    "another project's export": (CLASSIC[0], "id,weight\n1,70\n", "a column record_id, which is the record's id"),
    "no record": (CLASSIC[0], "record_id,sex\n", "at least one record; this file has only its header"),
    "a column twice": (CLASSIC[0], "record_id,sex,sex\n1,1,2\n", "column sex: the rule: each column once"),
    "values without a name above": (CLASSIC[0], "record_id,,sex\n1,x,2\n", "column number 2: the rule: a name above"),
    "a row of no record": (REPEATING[0], _HEAD + ",,,1,2,,\n", "row 2, column record_id: the rule: the record's id"),
    "a repeating form that is none": (
        REPEATING[0],
        _HEAD + "1,visits,1,,,3,2\n",
        '"visits" - the rule: empty, or a form',
    ),
    "answers of two forms in a row": (
        REPEATING[0],
        _HEAD + "1,visit,1,2,,3,2\n",
        'row 2, column sex: "2" - the rule: empty, as the row is of the repeating form visit',
    ),
    "a row twice": (
        REPEATING[0],
        _HEAD + "1,visit,1,,,3,2\n1,visit,1,,,4,2\n",
        'row 3, column record_id: "1" - the rule: one row for each record, event and repeat; row 2 is of the same',
    ),
    "labels beside codes": (
        CLASSIC[0],
        "record_id,sex,patient_complete\n1,Female,2\n",
        'row 2, column sex: "Female" - the rule: labels throughout, or codes throughout; here patient_complete',
    ),
    "the title of a form beside codes": (
        REPEATING[0],
        _HEAD + "1,,,1,2,,\n1,Visit,1,,,3,2\n",
        "labels throughout, or codes throughout",
    ),
    "a label of two codes": (
        _SAME_LABEL,
        "record_id,grade\n1,severe\n2,mild\n",
        'row 3, column grade: "mild" - the rule: a label that one code of grade has; 1 and 2 both have it',
    ),
    "a question of two fields": (
        _TWICE,
        "Record,Sex,Date\n1,Female,2019-01-01\n",
        "column Date: the rule: one field; in the dictionary this is the question of first, second",
    ),
    "two codes with one column": (
        _COLLIDING,
        "record_id,dx____1\n1,1\n",
        "column dx____1: the rule: one field or one choice; in the dictionary it is two (patient, -1 and patient, _1)",
    ),
    "combined boxes that can be read in two ways": (
        _COMMAS,
        'record_id,dx\n1,"rash,other"\n',
        'row 2, column dx: "rash,other" - the rule: choices of dx, by code or by label',
    ),
    "combined boxes with something else": (
        CHECKBOXES[0],
        "record_id,dx\n1,lupus\n",
        '"lupus" - the rule: choices of dx',
    ),
    "participants of a survey by name": (
        CLASSIC[0],
        "record_id,redcap_survey_identifier,sex\n1,rossi@example.org,1\n",
        "column redcap_survey_identifier: the rule: no identifier of a person; it holds 1 value",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_taken_apart_is_said(name: str) -> None:
    project, text, message = FAULTS[name]
    with pytest.raises(SourceFault) as refused:
        split_export(cells(text, "export.csv"), dictionary_of(dictionary(project)))
    assert message in str(refused.value)
    for record in refused.value.records:
        assert record.file == "export.csv"
        assert record.action


def test_identifiers_are_refused_by_name_and_never_shown() -> None:
    rows = [Row("1", {"surname": "Rossi", "boxes": {"1"}}, {"patient": "2"}), Row("2", {"surname": "Bianchi"})]
    with pytest.raises(SourceFault) as refused:
        split_export(export(_NAMED, rows), dictionary_of(dictionary(_NAMED)))
    assert [(each.column, each.value) for each in refused.value.records] == [("boxes___1", ""), ("surname", "")]
    assert "it holds 2 values. What to do: export again with 'Remove all tagged Identifier fields'" in str(
        refused.value
    )
    assert "Rossi" not in str(refused.value)


def test_identifiers_without_values_or_columns_are_no_hindrance() -> None:
    rows = [Row("1", {"sex": "1"}, {"patient": "2"})]
    known = dictionary_of(dictionary(_NAMED))
    for taken in ((), ("surname", "boxes___1")):
        assert split_export(export(_NAMED, rows, Options(without=taken)), known).tables["patient"].column("sex") == [
            "1"
        ]


def test_a_record_id_that_is_marked_as_an_identifier_is_taken_where_it_was_hashed() -> None:
    """REDCap offers to hash the record's id at the export where the id is marked as an identifier."""
    known = dictionary_of(dictionary(_MARKED_ID))
    with pytest.raises(SourceFault, match="Hash the Record ID field"):
        split_export(export(_MARKED_ID, CLASSIC[1]), known)
    half = cells(f"record_id,sex\n{'a1' * 16},1\n7,2\n", "export.csv")
    with pytest.raises(SourceFault, match="Hash the Record ID field"):
        split_export(half, known)
    hashed = split_export(export(_MARKED_ID, CLASSIC[1], Options(hashed=True)), known)
    assert len(hashed.tables["patient"].rows) == 2


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = "record_id,redcap_survey_identifier,sex,surname\n1,a,1,Rossi\n1,b,2,\n,c,,\n"
    with pytest.raises(SourceFault) as refused:
        split_export(cells(text, "export.csv"), dictionary_of(dictionary(_NAMED)))
    assert [(each.row, each.column) for each in refused.value.records] == [
        (1, "redcap_survey_identifier"),
        (1, "surname"),
        (3, "record_id"),
        (4, "record_id"),
    ]


_NAMES = st.sampled_from(
    [
        *("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier"),
        *("record_id", "sex", "dx___1", "dx____1", "dx", "dx___unk", "ck", "patient_complete", "visit_complete", "x"),
        *("Record", "Sex", "Complete?", "Complete? [2]", "Diagnosis (choice=DM)", "Diagnosis", "Creatine kinase"),
        *("Repeat Instrument", "visit_timestamp", ""),
    ]
)
_TEXTS = st.sampled_from(
    ["", "0", "1", "2", "UNK", "Female", "Checked", "DM", "DM,PM", "1,-1", "Complete", "visit"]
) | st.text(max_size=5)
_ANY = [
    *CLASSIC[0][:2],
    asked("dx", "patient", "checkbox", "Diagnosis", "1, DM | -1, PM"),
    asked("ck", "visit", label="Creatine kinase", validation="number_comma_decimal"),
]


_FIRST = st.sampled_from(["record_id", "record_id", "Record", "x"])
_MISSING = st.sampled_from([(), ("UNK",)])


@given(st.data(), _FIRST, st.lists(_NAMES, max_size=10, unique=True), st.integers(0, 4), _MISSING)
def test_whatever_a_file_holds_it_is_taken_apart_or_refused_with_what_to_do(
    data: st.DataObject, first: str, others: list[str], count: int, missing: tuple[str, ...]
) -> None:
    """Law: never a traceback, and no table with a row that has another number of cells than its header."""
    header = [first, *(name for name in others if name != first)]
    rows = [[str(at), *(data.draw(_TEXTS) for _ in header[1:])] for at in range(count)]
    given_cells = Cells("export", "export.csv", "", tuple(header), rows, list(range(2, count + 2)))
    try:
        handed = split_export(given_cells, dictionary_of(dictionary(_ANY)), missing)
    except SourceFault as refused:
        hypothesis.event("refused")
        assert all(record.rule and record.action for record in refused.records)
    else:
        hypothesis.event("taken apart")
        assert all(len(row) == len(table.header) for table in handed.tables.values() for row in table.rows)


@given(
    st.lists(st.sampled_from([*API, *WEB[:4], "x"]), max_size=12),
    st.lists(st.lists(_TEXTS, min_size=12, max_size=12), max_size=4),
)
def test_whatever_a_dictionary_holds_it_is_read_or_refused(header: list[str], rows: list[list[str]]) -> None:
    lines = [row[: len(header)] for row in rows]
    given_cells = Cells("d", "d.csv", "", tuple(header), lines, list(range(2, len(lines) + 2)))
    with contextlib.suppress(SourceFault):
        assert dictionary_of(given_cells).fields
