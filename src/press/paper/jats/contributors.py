"""Who wrote the paper, for JATS: names, ORCID iDs, roles of CRediT, addresses and affiliations, each in its tag."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from press.paper.authors import ROLES, Author
from press.paper.byline import affiliations, orcid_address, printed_role

_CREDIT = "https://credit.niso.org/"


def contributors(authors: Sequence[Author]) -> etree._Element:
    """Return the group of contributors, at whose end their affiliations stand."""
    group = etree.Element("contrib-group")
    group.text = group.tail = "\n"
    places = affiliations(authors)
    for author in authors:
        _contributor(group, author, places)
    for number, place in enumerate(places, 1):
        aff = _child(group, "aff", id=f"aff-{number}")
        _child(aff, "label", str(number))
        _child(aff, "institution", place)
    return group


def _contributor(group: etree._Element, author: Author, places: Sequence[str]) -> None:
    contrib = _child(group, "contrib", **{"contrib-type": "author"})
    if author.email:
        contrib.set("corresp", "yes")
    if author.orcid:
        _child(contrib, "contrib-id", orcid_address(author), **{"contrib-id-type": "orcid"})
    if author.is_group:
        _child(contrib, "collab", author.name)
    else:
        name = _child(contrib, "name")
        _child(name, "surname", author.family)
        if author.given:
            _child(name, "given-names", author.given)
    for role in author.roles:
        term = {"vocab-term": role, "vocab-term-identifier": f"{_CREDIT}contributor-roles/{ROLES[role]}/"}
        _child(contrib, "role", printed_role(role), vocab="credit", **{"vocab-identifier": _CREDIT, **term})
    if author.email:
        _child(contrib, "email", author.email)
    for place in author.affiliations:
        number = str(places.index(place) + 1)
        _child(contrib, "xref", number, **{"ref-type": "aff", "rid": f"aff-{number}"})


def _child(parent: etree._Element, tag: str, text: str = "\n", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, tag, attributes)
    child.text, child.tail = text, "\n"
    return child
