"""The file in which somebody writes down an abstract: read, and refused with all its faults at once, by line."""

from __future__ import annotations

from pathlib import Path

from abstract_audit.abstract import Abstract, Group
from abstract_audit.claim_keys import read_claims
from abstract_audit.number_keys import patients_in
from press.ground.fault import stop_at
from press.ground.yaml_review import Review
from press.ground.yaml_tree import Form, Node, parse_yaml, read_yaml

_LOOK = "see the examples in data/abstracts"
_ABSTRACT = Form("abstract", "the keys title, patients and claims", _LOOK, _LOOK)
_KEYS = ("title", "source", "patients", "groups", "claims")
_REST = "rest"


def read_abstract(path: Path) -> Abstract:
    """Return the abstract that a YAML file holds. Raises SpreadsheetFault with every fault of it and its line."""
    return _abstract(read_yaml(path, path.name, _ABSTRACT), path.name)


def abstract_of(text: str, file: str) -> Abstract:
    """Return the abstract that a text in YAML holds, as `read_abstract` does; messages call it `file`.

    >>> text = "title: A trial\\npatients: 40\\nclaims: [{id: a, kind: percent, percent: 52.5%}]"
    >>> found = abstract_of(text, "a.yaml")
    >>> found.claims[0].own.percent.text, found.claims[0].of.n
    ('52.5%', 40)
    """
    return _abstract(parse_yaml(text, file, _ABSTRACT), file)


def _abstract(root: Node, file: str) -> Abstract:
    review = Review(file, "an abstract")
    given = review.block(root, "", _KEYS)
    for name in ("title", "patients", "claims"):
        if name not in given and root.entries is not None:
            review.fault(root, name, f"the key {name}", f"write it; {_LOOK}", "")
    stop_at(review.records())
    patients = Group("patients", patients_in(given["patients"], "patients", review), given["patients"].text or "")
    groups = _groups(given["groups"], patients, review) if "groups" in given else ()
    claims = read_claims(given["claims"], (patients, *groups), review)
    stop_at(review.records())
    source = review.text(given["source"], "source", "where it was read") if "source" in given else ""
    return Abstract(review.text(given["title"], "title", "its title"), source, patients, groups, claims)


def _groups(node: Node, patients: Group, review: Review) -> tuple[Group, ...]:
    given = review.block(node, "groups")
    found = [
        Group(name, patients_in(value, f"groups.{name}", review), value.text or "")
        for name, value in given.items()
        if value.text != _REST
    ]
    left = patients.n - sum(group.n for group in found)
    for name, value in given.items():
        if name == patients.name:
            review.fault(value, f"groups.{name}", "a group is not called patients, as all of them are", "rename it")
        if value.text == _REST:
            if left < 1:
                rule = f"fewer patients in the other groups than the {patients.n} there are"
                review.fault(value, f"groups.{name}", rule, "correct the numbers, or write the number of this group")
            found.append(Group(name, max(left, 1)))
    if (several := [name for name, value in given.items() if value.text == _REST])[1:]:
        review.fault(
            node, "groups", "one group at most that is the rest", f"write the numbers of {', '.join(several)}", ""
        )
    return tuple(sorted(found, key=lambda group: list(given).index(group.name)))
