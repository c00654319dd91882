"""A REDCap data dictionary is read in both its forms; what is odd in it is said, what cannot be meant is refused."""

from __future__ import annotations

import pytest

from compendium.sources.handed import SourceFault
from compendium.sources.redcap_dictionary import COLUMNS, dictionary_of
from compendium.sources.redcap_field import TYPES, VALIDATIONS

from .redcap_exports import API, CHOICES, FORM, KIND, NAME, VALIDATION, WEB, asked, cells, dictionary, written

PROJECT = [
    asked("record_id", "patient", label="Record"),
    asked("sex", "patient", "radio", "Sex", "1, Female | 2, Male"),
    asked("dx", "patient", "checkbox", "Diagnosis", "1, DM|-1, Unknown|a, PM, or IMNM"),
    asked("ck", "visit", validation="number_comma_decimal"),
]


@pytest.mark.parametrize("header", [WEB, API])
def test_both_headers_say_the_same(header: tuple[str, ...]) -> None:
    """The file from the web page and the one of the interface differ in the names of their 18 columns alone."""
    assert dictionary_of(dictionary(PROJECT, header)).fields == dictionary_of(dictionary(PROJECT)).fields
    assert len(COLUMNS) == 18


def test_a_choice_is_split_at_its_first_comma_and_a_box_gets_the_column_that_redcap_gives_it() -> None:
    dx = dictionary_of(dictionary(PROJECT)).fields[2]
    assert dx.choices == {"1": "DM", "-1": "Unknown", "a": "PM, or IMNM"}
    assert dx.boxes == {"1": "dx___1", "-1": "dx____1", "a": "dx___a"}


def test_semicolons_a_mark_and_blanks_in_the_header_are_no_hindrance() -> None:
    text = written([WEB, *([row[name] for name in API] for row in PROJECT)], ";").replace("Form Name", " form  name ")
    assert dictionary_of(cells("\ufeff" + text, "d.csv", ";")).forms == ("patient", "visit")


def test_yes_no_and_true_false_have_the_codes_of_redcap_whatever_stands_beside_them() -> None:
    """Source: REDCap's field types yesno and truefalse export 1 and 0."""
    found = dictionary_of(
        dictionary([*PROJECT, asked("a", "visit", "yesno", choices="x"), asked("b", "visit", "truefalse")])
    )
    assert [each.choices for each in found.fields[-2:]] == [{"1": "Yes", "0": "No"}, {"1": "True", "0": "False"}]


@pytest.mark.parametrize(("kind", "choices"), [("calc", "[a]+[b]"), ("slider", "none | worst"), ("sql", "select 1, 2")])
def test_what_stands_in_place_of_choices_is_none(kind: str, choices: str) -> None:
    field = dictionary_of(dictionary([*PROJECT, asked("x", "visit", kind, choices=choices)])).fields[-1]
    assert (field.kind, field.choices) == (kind, {})


@pytest.mark.parametrize(
    ("row", "column", "value", "note"),
    [
        (asked("x", "visit", "hologram"), "x", "hologram", "a field type that is not known; read as text"),
        (asked("x", "visit", validation="iban"), "x", "iban", "a validation type that is not known; read as text"),
        (asked("x", "visit", "radio", choices="B | C"), "x", "", "its label is taken as its own code"),
        (asked("x", "visit", label="<div>CK<br>(U/L)</div>"), "", "x", "HTML and line breaks in labels are left out"),
        (asked("x", "visit", label="CK\n(U/L)"), "", "x", "HTML and line breaks in labels are left out"),
        (asked("x", "visit", label="Fen\ufffdmeno"), "", "x", "were lost before it came here"),
    ],
)
def test_what_is_odd_and_can_be_read_is_said(row: dict[str, str], column: str, value: str, note: str) -> None:
    (found,) = dictionary_of(dictionary([*PROJECT, row])).notes
    assert found[0] == "dictionary.csv"
    assert found[2:4] == (column, value)
    assert note in found[4]


def test_labels_are_what_the_screen_shows() -> None:
    """HTML, entities, line breaks and curly quotes stand in real dictionaries (REDCapR, issues 269 and 290)."""
    label = "<p><b>Raynaud&rsquo;s</b>\nphenomenon</p><script>x()</script>"
    choices = "1, <i>yes</i>, definite | 0, no"
    field = dictionary_of(dictionary([*PROJECT, asked("x", "visit", "radio", label, choices)])).fields[-1]
    assert (field.label, field.choices) == ("Raynaud’s phenomenon", {"1": "yes, definite", "0": "no"})


def test_every_known_type_and_validation_is_read_without_a_note() -> None:
    rows = [asked(f"t{at}", "f", kind, choices="1, A") for at, kind in enumerate(TYPES)]
    rows += [asked(f"v{at}", "f", validation=each) for at, each in enumerate(sorted(VALIDATIONS))]
    found = dictionary_of(dictionary([*PROJECT, *rows]))
    assert not found.notes
    assert {each.validation for each in found.fields} >= VALIDATIONS


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ({NAME: ""}, "row 5, column Variable / Field Name: the rule: never empty"),
        ({FORM: ""}, "row 5, column Form Name: the rule: never empty"),
        ({KIND: ""}, "row 5, column Field Type: the rule: never empty"),
        ({NAME: "sex"}, 'row 5, column Variable / Field Name: "sex" - the rule: each field once; row 3 has it too'),
        ({KIND: "radio"}, "row 5, column Choices, Calculations, OR Slider Labels: the rule: the choices of ck"),
        ({KIND: "radio", CHOICES: "1, A | 1, B"}, "each code of ck has one label; 1 has 'A' and 'B'"),
    ],
)
def test_a_row_that_is_no_field_is_refused(spoil: dict[str, str], message: str) -> None:
    with pytest.raises(SourceFault) as refused:
        dictionary_of(dictionary([*PROJECT[:-1], PROJECT[-1] | spoil]))
    assert message in str(refused.value)


def test_a_file_that_is_no_dictionary_is_refused_in_one_sentence() -> None:
    with pytest.raises(SourceFault, match="whose 18 columns begin with 'Variable / Field Name'"):
        dictionary_of(cells("patient_id,ck\nP1,1240\n", "export.csv"))
    with pytest.raises(SourceFault, match="only its header"):
        dictionary_of(dictionary([]))


def test_a_needed_column_that_is_missing_or_there_twice_is_named_as_redcap_names_it() -> None:
    with pytest.raises(SourceFault, match=r"dictionary\.csv, row 1, column Identifier\?: .* has this column"):
        dictionary_of(dictionary(PROJECT, [name.replace("Identifier?", "Id?") for name in WEB]))
    with pytest.raises(SourceFault, match="column identifier: the rule: each column once"):
        dictionary_of(dictionary(PROJECT, [name.replace("Required Field?", "identifier") for name in WEB]))


def test_columns_that_are_not_needed_may_be_absent_and_are_named() -> None:
    short = cells(written([API[:11], *([row[name] for name in API[:11]] for row in PROJECT)]), "d.csv")
    (note,) = dictionary_of(short).notes
    assert note[3].startswith("Branching Logic")
    assert VALIDATION in API[:11]
