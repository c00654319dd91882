"""A REDCap data dictionary: each field's form, question, kind and codes, as the project's own file states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from compendium.sources.cells import Cells
from compendium.sources.handed import Note, refuse
from compendium.sources.in_few_words import in_few_words
from compendium.sources.redcap_field import CHOOSING, FIXED, TYPES, VALIDATIONS, Field
from compendium.sources.redcap_words import choices_in, plain_label
from press.ground.fault import FaultRecord

# The 18 columns in REDCap's order: as the file from its web page names them, and as its programming interface does.
COLUMNS = {
    "Variable / Field Name": "field_name",
    "Form Name": "form_name",
    "Section Header": "section_header",
    "Field Type": "field_type",
    "Field Label": "field_label",
    "Choices, Calculations, OR Slider Labels": "select_choices_or_calculations",
    "Field Note": "field_note",
    "Text Validation Type OR Show Slider Number": "text_validation_type_or_show_slider_number",
    "Text Validation Min": "text_validation_min",
    "Text Validation Max": "text_validation_max",
    "Identifier?": "identifier",
    "Branching Logic (Show field only if...)": "branching_logic",
    "Required Field?": "required_field",
    "Custom Alignment": "custom_alignment",
    "Question Number (surveys only)": "question_number",
    "Matrix Group Name": "matrix_group_name",
    "Matrix Ranking?": "matrix_ranking",
    "Field Annotation": "field_annotation",
}
_CHOICES, _VALIDATION = "select_choices_or_calculations", "text_validation_type_or_show_slider_number"
_NEEDED = (
    "field_name",
    "form_name",
    "field_type",
    "field_label",
    _CHOICES,
    _VALIDATION,
    "identifier",
)


@dataclass(frozen=True)
class Dictionary:
    """The fields in the order of the file, of which the first is the record's id; `file` is how messages call it."""

    file: str
    fields: tuple[Field, ...]
    notes: list[Note] = field(default_factory=list)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms, in order."""
        return tuple(dict.fromkeys(each.form for each in self.fields))

    @property
    def record_id(self) -> str:
        """The name of the field that tells records apart."""
        return self.fields[0].name


def dictionary_of(cells: Cells) -> Dictionary:
    """Return the dictionary that a file holds, with the columns named as REDCap's web page or its interface does.

    What is unusual and yet can be read is in its notes. Raises SourceFault with every row that is no field.

    >>> header = ("field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations",
    ...     "text_validation_type_or_show_slider_number", "identifier")
    >>> rows = [["record_id", "person", "text", "Id", "", "", ""]]
    >>> rows += [["sex", "person", "radio", "Sex", "1, F|2, M", "", ""]]
    >>> found = dictionary_of(Cells("d", "dictionary.csv", "", header, rows, [2, 3]))
    >>> found.record_id, found.forms, found.fields[1].choices
    ('record_id', ('person',), {'1': 'F', '2': 'M'})
    """
    names = _names(cells)
    lines = [
        _Line(dict(zip(names, map(str.strip, row), strict=True)), at) for at, row in enumerate(cells.rows) if any(row)
    ]
    refuse(
        [
            *_no_rows(cells, lines),
            *(fault for line in lines for fault in _faults(cells, line)),
            *_repeated(cells, lines),
        ]
    )
    fields = tuple(_field(line, cells.numbers[line.at]) for line in lines)
    return Dictionary(cells.file, fields, [*_columns_absent(cells, names), *_notes(cells, lines)])


class _Line(dict[str, str]):
    """A row by the interface's names of the columns; `at` is its position."""

    def __init__(self, cells: Mapping[str, str], at: int) -> None:
        super().__init__(cells)
        self.at = at

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and label of every choice, where the field is one of choices."""
        return choices_in(self[_CHOICES]) if self["field_type"] in CHOOSING else []

    def fault(self, cells: Cells, column: str, rule: str, action: str) -> FaultRecord:
        """Return the record of a rule broken in a cell, under the name that the file has for its column."""
        return cells.fault(self.at, cells.header[list(self).index(column)], rule, action)


def _names(cells: Cells) -> tuple[str, ...]:
    """Return the columns under the interface's names."""
    known = {" ".join(name.lower().split()): short for name, short in COLUMNS.items()}
    names = tuple(known.get(" ".join(name.lower().split()), name.strip()) for name in cells.header)
    action = "download the project's data dictionary again and hand over that file as it is"
    absent = [name for name in _NEEDED if name not in names]
    if len(absent) == len(_NEEDED):
        rule = "a REDCap data dictionary, whose 18 columns begin with 'Variable / Field Name'"
        refuse([FaultRecord(cells.file, 1, "", ",".join(cells.header)[:60], rule, action)])
    written = {short: name for name, short in COLUMNS.items()}
    faults = [
        FaultRecord(cells.file, 1, written[name], "", "a REDCap dictionary has this column", action) for name in absent
    ]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    refuse([*faults, *(FaultRecord(cells.file, 1, name, "", "each column once", action) for name in twice)])
    return names


def _no_rows(cells: Cells, lines: list[_Line]) -> Iterator[FaultRecord]:
    if not lines:
        rule, action = "a field in each row; this dictionary has only its header", "download it again"
        yield FaultRecord(cells.file, 0, "", "", rule, action)


def _faults(cells: Cells, line: _Line) -> Iterator[FaultRecord]:
    action = "restore it from the project's own dictionary"
    for column in ("field_name", "form_name", "field_type"):
        if not line[column]:
            yield line.fault(cells, column, "never empty", action)
    if line["field_type"] in CHOOSING and not line.choices:
        yield line.fault(cells, _CHOICES, f"the choices of {line['field_name']}", action)
    meanings: dict[str, str] = {}
    for code, label in line.choices:
        if meanings.setdefault(code, label) != label:
            rule = f"each code of {line['field_name']} has one label; {code} has {meanings[code]!r} and {label!r}"
            yield line.fault(cells, _CHOICES, rule, "correct the choices in REDCap and in the dictionary")


def _repeated(cells: Cells, lines: list[_Line]) -> Iterator[FaultRecord]:
    first: dict[str, _Line] = {}
    for line in lines:
        if line["field_name"] and (before := first.setdefault(line["field_name"], line)) is not line:
            rule = f"each field once; row {cells.numbers[before.at]} has it too"
            yield line.fault(cells, "field_name", rule, "hand over the dictionary of one project alone")


def _field(line: _Line, row: int) -> Field:
    kind = line["field_type"] if line["field_type"] in TYPES else "text"
    return Field(
        name=line["field_name"],
        form=line["form_name"],
        kind=kind,
        label=plain_label(line["field_label"]),
        choices=FIXED.get(kind) or dict(line.choices),
        validation=line[_VALIDATION] if kind == "text" and line[_VALIDATION] in VALIDATIONS else "",
        identifier=line["identifier"].lower() in ("y", "yes", "1", "true"),
        row=row,
    )


def _columns_absent(cells: Cells, names: tuple[str, ...]) -> Iterator[Note]:
    if absent := [name for name, short in COLUMNS.items() if short not in names]:
        yield cells.file, 1, "", ", ".join(absent), "columns that a dictionary usually has; nothing is read from them"


def _notes(cells: Cells, lines: list[_Line]) -> Iterator[Note]:
    """Yield what was read in another way than it is written."""
    for line in lines:
        name, row = line["field_name"], cells.numbers[line.at]
        if line["field_type"] not in TYPES:
            yield cells.file, row, name, line["field_type"], "a field type that is not known; read as text"
        elif line["field_type"] == "text" and line[_VALIDATION] not in ("", *VALIDATIONS):
            yield cells.file, row, name, line[_VALIDATION], "a validation type that is not known; read as text"
        if any("," not in choice for choice in line[_CHOICES].split("|") if line.choices and choice.strip()):
            yield cells.file, row, name, "", "a choice without a code; its label is taken as its own code"
    broken = [line["field_name"] for line in lines if "\ufffd" in "".join(line.values())]
    marked = [line["field_name"] for line in lines if plain_label(line["field_label"]) != line["field_label"]]
    if broken:
        yield cells.file, 0, "", in_few_words(broken), "letters of labels or choices were lost before it came here"
    if marked:
        yield cells.file, 0, "", in_few_words(marked), "HTML and line breaks in labels are left out"
