"""Where a term of the vocabulary first stands on a page, it becomes a link to the glossary that shows its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

# Within these nothing is linked: links, code, headings, and the cells of tables that hold numbers.
_NOT_WITHIN = frozenset(
    {
        *("a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "summary", "button", "dt", "script", "style"),
        *("svg", "caption", "nav"),
    }
)
_NOT_OF_CLASS = frozenset({"row", "vocabulary", "gt_row", "glossary"})


@dataclass(frozen=True)
class Link:
    """Where a form of a term leads, and what it means."""

    address: str
    meaning: str


class Linker:
    """Links the first occurrence of every form on a page; one object serves every page."""

    def __init__(self, links: Mapping[str, Link]) -> None:
        self._links = links
        spelt = {form: _spelling(form) for form in sorted(links, key=lambda form: (-len(form), form))}
        self._forms = dict(zip((f"form{place}" for place in range(len(spelt))), spelt, strict=True))
        choices = "|".join(f"(?P<{name}>{spelt[form]})" for name, form in self._forms.items())
        self._pattern = re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])") if choices else None

    def link(self, body: Any) -> None:
        """Put the links into the tree of a page."""
        if self._pattern is None:
            return
        seen: set[str] = set()
        for holder, before in list(_texts(body)):
            words = (holder.text if before is None else before.tail) or ""
            pieces = list(self._pieces(self._pattern, words, seen))
            if len(pieces) > 1:
                _replace(holder, before, pieces)

    def _pieces(self, pattern: re.Pattern[str], words: str, seen: set[str]) -> Iterator[Any]:
        """The words, with a link in place of each form that was not seen before on the page."""
        start = 0
        for match in pattern.finditer(words):
            form = self._forms[str(match.lastgroup)]
            if form not in seen:
                seen.add(form)
                yield words[start : match.start()]
                yield _anchor(self._links[form], match[0])
                start = match.end()
        yield words[start:]


def _spelling(form: str) -> str:
    """How a form may be spelt: a capital or not at the start of a word, a line break for a blank, a plural s."""
    spelt = r"\s+".join(map(re.escape, form.split()))
    if form[:1].isalpha() and (form[1:2].islower() or form[1:2] == " "):
        spelt = f"[{form[0].upper()}{form[0].lower()}]{spelt[1:]}"
    return f"{spelt}s?" if form[-1].isalpha() and not form.endswith("s") else spelt


def _texts(element: Any) -> Iterator[tuple[Any, Any]]:
    """Every run of text that may hold a link, in reading order, as (element, child that it follows or None)."""
    if not isinstance(element.tag, str) or element.tag in _NOT_WITHIN or _NOT_OF_CLASS & set(element.classes):
        return
    yield element, None
    for child in element:
        yield from _texts(child)
        yield element, child


def _anchor(link: Link, words: str) -> Any:
    anchor = html.Element("a", {"class": "term", "href": link.address, "title": link.meaning})
    anchor.text = words
    return anchor


def _replace(holder: Any, before: Any, pieces: list[Any]) -> None:
    """Put words and links, which alternate, in place of one run of text."""
    first, *rest = pieces
    if before is None:
        holder.text, place = first, 0
    else:
        before.tail, place = first, holder.index(before) + 1
    for anchor, words in zip(rest[::2], rest[1::2], strict=True):
        anchor.tail = words
        holder.insert(place, anchor)
        place += 1
