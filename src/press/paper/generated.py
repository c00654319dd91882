"""The tables that the supplement makes of the paper itself: where its numbers come from, checklists, definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from press.exhibits.table.layout import Table
from press.ground.fault import Fault
from press.paper.author_text import Source
from press.paper.checklists import checklist_table, read_checklists
from press.paper.document import Anchor, Quoted
from press.paper.exhibits import own_words
from press.paper.flaws import Flaw
from press.paper.numbering import GENERATED, kind_of, line_of_id
from press.paper.sources import exhibits_table, inputs_table, sources_table
from press.paper.spreadsheet_table import csv_table, heading
from press.paper.table_block import block
from press.paper.tree_walk import walk
from press.rows.provenance import Provenance
from press.study import Study, entry_point, importable


@dataclass(frozen=True)
class Known:
    """What the paper knows of itself once both texts are read. `exhibits` maps labels to file names."""

    root: Path
    quoted: tuple[Quoted, ...]
    exhibits: Mapping[str, str]
    anchors: Mapping[str, Anchor]
    provenance: Provenance
    origin: str  # the note on where the data come from
    study: Study


def _checklist(div: pf.Div, known: Known, pages: Mapping[str, int]) -> Table:
    items = read_checklists(known.root / "paper/checklists.csv", known.study.checklists)
    return checklist_table(div.attributes.get("name", ""), items, known.anchors, pages, known.study.checklists)


def _csv(div: pf.Div, known: Known, _pages: Mapping[str, int]) -> Table:
    file, columns = div.attributes.get("file", ""), div.attributes.get("columns", "")
    titles = own_words(div)
    if not (file and columns and titles):
        raise Fault('a .csv block needs file="data/...csv", columns="one,another" and, inside, its title')
    name = re.sub(r"\W+", "_", Path(file).stem).lower()
    title = pf.stringify(pf.Plain(*titles[0])).strip()
    with importable(known.root / "src"):
        label = entry_point(known.study.label) if known.study.label else heading
    return csv_table(known.root / file, [column.strip() for column in columns.split(",")], name, title, label)


CHECKLIST, SOURCES = "checklist", "sources"
_MAKERS: dict[str, Callable[[pf.Div, Known, Mapping[str, int]], Table]] = {
    SOURCES: lambda _div, known, _pages: sources_table(known.quoted, known.provenance),
    "exhibit-sources": lambda _div, known, _pages: exhibits_table(known.exhibits, known.provenance),
    "inputs": lambda _div, known, _pages: inputs_table(known.provenance),
    CHECKLIST: _checklist,
    "csv": _csv,
}


def place_generated(tree: pf.Doc, source: Source, known: Known) -> list[Flaw]:
    """Replace every generated block of a text by its table, but for checklists, which wait for the pages of the PDF.

    Returns a flaw for each that cannot be made, checklists too.
    """
    return _placed(tree, source, known, {}, placing=set(GENERATED) - {CHECKLIST})


def place_checklists(tree: pf.Doc, source: Source, known: Known, pages: Mapping[str, int]) -> list[Flaw]:
    """Replace every checklist of a text by its table; return a flaw for each that cannot be made.

    `pages` gives the page of each anchor in the PDF of its own document, as far as it is known.
    """
    return _placed(tree, source, known, pages, placing={CHECKLIST})


def _placed(
    tree: pf.Doc, source: Source, known: Known, pages: Mapping[str, int], placing: Collection[str]
) -> list[Flaw]:
    flaws: list[Flaw] = []

    def action(element: pf.Element) -> list[pf.Block] | None:
        kind = kind_of(element)
        if kind not in GENERATED:
            return None
        try:
            table = _MAKERS[kind](element, known, pages)
        except Fault as fault:
            if str(fault) not in {flaw.message for flaw in flaws}:  # the checklists are one file for several tables
                flaws.append(Flaw(source.file, line_of_id(source, element.identifier), str(fault)))
            return None
        if kind not in placing:
            return None
        label = known.anchors[element.identifier].label if element.identifier in known.anchors else ""
        more = own_words(element)[1:] if kind == "csv" else own_words(element)
        origin = known.origin if kind == SOURCES else ""  # the others show no result: definitions, places, files
        return block(table, element.identifier, label, more=more, origin=origin)

    walk(tree, action)
    return flaws
