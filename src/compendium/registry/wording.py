"""Terms in other words: two spellings of one term, and terms that may be one of the list or an event of interest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from compendium.registry.letters import as_read, code_points
from compendium.registry.table import Flag, Table
from compendium.registry.terms import OTHER_WORDS, TERMS, as_they_say, in_other_words, known_terms
from press.ground.fault import FaultRecord
from press.rows.row import slug

_ALIKE = 88  # of 100: the share of letters in common, whatever the order of the words
_OPPOSITES = (
    ("hypo", "hyper"),
    ("increased", "decreased"),
    ("acute", "chronic"),
    ("left", "right"),
    ("brady", "tachy"),
)


def wording_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each term or class that is another one but for case, accents or signs, or in other words.

    Such a patient would be counted under neither: "Deep venous thrombosis" was no thromboembolic event.
    """
    events = tables["adverse_events"]
    if events.has("preferred_term"):
        yield from (fault for _, fault in _faults(events, "preferred_term", known_terms(), in_other_words()))
    if events.has("preferred_term", "system_organ_class"):
        listed = known_terms()
        of_listed = {at for at, term in enumerate(events.cells("preferred_term")) if term in listed}
        classes = _faults(events, "system_organ_class", listed.values(), {})
        yield from (fault for at, fault in classes if at not in of_listed)  # theirs is held against the list itself


def _faults(
    table: Table, column: str, known: Iterable[str], meant: Mapping[str, str]
) -> Iterator[tuple[int, FaultRecord]]:
    written = _one_for_each(table.cells(column), known)

    def judge(cell: str) -> tuple[str, str] | None:
        if cell != (one := written[_shape(cell)]):
            return f"one spelling of one thing; '{one}' {difference(cell, one)}", f"write {one}"
        if other := meant.get(_shape(cell), ""):
            return f"the term of the list, which is '{other}'", f"write {other}, or correct {OTHER_WORDS}"
        return None

    for position, flaw in table.where(column, judge):
        yield position, table.fault(position, column, *flaw)


def _one_for_each(cells: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return the spelling to keep for each shape: of the list, else the commonest, else the alphabet's first."""
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    listed = set(known)
    order = sorted(counts.keys() | listed, key=lambda each: (each in listed, counts.get(each, 0), _reversed(each)))
    return {_shape(each): each for each in order}  # the last of a shape is kept


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(each) for each in text)


def _shape(text: str) -> str:
    """Return what two spellings of one thing share: the name under which its results would be stated."""
    return slug(as_read(text).casefold()) or as_read(text)


def difference(cell: str, other: str) -> str:
    """Say how two spellings differ, so that a person can see it.

    >>> difference("NORTH", "North")
    'is the same but for case, accents, blanks or signs'
    """
    signs = [each for each in unicodedata.normalize("NFD", cell) if not each.isascii()]
    if signs and as_read(cell) == as_read(other):
        return f"looks the same and is written with other signs: here {code_points(list(dict.fromkeys(signs)))}"
    return "is the same but for case, accents, blanks or signs"


def wording_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for each term that is on no list and is spelt much like a term, or like other words for one."""
    events = tables["adverse_events"]
    known, others = known_terms(), as_they_say()

    def judge(term: str) -> str:
        if term in known:
            return ""
        if like := nearly(term, known):
            return f"not in {TERMS}, which has '{like}': is that meant?"
        like = nearly(term, others)
        return f"much like '{like}', which are other words for '{others[like]}': is that meant?" if like else ""

    for position, rule in events.where("preferred_term", judge):
        yield events.flag(position, "preferred_term", rule)


def nearly(term: str, known: Iterable[str]) -> str:
    """Return the known term that another one is spelt much like, "" for none; opposites are not alike.

    >>> known = ["Hypertension", "Deep vein thrombosis"]
    >>> nearly("Deep vein trombosis", known), nearly("Hypotension", known)
    ('Deep vein thrombosis', '')
    """
    fitting = [each for each in known if not _opposed(term.casefold(), each.casefold())]
    found = process.extractOne(term, fitting, scorer=fuzz.token_sort_ratio, processor=_plain, score_cutoff=_ALIKE)
    return str(found[0]) if found else ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", as_read(text)).strip().casefold()


def _opposed(one: str, other: str) -> bool:
    return any((a in one and b in other) or (b in one and a in other) for a, b in _OPPOSITES)
