"""The table of the audit: every printed number, how it was held against the others, and what would settle it."""

from __future__ import annotations

from typing import Any

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Table
from press.rows.sentence import capital

ALONE = "Arithmetic on the printed numbers alone: no patient's data are in it."


def table_abstract(certificate: dict[str, Any]) -> Table:
    """Return the lines of a certificate of `abstract_audit`, each below the check of INSPECT-SR that it belongs to."""
    table = TableBuilder("table_abstract", "Every number of the abstract, held against the others", landscape=True)
    for heading in ("Claim", "As printed", "Verdict", "Arithmetic", "Agrees if", "Smallest slip", "What to ask"):
        table.column(heading, align="left")
    for check in certificate["inspect_sr"]:
        lines = [each for each in certificate["findings"] if each["check"] == check["check"]]
        if lines:
            table.section(f"{check['check']} {check['question']} {capital(check['answer'])}")
        for each in lines:
            words = (each["verdict"], each["arithmetic"], each["unless"], each["repair"], each["ask"])
            table.line(capital(each["says"] or each["claim"]), ", ".join(each["printed"]), *words, indent=1)
    without = ", ".join(certificate["without_a_number"])
    table.source(ALONE, f"Without a number: {without}." if without else "", certificate["limits"][1])
    return table.build()
