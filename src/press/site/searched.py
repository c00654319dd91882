"""The lines of every page, so that the search can show one for each page it finds: from disk none may open another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

WORDS = "words.js"
# A line is the words of one of these with no other of them in it; of a table, a row.
_LINES = ("p", "li", "dd", "dt", "tr", "pre", "figcaption")
_LINE = " or ".join(f"self::{tag}" for tag in _LINES)
_UNREAD = "ancestor::tr or ancestor::details or ancestor::*[contains(@class, 'toctree-wrapper')]"


def write_words(site: Path) -> None:
    """Write words.js: the lines of each page, each with the id of its section, and what answers before all pages."""
    words, asked = {}, []
    for path in sorted(site.rglob("*.html")):
        page, name = html.parse(path).getroot(), path.relative_to(site)
        words[name.with_suffix("").as_posix()] = list(lines(page))
        asked += [[name.as_posix(), *each] for each in answers(page)]
    held = "".join(f"const {name} = {_held(value)};\n" for name, value in (("WORDS", words), ("ANSWERS", asked)))
    (site / WORDS).write_text(held, encoding="utf-8", newline="\n")


def _held(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def answers(page: Any) -> Iterator[tuple[str, str, str, str]]:
    """Yield what the search shows before all else as (place, title, other words for it, first line).

    A question of a page that names the words by which it may be asked, and the terms of a glossary, which have none.

    >>> part = "<section id='a'><h3>Is it safe?</h3><span class='asked' title='died'></span><p>Yes.</p></section>"
    >>> list(answers(html.fromstring(f"<article>{part}</article>")))
    [('a', 'Is it safe?', 'died', 'Yes.')]
    """
    for asked in page.xpath("//article//span[@class='asked']"):
        (section,) = asked.xpath("ancestor::section[@id][1]")
        yield section.get("id"), _said(section, "h3"), asked.get("title"), _said(section, "p")
    for term in page.xpath("//article//dl[contains(@class, 'glossary')]/dt[@id]"):
        yield term.get("id"), _said(term, "."), "", _said(term.xpath("following-sibling::dd[1]")[0], "p")


def _said(holder: Any, first: str) -> str:
    """The words of the first of some elements within another, without the mark of its link."""
    texts = holder.xpath(f"({first})[1]//text()[not(parent::a[contains(@class, 'headerlink')])]")
    return " ".join("".join(texts).split())


def lines(page: Any) -> Iterator[tuple[str, str]]:
    """Yield the lines of a page as (section, words), without the code of its cells.

    >>> list(lines(html.fromstring("<article><section id='a'><h2>A</h2><p>One\\n two.</p></section></article>")))
    [('a', 'One two.')]
    """
    for element in page.xpath(f"//article//*[{_LINE}][not({_UNREAD})]"):
        if said := " ".join(_words(element)):
            yield next(iter(element.xpath("ancestor::section[@id][1]/@id")), ""), said


def _words(element: Any) -> Iterator[str]:
    """The words of a line: of a row, those of its cells; of what holds other lines, those before the first of them."""
    if element.tag == "tr":
        texts = [cell.text_content() for cell in element]
    elif element.xpath(f".//*[{_LINE}]"):
        texts = [element.text or ""]
    else:
        texts = ["".join(element.xpath(".//text()[not(parent::a[contains(@class, 'headerlink')])]"))]
    for text in texts:
        yield from text.split()
