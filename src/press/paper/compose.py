"""The paper's main text, and its supplement if it has one: filled, checked as one, numbered, references resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import panflute as pf

from press.exhibits.places import read_results
from press.exhibits.table.latex_text import lacking
from press.ground.fault import Fault, SpreadsheetFault
from press.paper.author_text import Filled, Source, fill, read_source
from press.paper.authors import Author, authors_file, read_authors
from press.paper.byline import sign
from press.paper.citations import REFERENCES, check_citations, read_references
from press.paper.cross_references import check_references, resolve
from press.paper.document import Anchor, Document, Quoted
from press.paper.exhibits import Placed, place_exhibits
from press.paper.files import FILES, SUPPLEMENT, texts
from press.paper.flaws import Flaw, stop_at
from press.paper.generated import Known, place_checklists, place_generated
from press.paper.left_to_write import left_to_write
from press.paper.lint import ALLOWED, lint, read_allowed
from press.paper.numbering import line_of_id, number, place_equations
from press.paper.pandoc import read_markdown
from press.paper.sources import results_file
from press.paper.tree_copy import copied
from press.project import Project
from press.rows.ledger import Ledger
from press.rows.provenance import Provenance
from press.rows.row import Row
from press.study import load_study

SPEAKS_OF = "speaks-of"  # in the header of a text: the note on the origin of the only data that it holds for


@dataclass(frozen=True)
class Paper:
    """The texts of the paper, whole but for the checklists, which name pages of it; it may have no supplement."""

    main: Document
    supplement: Document | None
    sources: Mapping[str, Source]
    known: Known
    left: tuple[str, ...] = ()  # what the authors still have to write, place by place
    unsigned: str = ""  # the file that should name them, where it names nobody

    def complete(self, document: Document, pages: Mapping[str, int]) -> Document:
        """Return a document with its checklists, which name pages. Raises Fault where one cannot be made."""
        tree = copied(document.tree)
        stop_at(place_checklists(tree, self.sources[document.name], self.known, pages))
        return replace(document, tree=tree)


def compose(root: Path, provenance: Provenance) -> Paper:
    """Read, fill and check the manuscript or report of the project at `root`, and its supplement where there is one.

    Raises one Fault with everything that is wrong in them, each with its file and line.
    """
    study = load_study(root)
    sources = {name: read_source(root, FILES[name]) for name in texts(root)}
    ledger = read_results(root)
    filled = {name: fill(source, ledger) for name, source in sources.items()}
    flaws = _in_texts(root, sources, filled)
    authors, wrong = _signed_by(root)
    flaws += wrong
    trees = _parsed(root, filled, flaws)
    left = tuple(place for tree in trees.values() for place in left_to_write(tree))
    anchors, wrong = _numbered(trees, sources)
    flaws += wrong + check_references(sources, anchors)
    placed = _placed(trees, root, sources, anchors, study.origin)
    flaws += placed.flaws + _of_the_same_data(placed.origins, next(iter(sources.values())))
    origin = next(filter(None, placed.origins), "")
    flaws += [flaw for name, tree in trees.items() for flaw in _of_other_data(tree, sources[name], origin)]
    quoted = tuple(one for each in filled.values() for one in each.quoted)
    known = Known(root, quoted, placed.names, anchors, provenance, origin, study)
    row_sources = {row.id: _row_source(row, provenance) for row in ledger}
    documents = {}
    for name, tree in trees.items():
        tree.metadata["origin"] = pf.MetaString(origin)
        sign(tree, authors)
        own = {anchor.id: anchor for anchor in anchors.values() if anchor.document == name}
        other = next((each for each in sources if each != name), "")
        documents[name] = Document(name, tree, filled[name].quoted, own, row_sources, other, authors)
        flaws += place_generated(tree, sources[name], known)
    stop_at(flaws)
    unsigned = "" if authors else authors_file(root)
    return Paper(documents[next(iter(sources))], documents.get(SUPPLEMENT), sources, known, left, unsigned)


def quoted_numbers(root: Path, ledger: Ledger) -> tuple[Quoted, ...]:
    """Return every number that the texts quote, in reading order; one that cannot be said is left to `compose`."""
    sources = (read_source(root, FILES[name]) for name in texts(root) if (root / FILES[name]).is_file())
    return tuple(one for source in sources for one in fill(source, ledger).quoted)


def _in_texts(root: Path, sources: Mapping[str, Source], filled: Mapping[str, Filled]) -> list[Flaw]:
    """What can be said of the texts as they are written: fields, typed numbers, citations."""
    allowed = read_allowed(root / ALLOWED) if (root / ALLOWED).is_file() else ()
    references = read_references(root / REFERENCES) if (root / REFERENCES).is_file() else ()
    flaws = [flaw for one in filled.values() for flaw in one.flaws]
    flaws += [flaw for source in sources.values() for flaw in lint(source.text, source.file, allowed)]
    flaws += _beyond_latex(next(iter(sources.values())))
    # A run on other data has the list of the study, and not the manuscript of it.
    return flaws + check_citations(list(sources.values()), references, all_texts=not Project(root).run)


def _signed_by(root: Path) -> tuple[tuple[Author, ...], list[Flaw]]:
    """Who signs the paper, and what is wrong with the file that names them."""
    file = authors_file(root)
    try:
        return read_authors(root / file, file), []
    except SpreadsheetFault as fault:
        return (), [Flaw(file, each.row, each.of_key()) for each in fault.records]


def _beyond_latex(source: Source) -> list[Flaw]:
    """The lines of a text with a sign that its LaTeX file could not print: the author can write it otherwise."""
    found = [(line, sign) for line, text in enumerate(source.text.split("\n"), 1) for sign in lacking(text)]
    return [Flaw(source.file, line, f"the LaTeX file cannot print {sign}: write it otherwise") for line, sign in found]


def _parsed(root: Path, filled: Mapping[str, Filled], flaws: list[Flaw]) -> dict[str, pf.Doc]:
    trees = {}
    for name, one in filled.items():
        try:
            trees[name] = read_markdown(one.text, root)
        except Fault as fault:
            stop_at([*flaws, Flaw(FILES[name], 0, str(fault))])
    return trees


def _numbered(trees: Mapping[str, pf.Doc], sources: Mapping[str, Source]) -> tuple[dict[str, Anchor], list[Flaw]]:
    anchors: dict[str, Anchor] = {}
    flaws: list[Flaw] = []
    for name, tree in trees.items():
        own, wrong = number(tree, name, sources[name])
        twice = own.keys() & anchors.keys()
        flaws += [
            Flaw(FILES[name], line_of_id(sources[name], each), f"the id {each} is in both texts") for each in twice
        ]
        flaws += wrong
        anchors |= own
    return anchors, flaws


def _placed(
    trees: Mapping[str, pf.Doc],
    root: Path,
    sources: Mapping[str, Source],
    anchors: Mapping[str, Anchor],
    origin: str,
) -> Placed:
    """Put exhibits, equations and references into the trees, and return what was put there."""
    whole = Placed()
    for name, tree in trees.items():
        placed = place_exhibits(tree, root, sources[name], anchors, origin)
        whole.names |= placed.names
        whole.origins += placed.origins
        whole.flaws += placed.flaws
        place_equations(tree, anchors)
        resolve(tree, name, anchors)
    return whole


def _of_the_same_data(origins: Sequence[str], main: Source) -> list[Flaw]:
    """A paper whose exhibits were made from different data says two things at once."""
    different = sorted(set(origins) - {""})
    message = f"the exhibits come from different data: {' '.join(different)} Run `make all`, which makes them anew"
    return [Flaw(main.file, 0, message)] if len(different) > 1 else []


def _of_other_data(tree: pf.Doc, source: Source, origin: str) -> list[Flaw]:
    """A text whose header says of which data it speaks, as `speaks-of: "Registry: ours."`, is printed over no other."""
    own = pf.stringify(tree.metadata[SPEAKS_OF]).strip() if SPEAKS_OF in tree.metadata else ""
    if not own or own == origin or not origin:
        return []
    message = (
        f"it speaks of “{own}”, and the exhibits are those of “{origin}”: a project without this text prints its report"
    )
    return [Flaw(source.file, 0, message)]


def _row_source(row: Row, provenance: Provenance) -> str:
    """A row as a reader sees it who points at its number."""
    made = provenance.results.get(results_file(row))
    parts = [
        row.id,
        f"n = {row.n}" if row.n is not None else "",
        row.method,
        f"notebook {made.notebook}" if made and made.cell else "",
    ]
    return "; ".join(part for part in parts if part)
