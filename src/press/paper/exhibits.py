"""The tables and figures of the study, read from paper/tables and paper/figures and put where a text asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import panflute as pf

from press.exhibits.figure.kept import KeptFigure, read_figure
from press.exhibits.places import FIGURES, TABLES
from press.exhibits.table.hiding import shows_nothing
from press.exhibits.table.kept import read_table
from press.exhibits.table.layout import Table
from press.ground.fault import Fault
from press.paper.author_text import Source
from press.paper.caption import caption, split_origin
from press.paper.document import Anchor
from press.paper.empty_exhibits import gather
from press.paper.flaws import Flaw
from press.paper.numbering import EXHIBITS, kind_of, line_of_id
from press.paper.table_block import block
from press.paper.tree_walk import walk
from press.study import NO_NOTE

FOLDERS = {"table": TABLES, "figure": FIGURES}
_PICTURES = (".svg", ".png", ".pdf")  # for print and page, for Word and JATS, for LaTeX


@dataclass
class Placed:
    """What was put into a text: file names by label, the notes on the origin of the data, and what went wrong.

    empty: the labels, by their ids, of those of which nothing can be shown.
    """

    names: dict[str, str] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    origins: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def place_exhibits(tree: pf.Doc, root: Path, source: Source, anchors: Mapping[str, Anchor], origin: str) -> Placed:
    """Replace every Div that asks for a table or figure by that exhibit; a file that is missing is a flaw.

    Those of a section of which nothing can be shown are one sentence (`press.paper.empty_exhibits`).

    `origin` is the pattern of the note on where the data come from, which each exhibit says once: a table as the
    last of its notes, a figure within its picture. A Div with `origin=none` asks for none.
    """
    placed = Placed()

    def action(element: pf.Element) -> list[pf.Block] | None:
        kind = kind_of(element)
        if kind not in EXHIBITS or "exhibit" in element.classes:
            return None
        try:
            exhibit = _read(kind, element.attributes.get("file", ""), root)
        except Fault as fault:
            placed.flaws.append(
                Flaw(source.file, line_of_id(source, element.identifier), str(fault).replace(f"{root}/", ""))
            )
            return None
        label = anchors[element.identifier].label if element.identifier in anchors else ""
        placed.names[label] = exhibit.name
        bare, note = without_origin(exhibit, origin)
        of_no_data = element.attributes.get("origin") == "none"  # as of a spreadsheet: it rests on no patient
        note = "" if of_no_data else note
        placed.origins.append(note)
        if not note and origin != NO_NOTE and not of_no_data:
            message = (
                f"the {kind} {exhibit.name} does not say from which data it is; run `make all`, which makes it anew"
            )
            placed.flaws.append(Flaw(source.file, line_of_id(source, element.identifier), message))
        if label and (shows_nothing(exhibit) if isinstance(exhibit, Table) else exhibit.shows_nothing):
            placed.empty[element.identifier] = label
        shown = _show(bare, element, label, note)
        shown.classes += [name for name in element.classes if name not in shown.classes]
        return [shown]

    walk(tree, action)
    gather(tree, placed.empty)
    return placed


def without_origin(exhibit: Table | KeptFigure, pattern: str) -> tuple[Table | KeptFigure, str]:
    """Return an exhibit without the note on where its data come from, and that note ("" where it has none)."""
    if isinstance(exhibit, KeptFigure):
        caption, note = split_origin(exhibit.caption, pattern)
        return replace(exhibit, caption=caption), note
    *general, last = exhibit.source or ("",)
    rest, note = split_origin(last, pattern)
    rows = {rest if text == last and rest else text: ids for text, ids in exhibit.note_rows.items()}
    return replace(exhibit, source=tuple(filter(None, [*general, rest])), note_rows=rows), note


def own_words(div: pf.Div) -> list[Sequence[pf.Inline]]:
    """Return the paragraphs that an author wrote into the Div of an exhibit."""
    return [list(part.content) for part in div.content if isinstance(part, pf.Para | pf.Plain)]


def _read(kind: str, name: str, root: Path) -> Table | KeptFigure:
    path = root / FOLDERS[kind] / f"{name}.json"
    if not name or not path.is_file():
        there = ", ".join(sorted(each.stem for each in path.parent.glob("*.json"))) or "none"
        asked = f"{FOLDERS[kind]} has no {kind} {name}" if name else f"which {kind}? Write file=<name> in its braces"
        raise Fault(f"{asked}; there are: {there}")
    if kind == "table":
        return read_table(path)
    if lacking := [ending for ending in _PICTURES if not path.with_suffix(ending).is_file()]:
        raise Fault(f"{FOLDERS[kind]} has no {', '.join(name + each for each in lacking)}: `make all` writes it anew")
    return read_figure(path)


def _show(exhibit: Table | KeptFigure, div: pf.Div, label: str, origin: str) -> pf.Div:
    if isinstance(exhibit, Table):
        (shown,) = block(exhibit, div.identifier, label, more=own_words(div), origin=origin)
        return shown
    words = caption(label, exhibit.title, exhibit.caption, own_words(div))  # the origin stands in the picture
    size = {"width": f"{exhibit.width_mm:g}mm", "height": f"{exhibit.height_mm:g}mm"}
    picture = pf.Image(url=f"figures/{exhibit.name}.svg", attributes={"alt": exhibit.alt, **size})
    figure = pf.Figure(pf.Plain(picture), caption=pf.Caption(pf.Plain(*words)))
    return pf.Div(figure, identifier=div.identifier, classes=["exhibit", "figure"])
