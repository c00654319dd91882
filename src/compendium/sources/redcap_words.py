"""The words of a REDCap dictionary: labels without their HTML, choices with their codes, the columns of checkboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import islice

TICKED = {"0": "Unchecked", "1": "Checked"}  # REDCap's own words for a box of a checkbox field
STATUS = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}  # of a form, in its column <form>_complete
_BREAKS = {"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4"}
_SILENT = {"script", "style"}


class _Text(HTMLParser):
    """Collects what a browser would show of a label."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.seen.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BREAKS:
            self.seen.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.seen.append(data)


def plain_label(text: str) -> str:
    r"""Return a label as it reads on the screen: without HTML, on one line, with single blanks.

    >>> plain_label("<b>Anti-Jo-1</b>&nbsp;(ELISA)<br>first\nvalue")
    'Anti-Jo-1 (ELISA) first value'
    >>> plain_label("CK < 5 x ULN")
    'CK < 5 x ULN'
    """
    reader = _Text()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.seen).split())


def choices_in(text: str) -> list[tuple[str, str]]:
    """Return code and label of every choice: split at each |, then at the first comma; a label may hold more commas.

    A choice without a comma is its own code, as REDCap reads those of old projects. Empty choices are left out.

    >>> choices_in("1, Yes | 0, No"), choices_in("a, A|b, B, or C")
    ([('1', 'Yes'), ('0', 'No')], [('a', 'A'), ('b', 'B, or C')])
    >>> choices_in("A | B")
    [('A', 'A'), ('B', 'B')]
    """
    pairs = (choice.partition(",") for choice in text.split("|") if choice.strip())
    return [(code.strip(), plain_label(label if comma else code)) for code, comma, label in pairs]


def box_column(field: str, code: str) -> str:
    """Return the column in which an export holds one box of a checkbox field.

    The code is in small letters, and a sign in it is written _, also the minus of -1: two codes may share a column.
    Source: the rule that redcapAPI follows (nutterb/redcapAPI, R/constants.R).

    >>> box_column("dx", "3"), box_column("dx", "-1"), box_column("dx", "UNK")
    ('dx___3', 'dx____1', 'dx___unk')
    """
    return f"{field}___{re.sub('[^a-z0-9_]', '_', code.lower())}"


def combined(text: str, choices: Mapping[str, str]) -> set[str] | None:
    """Return the codes that are ticked in a cell of combined checkbox options; None where that cannot be told.

    The cell holds codes or labels with commas between, and a label may hold commas of its own: it can be told where
    there is one way of reading the whole cell.

    >>> words = {"1": "DM", "2": "rash, other", "3": "other"}
    >>> sorted(combined("1,3", words)), sorted(combined("DM,rash, other", words)), combined("DM,lung", words)
    (['1', '3'], ['1', '2'], None)
    >>> combined("rash, other", words | {"4": "rash"}) is None
    True
    """
    codes = {part.strip() for part in text.split(",") if part.strip()}
    parts = [part.strip() for part in plain_label(text).split(",")]
    found = [codes] if codes <= set(choices) else []
    for reading in islice(_readings(parts, [pair for pair in choices.items() if pair[1]]), 2):
        if reading not in found:
            found.append(reading)
    return found[0] if len(found) == 1 else None


def _readings(parts: Sequence[str], left: Sequence[tuple[str, str]]) -> Iterator[set[str]]:
    """Yield every set of codes whose labels, with commas between, are these parts; each label is taken once."""
    if not parts:
        yield set()
    for code, label in left:
        words = [word.strip() for word in label.split(",")]
        if words == parts[: len(words)]:
            others = [pair for pair in left if pair[0] != code]
            yield from ({code} | rest for rest in _readings(parts[len(words) :], others))
