"""The authors as the title block of each form of the paper prints them; a paper that nobody signs has no such lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import panflute as pf

from press.paper.authors import Author
from press.paper.caption import words

NAMES, LINES = "author", "signed"  # in the header of a tree: the names alone, and the lines that are printed


def sign(tree: pf.Doc, authors: Sequence[Author]) -> None:
    """Put names, and the lines of the title block, into the header of a tree; nothing where there are no authors."""
    if authors:
        tree.metadata[NAMES] = pf.MetaList(*(pf.MetaInlines(*words(each.name)) for each in authors))
        tree.metadata[LINES] = pf.MetaList(*(pf.MetaInlines(*line) for line in title_block(authors)))


def affiliations(authors: Sequence[Author]) -> tuple[str, ...]:
    """Return every affiliation once, in the order in which the authors name them.

    >>> affiliations([Author("One", affiliations=("Hill",)), Author("Two", affiliations=("Lake", "Hill"))])
    ('Hill', 'Lake')
    """
    return tuple(dict.fromkeys(place for author in authors for place in author.affiliations))


def title_block(authors: Sequence[Author]) -> Iterator[list[pf.Inline]]:
    """Yield the lines: names with raised numbers, each affiliation, to whom to write, ORCID iDs, contributions.

    >>> one = Author("One", "Ann", affiliations=("Hill",), email="a@b.org")
    >>> [pf.stringify(pf.Para(*line)).strip() for line in title_block([one])]
    ['Ann One1', '1 Hill', 'Correspondence: Ann One, a@b.org']
    """
    places = affiliations(authors)
    yield _listed([_with_numbers(author, places) for author in authors], ",")
    for number, place in enumerate(places, 1):
        yield [pf.Superscript(pf.Str(str(number))), pf.Space(), *words(place)]
    write_to = [
        [*words(f"{each.name},"), pf.Space(), _link(f"mailto:{each.email}", each.email)]
        for each in authors
        if each.email
    ]
    known = [[*words(each.name), pf.Space(), _link(orcid_address(each), each.orcid)] for each in authors if each.orcid]
    gave = [words(f"{each.name} ({', '.join(map(printed_role, each.roles))})") for each in authors if each.roles]
    for title, parts in (("Correspondence:", write_to), ("ORCID:", known), ("Contributions:", gave)):
        if parts:
            yield [pf.Str(title), pf.Space(), *_listed(parts, ";")]


def orcid_address(author: Author) -> str:
    """Return the address by which an ORCID iD goes, as its issuer asks."""
    return f"https://orcid.org/{author.orcid}"


def printed_role(role: str) -> str:
    """Return a role as it is printed.

    >>> printed_role("Writing - original draft")
    'Writing – original draft'
    """
    return role.replace(" - ", " – ")


def _with_numbers(author: Author, places: Sequence[str]) -> list[pf.Inline]:
    numbers = ",".join(str(places.index(place) + 1) for place in author.affiliations)
    return [*words(author.name), *([pf.Superscript(pf.Str(numbers))] if numbers else [])]


def _link(address: str, text: str) -> pf.Link:
    return pf.Link(pf.Str(text), url=address)


def _listed(parts: Sequence[Sequence[pf.Inline]], sign: str) -> list[pf.Inline]:
    spaced = [inline for part in parts for inline in (pf.Str(sign), pf.Space(), *part)]
    return spaced[2:]
