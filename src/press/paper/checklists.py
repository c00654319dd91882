"""The reporting checklists: for each item where the paper answers it, with the page, or why it does not apply."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Table
from press.ground.fault import Fault
from press.ground.spreadsheet import BEYOND, named, read_spreadsheet
from press.paper.document import SUPPLEMENT, Anchor

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
    """Return every item in the order of the file. Raises Fault with every row that is wrong, all at once.

    `titles` holds the title of each checklist that there is, by its name.
    """
    heading, rows = read_spreadsheet(path)
    if heading != COLUMNS:
        raise Fault(f"{named(path)}, row 1: the columns must be {', '.join(COLUMNS)}; restore them")
    items = tuple(_item(row, place) for place, row in rows.items())
    flaws = [flaw for item in items for flaw in _flaws(item, titles, extra=bool(rows[item.row][BEYOND]))]
    _stop(named(path), sorted([*flaws, *_repeated(items)]))
    return items


def check_anchors(items: Sequence[Item], anchors: Collection[str], file: str = "paper/checklists.csv") -> None:
    """Raise Fault with every item that points to a place which is nowhere in the texts, all at once."""
    flaws = []
    for item in items:
        for anchor in item.where:
            if anchor not in anchors:
                near = difflib.get_close_matches(anchor, anchors, n=3)
                hint = f"; nearest: {', '.join(near)}" if near else ""
                flaws.append((item.row, f"{item.id} points to {anchor}, which is nowhere in the texts{hint}"))
    _stop(file, flaws)


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
        raise Fault(f"paper/checklists.csv has no item of {name}; the checklists are {', '.join(titles)}")
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
    told = ", ".join(f"{sign}{number}" for number in numbers)
    return f" (page{'s' if len(numbers) > 1 else ''} {told})" if told else ""


def _item(row: Mapping[str, str], place: int) -> Item:
    where = tuple(row["where"].split())
    return Item(row["checklist"], row["id"], row["item"], where, row["not_applicable"], place)


def _flaws(item: Item, titles: Mapping[str, str], *, extra: bool) -> Iterable[tuple[int, str]]:
    called = item.id or "this item"
    if extra:
        yield item.row, f"{called} has a cell too many; put texts that hold a comma between quotation marks"
        return
    if item.checklist not in titles:
        yield item.row, f'{called} belongs to "{item.checklist}", which is not one of {", ".join(titles)}'
    elif not item.number or item.number == item.id:
        yield item.row, f'the id "{item.id}" must be {item.checklist}- and the number of the item'
    if not item.text:
        yield item.row, f"{called} does not say what it asks; fill the column item"
    if item.where and item.not_applicable:
        yield item.row, f"{called} is both answered and not applicable; empty one of where and not_applicable"
    if not item.where and not item.not_applicable:
        yield item.row, f"{called} is neither answered nor not applicable; fill where or not_applicable"


def _repeated(items: Iterable[Item]) -> Iterable[tuple[int, str]]:
    first: dict[str, int] = {}
    for item in items:
        if item.id and first.setdefault(item.id, item.row) != item.row:
            yield item.row, f"{item.id} stands in row {first[item.id]} already; delete one of the two"


def _stop(file: str, flaws: Sequence[tuple[int, str]]) -> None:
    if flaws:
        count = "1 fault" if len(flaws) == 1 else f"{len(flaws)} faults"
        raise Fault("\n".join([f"{file}: {count}", *(f"  row {row}: {flaw}" for row, flaw in flaws)]))
