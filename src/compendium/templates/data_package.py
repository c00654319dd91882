"""The three tables described for other programs: a Data Package with the rules that the codebook has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from compendium.registry.codebook import KEYS, TABLES, Codebook, Variable, load_codebook
from compendium.templates.wording import how_to_write, words_of

_TYPES = {"integer": "integer", "number": "number", "date": "date", "yes_no": "boolean"}
_PSEUDONYM = r"[\w_.\-]+"  # as an XML Schema reads it, in which \w is without _


def data_package(book: Codebook) -> dict[str, Any]:
    """Return the descriptor of one centre's folder, after the Data Package and Table Schema specifications, version 1.

    Rules between columns or dates are not in it: `compendium check` has them.

    >>> from compendium.registry.codebook import load_codebook
    >>> found = data_package(load_codebook())
    >>> [resource["path"] for resource in found["resources"]]
    ['patients.csv', 'visits.csv', 'adverse_events.csv']
    """
    return {
        "profile": "tabular-data-package",
        "name": "ivig-in-myositis-registry",
        "title": "One centre's patients with myositis who received intravenous immunoglobulins, visits, adverse events",
        "resources": [_resource(table, book) for table in TABLES],
    }


def write_data_package(path: Path, book: Codebook | None = None) -> Path:
    """Write the descriptor as JSON. Raises OSError where the file cannot be written."""
    text = json.dumps(data_package(book or load_codebook()), indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return path


def _resource(table: str, book: Codebook) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(variable) for variable in book.table(table)],
        "missingValues": [""],
        "primaryKey": list(KEYS[table]),
    }
    if table != TABLES[0]:
        reference = {"resource": TABLES[0], "fields": ["patient_id"]}
        schema["foreignKeys"] = [{"fields": ["patient_id"], "reference": reference}]
    return {
        "name": table,
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(variable: Variable) -> dict[str, Any]:
    kind = _TYPES.get(variable.kind, "string")
    found: dict[str, Any] = {"name": variable.name, "title": variable.label, "description": how_to_write(variable)}
    found["type"] = kind
    if variable.unit:
        found["unit"] = variable.unit
    if kind == "boolean":
        found |= {"trueValues": ["yes"], "falseValues": ["no"]}
    return found | {"constraints": _constraints(variable, kind)}


def _constraints(variable: Variable, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"required": variable.required}
    for name, end in (("minimum", variable.low), ("maximum", variable.high)):
        if end is not None:
            found[name] = int(end) if end.is_integer() else end
    if kind == "string" and (words := words_of(variable)):
        found["enum"] = list(words)
    if variable.kind == "id":
        found["pattern"] = _PSEUDONYM
    return found
