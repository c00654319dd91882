"""A walk through a document tree, from the leaves to the root: to replace single elements, or to find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import panflute as pf
from panflute.containers import DictContainer, ListContainer

# What becomes of an element: None leaves it as it is, a list of any length stands in its place.
Action = Callable[[pf.Element], pf.Element | list[pf.Element] | None]


def walk(element: pf.Element, action: Action) -> pf.Element | list[pf.Element]:
    """Do `action` for every element within `element`, and for it at the end; return what that made of `element` itself.

    As panflute's own walk, three times as fast: a list in which nothing was replaced is left alone.

    >>> tree = pf.Doc(pf.Para(pf.Str("a"), pf.Str("b")))
    >>> shout = lambda each: [pf.Str("A"), pf.Space()] if isinstance(each, pf.Str) and each.text == "a" else None
    >>> pf.stringify(walk(tree, shout)).strip()
    'A b'
    """
    for name in element._children:
        child = getattr(element, name)
        if isinstance(child, ListContainer):
            _walk_list(child.list, action)
        elif isinstance(child, DictContainer):
            for key, value in list(child.dict.items()):
                child.dict[key] = walk(value, action)
        elif child is not None and (made := walk(child, action)) is not child:
            setattr(element, name, made)
    made = action(element)
    return element if made is None else made


def every(element: pf.Element, *kinds: type[pf.Element]) -> list[pf.Element]:
    """Return all elements of these kinds within, and `element` itself if it is of one, each after what it holds.

    >>> [each.text for each in every(pf.Para(pf.Str("a"), pf.Emph(pf.Str("b"))), pf.Str)]
    ['a', 'b']
    """
    found: list[pf.Element] = []
    walk(element, lambda each: found.append(each) if isinstance(each, kinds) else None)
    return found


def _walk_list(children: list[pf.Element], action: Action) -> None:
    made = [walk(child, action) for child in children]
    if any(new is not old for new, old in zip(made, children, strict=True)):
        children[:] = _flat(made)


def _flat(made: list[pf.Element | list[pf.Element]]) -> Iterator[pf.Element]:
    for each in made:
        if isinstance(each, list):
            yield from each
        else:
            yield each
