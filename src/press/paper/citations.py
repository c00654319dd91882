"""The literature: every citation has its entry in references.bib, every entry its DOI, every journal its short name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import Fault
from press.ground.merge_conflict import refuse_conflict
from press.ground.nearest import nearest
from press.paper.author_text import Source
from press.paper.flaws import Flaw
from press.paper.prose import without_verbatim

REFERENCES = "paper/references.bib"
REFERRED = ("tbl-", "fig-", "sec-", "eq-", "at-")  # an @ before one of these refers to a place of the paper
_ANY = re.MULTILINE | re.IGNORECASE
_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)([a-z]+)\{[ \t]*([^,\s]+)[ \t]*,", _ANY)
_NAMES = "doi|url|note|journal|shortjournal"
_FIELD = re.compile(rf"^[ \t]*({_NAMES})[ \t]*=[ \t]*[{{\"]+(.+?)[}}\"]+,?[ \t]*\}}?[ \t]*$", _ANY)
_KEY = re.compile(r"(?<![\w@\\])-?@\{?([A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*\w)?)")


@dataclass(frozen=True)
class Entry:
    """One entry of references.bib: its key and line, and what tells a reader where to find the work."""

    key: str
    line: int
    doi: str = ""
    url: str = ""
    note: str = ""
    is_article: bool = False
    journal: str = ""
    shortjournal: str = ""

    @property
    def can_be_found(self) -> bool:
        """Whether it has a DOI or, with a note that says why there is none, an address."""
        return bool(self.doi or (self.url and re.match(r"no-doi: *\S", self.note)))


def read_references(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a BibTeX file, in order. Raises Fault where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise Fault(f"{REFERENCES} cannot be read: {error.__class__.__name__}; it must be BibTeX in UTF-8") from error
    refuse_conflict(text, REFERENCES)
    starts = list(_ENTRY.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)][: len(starts)]
    return tuple(_entry(text, match, end) for match, end in zip(starts, ends, strict=True))


def _entry(text: str, start: re.Match[str], end: int) -> Entry:
    fields = {name.lower(): value for name, value in _FIELD.findall(text[start.end() : end])}
    line = text.count("\n", 0, start.start(2)) + 1
    return Entry(start[2], line, is_article=start[1].lower() == "article", **fields)


def at_signs(source: Source) -> list[tuple[str, int]]:
    """Return every @key of a text, outside code and formulas, and its place: citations, and references to its parts.

    >>> at_signs(Source("a.md", "As in @tbl-one [see @kim2020, p. 3; -@lu2021]; write to a@b.org."))
    [('tbl-one', 6), ('kim2020', 20), ('lu2021', 36)]
    """
    return [(match[1], match.start()) for match in _KEY.finditer(without_verbatim(source.text))]


def check_citations(sources: Sequence[Source], entries: Iterable[Entry], *, all_texts: bool = True) -> list[Flaw]:
    """Return what is wrong: a key without an entry; an entry without a DOI, there twice or nowhere cited; an article
    whose journal has no short name, or another than before.

    all_texts: whether these are all the texts that the list is of; else an entry may be cited in another.
    """
    known: dict[str, Entry] = {}
    flaws: list[Flaw] = []
    for entry in entries:
        if entry.key in known:
            flaws.append(_in_list(entry, f"is there twice, first in line {known[entry.key].line}; delete one"))
        known.setdefault(entry.key, entry)
    cited: set[str] = set()
    for source in sources:
        for key, place in at_signs(source):
            cited.add(key)
            if key not in known and not key.startswith(REFERRED):
                flaws.append(Flaw(source.file, source.line(place), _unknown(source, key, place, known)))
    short: dict[str, str] = {}
    for entry in known.values():
        if not entry.can_be_found:
            flaws.append(_in_list(entry, 'has no DOI; give its doi, or its url with note = "no-doi: why"'))
        if entry.is_article:
            flaws += _of_journal(entry, short)
        if all_texts and entry.key not in cited:
            flaws.append(_in_list(entry, "is nowhere cited; cite it or delete it"))
    return flaws


def _of_journal(entry: Entry, short: dict[str, str]) -> list[Flaw]:
    """What is wrong with the short name of an entry's journal; `short` are those met before, by journal."""
    if not entry.shortjournal:
        return [_in_list(entry, "has no shortjournal; give what the NLM Catalog calls its journal, as N Engl J Med")]
    before = short.setdefault(entry.journal, entry.shortjournal)
    if before == entry.shortjournal:
        return []
    return [_in_list(entry, f"calls its journal {entry.shortjournal}, an entry above {before}; write one of them")]


def _in_list(entry: Entry, message: str) -> Flaw:
    return Flaw(REFERENCES, entry.line, f"{entry.key} {message}")


def _unknown(source: Source, key: str, place: int, known: Iterable[str]) -> str:
    return f'{REFERENCES} has no entry {key}{nearest(key, known)} - in the sentence "{source.sentence(place)}"'
