"""The block `source` of a mapping: what kind of thing the centre hands over, where it lies, and its missing codes."""

from __future__ import annotations

import re

from compendium.mapping.statement import Source
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Node

KINDS = ("csv", "workbook", "redcap", "parquet", "statistics", "sql")
KEYS = ("kind", "data", "url", "dictionary", "missing_codes", "dates_shifted", "header_rows")
_PASSWORD = re.compile(r"://[^/@]*?:([^@]*)@|[?&](?:password|passwd|pwd)=([^&]*)", re.IGNORECASE)
_FROM_ENVIRONMENT = re.compile(r"\$\{[A-Za-z_]\w*\}")


def read_source(node: Node, review: Review) -> Source:
    """Return the block `source`; a password in it is a fault, and is not repeated in the message."""
    entries = review.block(node, "source", KEYS)
    kind = ""
    if "kind" in entries:
        kind = review.one_of(entries["kind"], "source.kind", KINDS)
    elif node.entries is not None:
        review.fault(node, "source", f"kind: with one of {', '.join(KINDS)}", "say what is handed over", "")
    data = review.text(entries["data"], "source.data", "a file or folder") if "data" in entries else ""
    url = _url(entries["url"], review) if "url" in entries else ""
    dictionary = ""
    if "dictionary" in entries:
        dictionary = review.text(entries["dictionary"], "source.dictionary", "a file")
    if kind:
        _what_belongs(node, kind, entries, review)
    codes = (
        review.texts(entries["missing_codes"], "source.missing_codes", "a code") if "missing_codes" in entries else ()
    )
    shifted = "dates_shifted" in entries and review.yes(entries["dates_shifted"], "source.dates_shifted")
    rows = _header_rows(entries["header_rows"], review) if "header_rows" in entries else {}
    return Source(kind, data, url, dictionary, codes, shifted, rows)


def _what_belongs(node: Node, kind: str, entries: dict[str, Node], review: Review) -> None:
    if kind == "sql" and ("data" in entries) == ("url" in entries):
        rule = "a database either by its url or, where it is a file, by data"
        review.fault(
            node, "source", rule, "keep one of the two, such as url: postgresql://reader:${DB_PASSWORD}@host/db", ""
        )
    if kind != "sql" and "url" in entries:
        review.fault(entries["url"], "source.url", "url for kind: sql alone", "name the file with data:", "")
    if kind != "sql" and "data" not in entries:
        review.fault(node, "source", "data: with the file or folder, from the mapping's own folder", "name it", "")
    if kind == "redcap" and "dictionary" not in entries:
        rule = "dictionary: with the data dictionary of the REDCap project"
        review.fault(node, "source", rule, "download it from the project (Project Setup, Data Dictionary)", "")
    if kind != "redcap" and "dictionary" in entries:
        review.fault(entries["dictionary"], "source.dictionary", "a dictionary for kind: redcap alone", "take it away")


def _url(node: Node, review: Review) -> str:
    url = review.text(node, "source.url", "the address of a database")
    typed = ["".join(found) for found in _PASSWORD.findall(url)]
    if not all(map(_FROM_ENVIRONMENT.fullmatch, typed)):
        rule = "no password in a mapping: it is taken from the environment"
        action = "write ${NAME} in its place, set NAME in your shell, and change a password that was shared"
        review.fault(node, "source.url", rule, action, "")
    return url


def _header_rows(node: Node, review: Review) -> dict[str, tuple[int, ...]]:
    rows = {}
    for table, given in review.block(node, "source.header_rows").items():
        each = given.items if given.items is not None else (given,)
        key, what = f"source.header_rows.{table}", "the number of a row, as a spreadsheet counts"
        found = [review.number(item, key, what, lambda value: value >= 1 and value % 1 == 0) for item in each]
        rows[table] = tuple(sorted(int(row) for row in found if row is not None))
    return rows
