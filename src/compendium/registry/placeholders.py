"""What stands in a cell instead of a text: words for missing, spreadsheet errors, bare codes, formulas and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from compendium.registry.table import Table, free_texts
from press.ground.fault import FaultRecord

# In small letters, without dots, blanks and slashes; English, Italian, French, German, Spanish.
_WRITTEN = (
    "na nan nd nr nk nv nn nil null none nothing missing unknown unk unkn notknown notdone notavailable notapplicable "
    "notreported undefined blank empty tbd tba todo test xxx xx x ? ?? ??? nonnoto nonnota nonsa nonnoti noneseguito "
    "nondisponibile mancante ignoto nessuno nessuna inconnu inconnue unbekannt keine keiner fehlt desconocido ninguno"
)
_MISSING = frozenset(_WRITTEN.split())
_SPREADSHEET_ERROR = re.compile(
    r"#+|#(REF|VALUE|NAME|NUM|NULL|DIV/0|SPILL|CALC|RIF|VALORE|NOME|WERT|VALEUR|NOM)[!?]|#N/[AD]|#NV", re.IGNORECASE
)
_MARKUP = re.compile(r"<\s*[/!A-Za-z]|\\[A-Za-z]+|\]\(|\$\{|\{\{|`")
_NOTHING_BUT_SIGNS = re.compile(r"[!-/:-@\[-`{-~\s]+")
_EXCEL_DATE = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gen|mag|giu|lug|ago|set|ott|dic)-\d\d|\d{1,2}-"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gen|mag|giu|lug|ago|set|ott|dic)",
    re.IGNORECASE,
)
_EMPTY = "leave the cell empty where nothing is known, or leave the row out"


def stands_for_missing(text: str) -> bool:
    """Return whether a text says in words or signs that nothing is known.

    >>> [stands_for_missing(text) for text in ("n.d.", "N/A", "-", "Nausea")]
    [True, True, True, False]
    """
    plain = re.sub(r"[\s./_-]", "", text).casefold()
    return plain in _MISSING or (bool(text.strip()) and not plain)


def is_spreadsheet_error(text: str) -> bool:
    """Return whether a text is what a spreadsheet shows in the place of a value that it could not make.

    >>> [is_spreadsheet_error(text) for text in ("#REF!", "####", "#N/A", "Fall #2")]
    [True, True, True, False]
    """
    return bool(_SPREADSHEET_ERROR.fullmatch(text.strip()))


def flaw_of_text(text: str) -> tuple[str, str] | None:
    """Return the rule that a free text breaks by being none, and what to do; None for a text.

    >>> flaw_of_text("10019211"), flaw_of_text("Headache")
    (('words; this is a code', 'write the term that the code stands for'), None)
    """
    if is_spreadsheet_error(text):
        return "words; this is an error of a spreadsheet", "open the table where it was made and mend the formula"
    if stands_for_missing(text):
        return "words; this only says that nothing is known", _EMPTY
    if re.fullmatch(r"[\d.,\s-]+", text):
        return "words; this is a code", "write the term that the code stands for"
    if _NOTHING_BUT_SIGNS.fullmatch(text):
        return "words; these are only signs", _EMPTY
    if text.startswith(("=", "+", "@")):
        return "words; this is a formula of a spreadsheet", "write the term itself"
    if _MARKUP.search(text):
        return "words alone, without marks of a program or of a page's layout", "write the term itself"
    return None


def flaw_of_id(text: str) -> tuple[str, str] | None:
    """Return the rule that a pseudonym breaks by standing for nothing or being changed by a program; None if sound.

    >>> flaw_of_id("mag-14")
    ('a pseudonym; a spreadsheet has made a date of this one', 'write it anew, in a column formatted as text')
    >>> flaw_of_id("PI0001")
    """
    as_text = "in a column formatted as text"
    if stands_for_missing(text):
        return "a pseudonym; this only says that nothing is known", "write the pseudonym, or leave the row out"
    if _EXCEL_DATE.fullmatch(text):
        return "a pseudonym; a spreadsheet has made a date of this one", f"write it anew, {as_text}"
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", text):
        return "a pseudonym; a spreadsheet has shortened this number", f"write it anew, {as_text}"
    if re.fullmatch(r"\d+\.0+", text):
        return "a pseudonym; a program has made a number with decimals of this one", f"write {text.split('.')[0]}"
    return None


def placeholder_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each free text and pseudonym that is none."""
    of_id = cache(flaw_of_id)  # a pseudonym stands in all three tables
    for table, variable in free_texts(tables):
        flaw_of = of_id if variable.kind == "id" else flaw_of_text
        for position, flaw in table.where(variable.name, flaw_of):
            yield table.fault(position, variable.name, *flaw)
