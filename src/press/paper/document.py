"""A text of the paper as every writer gets it: filled, numbered, its exhibits in place, in no file format yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import panflute as pf

from press.paper.authors import Author
from press.paper.tree_copy import as_json, tree_of
from press.rows.row import Row


@dataclass(frozen=True)
class Quoted:
    """One number of a text: the row it was asked of, the format, how it reads, and where it stands.

    `line` is that of the source file; `section` is the title of the nearest heading above, "Abstract" or "Title".
    """

    row: Row
    form: str
    text: str
    file: str
    line: int
    section: str


@dataclass(frozen=True)
class Anchor:
    """A place that a reference or a checklist may point to.

    `label` is how it is called: "Table 1", "Figure S2", "Equation 1"; for a section, or a place within one, its
    title, after that of the part it belongs to: "Methods: Response definitions". `document` is "manuscript",
    "report" or "supplement".
    """

    id: str
    label: str
    section: str
    document: str


@dataclass
class Document:
    """A text of the paper. What its tree holds, beyond pandoc's own elements:

    - a number: Span(classes=["row"], attributes={"row": id});
    - a cell whose numbers come from rows: TableCell(attributes={"rows": "id id"}), a note that holds such numbers:
      Span(classes=["rows"], attributes={"rows": "id id"}); a row that opens a section of a
      table: TableRow(classes=["section"]); an indent: Span(classes=["indent"]) with one em space a step;
    - an exhibit: Div(id, classes=["exhibit", "table" or "figure"], and "landscape" where it wants a wide page) with
      one Table or Figure, whose caption opens with Span(classes=["label"]) "Table 1.", and, below a table, a
      Div(classes=["notes"]);
    - a display equation: Div(id, classes=["equation"]) with one Para: the formula and Span(classes=["label"]) "(1)";
    - the box of key messages: Div(classes=["key-messages"]), without its title;
    - a reference: Link(classes=["xref"], attributes={"ref-type": "table", "fig", "sec" or "disp-formula"}); to a place
      in the other document: Span(classes=["xref"], attributes={"ref-type": ..., "document": ..., "target": id}).

    `row_sources` says of every result row, by its id, where a reader finds it: its n, method and notebook. `other` is
    the name of the paper's other text, if it has two; `authors` are those who sign it.
    """

    name: str
    tree: pf.Doc
    quoted: tuple[Quoted, ...]
    anchors: dict[str, Anchor]
    row_sources: Mapping[str, str] = field(default_factory=dict)
    other: str = ""
    authors: tuple[Author, ...] = ()

    def copy_of_tree(self) -> pf.Doc:
        """Return a tree of its own for a writer to change; the document's must stay as it is from the first copy on."""
        return tree_of(self._written)

    @cached_property
    def _written(self) -> str:
        return as_json(self.tree)


def running_head(tree: pf.Doc) -> str:
    """Return what stands at the head of every page, whole: the short title of a text, else its title, else "".

    >>> running_head(pf.Doc(metadata={"title": "A long title", "short-title": "Short"}))
    'Short'
    """
    named = (tree.metadata[name] for name in ("short-title", "title") if name in tree.metadata)
    return next((pf.stringify(each).strip() for each in named), "")
