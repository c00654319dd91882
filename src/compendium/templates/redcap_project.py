"""A REDCap project made from the codebook: the dictionary to upload, how to set it up, and its mapping back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from compendium.registry.codebook import TABLES, Codebook, Variable, load_codebook
from compendium.sources.redcap_dictionary import COLUMNS
from compendium.templates.redcap_guide import guide
from compendium.templates.wording import how_to_write, with_unit, words_of
from press.ground.fault import Fault

RECORD = "patient_id"  # its record is the patient; in the other forms it is not asked again
# REDCap advises at most 26 letters for a name; what the codebook calls by more has another name there.
SHORT = {"concomitant_cyclophosphamide": "concomitant_cyclophosph"}
_SCALE = re.compile(r"points \((\d+)-(\d+)\)")  # how the codebook writes the unit of a score
_FEW = 4  # choices that are shown side by side; more are a drop-down
_VALIDATION = {"date": "date_ymd", "integer": "integer", "number": "number"}


def redcap_name(variable: Variable) -> str:
    """Return the field that holds a variable in REDCap.

    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> redcap_name(book.variable("concomitant_cyclophosphamide")), redcap_name(book.variable("ck"))
    ('concomitant_cyclophosph', 'ck')
    """
    return SHORT.get(variable.name, variable.name)


def codes_of(variable: Variable) -> dict[str, str]:
    """Return the words of a variable by the codes that REDCap holds for them: 1 and 0 for yes and no, else 1, 2, 3.

    >>> from compendium.registry.codebook import load_codebook
    >>> codes_of(load_codebook().variable("sex")), codes_of(load_codebook().variable("raynaud"))
    ({'1': 'female', '2': 'male'}, {'1': 'yes', '0': 'no'})
    """
    if variable.kind == "yes_no":
        return {"1": "yes", "0": "no"}
    return {str(code): word for code, word in enumerate(words_of(variable), start=1)}


def redcap_dictionary(book: Codebook) -> list[list[str]]:
    """Return the dictionary with its header: 18 columns, a form for each table, the patient's pseudonym as record id.

    Raises Fault where two tables share a variable, or a level holds what separates choices.
    """
    fields = [variable for table in TABLES for variable in _asked(book, table)]
    names = [redcap_name(variable) for variable in fields]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Fault(f"REDCap has each name once in a project; the codebook has {', '.join(twice)} in several tables")
    for variable in fields:
        if odd := [level for level in words_of(variable) if "," in level or "|" in level]:
            raise Fault(f"a choice in REDCap holds no comma and no |; a level of {variable.name} does: {odd[0]}")
    return [list(COLUMNS), *([_cells(variable)[short] for short in COLUMNS.values()] for variable in fields)]


def redcap_mapping(book: Codebook, data: str, dictionary: str) -> str:
    """Return the mapping that brings an export of the project back to the codebook; `data` is the export's file."""
    tables: dict[str, dict[str, object]] = {}
    for table in TABLES:
        columns = {variable.name: _source_of(variable) for variable in book.table(table)}
        tables[table] = {"from": table, **columns}
    source = {"kind": "redcap", "data": data, "dictionary": dictionary}
    text = yaml.safe_dump(
        {"source": source, "tables": tables}, sort_keys=False, default_flow_style=None, allow_unicode=True, width=110
    )
    return f"# From the REDCap project that was made of the codebook, back to the codebook.\n{text}"


def write_redcap_dictionary(path: Path, book: Codebook | None = None) -> list[Path]:
    """Write the dictionary (.csv), how to set the project up (.md) and its mapping (.yml), all beside one another.

    Raises OSError where a file cannot be written, Fault where the codebook does not fit REDCap.
    """
    book = book or load_codebook()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(redcap_dictionary(book))
    renamed = {variable.name: name for variable in book.variables if (name := redcap_name(variable)) != variable.name}
    export = f"{path.stem}_export.csv"
    written = {
        path: out.getvalue(),
        path.with_suffix(".md"): guide(path.name, export, path.with_suffix(".yml").name, renamed),
        path.with_suffix(".yml"): redcap_mapping(book, export, path.name),
    }
    for file, text in written.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    return list(written)


def _asked(book: Codebook, table: str) -> list[Variable]:
    """Return what a form asks; the first is the record's id, in the first form alone."""
    variables = book.table(table)
    record = [variable for variable in variables if variable.name == RECORD and table == TABLES[0]]
    return record + [variable for variable in variables if variable.name != RECORD]


def _cells(variable: Variable) -> Mapping[str, str]:
    """Return one row of the dictionary by the interface's names of its columns."""
    codes = codes_of(variable)
    validation = _VALIDATION.get(variable.kind, "")
    low, high = ("" if end is None else f"{end:.15g}" for end in (variable.low, variable.high))
    filled = {
        "field_name": redcap_name(variable),
        "form_name": variable.table,
        "field_type": _kind(variable),
        "field_label": with_unit(variable),
        "select_choices_or_calculations": _choices(codes) if variable.kind == "level" else "",
        "field_note": "" if codes else how_to_write(variable),
        "text_validation_type_or_show_slider_number": validation,
        "text_validation_min": low if validation in ("integer", "number") else "",
        "text_validation_max": high if validation in ("integer", "number") else "",
        "required_field": "y" if variable.required else "",
    }
    return dict.fromkeys(COLUMNS.values(), "") | filled


def _kind(variable: Variable) -> str:
    if variable.kind == "yes_no":
        return "yesno"
    if words_of(variable):
        return "radio" if len(variable.levels) <= _FEW else "dropdown"
    return "text"


def _choices(codes: Mapping[str, str]) -> str:
    return " | ".join(f"{code}, {word}" for code, word in codes.items())


def _source_of(variable: Variable) -> dict[str, object]:
    """Return where a variable comes from: its field, the words of its codes, the scale or unit that it is asked in."""
    found: dict[str, object] = {"column": redcap_name(variable)}
    if codes := codes_of(variable):
        found["recode"] = codes
    if scale := _SCALE.fullmatch(variable.unit):
        found["scale"] = [int(scale[1]), int(scale[2])]
    elif variable.unit and variable.kind == "number":
        found["unit"] = variable.unit
    return found
