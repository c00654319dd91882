"""A passage that is told only where every number in it could be computed; else why not stands in its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.rows.ledger import Ledger
from press.rows.row import FOLLOWS, Row
from press.rows.sentence import FIELD

_PASSAGE = re.compile(r"\{\?\s*(?P<about>[^\s{}|?][^{}|?]*?)\s*\|\s*(?P<told>.*?)\s*\?\}", re.DOTALL)
MARK = re.compile(r"\{\?[^{}|?]*\||\{\?|\?\}")  # what opens a passage, with what it is about, and what closes one
_NOT_OF_THE_VALUE = ("n", "method", "note")
_WITHOUT_A_VALUE = ("p", *_NOT_OF_THE_VALUE)  # formats that say something of a row that could not be computed, too


@dataclass(frozen=True)
class Passage:
    """A passage of a text: where it begins and ends, with its marks; where what it tells does; what is said instead.

    `instead` is "" where the passage is told, else a sentence whose one field asks a row why it has no value.
    """

    start: int
    end: int
    told: tuple[int, int]
    instead: str


def passages(text: str, ledger: Ledger) -> Iterator[Passage]:
    """Yield each `{?What it is about| passage ?}` of a text, in order.

    A passage is told where every row that it asks for has a value, or is a small count that is shown as such, and a row
    that it asks for its note has one. An id that no row has is left for `pieces` to refuse: a failure is a row, too.
    Raises ValueError for a mark `{?` or `?}` that belongs to no passage.
    """
    rest = _PASSAGE.sub(lambda passage: re.sub(r"[^\n]", " ", passage.group()), text)
    if mark := MARK.search(rest):
        line = text.count("\n", 0, mark.start()) + 1
        raise ValueError(f"line {line}: {mark.group()} belongs to no passage {{?What it is about| passage ?}}")
    for found in _PASSAGE.finditer(text):
        fields = FIELD.finditer(found["told"])
        missing = next(filter(None, (_without_value(field, ledger) for field in fields)), None)
        instead = _instead(found["about"], missing) if missing else ""
        yield Passage(found.start(), found.end(), found.span("told"), instead)


def _without_value(field: re.Match[str], ledger: Ledger) -> Row | None:
    """The row that a field asks for a value, or for its note, where it has none."""
    if field["row"] not in ledger:
        return None
    row, form = ledger[field["row"]], field["form"]
    if form in _NOT_OF_THE_VALUE:
        return row if form == "note" and not row.note else None
    if row.withheld:
        return row if row.withheld == FOLLOWS else None
    return row if math.isnan(row.value) and form not in _WITHOUT_A_VALUE else None


def _instead(about: str, missing: Row) -> str:
    if missing.withheld or not math.isnan(missing.value):  # of a value that is shown, the note alone is kept back
        return f"{' '.join(about.split())} cannot be shown: a small number of patients would follow."
    why = f"{{{missing.id}:note}}" if missing.note else "no reason was recorded"
    return f"{' '.join(about.split())} could not be computed ({why})."


def settled(text: str, ledger: Ledger) -> str:
    """Return a text with each passage that can be told without its marks, and each other one as why it cannot.

    Fields stay fields. Raises ValueError as `passages` does.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("x").row("or", None, note="everybody responded"), Key("x").row("n", 9)])
    >>> settled("We saw {x.n:int}. {?The odds ratio| It was {x.or:d2}. ?} So.", ledger)
    'We saw {x.n:int}. The odds ratio could not be computed ({x.or:note}). So.'
    >>> settled("{?The count| It was {x.n:int}. ?}", ledger)
    'It was {x.n:int}.'
    """
    said, done = "", 0
    for each in passages(text, ledger):
        said += text[done : each.start] + (each.instead or text[slice(*each.told)])
        done = each.end
    return said + text[done:]
