"""The paper in Word with tracked changes: what a commit's texts said is deleted, what it says now is inserted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import panflute as pf

from press.changes.earlier import Earlier
from press.changes.files import TRACKED
from press.changes.marked_whole import mark_whole
from press.changes.tracked import Marks, text_of, tracked
from press.exhibits.places import FIGURES, RESULTS, TABLES
from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.paper.compose import compose
from press.paper.document import Document
from press.paper.pandoc import citing, convert
from press.paper.tree_copy import tree_of
from press.paper.tree_walk import walk
from press.paper.word.write import write_word
from press.project import file_sha256
from press.rows.provenance import Made, Provenance


@seldom_collected()
def write_tracked(root: Path, earlier: Earlier, provenance: Provenance, csl: Path | None) -> list[str]:
    """Write each text whose words changed as it was and as it is, in one Word file; return which these are.

    Raises Fault, and writes nothing, where the paper of either side cannot be composed.
    """
    now = _texts(root, provenance, csl)
    try:
        then = _texts(earlier.root, _of(earlier.root, provenance), csl)
    except Fault as fault:
        raise Fault(
            f"the paper of commit {earlier.short} cannot be composed as papers are now: {_first(fault)}"
        ) from fault
    changed = [name for name in now if name in then and _differ(then[name].tree, now[name].tree)]
    marks = Marks(f"since {earlier.short}", earlier.moment)
    for name in changed:
        path = root / TRACKED[name]
        path.parent.mkdir(exist_ok=True)
        write_word(replace(now[name], tree=tracked(then[name].tree, now[name].tree, marks)), path, root, None)
        mark_whole(path, marks)
    return changed


def _differ(then: pf.Doc, now: pf.Doc) -> bool:
    return any(text_of(one) != text_of(other) for one, other in zip(_parts(then), _parts(now), strict=True))


def _first(fault: Fault) -> str:
    """What is wrong in few words: of many faults the first, and how many there are.

    >>> print(_first(Fault("It cannot be made: 2 faults.\\n  a.md, line 1: one\\n  a.md, line 2: two")))
    a.md, line 1: one (the first of 2)
    """
    _, *each = str(fault).splitlines()
    return f"{each[0].strip()} (the first of {len(each)})" if len(each) > 1 else " ".join(str(fault).split())


def altered_figures(root: Path, earlier: Earlier) -> list[str]:
    """Return the figures whose picture is another now: a picture cannot be tracked."""
    names = {path.stem for each in (root, earlier.root) for path in (each / FIGURES).glob("*.svg")}
    places = {name: f"{FIGURES}/{name}.svg" for name in sorted(names)}
    return [name for name, place in places.items() if file_sha256(root / place) != file_sha256(earlier.root / place)]


def _parts(tree: pf.Doc) -> list[pf.Element]:
    return [pf.Div(*tree.content), *(pf.Plain(pf.Str(str(tree.get_metadata(name)))) for name in ("title", "abstract"))]


def _texts(root: Path, provenance: Provenance, csl: Path | None) -> dict[str, Document]:
    """Main text and supplement, with citations set and references listed, so that their numbers are words as others."""
    paper = compose(root, provenance)
    options = [*citing(csl), "--metadata=link-citations:true"]
    found = {}
    for document in filter(None, (paper.main, paper.supplement)):
        whole = paper.complete(document, {})
        tree = tree_of(convert(whole.copy_of_tree(), to="json", options=options, root=root).decode())
        walk(tree, lambda each: list(each.content) if isinstance(each, pf.Cite) else None)
        for name in ("bibliography", "link-citations"):
            tree.metadata.content.pop(name, None)
        found[document.name] = replace(whole, tree=tree)
    return found


def _of(root: Path, provenance: Provenance) -> Provenance:
    """Where things were made, for an earlier paper too: what is no more has been made by what its file is called."""
    results = {f"{RESULTS}/{path.name}": Made(path.stem) for path in (root / RESULTS).glob("*.csv")}
    exhibits = {path.stem: Made(path.stem) for each in (TABLES, FIGURES) for path in (root / each).glob("*.json")}
    return Provenance(results | provenance.results, exhibits | provenance.exhibits, provenance.runs)
