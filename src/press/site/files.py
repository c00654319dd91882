"""A file, module or result that a page names leads to the place of the site that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import html

# The pages that show what a file holds; notebooks and modules are found by their names.
_SHOWN = {"paper/manuscript.md": "paper", "paper/report.md": "paper", "paper/sources.csv": "sources"}
_NOTEBOOK = re.compile(r"\d\d_\w+")


def places_of_files(
    documents: Iterable[str], modules: Mapping[str, tuple[str, str]], shown: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Return the page and place of every file of the project that the site shows, as (file, page, place).

    `documents` are the names of the pages, `modules` the page and place of every module by its file, `shown` the
    study's own page for a file.

    >>> list(places_of_files(["02_efficacy"], {"src/stats/ranks.py": ("reference/stats", "module-x")}, {}))[1]
    ('src/stats/ranks.py', 'reference/stats', 'module-x')
    """
    known = sorted(documents)
    yield from ((file, page, "") for file, page in ({**_SHOWN, **shown}).items() if page in known)
    yield from ((f"notebooks/{page}.ipynb", page, "") for page in known if _NOTEBOOK.fullmatch(page))
    yield from ((file, page, place) for file, (page, place) in modules.items())


def link_files(page: Any, addresses: Mapping[str, str]) -> None:
    """Make a link of every file that the words of a page name as code; an address is "" on the file's own page."""
    for code in page.xpath(".//code[not(ancestor::a) and not(ancestor::pre)]"):
        if address := addresses.get(code.text_content()):
            link = html.Element("a", {"href": address})
            link.tail, code.tail = code.tail, None
            code.addprevious(link)
            link.append(code)
