"""What makes a REDCap export unusable: identifiers, rows that are of no record, of no form, of two, or there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compendium.sources.in_few_words import counted
from compendium.sources.redcap_columns import EVENT, INSTANCE, INSTRUMENT, PARTICIPANT, RAW, Column
from compendium.sources.redcap_dictionary import Dictionary
from compendium.sources.redcap_table import Table
from press.ground.fault import FaultRecord
from press.ground.nearest import nearest

_HASHED = re.compile(r"[0-9a-fA-F]{32,}")
_TAKE_OUT = (
    "export again with 'Remove all tagged Identifier fields'; if the study needs the column and your data-protection "
    "rules allow it, take the mark 'Identifier?' away in the dictionary that you hand over"
)
_HASH = "export again with 'Hash the Record ID field'; or take the mark away in the dictionary, if it is a pseudonym"


def faults_of(
    table: Table, known: Mapping[str, Column], answers: Mapping[str, Sequence[int]], dictionary: Dictionary
) -> list[FaultRecord]:
    """Return all that keeps an export, in raw names and codes, from being taken apart. No identifier is shown.

    `answers`: of each column the rows in which it was answered.
    """
    return [
        *_no_row(table),
        *_record_id(table, dictionary),
        *_identifiers(table, known, answers),
        *_no_record(table, dictionary.record_id),
        *_no_form(table, dictionary.forms),
        *_answers_of_another(table, known, answers),
        *_twice(table, dictionary.record_id),
    ]


def _no_row(table: Table) -> Iterator[FaultRecord]:
    if not table.numbers:
        yield FaultRecord(table.file, 0, "", "", "at least one record; this file has only its header", RAW)


def _record_id(table: Table, dictionary: Dictionary) -> Iterator[FaultRecord]:
    record = dictionary.fields[0]
    if record.identifier and not all(map(_HASHED.fullmatch, filter(None, table.columns[record.name]))):
        rule = "no identifier of a person; the dictionary marks the record's id as one"
        yield FaultRecord(table.file, 1, record.name, "", rule, _HASH)


def _identifiers(
    table: Table, known: Mapping[str, Column], answers: Mapping[str, Sequence[int]]
) -> Iterator[FaultRecord]:
    if count := sum(map(bool, table.texts(PARTICIPANT))):
        rule = f"no identifier of a person; it holds {counted(count, 'value')}"
        yield FaultRecord(table.file, 1, PARTICIPANT, "", rule, "export again without survey fields")
    for name, rows in answers.items():
        field = known[name].field
        if rows and field is not None and field.identifier:
            rule = f"no identifier of a person, as the dictionary marks it; it holds {counted(len(rows), 'value')}"
            yield FaultRecord(table.file, 1, name, "", rule, _TAKE_OUT)


def _no_record(table: Table, record_id: str) -> Iterator[FaultRecord]:
    for row, record in enumerate(table.columns[record_id]):
        if not record and any(texts[row] for texts in table.columns.values()):
            yield table.fault(row, record_id, "the record's id in every row", "fill it in, or export again")


def _no_form(table: Table, forms: tuple[str, ...]) -> Iterator[FaultRecord]:
    for row, form in enumerate(table.texts(INSTRUMENT)):
        if form and form not in forms:
            rule = f"empty, or a form of the dictionary{nearest(form, forms)}"
            yield table.fault(row, INSTRUMENT, rule, f"{RAW}, and hand over the dictionary of the same project")


def _answers_of_another(
    table: Table, known: Mapping[str, Column], answers: Mapping[str, Sequence[int]]
) -> Iterator[FaultRecord]:
    """Yield a fault where a row of one repeating form holds answers of another, which would then be lost."""
    forms = table.texts(INSTRUMENT)
    for name, rows in answers.items():
        own = known[name].form
        for row in rows:
            if forms[row] not in ("", own):
                rule = f"empty, as the row is of the repeating form {forms[row]} and this column of {own}"
                yield table.fault(row, name, rule, "put the answer into the row of its own form, or export again")


def _twice(table: Table, record_id: str) -> Iterator[FaultRecord]:
    first: dict[tuple[str, ...], int] = {}
    keys = [table.columns[record_id], *(table.texts(name) for name in (EVENT, INSTRUMENT, INSTANCE))]
    for row, key in enumerate(zip(*keys, strict=True)):
        if key[0] and (before := first.setdefault(key, row)) != row:
            rule = f"one row for each record, event and repeat; row {table.numbers[before]} is of the same"
            yield table.fault(row, record_id, rule, "take one of the two rows out, or export again")
