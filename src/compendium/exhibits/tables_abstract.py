"""The table of the audit: every printed number, how it was held against the others, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from abstract_audit.finding import INCONSISTENT
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows.sentence import capital

ALONE = "Arithmetic on the printed numbers alone: no patient's data are in it."


def table_abstract(certificate: dict[str, Any]) -> Table:
    """Return the lines of a certificate of `abstract_audit`, each below the check of INSPECT-SR that it belongs to."""
    table = TableBuilder("table_abstract", "Every number of the abstract, held against the others")
    for heading in ("Claim", "As printed", "Verdict", "Arithmetic"):
        table.column(heading, align="left")
    for check in certificate["inspect_sr"]:
        lines = [each for each in certificate["findings"] if each["check"] == check["check"]]
        if lines:
            table.section(f"{check['check']} {check['question']} – {check['answer']}")
        for each in lines:
            marks = tuple(table.note(words) for words in _beside(each))
            verdict = Cell(each["verdict"], marks)
            printed = ", ".join(each["printed"])
            table.line(capital(each["says"] or each["claim"]), printed, verdict, each["arithmetic"], indent=1)
    without = ", ".join(certificate["without_a_number"])
    table.source(ALONE, f"Without a number: {without}." if without else "", certificate["limits"][1])
    return table.build()


def _beside(line: dict[str, Any]) -> Iterator[str]:
    """Under which reading the numbers of a line would agree, the smallest slip that would explain them, what to ask."""
    if line["unless"]:
        yield f"Agrees if {line['unless']}."
    elif line["verdict"] == INCONSISTENT:
        yield f"Under no reading tried{'; perhaps ' if line['perhaps'] else ''}{line['perhaps']}."
    if line["repair"]:
        copied = f"; or copied, as “{line['same_elsewhere']}” has the same" if line["same_elsewhere"] else ""
        yield f"Smallest slip: {line['repair']}{copied}."
    if line["ask"]:
        yield f"To ask the authors: {line['ask']}."
