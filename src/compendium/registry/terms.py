"""The adverse event terms: which system organ class each belongs to, as data/definitions lists them."""

from __future__ import annotations

from press.ground.paths import project_root
from press.ground.spreadsheet import read_spreadsheet

TERMS = "data/definitions/adverse_event_terms.csv"


def known_terms() -> dict[str, str]:
    """Return the system organ class of every term that is listed. Raises SpreadsheetFault where the list is not sound.

    >>> known_terms()["Headache"]
    'Nervous system disorders'
    """
    lines = read_spreadsheet(project_root() / TERMS, ("term", "system_organ_class"), ("term",), file=TERMS)
    return {line["term"]: line["system_organ_class"] for line in lines}
