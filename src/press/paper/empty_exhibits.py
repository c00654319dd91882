"""Tables and figures of which nothing can be shown: one sentence names all those of a section, and no page is spent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import panflute as pf

from press.ground.listed import listed
from press.paper.caption import words

_RUN = 3  # from so many on, numbers that follow one another are told by the first and the last
_LABEL = re.compile(r"(?P<kind>\w+) (?P<prefix>\D*)(?P<number>\d+)")


def gather(tree: pf.Doc, empty: Mapping[str, str]) -> None:
    """Put a sentence in the place of the first empty exhibit of each section, and leave out the others.

    `empty` has the labels of such exhibits by their ids. References to each of them lead to the sentence.
    """
    tree.content = [part for section in _sections(tree.content) for part in _gathered(section, empty)]


def _sections(blocks: Iterable[pf.Element]) -> Iterator[list[pf.Element]]:
    section: list[pf.Element] = []
    for block in blocks:
        if isinstance(block, pf.Header):
            yield section
            section = []
        section.append(block)
    yield section


def _gathered(section: Sequence[pf.Element], empty: Mapping[str, str]) -> Iterator[pf.Element]:
    ids = [block.identifier for block in section if isinstance(block, pf.Div) and block.identifier in empty]
    for block in section:
        if not (isinstance(block, pf.Div) and block.identifier in ids):
            yield block
        elif block.identifier == ids[0]:
            places = [pf.Span(identifier=each) for each in ids]
            yield pf.Para(
                *places,
                *words(f"Nothing of {named_together(empty[each] for each in ids)} can be shown of so few patients."),
            )


def named_together(labels: Iterable[str]) -> str:
    """Return labels as a sentence lists them, each kind once.

    >>> named_together(["Table 5"]), named_together(["Table 12", "Figure 8", "Table 13", "Table 14"])
    ('Table\\xa05', 'Tables\\xa012 to 14 and Figure\\xa08')
    >>> named_together(["Table 2", "Table 4", "Figure 1"])
    'Tables\\xa02 and 4, and Figure\\xa01'
    """
    kinds: dict[str, list[tuple[str, int]]] = {}
    for found in filter(None, map(_LABEL.fullmatch, labels)):
        kinds.setdefault(found["kind"], []).append((found["prefix"], int(found["number"])))
    parts = [
        f"{kind}{'s' * (len(numbers) > 1)}\N{NO-BREAK SPACE}{listed(list(_numbers(numbers)))}"
        for kind, numbers in kinds.items()
    ]
    return (", and " if any(" and " in part for part in parts[:-1]) else " and ").join(parts)


def _numbers(numbers: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield numbers one by one, and those of a longer run as "12 to 18"."""
    runs: list[list[tuple[str, int]]] = []
    for prefix, number in numbers:
        if runs and runs[-1][-1] == (prefix, number - 1):
            runs[-1].append((prefix, number))
        else:
            runs.append([(prefix, number)])
    for run in runs:
        said = [f"{prefix}{number}" for prefix, number in run]
        yield from said if len(run) < _RUN else [f"{said[0]} to {said[-1]}"]
