"""Who signs the paper: names, ORCID iDs, affiliations and contributions, as a person has filled them into one file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import stop_at
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Form, Node, read_yaml
from press.paper.files import AUTHORS, main_text

# The fourteen roles of the Contributor Role Taxonomy, ANSI/NISO Z39.104-2022, and what its addresses call them.
ROLES = {
    "Conceptualization": "conceptualization",
    "Data curation": "data-curation",
    "Formal analysis": "formal-analysis",
    "Funding acquisition": "funding-acquisition",
    "Investigation": "investigation",
    "Methodology": "methodology",
    "Project administration": "project-administration",
    "Resources": "resources",
    "Software": "software",
    "Supervision": "supervision",
    "Validation": "validation",
    "Visualization": "visualization",
    "Writing - original draft": "writing-original-draft",
    "Writing - review & editing": "writing-review-editing",
}
_SEE = "see the lines at the head of the file"
_FORM = Form("list of authors", "the keys authors and affiliations", _SEE, "write authors: [] for a paper unsigned")
_NONE = "the names under affiliations, where there are none yet"
_KEYS = ("given", "family", "group", "orcid", "affiliations", "email", "roles")
_ORCID = re.compile(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_EMAIL = re.compile(r"[^@\s<>(),;]+@[^@\s<>(),;]+\.[^@\s<>(),;]+")


@dataclass(frozen=True)
class Author:
    """One author: a person by given and family name, or a group, whose family is its name and which has no given one.

    `email` makes an author one to whom a reader may write; `affiliations` are texts, `roles` keys of ROLES.
    """

    family: str
    given: str = ""
    is_group: bool = False
    orcid: str = ""
    affiliations: tuple[str, ...] = ()
    email: str = ""
    roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as it is printed."""
        return f"{self.given} {self.family}".strip()


def authors_file(root: Path) -> str:
    """Return the file that names the authors of the paper of a project: of its manuscript, or of its report."""
    return AUTHORS[main_text(root)]


def read_authors(path: Path, file: str) -> tuple[Author, ...]:
    """Return the authors in order; () where the file, called `file`, is missing or names nobody: a paper unsigned.

    Raises SpreadsheetFault with every fault of it at once, by line and key.
    """
    if not path.exists():
        return ()
    review = Review(file, "the list of authors")
    given = review.block(read_yaml(path, file, _FORM), "", ("authors", "affiliations"))
    places = review.block(given["affiliations"], "affiliations") if "affiliations" in given else {}
    known = {name: review.text(node, f"affiliations.{name}", "an affiliation") for name, node in places.items()}
    authors = _authors(review, given.get("authors", Node(0, items=())), known)
    used = {place for author in authors for place in author.affiliations}
    for name, node in places.items():
        if known[name] and known[name] not in used:
            rule = "the affiliation of at least one author"
            review.fault(node, f"affiliations.{name}", rule, "name it at an author, or delete it")
    stop_at(review.records())
    return authors


def _authors(review: Review, node: Node, affiliations: Mapping[str, str]) -> tuple[Author, ...]:
    if node.items is None:
        review.fault(node, "authors", "a list, in which each author begins with a hyphen", _SEE)
        return ()
    authors = tuple(
        _author(review, item, f"authors[{place}]", affiliations) for place, item in enumerate(node.items, 1)
    )
    for place, (item, author) in enumerate(zip(node.items, authors, strict=True), 1):
        if author.name and author.name in (each.name for each in authors[: place - 1]):
            review.fault(item, f"authors[{place}]", "each author once", "delete one of the two", author.name)
    return authors


def _author(review: Review, node: Node, key: str, affiliations: Mapping[str, str]) -> Author:
    given = review.block(node, key, _KEYS)
    is_group = "group" in given
    if node.entries is not None and is_group == ("family" in given):
        rule = "either the family name of a person or the name of a group"
        review.fault(node, key, rule, "write family: and given:, or group:")
    if is_group and (personal := [name for name in ("given", "orcid") if name in given]):
        review.fault(given[personal[0]], f"{key}.{personal[0]}", "of a person, not of a group", "delete it")
    said = {
        name: review.text(given[name], f"{key}.{name}", what)
        for name, what in (("given", "a given name"), ("family", "a family name"), ("group", "the name of a group"))
        if name in given
    }
    places, roles = (
        review.several_of(given[name], f"{key}.{name}", among) if name in given else ()
        for name, among in (("affiliations", tuple(affiliations) or (_NONE,)), ("roles", tuple(ROLES)))
    )
    return Author(
        said.get("family", "") or said.get("group", ""),
        said.get("given", ""),
        is_group,
        _orcid(review, given["orcid"], f"{key}.orcid") if "orcid" in given else "",
        tuple(affiliations[place] for place in places if place in affiliations),
        _email(review, given["email"], f"{key}.email") if "email" in given else "",
        tuple(filter(None, roles)),
    )


def _orcid(review: Review, node: Node, key: str) -> str:
    found = _ORCID.fullmatch(node.text or "")
    if not found:
        review.undecided_or(
            node, key, "an ORCID iD, such as 0000-0002-1825-0097", "copy it from orcid.org, or delete the key"
        )
        return ""
    if check_character(found[1][:-1]) != found[1][-1]:
        rule = "an ORCID iD whose last character agrees with the others; in this one a character is mistyped"
        review.fault(node, key, rule, "copy it from orcid.org")
    return found[1]


def _email(review: Review, node: Node, key: str) -> str:
    if _EMAIL.fullmatch(node.text or ""):
        return str(node.text)
    review.undecided_or(node, key, "an e-mail address", "write it as name@place.org, or delete the key")
    return ""


def check_character(digits: str) -> str:
    """Return the last character of an ORCID iD from its first fifteen digits: ISO 7064, MOD 11-2.

    >>> check_character("0000-0002-1825-009"), check_character("0000-0002-9079-593")
    ('7', 'X')
    """
    total = 0
    for digit in digits.replace("-", ""):
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    return "X" if last == 10 else str(last)
