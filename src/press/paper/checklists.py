"""The reporting checklists: for each item where the paper answers it, with the page, or why it does not apply."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Table
from press.ground.fault import Fault, FaultRecord, stop_at
from press.ground.nearest import nearest
from press.ground.spreadsheet import Line, inspect_spreadsheet, repeated
from press.paper.document import Anchor
from press.paper.files import SUPPLEMENT

CHECKLISTS = "paper/checklists.csv"
COLUMNS = ("checklist", "id", "item", "where", "not_applicable")


@dataclass(frozen=True)
class Item:
    """One line of paper/checklists.csv: what is asked, and the anchors that answer it or why none can.

    `row` is the row as a spreadsheet numbers it, the heading being row 1.
    """

    checklist: str
    id: str
    text: str
    where: tuple[str, ...]
    not_applicable: str
    row: int

    @property
    def number(self) -> str:
        """The item as its own checklist numbers it: "12a" of "STROBE-12a"."""
        return self.id.removeprefix(f"{self.checklist}-")


def read_checklists(path: Path, titles: Mapping[str, str]) -> tuple[Item, ...]:
    """Return every item in the order of the file. Raises SpreadsheetFault with every row that is wrong, all at once.

    `titles` holds the title of each checklist that there is, by its name.
    """
    lines, faults = inspect_spreadsheet(path, COLUMNS, file=CHECKLISTS)
    faults += [fault for line in lines for fault in _faults(line, titles)]
    stop_at([*faults, *repeated([line for line in lines if line["id"]], "id")])
    return tuple(map(_item, lines))


def check_anchors(items: Sequence[Item], anchors: Collection[str]) -> None:
    """Raise SpreadsheetFault with every item that points to a place which is nowhere in the texts, all at once."""
    asked = [(item, anchor) for item in items for anchor in item.where if anchor not in anchors]
    rules = [f"{item.id} points to ids of the texts{nearest(anchor, anchors)}" for item, anchor in asked]
    action = "correct it, or give the place that answers the item this id"
    stop_at(
        FaultRecord(CHECKLISTS, item.row, "where", anchor, rule, action)
        for (item, anchor), rule in zip(asked, rules, strict=True)
    )


def checklist_table(
    name: str, items: Sequence[Item], anchors: Mapping[str, Anchor], pages: Mapping[str, int], titles: Mapping[str, str]
) -> Table:
    """Return one checklist as a table: item, what it asks, where it is answered.

    `pages` gives the page of each anchor in the PDF of its own document; where it is not known, none is written.
    Raises Fault where an item of any checklist points nowhere, or no item belongs to `name`.
    """
    check_anchors(items, anchors)
    own = [item for item in items if item.checklist == name]
    if not own:
        raise Fault(f"{CHECKLISTS} has no item of {name}; the checklists are {', '.join(titles)}")
    table = TableBuilder(f"checklist_{name.lower()}", titles[name])
    for heading in ("Item", "What it asks", "Where it is answered"):
        table.column(heading, align="left")
    for item in own:
        places = _places([anchors[anchor] for anchor in item.where], pages)
        table.line(item.number, item.text, places or f"Not applicable: {item.not_applicable}")
    return table.build()


def _places(anchors: Sequence[Anchor], pages: Mapping[str, int]) -> str:
    """How places are found: "Methods: Response (pages 4, 5); Supplement: Definitions (page S3)"."""
    found: dict[str, set[int]] = {}
    signs: dict[str, str] = {}
    for anchor in anchors:
        supplement = anchor.document == SUPPLEMENT
        label = f"Supplement: {anchor.label}" if supplement else anchor.label
        signs[label] = "S" if supplement else ""
        found.setdefault(label, set()).update({pages[anchor.id]} if anchor.id in pages else ())
    return "; ".join(f"{label}{_pages(sorted(found[label]), sign)}" for label, sign in signs.items())


def _pages(numbers: Sequence[int], sign: str) -> str:
    pages = ", ".join(f"{sign}{number}" for number in numbers)
    return f" (page{'s' if len(numbers) > 1 else ''} {pages})" if pages else ""


def _item(line: Line) -> Item:
    where = tuple(line["where"].split())
    return Item(line["checklist"], line["id"], line["item"], where, line["not_applicable"], line.row)


def _faults(line: Line, titles: Collection[str]) -> Iterator[FaultRecord]:
    """Yield every rule of a checklist that a row of it breaks."""
    checklist = line["checklist"]
    if checklist not in titles:
        yield line.fault("checklist", f"one of {', '.join(titles)}", "write it exactly so, or delete the row")
    elif line["id"].removeprefix(f"{checklist}-") in ("", line["id"]):
        yield line.fault("id", f"{checklist}- and the number of the item", f"write it so, such as {checklist}-4a")
    if not line["item"]:
        yield line.fault("item", "what the item asks", "fill it in")
    if line["where"] and line["not_applicable"]:
        yield line.fault("not_applicable", "empty where the item is answered", "empty it, or the column where")
    if not line["where"] and not line["not_applicable"]:
        yield line.fault("where", "the item is answered, or not applicable", "fill it in, or the column not_applicable")
