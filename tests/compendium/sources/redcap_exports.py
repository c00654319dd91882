"""REDCap as far as its files go: a project's dictionary and its records, exported in each way that it offers."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compendium.sources.cells import Cells
from compendium.sources.redcap_dictionary import COLUMNS, dictionary_of
from compendium.sources.redcap_field import Field

WEB, API = tuple(COLUMNS), tuple(COLUMNS.values())
NAME, FORM, KIND, LABEL, CHOICES, VALIDATION, IDENTIFIER = (API[at] for at in (0, 1, 3, 4, 5, 7, 10))
YES_NO = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
STATUS = {"0": "Incomplete", "1": "Unverified", "2": "Complete", "": ""}


def asked(
    name: str, form: str, kind: str = "text", label: str = "", choices: str = "", validation: str = "", mark: str = ""
) -> dict[str, str]:
    """Return one row of a dictionary, by the interface's names."""
    row = dict.fromkeys(API, "")
    named = {NAME: name, FORM: form, KIND: kind, LABEL: label or f"What is {name}?", CHOICES: choices}
    return row | named | {VALIDATION: validation, IDENTIFIER: mark}


@dataclass(frozen=True)
class Row:
    """What one row of an export says: `values` by field (of a checkbox the ticked codes), `status` by form."""

    record: str
    values: Mapping[str, str | set[str]]
    status: Mapping[str, str] = field(default_factory=dict)
    event: str = ""
    instrument: str = ""
    instance: str = ""
    group: str = ""


@dataclass(frozen=True)
class Options:
    """What whoever exports may choose; the first of each is what this project asks for."""

    headings: bool = False
    labels: bool = False
    box_labels: bool = False
    combine: bool = False
    blank_grey: bool = False
    delimiter: str = ","
    decimal: str = ""
    groups: bool = False
    timestamps: bool = False
    hashed: bool = False
    without: tuple[str, ...] = ()


def cells(text: str, file: str, delimiter: str = ",") -> Cells:
    """Read a CSV text as a reader of files does: every cell as text, rows as they are counted."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    return Cells(file.partition(".")[0], file, "", tuple(header), rows, list(range(2, len(rows) + 2)))


def written(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def dictionary(project: Sequence[Mapping[str, str]], header: Sequence[str] = WEB) -> Cells:
    """Return a dictionary as it is downloaded from the web page, or through the interface."""
    return cells(written([header, *([row[name] for name in API] for row in project)]), "dictionary.csv")


def export(project: Sequence[Mapping[str, str]], rows: Sequence[Row], options: Options | None = None) -> Cells:
    """Return an export as REDCap writes it, read back from its text."""
    chosen = options or Options()
    return cells(written(table(project, rows, chosen), chosen.delimiter), "export.csv", chosen.delimiter)


def table(project: Sequence[Mapping[str, str]], rows: Sequence[Row], chosen: Options) -> list[list[str]]:
    """Return the header and the rows of an export: structure, then form by form its fields and its status."""
    fields = dictionary_of(dictionary(project)).fields
    columns = [column for column in _columns(fields, rows, chosen) if column[0] not in chosen.without]
    lines = [[heading if chosen.headings else name for name, heading, _ in columns]]
    return lines + [[of(row) for _, _, of in columns] for row in rows]


def _columns(fields: Sequence[Field], rows: Sequence[Row], chosen: Options) -> list[tuple]:
    record, *others = fields
    hashed = (lambda text: hashlib.md5(text.encode()).hexdigest()) if chosen.hashed else str
    found = [(record.name, record.label, lambda row: hashed(row.record))]
    if any(row.event for row in rows):
        found.append(("redcap_event_name", "Event Name", lambda row: row.event))
    if any(row.instance for row in rows):
        title = (lambda text: text.replace("_", " ").title()) if chosen.labels else str
        found.append(("redcap_repeat_instrument", "Repeat Instrument", lambda row: title(row.instrument)))
        found.append(("redcap_repeat_instance", "Repeat Instance", lambda row: row.instance))
    if chosen.groups:
        found.append(("redcap_data_access_group", "Data Access Group", lambda row: row.group))
    for form in dict.fromkeys(each.form for each in fields):
        if chosen.timestamps:
            found.append((f"{form}_timestamp", "Survey Timestamp", lambda row: "[not completed]" if row.record else ""))
        for each in others:
            if each.form == form and each.kind != "descriptive":
                found += _field_columns(each, chosen)
        found.append((f"{form}_complete", "Complete?", lambda row, form=form: _status(row, form, chosen)))
    return found


def _field_columns(each: Field, chosen: Options) -> list[tuple]:
    if each.kind != "checkbox":
        return [(each.name, each.label, lambda row: _value(row, each, chosen))]
    if chosen.combine:
        word = each.choices if chosen.labels else {code: code for code in each.choices}
        ticked = [lambda row: ",".join(word[code] for code in each.choices if code in row.values.get(each.name, ()))]
        return [(each.name, each.label, ticked[0])]
    return [
        (column, f"{each.label} (choice={each.choices[code]})", lambda row, code=code: _box(row, each, code, chosen))
        for code, column in each.boxes.items()
    ]


def _elsewhere(row: Row, form: str) -> bool:
    """Whether a row is of another form, which repeats."""
    return row.instrument not in ("", form)


def _value(row: Row, each: Field, chosen: Options) -> str:
    value = str(row.values.get(each.name, ""))
    if chosen.labels and value in each.choices:
        return each.choices[value]
    comma = chosen.decimal == "," or (not chosen.decimal and each.validation.endswith("comma_decimal"))
    is_number = each.validation.startswith("number") or each.kind == "calc"
    return value.replace(".", ",") if comma and is_number else value


def _box(row: Row, each: Field, code: str, chosen: Options) -> str:
    touched = each.name in row.values or row.status.get(each.form, "")
    if _elsewhere(row, each.form) or (chosen.blank_grey and not touched):
        return ""
    ticked = code in row.values.get(each.name, ())
    if chosen.box_labels:
        return each.choices[code] if ticked else ""
    return ("Checked" if ticked else "Unchecked") if chosen.labels else str(int(ticked))


def _status(row: Row, form: str, chosen: Options) -> str:
    grey = "" if chosen.blank_grey or _elsewhere(row, form) else "0"
    status = row.status.get(form, grey)
    return STATUS[status] if chosen.labels else status
