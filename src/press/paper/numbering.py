"""Tables, figures and equations numbered in the order in which they appear, and every place that can be referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import panflute as pf

from press.paper.author_text import Source
from press.paper.document import Anchor
from press.paper.files import SUPPLEMENT
from press.paper.flaws import Flaw
from press.paper.key_messages import BOX, is_box
from press.paper.prose import without_code
from press.paper.tree_walk import every, walk

EXHIBITS = {"table": "tbl-", "figure": "fig-"}
GENERATED = ("sources", "exhibit-sources", "inputs", "checklist", "csv")  # tables that are made for the supplement
_WORDS = {"tbl-": "Table", "fig-": "Figure", "eq-": "Equation"}
_EQUATION_ID = re.compile(r"\{#([^\s{}]+)\}")


@dataclass(frozen=True)
class Place:
    """One thing of a text that has, or should have, an id: what it is, and the prefix that its id must have."""

    id: str
    prefix: str
    called: str  # in messages: "the heading Methods"
    written: str = ""  # a piece of its line, to find the line where it has no id
    title: str = ""
    level: int = 0


def kind_of(div: pf.Element) -> str:
    """Return "table", "figure" or the name of a generated block that a Div asks for; "" for any other element.

    >>> kind_of(pf.Div(classes=["checklist"]))
    'checklist'
    """
    classes = div.classes if isinstance(div, pf.Div) else []
    return next((name for name in (*EXHIBITS, *GENERATED) if name in classes), "")


def equation_id(block: pf.Element) -> str:
    """Return the id of a paragraph that is a display equation, as `$$ ... $$ {#eq-id}`; "" for any other element."""
    if not isinstance(block, pf.Para) or not block.content:
        return ""
    first, last = block.content[0], block.content[-1]
    if not isinstance(first, pf.Math) or first.format != "DisplayMath" or not isinstance(last, pf.Str):
        return ""
    found = _EQUATION_ID.fullmatch(last.text)
    return found[1] if found else ""


def number(tree: pf.Doc, document: str, source: Source) -> tuple[dict[str, Anchor], list[Flaw]]:
    """Return every anchor of a text by its id, and a flaw for each id that is missing, doubled or wrongly named."""
    anchors = {} if document == SUPPLEMENT else _of_header(tree, document)
    flaws = _unknown_blocks(tree, source)
    counts = dict.fromkeys(_WORDS, 0)
    part = section = ""
    for place in _places(tree):
        if place.level:
            part = place.title if place.level == 1 else part
            section = place.title if place.title == part or not part else f"{part}: {place.title}"
        if place.prefix in counts and place.id:
            counts[place.prefix] += 1
        message = _flaw(place, anchors)
        if message:
            flaws.append(Flaw(source.file, line_of_id(source, place.id, place.written), message))
        elif place.id:
            label = section
            if place.prefix in counts:
                number = f"{'S' if document == SUPPLEMENT else ''}{counts[place.prefix]}"
                label = f"{_WORDS[place.prefix]} {number}"
            anchors[place.id] = Anchor(place.id, label, section, document)
    return anchors, flaws


def _of_header(tree: pf.Doc, document: str) -> dict[str, Anchor]:
    """The title and the abstract: places without a line of their own in the text."""
    return {
        f"sec-{name}": Anchor(f"sec-{name}", name.capitalize(), name.capitalize(), document)
        for name in ("title", "abstract")
        if name in tree.metadata
    }


def line_of_id(source: Source, anchor_id: str, written: str = "") -> int:
    """Return the line on which an id is given in a text, else that on which something is written, else 0."""
    plain = without_code(source.text)
    found = re.search(rf"\{{#{re.escape(anchor_id)}[\s}}]", plain) if anchor_id else None
    place = found.start() if found else plain.find(written) if written else -1
    return source.line(place) if place >= 0 else 0


def _flaw(place: Place, known: Mapping[str, Anchor]) -> str:
    if place.id in known:
        return f"the id {place.id} is given twice"
    wanted = place.id.startswith(place.prefix) or (not place.id and kind_is_optional(place))
    return "" if wanted else f"{place.called} needs an id that begins with {place.prefix}: {{#{place.prefix}...}}"


def kind_is_optional(place: Place) -> bool:
    """Whether a place may go without an id: a generated table that nothing refers to has no number."""
    return place.called in GENERATED


def _unknown_blocks(tree: pf.Doc, source: Source) -> list[Flaw]:
    """A flaw for every block that asks for something by a name which nothing has: it would leave no trace in print."""
    flaws = []
    for div in every(tree, pf.Div):
        if (div.classes or div.attributes) and not kind_of(div) and not is_box(div):
            called = " ".join(f".{name}" for name in div.classes) or " ".join(div.attributes)
            message = f"{called} is no block of the paper; those are .{', .'.join((*EXHIBITS, *GENERATED, BOX))}"
            flaws.append(Flaw(source.file, line_of_id(source, div.identifier, called), message))
    return flaws


def _places(tree: pf.Doc) -> Iterator[Place]:
    for block in tree.content:
        found: list[Place] = []
        walk(block, partial(_collect, found=found))
        yield from found


def _collect(element: pf.Element, found: list[Place]) -> None:
    kind = kind_of(element)
    if isinstance(element, pf.Header):
        title = pf.stringify(element).strip()
        found.append(Place(element.identifier, "sec-", f'the heading "{title}"', f"# {title}", title, element.level))
    elif kind:
        name = element.attributes.get("file", "")
        called = kind if kind in GENERATED else f"the {kind} {name}".rstrip()
        found.append(Place(element.identifier, EXHIBITS.get(kind, "tbl-"), called, f"file={name}" if name else ""))
    elif equation_id(element):
        found.append(Place(equation_id(element), "eq-", "an equation"))
    elif isinstance(element, pf.Span) and element.identifier:
        found.append(Place(element.identifier, "at-", f"the place {element.identifier}"))


def place_equations(tree: pf.Doc, anchors: Mapping[str, Anchor]) -> None:
    """Replace every equation that has an id by a Div of that id, as `document.Document` says."""

    def action(element: pf.Element) -> pf.Div | None:
        name = equation_id(element)
        if name not in anchors:
            return None
        number = pf.Str(f"({anchors[name].label.rpartition(' ')[2]})")
        content = pf.Para(element.content[0], pf.Space(), pf.Span(number, classes=["label"]))
        return pf.Div(content, identifier=name, classes=["equation"])

    walk(tree, action)
