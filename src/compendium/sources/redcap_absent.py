"""What a REDCap export and its dictionary do not share: fields and forms not in the file, columns of no field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compendium.sources.handed import Note
from compendium.sources.in_few_words import in_few_words
from compendium.sources.redcap_columns import STRUCTURE, Column
from compendium.sources.redcap_dictionary import Dictionary
from compendium.sources.redcap_field import Field
from compendium.sources.redcap_table import Table

_OPTIONS = "were they taken out at the export, as notes, dates or identifiers can be, or left out of a report?"


def forms_absent(table: Table, known: Mapping[str, Column], dictionary: Dictionary) -> tuple[str, ...]:
    """Return the forms of which the file has no column, but for the record's id."""
    present = {known[name].form for name in table.columns if name in known}
    return tuple(form for form in dictionary.forms if form not in present and _asks(dictionary, form))


def what_is_absent(table: Table, known: Mapping[str, Column], dictionary: Dictionary) -> Iterator[Note]:
    """Yield the columns that the dictionary does not have, and what it has and the file has not."""
    for name in table.columns:
        if name not in known and name not in (dictionary.record_id, *STRUCTURE):
            yield table.file, 1, name, "", "a column that the dictionary does not have; it is not read"
        elif name in known and known[name].is_file and any(table.columns[name]):
            yield table.file, 1, name, "", "files that were sent with a form; their names are not read"
    absent = forms_absent(table, known, dictionary)
    if absent:
        yield (
            table.file,
            1,
            "",
            in_few_words(absent),
            "forms of the dictionary without a column in the file; " + _OPTIONS,
        )
    for form in dictionary.forms:
        if form not in absent:
            yield from _in_form(table, [field for field in dictionary.fields[1:] if field.form == form], form)


def _asks(dictionary: Dictionary, form: str) -> bool:
    """Whether a form has a question beside the record's id: one of nothing but texts is never exported."""
    return any(field.form == form and field.has_column for field in dictionary.fields[1:])


def _in_form(table: Table, fields: list[Field], form: str) -> Iterator[Note]:
    columns = {field.name: list(field.boxes.values()) or [field.name] for field in fields if field.has_column}
    lacking = [each for own in columns.values() for each in own if each not in table.columns]
    if lacking:
        yield (
            table.file,
            1,
            "",
            in_few_words(lacking),
            f"columns of the form {form} that are not in the file; {_OPTIONS}",
        )
    if f"{form}_complete" not in table.columns and any(field.boxes for field in fields):
        what = "the form's status is not in the file, so an untouched checkbox and one with nothing ticked look alike"
        yield table.file, 1, f"{form}_complete", "", what
