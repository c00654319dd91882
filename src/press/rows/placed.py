"""Where a passage stands in a text; one that leaves no word leaves no blank line either: it would part a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_LINE_STARTS, _LINE_ENDS = re.compile(r"(?<![^\n])[ \t]*\Z"), re.compile(r"[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Passage:
    """A passage of a text: where it begins and ends, with its marks; where what it tells does; what is said instead.

    `instead` is a sentence whose one field asks a row why it has no value; "" where the passage is told, where nothing
    is to be said, and where the sentence of a passage before says it.
    """

    start: int
    end: int
    told: tuple[int, int]
    is_told: bool
    instead: str

    @property
    def is_gone(self) -> bool:
        """Whether nothing stands in its place."""
        return not (self.is_told or self.instead)


def without_blank_lines(found: Sequence[Passage], text: str) -> Iterator[Passage]:
    """Yield the passages; where some that are gone are all that stands on a line, they take the line with them.

    >>> text = "We saw\\n{?a| one ?}\\n {?b| two ?}\\nthem."
    >>> gone = [Passage(7, 18, (11, 15), False, ""), Passage(20, 31, (24, 28), False, "")]
    >>> [(each.start, each.end) for each in without_blank_lines(gone, text)]
    [(7, 20), (20, 32)]
    """
    run: list[Passage] = []
    for each in found:
        if run and not (each.is_gone and _nothing_between(run[-1], each, text)):
            yield from _with_its_lines(run, text)
            run = []
        run.append(each)
        if not each.is_gone:
            yield from run
            run = []
    yield from _with_its_lines(run, text)


def _with_its_lines(run: Sequence[Passage], text: str) -> Iterator[Passage]:
    """Yield passages that are gone and follow one another, so that they end where the next begins."""
    if not run:
        return
    start, end = _LINE_STARTS.search(text[: run[0].start]), _LINE_ENDS.match(text, run[-1].end)
    first, last = (start.start(), end.end()) if start and end else (run[0].start, run[-1].end)
    starts = [first, *(each.start for each in run[1:])]
    for each, at, to in zip(run, starts, [*starts[1:], last], strict=True):
        yield replace(each, start=at, end=to)


def _nothing_between(one: Passage, other: Passage, text: str) -> bool:
    between = text[one.end : other.start]
    return not between.strip() and not re.search(r"\n[ \t]*\n", between)
