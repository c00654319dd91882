"""References within the paper: each `@tbl-...` becomes "Table 1", linked; one that points nowhere is a flaw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import panflute as pf

from press.ground.nearest import nearest
from press.paper.author_text import Source
from press.paper.citations import REFERRED, at_signs
from press.paper.document import Anchor
from press.paper.files import SUPPLEMENT
from press.paper.flaws import Flaw
from press.paper.numbering import line_of_id
from press.paper.prose import without_verbatim
from press.paper.tree_walk import walk

_LINK = re.compile(r"\]\(#([^()\s]+)\)")
_BRACKET = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")
REF_TYPES = {"tbl-": "table", "fig-": "fig", "eq-": "disp-formula", "sec-": "sec", "at-": "sec"}


def check_references(sources: Mapping[str, Source], anchors: Mapping[str, Anchor]) -> list[Flaw]:
    """Return a flaw for every reference or link to a place that is nowhere, and for every exhibit without a reference.

    `sources` by document: an exhibit of the main text must be referred to there, one of the supplement in either.
    """
    flaws: list[Flaw] = []
    referred: dict[str, set[str]] = {}
    for name, source in sources.items():
        keys = at_signs(source)
        referred[name] = {key for key, _ in keys}
        asked = [(key, place) for key, place in keys if key.startswith(REFERRED) and key not in anchors]
        plain = without_verbatim(source.text)
        for link in _LINK.finditer(plain):
            if link[1] not in anchors or anchors[link[1]].document != name:
                asked.append((link[1], link.start(1)))
        flaws += [_nowhere(source, key, place, anchors) for key, place in asked]
        flaws += [_mixed(source, bracket) for bracket in _BRACKET.finditer(plain) if _is_mixed(bracket.group())]
    for anchor in anchors.values():
        seen = set().union(*referred.values()) if anchor.document == SUPPLEMENT else referred[anchor.document]
        if anchor.id.startswith(("tbl-", "fig-")) and anchor.id not in seen:
            source = sources[anchor.document]
            message = (
                f"{anchor.label} ({anchor.id}) is nowhere referred to; write @{anchor.id} where the text speaks of it"
            )
            flaws.append(Flaw(source.file, line_of_id(source, anchor.id), message))
    return flaws


def _nowhere(source: Source, key: str, place: int, known: Iterable[str]) -> Flaw:
    message = f'nothing here has the id {key}{nearest(key, known)} - in the sentence "{source.sentence(place)}"'
    return Flaw(source.file, source.line(place), message)


def _is_mixed(bracket: str) -> bool:
    return len({key.startswith(REFERRED) for key, _ in at_signs(Source("", bracket))}) > 1


def _mixed(source: Source, bracket: re.Match[str]) -> Flaw:
    message = f"a bracket holds citations or references, not both: {bracket.group()}"
    return Flaw(source.file, source.line(bracket.start()), message)


def resolve(tree: pf.Doc, document: str, anchors: Mapping[str, Anchor]) -> None:
    """Replace every reference in the tree by the label of its place: a link, or a Span to the other document.

    `[-@tbl-one]` is the number alone. Raises nothing for a place that is nowhere: `check_references` has said so.
    """

    def action(element: pf.Element) -> list[pf.Inline] | None:
        if not isinstance(element, pf.Cite):
            return None
        if not all(citation.id in anchors for citation in element.citations):
            return None
        return _joined([_reference(citation, document, anchors) for citation in element.citations])

    walk(tree, action)


def _reference(citation: pf.Citation, document: str, anchors: Mapping[str, Anchor]) -> list[pf.Inline]:
    anchor = anchors[citation.id]
    kind = REF_TYPES[citation.id[: citation.id.index("-") + 1]]
    label = f"Section “{anchor.label.rpartition(': ')[2]}”" if kind == "sec" else anchor.label
    if citation.mode == "SuppressAuthor" and kind != "sec":
        label = label.rpartition(" ")[2]
    text = pf.Str(label.replace(" ", "\N{NO-BREAK SPACE}") if kind != "sec" else label)
    attributes = {"ref-type": kind}
    if anchor.document == document:
        shown = pf.Link(text, url=f"#{anchor.id}", classes=["xref"], attributes=attributes)
    else:
        attributes |= {"document": anchor.document, "target": anchor.id}
        shown = pf.Span(text, classes=["xref"], attributes=attributes)
    before = [*citation.prefix, pf.Space()] if citation.prefix else []
    return [*before, shown, *citation.suffix]


def _joined(references: Sequence[list[pf.Inline]]) -> list[pf.Inline]:
    """Several references of one bracket as a sentence lists them: "Table 1, Table 2 and Figure 1"."""
    words: list[pf.Inline] = []
    for place, reference in enumerate(references):
        if place:
            words += (
                [pf.Space(), pf.Str("and"), pf.Space()] if place == len(references) - 1 else [pf.Str(","), pf.Space()]
            )
        words += reference
    return words
