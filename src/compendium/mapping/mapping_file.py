"""A centre's mapping file: read, held against the codebook, and refused with all its faults at once, by line."""

from __future__ import annotations

from pathlib import Path

from compendium.mapping.notation_keys import GENERAL, read_notation
from compendium.mapping.source_keys import read_source
from compendium.mapping.statement import Mapping, Notation, Part, Source
from compendium.mapping.table_keys import read_parts
from compendium.registry.codebook import TABLES, Codebook, load_codebook
from press.ground.fault import FaultRecord, stop_at
from press.ground.paths import named
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Form, Node, parse_yaml, read_yaml

_KEYS = ("source", "defaults", "tables")
_FORM = "see data/README.md for its form, or draft one: compendium map"
_MAPPING = Form(
    "mapping", "the blocks source and tables", "see data/README.md for its form", "draft one: compendium map"
)
# What to decide where a ? stands, by the last part of its key.
_DECIDE = {
    "unit": "write the unit of the column, as its laboratory has it",
    "scale": "write the ends of the scale used, such as [0, 80]",
    "date": "write day first or month first, whichever your centre writes",
    "decimal": 'write the sign before decimals, "," or "."',
    "thousands": "write the sign between thousands, or take the key away where there is none",
    "precision": "write month (its 15th day counts) or year (its 1 July counts)",
    "century": "write 2000 or 1900, whichever all years of two digits belong to",
    "recode": "write the codebook's word for this value, or missing; rows to be left out are named with when:",
    "constant": "write the value that all rows have",
    "censored": "write limit if <5 is to count as 5, or take the key away; the cells with a sign then stop the run",
    "blank": "write missing or no, whichever an empty cell means",
    "when_form_untouched": "write missing or no, whichever an empty form means",
}


def read_mapping(path: Path, book: Codebook | None = None) -> Mapping:
    """Return what a mapping file says, held against a codebook, by default the project's own.

    Raises SpreadsheetFault with every fault at once: file, line (as `row`), key (as `column`), value, rule, what to do.
    """
    file = named(path)
    return _mapping(read_yaml(path, file, _MAPPING), file, book or load_codebook())


def source_of(path: Path) -> Source | None:
    """Return the block `source` of a mapping file, whatever else is wrong with it; None where it has none to speak of.

    Raises SpreadsheetFault where it is no YAML.
    """
    file = named(path)
    review = Review(file, "a mapping", _DECIDE)
    blocks = review.block(read_yaml(path, file, _MAPPING), "", _KEYS)
    return read_source(blocks["source"], review) if "source" in blocks else None


def mapping_of(text: str, file: str, book: Codebook) -> Mapping:
    """Return what the text of a mapping file says, as `read_mapping` does; messages call it `file`.

    >>> from press.ground.fault import Fault
    >>> try:
    ...     mapping_of("source: {kind: csv, data: a.csv}", "m.yaml", load_codebook())
    ... except Fault as fault:
    ...     print(fault)
    m.yaml, row 1: the rule: the blocks source and tables; here is no tables. What to do: see data/README.md for its \
form, or draft one: compendium map.
    """
    return _mapping(parse_yaml(text, file, _MAPPING), file, book)


def _mapping(root: Node, file: str, book: Codebook) -> Mapping:
    review = Review(file, "a mapping", _DECIDE)
    blocks = review.block(root, "", _KEYS)
    for name in ("source", "tables"):
        if name not in blocks and root.entries is not None:
            review.fault(root, "", f"the blocks source and tables; here is no {name}", _FORM, "")
    default = Notation()
    if "defaults" in blocks:
        entries = review.block(blocks["defaults"], "defaults", GENERAL)
        default = read_notation(entries, "defaults", review, default)
    source = read_source(blocks["source"], review) if "source" in blocks else None
    tables: dict[str, tuple[Part, ...]] = {}
    absent: dict[str, str] = {}
    given = review.block(blocks["tables"], "tables", TABLES) if "tables" in blocks else {}
    for name, node in given.items():
        if reason := _reason_for_none(node, name, review):
            tables[name], absent[name] = (), reason
        else:
            tables[name] = read_parts(node, name, book.table(name), review, default)
    for name in TABLES if given else ():
        if name not in given:
            action = "add its block, or write {absent: why there is none}"
            review.fault(blocks["tables"], "tables", f"a block for {name}", action, "")
    stop_at(review.records())
    if source is None:  # said above, so never reached; and a mapping without a source is none
        stop_at([FaultRecord(file, 0, "", "", "the block source", _FORM)])
        raise AssertionError
    return Mapping(file, source, tables, absent)


def _reason_for_none(node: Node, name: str, review: Review) -> str:
    """Return why there is no such table at all, where the block says nothing but that."""
    if node.entries is None or [key for key, _, _ in node.entries] != ["absent"]:
        return ""
    said = node.entries[0][2]
    if said.text is None:
        return ""
    if name == "patients":
        review.fault(said, f"tables.{name}", "a table of patients: there is no study without one", "name its table")
    return review.text(said, f"tables.{name}.absent", "the reason why there is no such table") or "undecided"
