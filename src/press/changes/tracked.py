"""One text that holds two: what an earlier one had is marked as deleted, what the present one has as inserted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import panflute as pf

from press.changes.aligned import aligned
from press.paper.tree_copy import copied
from press.paper.tree_walk import every, walk

INSERTION, DELETION = "insertion", "deletion"  # the classes that pandoc writes as Word's own marks
_BLANK = (pf.Space, pf.SoftBreak)
_OF_WORDS = (pf.Para, pf.Plain, pf.Header)
_OF_BLOCKS = (pf.Div, pf.BlockQuote, pf.ListItem, pf.TableCell, pf.Caption, pf.BulletList, pf.OrderedList)


@dataclass(frozen=True)
class Marks:
    """Who made the changes, and when (ISO 8601), as Word shows it."""

    author: str
    moment: str

    def marked(self, inlines: Sequence[pf.Inline], change: str) -> list[pf.Inline]:
        """Return these words marked as inserted or deleted; a link stays outside of its marks, as Word has it."""
        found: list[pf.Inline] = []
        for each in inlines:
            if isinstance(each, pf.Link):
                each.content = self.marked(list(each.content), change)
                found.append(each)
            elif found and isinstance(found[-1], pf.Span) and found[-1].classes == [change]:
                found[-1].content.append(each)
            else:
                attributes = {"author": self.author, "date": self.moment}
                found.append(pf.Span(each, classes=[change], attributes=attributes))
        return found

    def whole(self, element: pf.Element, change: str) -> pf.Element:
        """Return a block of which every word is marked; what is deleted has no name that may be there twice."""
        for each in every(element, *_OF_WORDS):
            each.content = self.marked(list(each.content), change)
        return element


def tracked(then: pf.Doc, now: pf.Doc, marks: Marks) -> pf.Doc:
    """Return a tree from which either text can be had again, by taking every change or by refusing every one.

    Title and abstract are tracked; of the rest of the header there is what is now.
    """
    old, new = copied(then), copied(now)
    for each in every(old, pf.Span, pf.Div, pf.Header, pf.Table, pf.Figure, pf.Image):
        each.identifier = ""  # an id is there once
        if isinstance(each, pf.Div) and "landscape" in each.classes:
            each.classes = [name for name in each.classes if name != "landscape"]
    _unlink(old)
    for tree in (old, new):
        walk(tree, lambda each: _lines_of_code(each) if isinstance(each, pf.CodeBlock) else None)
    for name in ("title", "abstract"):
        before, after = old.metadata.content.get(name), new.metadata.content.get(name)
        if isinstance(before, pf.MetaInlines) and isinstance(after, pf.MetaInlines):
            after.content = _words(list(before.content), list(after.content), marks)
        elif isinstance(before, pf.MetaBlocks) and isinstance(after, pf.MetaBlocks):
            after.content = _blocks(list(before.content), list(after.content), marks)
    new.content = _blocks(list(old.content), list(new.content), marks)
    return new


def text_of(element: pf.Element) -> str:
    """Return the words of an element, one blank between two.

    >>> text_of(pf.BulletList(pf.ListItem(pf.Plain(pf.Str("a"))), pf.ListItem(pf.Plain(pf.Str("b")))))
    'a b'
    """
    words = (pf.stringify(each, newlines=False) for each in every(element, *_OF_WORDS, pf.CodeBlock))
    return " ".join(" ".join(words).split())


def _unlink(tree: pf.Doc) -> None:
    """Let what may be deleted lead nowhere: the place may be gone."""
    walk(tree, lambda each: list(each.content) if isinstance(each, pf.Link) else None)


def _lines_of_code(block: pf.CodeBlock) -> pf.Para:
    """A block of code as a paragraph of its lines: Word can mark words, and no block."""
    lines = [inline for line in block.text.split("\n") for inline in (pf.LineBreak(), pf.Code(line))]
    return pf.Para(*lines[1:])


def _structure(block: pf.Element) -> list[str]:
    """Of which blocks a block is made: two lists of the same words are two lists if their items are others."""
    return [type(each).__name__ for each in every(block, pf.Block, pf.ListItem, pf.TableRow)]


def _key(block: pf.Element) -> tuple[str, str]:
    return type(block).__name__, text_of(block)


def _blocks(old: list[pf.Block], new: list[pf.Block], marks: Marks) -> list[pf.Block]:
    found: list[pf.Block] = []
    for before, after in aligned(old, new, _key):
        if before is None or after is None:
            found.append(marks.whole(before or after, DELETION if after is None else INSERTION))
        else:
            found += _block(before, after, marks)
    return found


def _block(old: pf.Element, new: pf.Element, marks: Marks) -> list[pf.Element]:
    """The block that stands for both: two, where what they hold has no place in one."""
    if _key(old) == _key(new):
        same = _structure(old) == _structure(new)
        return [new] if same else [marks.whole(old, DELETION), marks.whole(new, INSERTION)]
    if isinstance(new, _OF_WORDS):
        new.content = _words(list(old.content), list(new.content), marks)
    elif isinstance(new, _OF_BLOCKS):
        new.content = _blocks(list(old.content), list(new.content), marks)
    elif isinstance(new, pf.Figure):
        _caption(old, new, marks)
    elif isinstance(new, pf.Table) and _shape(old) == _shape(new):
        _caption(old, new, marks)
        for before, after in zip(_cells(old), _cells(new), strict=True):
            after.content = _blocks(list(before.content), list(after.content), marks)
    else:
        return [marks.whole(old, DELETION), marks.whole(new, INSERTION)]
    return [new]


def _caption(old: pf.Element, new: pf.Element, marks: Marks) -> None:
    if old.caption is not None and new.caption is not None:
        new.caption.content = _blocks(list(old.caption.content), list(new.caption.content), marks)


def _cells(table: pf.Table) -> list[pf.TableCell]:
    return every(table, pf.TableCell)


def _shape(table: pf.Table) -> list[list[tuple[int, int]]]:
    return [[(cell.rowspan, cell.colspan) for cell in row.content] for row in every(table, pf.TableRow)]


def _words(old: list[pf.Inline], new: list[pf.Inline], marks: Marks) -> list[pf.Inline]:
    found: list[pf.Inline] = []
    for same, before, after in _runs(old, new):
        if same:
            found += after
        else:
            found += [*marks.marked(before, DELETION), *marks.marked(after, INSERTION)]
    return found


def _runs(old: list[pf.Inline], new: list[pf.Inline]) -> list[tuple[bool, list[pf.Inline], list[pf.Inline]]]:
    """What is the same and what is not, in turn; a blank between two changes belongs to them."""
    runs: list[tuple[bool, list[pf.Inline], list[pf.Inline]]] = []
    matcher = SequenceMatcher(None, list(map(_atom, old)), list(map(_atom, new)), autojunk=False)
    codes = matcher.get_opcodes()
    for place, (tag, i, i_end, j, j_end) in enumerate(codes):
        inner = 0 < place < len(codes) - 1 and all(isinstance(each, _BLANK) for each in new[j:j_end])
        same = tag == "equal" and not inner
        if not same and runs and not runs[-1][0]:
            runs[-1][1].extend(old[i:i_end])
            runs[-1][2].extend(new[j:j_end])
        else:
            runs.append((same, old[i:i_end], new[j:j_end]))
    return runs


def _atom(each: pf.Inline) -> tuple[str, str]:
    """What makes a word, a formula, a citation or a link the same as another."""
    if isinstance(each, _BLANK):
        return "blank", " "
    return ("words" if isinstance(each, (pf.Str, pf.Span, pf.Link)) else type(each).__name__), pf.stringify(each)
