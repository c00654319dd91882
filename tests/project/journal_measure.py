"""How long the paper is as an editor counts: words of the main text and of the abstract, tables and figures.

The composed text is counted, in which every number stands: `python -m tests.project.journal_measure` prints the count.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from press.paper.compose import compose
from press.paper.document import Document
from press.paper.tree_walk import every, walk
from press.rows.provenance import Made, Provenance

MAIN_TEXT = ("Introduction", "Methods", "Results", "Discussion", "Conclusions")  # what an editor calls so


@dataclass(frozen=True)
class Measure:
    """What is counted; `sections` are the words of each part of the main text, by its title."""

    sections: dict[str, int]
    abstract: int
    exhibits: int

    @property
    def words(self) -> int:
        """The words of the main text."""
        return sum(self.sections.values())

    def __str__(self) -> str:
        parts = ", ".join(f"{title} {count}" for title, count in self.sections.items())
        return f"{self.words} words ({parts}), abstract {self.abstract}, {self.exhibits} tables and figures"


def measure_of(document: Document) -> Measure:
    """Count a text: headings and citations as Word counts them; no tables, captions, boxes, formulas or references."""
    tree = document.copy_of_tree()
    walk(tree, _as_one_word)
    sections: dict[str, int] = {}
    part = ""
    for block in tree.content:
        if isinstance(block, pf.Header) and block.level == 1:
            part = pf.stringify(block).strip()
        if part in MAIN_TEXT and not isinstance(block, pf.Div):
            sections[part] = sections.get(part, 0) + _words(block)
    abstract = sum(map(_words, tree.metadata["abstract"].content)) if "abstract" in tree.metadata else 0
    shown = [div for div in every(tree, pf.Div) if "exhibit" in div.classes]
    return Measure(sections, abstract, len(shown))


def _as_one_word(element: pf.Element) -> pf.Element | None:
    """A bracket of citations, and a formula within a sentence, are one word each, whatever is in them."""
    if isinstance(element, pf.Cite) or (isinstance(element, pf.Math) and element.format == "InlineMath"):
        return pf.Str("[1]")
    return pf.Str("") if isinstance(element, pf.Math) else None


def _words(block: pf.Element) -> int:
    return len(pf.stringify(block).replace("\N{NO-BREAK SPACE}", " ").split())


def manuscript_of(root: Path) -> Document:
    """Return the project's own manuscript, composed of its committed results."""
    made = Made("notebook", 1, "")
    files = [path.relative_to(root).as_posix() for path in (root / "paper/results").glob("*.csv")]
    exhibits = [path.stem for path in (root / "paper").glob("*/*.json")]
    return compose(root, Provenance(dict.fromkeys(files, made), dict.fromkeys(exhibits, made))).main


if __name__ == "__main__":
    sys.stdout.write(f"{measure_of(manuscript_of(Path.cwd()))}\n")
