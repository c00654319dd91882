"""Values of a REDCap export that are not as they seem: decimal commas, missing-data codes, what no field lets in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compendium.sources.handed import Note
from compendium.sources.identifiers import masked
from compendium.sources.in_few_words import counted, in_few_words
from compendium.sources.redcap_columns import Column
from compendium.sources.redcap_field import Field
from compendium.sources.redcap_table import Table
from compendium.sources.texts import NumberText, PointedText

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def with_decimal_points(table: Table, known: Mapping[str, Column]) -> tuple[Table, list[Note]]:
    """Return decimal points where the project, or whoever exported, wrote decimal commas; each number is then known.

    A field validated as number_comma_decimal has commas beside fields that have points in the same row, so it is the
    field that tells. REDCap lets no thousands sign in. Where no point stands in any number and commas do, all numbers
    were exported with commas; 1,200 alone is not taken as that.
    """
    fields = {
        name: field for name, field in _fields(table, known).items() if field.decimal_comma or field.decimal_point
    }
    others = {text for name, field in fields.items() if field.decimal_point for text in table.columns[name]}
    commas = [text for text in others if _DECIMAL_COMMA.fullmatch(text)]
    forced = any(not _THOUSANDS.fullmatch(text) for text in commas) and not any(map(_DECIMAL_POINT.fullmatch, others))
    changed, notes = {}, []
    for name, field in fields.items():
        found = [text for text in table.columns[name] if "," in text and _DECIMAL_COMMA.fullmatch(text)]
        with_commas = field.decimal_comma or forced
        changed[name] = [_as_number(text, with_commas=with_commas) for text in table.columns[name]]
        if found and with_commas:
            why = "as the field's validation says" if field.decimal_comma else "as in all numbers of this file"
            notes.append(
                (
                    table.file,
                    0,
                    name,
                    "",
                    f"{counted(len(found), 'number')} with a decimal comma, {why}; now with a point",
                )
            )
    return table.with_columns(changed), notes


def _as_number(text: str, *, with_commas: bool) -> str:
    """Return a text as a number where it is one, so that nobody has to say what its point or comma means."""
    if with_commas and _DECIMAL_COMMA.fullmatch(text):
        return PointedText(text.replace(",", "."), text)
    return NumberText(text) if _NUMBER.fullmatch(text) else text


def without_missing_codes(
    table: Table, known: Mapping[str, Column], missing_codes: Sequence[str]
) -> tuple[Table, list[Note]]:
    """Return the table with an empty cell for each missing-data code, and how often each stood in which column.

    A code that a field has among its own choices is a choice there, and stays.
    """
    changed, notes = {}, []
    for name, field in _fields(table, known).items():
        if any(code in table.columns[name] for code in missing_codes):
            own = set() if field.kind == "checkbox" else set(field.choices)
            emptied = {code for code in missing_codes if code not in own}
            changed[name] = ["" if text in emptied else text for text in table.columns[name]]
            for code in missing_codes:
                if count := table.columns[name].count(code):
                    what = "a missing-data code; taken as empty" if code in emptied else "a choice of the field; kept"
                    notes.append((table.file, 0, name, code, f"{counted(count, 'time')}: {what}"))
    return table.with_columns(changed), notes


def odd_values(table: Table, known: Mapping[str, Column]) -> Iterator[Note]:
    """Yield what a field does not let in today, as it binds only what is entered now; and which columns are free text.

    What was typed is not shown, as it may be a name; a code is.
    """
    free = []
    for name, field in _fields(table, known).items():
        texts = table.columns[name]
        odd = [text for text in dict.fromkeys(texts) if text and not _may_hold(known[name], field, text)]
        if odd:
            seen = in_few_words(list(map(masked, odd))) if field.choices else ""
            count = counted(sum(map(texts.count, odd)), "value")
            rule = f"{count} that the field does not let in today ({_lets_in(field)}); kept"
            yield table.file, table.numbers[texts.index(odd[0])], name, seen[:60], rule
        if (field.kind == "notes" or (field.kind == "text" and not field.validation)) and any(texts):
            free.append(name)
    if free:
        yield table.file, 0, "", in_few_words(free), "free text: look for names in it before a mapping takes it"


def _may_hold(column: Column, field: Field, text: str) -> bool:
    return text in ("0", "1") if column.kind == "box" else field.may_hold(text)


def _lets_in(field: Field) -> str:
    if field.validation.startswith("date"):
        return "dates year-month-day, as REDCap exports them; was the file saved by a spreadsheet program?"
    return field.validation or f"the choices of a {field.kind} field"


def _fields(table: Table, known: Mapping[str, Column]) -> dict[str, Field]:
    """Return the field of each column that holds answers."""
    return {name: field for name in table.columns if name in known and (field := known[name].field)}
