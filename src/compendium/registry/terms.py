"""The adverse event terms: which system organ class each belongs to, and in which other words centres write them."""

from __future__ import annotations

from press.ground.paths import project_root
from press.ground.spreadsheet import Line, read_spreadsheet
from press.rows.row import slug

TERMS = "data/definitions/adverse_event_terms.csv"
OTHER_WORDS = "data/definitions/terms_in_other_words.csv"


def known_terms() -> dict[str, str]:
    """Return the system organ class of every term that is listed. Raises SpreadsheetFault where the list is not sound.

    >>> known_terms()["Headache"]
    'Nervous system disorders'
    """
    lines = _read(TERMS, ("term", "system_organ_class"), "term")
    return {line["term"]: line["system_organ_class"] for line in lines}


def in_other_words() -> dict[str, str]:
    """Return the term that is meant by each other way of saying it, keyed as `slug` writes it.

    Raises SpreadsheetFault where the list is not sound.

    >>> in_other_words()["deep_venous_thrombosis"]
    'Deep vein thrombosis'
    """
    return {slug(words): term for words, term in as_they_say().items()}


def as_they_say() -> dict[str, str]:
    """Return the same, keyed by the other words as they are written.

    >>> as_they_say()["Blood clot in leg"]
    'Deep vein thrombosis'
    """
    return {line["other_words"]: line["term"] for line in _read(OTHER_WORDS, ("other_words", "term"), "other_words")}


def _read(file: str, columns: tuple[str, ...], unique: str) -> list[Line]:
    return read_spreadsheet(project_root() / file, columns, (unique,), file=file)
