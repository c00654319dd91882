"""Letters that nobody sees or can tell apart: invisible signs, letters of another script that look Latin, forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from compendium.registry.table import Flag, Table, free_texts
from press.ground.fault import FaultRecord

# Cyrillic and Greek letters that a reader takes for Latin ones, and what they are taken for.
_FROM = "АВСЕНІЈКМОРЅТХУасеіјорѕухΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο"
_LOOKS = "ABCEHIJKMOPSTXYaceijopsyxABEZHIKMNOPTYXvo"
LOOK_ALIKES = dict(zip(_FROM, _LOOKS, strict=True))
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\w+")
_BLANKS = {" ", "\t"}
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn", "Cs")
_JOINER = "\u200d"  # joins the parts of one emoji, and letters of some scripts


def unseen(text: str) -> list[str]:
    """Return the signs of a text that a reader cannot see or takes for a blank, in order and each once.

    >>> unseen("Head\u00adache"), unseen("Back\u00a0pain"), unseen("Back pain")
    (['\\xad'], ['\\xa0'], [])
    """
    found = (each for each in text if unicodedata.category(each) in _UNSEEN and each not in _BLANKS)
    return [each for each in dict.fromkeys(found) if each != _JOINER or text.isascii() or _LATIN.search(text)]


def look_alikes(text: str) -> list[str]:
    """Return the letters of a text that look Latin, are not, and stand in a word with letters that are.

    >>> look_alikes("Hеadache"), look_alikes("боль"), look_alikes("TIF1γ")
    (['е'], [], [])
    """
    words = [word for word in _WORD.findall(text) if _LATIN.search(word)]
    return list(dict.fromkeys(each for word in words for each in word if each in LOOK_ALIKES))


def code_points(signs: list[str] | str) -> str:
    """Return signs as their code points and names, so that a person can see which they are.

    >>> code_points("\u00ad")
    'U+00AD soft hyphen'
    """
    return ", ".join(f"U+{ord(each):04X} {unicodedata.name(each, 'control character').lower()}" for each in signs)


def as_read(text: str) -> str:
    """Return a text as a reader takes it: without what is not seen, blanks as one, look-alikes as Latin, composed.

    >>> as_read("Hеad\u200bache"), as_read("Back\u00a0 pain")
    ('Headache', 'Back pain')
    """
    blanks = "".join(" " if unicodedata.category(each).startswith("Z") or each.isspace() else each for each in text)
    seen = "".join(each for each in blanks if unicodedata.category(each) not in ("Cc", "Cf"))
    latin = _WORD.sub(
        lambda word: "".join(LOOK_ALIKES.get(each, each) for each in word[0]) if _LATIN.search(word[0]) else word[0],
        seen,
    )
    return " ".join(unicodedata.normalize("NFKC", latin).split())


def letter_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each text, level and identifier with signs that are not seen or seem other than they are."""
    for table in tables.values():
        for variable in table.variables:
            if variable.kind in ("id", "text", "level", "yes_no"):
                yield from _faults(table, variable.name)


def _faults(table: Table, column: str) -> Iterator[FaultRecord]:
    for position, rule in table.where(column, flaw_of_letters):
        yield table.fault(position, column, rule, f"type it anew: {as_read(table.cell(position, column))}")


def flaw_of_letters(cell: str) -> str:
    """Return the rule that the letters of a cell break, "" where each is what it seems."""
    if cell.isascii() and cell.isprintable():
        return ""
    if signs := unseen(cell):
        return f"no signs that cannot be seen; here {code_points(signs)}"
    if signs := look_alikes(cell):
        taken = ", ".join(LOOK_ALIKES[each] for each in signs)
        return f"letters of one script in a word; here, looking like {taken}: {code_points(signs)}"
    return ""


def form_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for each text that is not written in composed letters: another program may take it for another."""
    for table, variable in free_texts(tables):
        for position, apart in table.where(variable.name, _apart):
            yield table.flag(position, variable.name, f"letters and accents apart: {code_points(apart)}")


def _apart(cell: str) -> list[str]:
    composed = cell.isascii() or unicodedata.is_normalized("NFC", cell)
    return [] if composed else [each for each in cell if unicodedata.combining(each)]
