"""The Data Package descriptor says of each column what the codebook says, by the words of the Table Schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from compendium.registry.codebook import KEYS, TABLES
from compendium.templates.data_package import data_package, write_data_package

from .registries import BOOK, CENTRES, committed, header

RESOURCES = {resource["name"]: resource for resource in data_package(BOOK)["resources"]}


def test_it_has_the_tables_with_their_columns_and_keys() -> None:
    assert tuple(RESOURCES) == TABLES
    for table, resource in RESOURCES.items():
        assert resource["path"] == f"{table}.csv"
        assert [field["name"] for field in resource["schema"]["fields"]] == header(table)
        assert tuple(resource["schema"]["primaryKey"]) == KEYS[table]
    assert all("foreignKeys" in RESOURCES[table]["schema"] for table in TABLES[1:])


def test_each_column_has_the_rules_of_the_codebook() -> None:
    for table, resource in RESOURCES.items():
        for field, variable in zip(resource["schema"]["fields"], BOOK.table(table), strict=True):
            rules = field["constraints"]
            assert (field["title"], rules["required"]) == (variable.label, variable.required)
            assert (rules.get("minimum"), rules.get("maximum")) == (variable.low, variable.high)
            assert tuple(rules.get("enum", ())) == (variable.levels if variable.name != "centre" else ())
            assert (field["type"] == "boolean") == (variable.kind == "yes_no")
            assert (field["type"] == "date") == (variable.kind == "date")


@pytest.mark.parametrize("centre", CENTRES)
def test_the_committed_registry_keeps_them(root: Path, centre: str) -> None:
    """As frictionless finds, too; here the rules that a cell can break are held against every cell."""
    for table, rows in committed(root, centre).items():
        for at, field in enumerate(RESOURCES[table]["schema"]["fields"]):
            for text in (row[at] for row in rows):
                assert _keeps(text, field), (table, field["name"], text)


def _keeps(text: str, field: dict) -> bool:
    rules = field["constraints"]
    if not text:
        return not rules["required"]
    if field["type"] in ("integer", "number"):
        return rules["minimum"] <= float(text) <= rules["maximum"] and (field["type"] == "number" or text.isdigit())
    if field["type"] == "boolean":
        return text in field["trueValues"] + field["falseValues"]
    return text in rules.get("enum", [text]) and bool(re.fullmatch(rules.get("pattern", ".*"), text))


def test_it_is_written_as_json_with_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_data_package(tmp_path / name).read_bytes() for name in ("a.json", "b.json"))
    assert first == second
    assert json.loads(first) == data_package(BOOK)
