"""The adverse event terms: which system organ class each belongs to, as data/definitions lists them."""

from __future__ import annotations

import csv

from press.ground.fault import Fault
from press.ground.paths import project_root

TERMS = "data/definitions/adverse_event_terms.csv"


def known_terms() -> dict[str, str]:
    """Return the system organ class of every term that is listed. Raises Fault where the list cannot be read.

    >>> known_terms()["Headache"]
    'Nervous system disorders'
    """
    try:
        with (project_root() / TERMS).open(encoding="utf-8-sig", newline="") as file:
            return {row["term"]: row["system_organ_class"] for row in csv.DictReader(file)}
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        raise Fault(
            f"{TERMS} cannot be read: it must be a CSV file with the columns term, system_organ_class"
        ) from None
