"""From an exhibit of a chapter to the page on which it can be moved: the link stands below the exhibit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from press.site.executed import text_of

Cell = dict[str, Any]
_SHOWS = re.compile(r"/figures/(\w+)\.svg|id=\"table-([\w-]+)\"")


@dataclass(frozen=True)
class Lead:
    """A link below an exhibit: the page that it leads to, such as "turn", and its words."""

    page: str
    words: str


Leads = Mapping[str, Lead]  # by chapter and exhibit: "02_efficacy/responses"


def to_pages(leads: Leads, pages: Collection[str]) -> Leads:
    """Return the links whose page there is: a run on patients has none of the pages that show single ones.

    >>> to_pages({"01_a/flow": Lead("turn", "Turn it")}, ["index.md"])
    {}
    """
    return {place: lead for place, lead in leads.items() if f"{lead.page}.md" in pages}


def with_leads(cells: Sequence[Cell], chapter: str, leads: Leads) -> Iterator[Cell]:
    """Yield the cells of a chapter, each exhibit followed by its link."""
    for cell in cells:
        yield cell
        for name in _exhibits(cell):
            if lead := leads.get(f"{chapter}/{name}"):
                source = f"[{lead.words} →]({lead.page}.md)"
                called = f"lead-{name}"[:64].replace("_", "-")
                yield {"cell_type": "markdown", "id": called, "metadata": {}, "source": source}


def _exhibits(cell: Cell) -> Iterator[str]:
    """The names of the exhibits that a cell shows: of a figure its block, of a table the output of its code."""
    shown = [text_of(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
    if cell["cell_type"] == "markdown":
        shown = [text_of(cell["source"])]
    for figure, table in _SHOWS.findall("\n".join(shown)):
        yield figure or table.replace("-", "_")
