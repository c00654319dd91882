"""The form and field of each column of a REDCap export: by its raw name, or by its question where that is clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.sources.cells import Cells
from compendium.sources.handed import refuse
from compendium.sources.redcap_dictionary import Dictionary
from compendium.sources.redcap_field import Field
from compendium.sources.redcap_words import STATUS, TICKED, plain_label
from press.ground.fault import FaultRecord

EVENT, INSTRUMENT, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
GROUP, PARTICIPANT = "redcap_data_access_group", "redcap_survey_identifier"
# What stands before the fields, and how it is headed where questions were asked for.
STRUCTURE = {
    EVENT: "Event Name",
    INSTRUMENT: "Repeat Instrument",
    INSTANCE: "Repeat Instance",
    GROUP: "Data Access Group",
    PARTICIPANT: "Survey Identifier",
}
_STATUS, _TIME = "Complete?", "Survey Timestamp"  # headed alike for every form
_AGAIN = re.compile(r" \[\d+\]$")  # how a second column of one name is told apart where the file was read
RAW = "export all data again as 'CSV / Microsoft Excel (raw data)', with raw headers"


@dataclass(frozen=True)
class Column:
    """A column that an export of the project may hold.

    kind: "field", "box" (of a checkbox; `code` is what it stands for), "boxes" (all of them in one column), "status"
    (of the form) or "time" (at which it was sent as a survey).
    """

    name: str
    form: str
    kind: str
    field: Field | None = None
    code: str = ""

    def answered(self, texts: Sequence[str]) -> list[int]:
        """Return the positions at which the column shows that somebody was at the form.

        An unticked box and a status 0 do not, nor does the time of a survey.

        >>> Column("dx___1", "patient", "box").answered(["", "0", "1"])
        [2]
        >>> Column("ck", "visit", "field").answered(["", "0", "1"])
        [1, 2]
        """
        if self.kind == "time":
            return []
        nothing = ("",) if self.kind in ("field", "boxes") else ("", "0")
        return [row for row, text in enumerate(texts) if text not in nothing]

    @property
    def is_file(self) -> bool:
        """Whether it holds the name of a file that was sent with the form."""
        return self.field is not None and self.field.kind == "file"

    @property
    def codes(self) -> dict[str, str]:
        """The words behind its codes, as REDCap has them."""
        if self.kind == "status":
            return STATUS
        return TICKED if self.kind == "box" else dict(self.field.choices) if self.field else {}

    @property
    def heading(self) -> str:
        """How the column is headed where questions, not names, were asked for."""
        if self.field is None:
            return _STATUS if self.kind == "status" else _TIME
        return (
            f"{self.field.label} (choice={self.field.choices[self.code]})" if self.kind == "box" else self.field.label
        )


def columns_of(dictionary: Dictionary) -> Iterator[Column]:
    """Yield every column that an export may hold beside STRUCTURE, form by form."""
    for form in dictionary.forms:
        yield Column(f"{form}_timestamp", form, "time")
        for field in dictionary.fields:
            if field.form == form and field.has_column:
                yield from (Column(column, form, "box", field, code) for code, column in field.boxes.items())
                yield Column(field.name, form, "boxes" if field.kind == "checkbox" else "field", field)
        yield Column(f"{form}_complete", form, "status")


def known_columns(export: Cells, dictionary: Dictionary) -> dict[str, Column]:
    """Return the columns by name, but for the record's id. Raises SourceFault where one of this file could be two."""
    known: dict[str, Column] = {}
    faults = []
    for column in columns_of(dictionary):
        other = known.setdefault(column.name, column)
        if other is not column and column.name in export.header:
            of = " and ".join(f"{each.form}, {each.code or each.name}" for each in (other, column))
            rule = f"one field or one choice; in the dictionary it is two ({of})"
            action = "give one of the two another code in REDCap, and export dictionary and data again"
            faults.append(FaultRecord(export.place, 1, column.name, "", rule, action))
    refuse(faults)
    return {name: column for name, column in known.items() if name != dictionary.record_id}


def raw_header(export: Cells, dictionary: Dictionary) -> tuple[str, ...]:
    """Return the header in raw names. Raises SourceFault where it is of no export of this project, or is not clear.

    Questions are translated where the dictionary has each of them once; what it does not have stays as it is.
    """
    header = tuple(name.strip() for name in export.header)
    nameless = [at for at, name in enumerate(header) if not name and any(row[at].strip() for row in export.rows)]
    rule = "a name above every column that holds values"
    refuse(FaultRecord(export.place, 1, f"number {at + 1}", "", rule, RAW) for at in nameless)
    if dictionary.record_id not in header:
        if plain_label(header[0]) != dictionary.fields[0].label:
            rule = f"a column {dictionary.record_id}, which is the record's id by the dictionary {dictionary.file}"
            action = f"{RAW}, and hand over the dictionary of the same project"
            refuse([FaultRecord(export.place, 1, "", ",".join(header)[:60], rule, action)])
        header = _from_questions(export, header, dictionary)
    twice = [name for name in dict.fromkeys(header) if name and header.count(name) > 1]
    refuse(FaultRecord(export.place, 1, name, "", "each column once", RAW) for name in twice)
    return header


def _from_questions(export: Cells, header: tuple[str, ...], dictionary: Dictionary) -> tuple[str, ...]:
    by_heading: dict[str, list[Column]] = {}
    for column in columns_of(dictionary):
        by_heading.setdefault(column.heading, []).append(column)
    headings = [plain_label(_AGAIN.sub("", name)) for name in header]
    refuse(_asked_twice(export, headings, by_heading))
    raw = {heading: columns[0] for heading, columns in by_heading.items() if columns[0].field}
    structure = {heading: name for name, heading in STRUCTURE.items()}
    forms = [raw[heading].form if heading in raw else "" for heading in headings]
    closed: list[str] = []
    names = []
    for at, heading in enumerate(headings):
        if heading == _STATUS:
            closed.append(_form_closed(forms[:at], closed, dictionary.forms))
            names.append(f"{closed[-1]}_complete")
        elif heading == _TIME:
            names.append(f"{next(filter(None, forms[at:]), '')}_timestamp")
        else:
            names.append(structure.get(heading) or (raw[heading].name if heading in raw else header[at]))
    return tuple(names)


def _form_closed(before: Iterable[str], closed: list[str], forms: tuple[str, ...]) -> str:
    """Return the form that a status ends: that of the fields before it, or one without a column after the last."""
    last = [form for form in before if form][-1]
    if last not in closed:
        return last
    following = forms[forms.index(closed[-1]) + 1 :]
    return following[0] if following else last


def _asked_twice(export: Cells, headings: list[str], by_heading: Mapping[str, list[Column]]) -> Iterator[FaultRecord]:
    """Yield a fault for each question of the header that several fields of the dictionary have."""
    for heading in dict.fromkeys(headings):
        fields = [column.name for column in by_heading.get(heading, []) if column.field]
        if len(fields) > 1:
            rule = f"one field; in the dictionary this is the question of {', '.join(fields)}"
            yield FaultRecord(export.place, 1, heading[:60], "", rule, RAW)
