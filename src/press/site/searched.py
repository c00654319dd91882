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
    """Write words.js: by the name of each page its lines, each with the id of the section in which it stands."""
    pages = sorted(site.rglob("*.html"))
    words = {
        path.relative_to(site).with_suffix("").as_posix(): list(lines(html.parse(path).getroot())) for path in pages
    }
    held = json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    (site / WORDS).write_text(f"const WORDS = {held};\n", encoding="utf-8", newline="\n")


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
