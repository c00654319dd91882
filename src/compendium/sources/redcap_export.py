"""A REDCap export taken apart by its dictionary: one table for each form, each row with record, event and repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from compendium.sources.cells import Cells
from compendium.sources.handed import Handed, Note, refuse
from compendium.sources.in_few_words import counted, in_few_words
from compendium.sources.redcap_absent import forms_absent, what_is_absent
from compendium.sources.redcap_boxes import with_boxes_apart
from compendium.sources.redcap_checks import faults_of
from compendium.sources.redcap_columns import EVENT, INSTRUMENT, STRUCTURE, Column, known_columns, raw_header
from compendium.sources.redcap_dictionary import Dictionary
from compendium.sources.redcap_field import Field
from compendium.sources.redcap_labels import with_codes
from compendium.sources.redcap_table import Table
from compendium.sources.redcap_values import odd_values, with_decimal_points, without_missing_codes


def split_export(export: Cells, dictionary: Dictionary, missing_codes: Sequence[str] = ()) -> Handed:
    """Return one table for each form: record id, event, repeat and group in front, then the form's own columns.

    A row of a form is there where something was answered in it, or where its status says that it was saved as more than
    incomplete: an unticked box then means no, else it is not known. Its last column is that status. Codes stay codes,
    whose labels are in `codes`; the cells of missing-data codes, of which the dictionary knows nothing, are empty.
    Dates that were shifted at the export cannot be told from others: whoever exported must say so.

    Raises SourceFault with all that is wrong: an identifier that holds values, a column that could be two, a row of one
    repeating form with answers of another, labels of which the code is not clear.

    >>> field = ("field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations",
    ...     "text_validation_type_or_show_slider_number", "identifier")
    >>> rows = [["id", "person", "text", "Id", "", "", ""], ["sex", "person", "radio", "Sex", "1, F|2, M", "", ""]]
    >>> rows += [["ck", "visit", "text", "CK", "", "number", ""]]
    >>> from compendium.sources.redcap_dictionary import dictionary_of
    >>> dictionary = dictionary_of(Cells("d", "d.csv", "", field, rows, [2, 3, 4]))
    >>> header = ("id", "redcap_repeat_instrument", "redcap_repeat_instance", "sex", "person_complete", "ck")
    >>> rows = [["7", "", "", "2", "2", ""], ["7", "visit", "1", "", "", "1240"], ["8", "", "", "", "0", ""]]
    >>> handed = split_export(Cells("e", "export.csv", "", header, rows, [2, 3, 4]), dictionary)
    >>> handed.tables["person"].rows, handed.tables["visit"].rows, handed.tables["person"].codes["sex"]
    ([['7', '', '', '2', '2']], [['7', 'visit', '1', '1240']], {'1': 'F', '2': 'M'})
    """
    known = known_columns(export, dictionary)
    table = Table.of(export, raw_header(export, dictionary))
    table, coded = with_codes(table, known, dictionary.forms)
    table, apart = with_boxes_apart(table, known, missing_codes)
    answers = {name: known[name].answered(texts) for name, texts in table.columns.items() if name in known}
    refuse(faults_of(table, known, answers, dictionary))
    rows = {
        form: _answered([own for name, own in answers.items() if known[name].form == form]) for form in dictionary.forms
    }
    notes = [*dictionary.notes, *coded, *apart, *what_is_absent(table, known, dictionary)]
    notes += [*_rows_left_out(table, rows), *_saved_alone(table, known, answers, rows)]
    notes += [*_events(table), *_single_and_repeated(table, rows)]
    table, pointed = with_decimal_points(table, known)
    table, emptied = without_missing_codes(table, known, missing_codes)
    notes += [*pointed, *emptied, *odd_values(table, known)]
    present = [form for form in dictionary.forms if form not in forms_absent(table, known, dictionary)]
    tables = {form: _one_form(export, table, known, dictionary.fields[0], form, rows[form]) for form in present}
    return Handed("redcap", tables, notes)


def _answered(columns: Iterable[Sequence[int]]) -> list[int]:
    """Return the rows in which one of the columns was answered, in order."""
    return sorted(set().union(*columns))


def _one_form(
    place: Cells, table: Table, known: Mapping[str, Column], record: Field, form: str, rows: Sequence[int]
) -> Cells:
    """Return the table of one form: what tells its rows apart, and its own columns."""
    front = [record.name, *(name for name in STRUCTURE if name in table.columns)]
    own = [known[name] for name in table.columns if name in known]
    names = [*front, *(column.name for column in own if column.form == form and not column.is_file)]
    return Cells(
        name=form,
        file=place.file,
        sheet=place.sheet,
        header=tuple(names),
        rows=[[table.columns[name][row] for name in names] for row in rows],
        numbers=[table.numbers[row] for row in rows],
        labels={record.name: record.label} | {name: known[name].heading for name in names if name in known},
        codes={name: codes for name in names if name in known and (codes := known[name].codes)},
    )


def _rows_left_out(table: Table, rows: Mapping[str, list[int]]) -> Iterator[Note]:
    kept = {row for each in rows.values() for row in each}
    if left := [str(number) for row, number in enumerate(table.numbers) if row not in kept]:
        what = f"{counted(len(left), 'row')} without an answer in any form, left out: {in_few_words(left)}"
        yield table.file, 0, "", "", what


def _events(table: Table) -> Iterator[Note]:
    """Yield how many rows each event has: the dictionary does not know which there should be."""
    if counts := Counter(filter(None, table.texts(EVENT))):
        listed = ", ".join(f"{event} ({counted(count, 'row')})" for event, count in counts.items())
        yield table.file, 0, EVENT, "", f"the events of this file: {listed}; is one of the project's absent?"


def _saved_alone(
    table: Table, known: Mapping[str, Column], answers: Mapping[str, Sequence[int]], rows: Mapping[str, list[int]]
) -> Iterator[Note]:
    """Yield the forms that somebody saved, as more than incomplete, without an answer: no tick may be one."""
    for form, own in rows.items():
        asked = [answers[name] for name in answers if known[name].form == form and known[name].kind != "status"]
        if silent := sorted({*own}.difference(*asked)):
            what = (
                f"{counted(len(silent), 'row')} saved as more than incomplete without an answer; kept: no tick is one"
            )
            yield table.file, table.numbers[silent[0]], f"{form}_complete", "", what


def _single_and_repeated(table: Table, rows: Mapping[str, list[int]]) -> Iterator[Note]:
    repeats = table.texts(INSTRUMENT)
    for form, own in rows.items():
        repeated = sum(repeats[row] == form for row in own)
        if 0 < repeated < len(own):
            what = f"{form} stands once in {counted(len(own) - repeated, 'row')}, repeated in {repeated}; all are kept"
            yield table.file, 0, INSTRUMENT, form, what
