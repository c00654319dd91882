"""A passage that is told only where every number in it could be computed; else why not stands in its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from press.rows.joined import NOT_SHOWN, Found, by_reason
from press.rows.ledger import Ledger
from press.rows.placed import Passage, without_blank_lines
from press.rows.row import FOLLOWS, Row
from press.rows.sentence import FIELD

_PASSAGE = re.compile(r"\{\?\s*(?P<about>[^\s{}|?][^{}|?]*?)\s*\|\s*(?P<told>.*?)\s*\?\}", re.DOTALL)
MARK = re.compile(r"\{\?[^{}|?]*\||\{\?|\?\}")  # what opens a passage, with what it is about, and what closes one
_ELSE = "||"  # between what a passage tells and what it tells instead
_ASKED = re.compile(r"(?P<about>[^\[\]]*?)\s*(?:\[(?P<asked>[^\[\]]*)\])?", re.DOTALL)
_ROW = re.compile(r"(?P<no>not )?(?P<row>[a-z0-9_.]+)(?P<number>:value)?")
_NOT_OF_THE_VALUE = ("n", "method", "note")
_WITHOUT_A_VALUE = ("p", *_NOT_OF_THE_VALUE)  # formats that say something of a row that could not be computed, too
_OPENS = "([{|*_\"'“"  # signs after which no space is wanted: what they open begins
_COUNTED = ("int", "word", "Word", "few", "Few", "none")
_SIZES = ("n", "total")  # of these none is an answer: a count among nobody is not
_NOBODY = " could not be computed (nothing of it was recorded)."
_NO_REASON = " could not be computed (no reason was recorded)."


def passages(text: str, ledger: Ledger) -> Iterator[Passage]:
    """Yield each `{?what it is about| passage ?}` of a text, in order.

    A passage is told where every row that it asks for has a value, or is a small count that is shown as such, and a row
    that it asks for its note has one. A count of none among nobody is no value. `{?what it is about [a.row, b.row]|`
    asks first whether these rows could be computed; `[a.row:value]` whether it is shown as a number; with `[not a.row]`
    nothing is said where it could. A passage about nothing, `{?[a.row]|`, is told or not, without a word.
    `{?about| passage || another ?}`: where a number of the passage is not shown, the other is told if its numbers are.
    Passages that follow one another and are not told for the same reason share a sentence, and all those of a section
    of which nothing is shown share one (`press.rows.joined`). Where a word stands close before a passage, a space
    behind its bar is kept, or two sentences would run together. An id that no row has is left for `pieces` to refuse: a
    failure is a row, too. One that leaves no word leaves no blank line.
    Raises ValueError for a mark `{?` or `?}` that belongs to no passage, and for what stands in brackets and is no row.
    """
    rest = _PASSAGE.sub(lambda passage: re.sub(r"[^\n]", " ", passage.group()), text)
    if mark := MARK.search(rest):
        line = text.count("\n", 0, mark.start()) + 1
        raise ValueError(f"line {line}: {mark.group()} belongs to no passage {{?What it is about| passage ?}}")
    found = [_found(match, text, ledger) for match in _PASSAGE.finditer(text)]
    yield from without_blank_lines(list(by_reason(found, text)), text)


def _found(match: re.Match[str], text: str, ledger: Ledger) -> Found:
    line, span = text.count("\n", 0, match.start()) + 1, match.span()
    parts = _ASKED.fullmatch(match["about"])
    if parts is None:
        raise ValueError(f"line {line}: {match['about']}: the rows asked first stand last, in one pair of brackets")
    about, asked = " ".join(parts["about"].split()), list(_asked_first(parts["asked"] or "", line, ledger))
    lacking = [row for row, known, no in asked if not (known or no)]
    told, *others = _ways(match)
    missing = [*lacking, *_lacking(text, told, ledger)]
    kept_back = bool(missing) and not lacking and bool(missing[0].withheld) and not _of_nobody(missing[0])
    if kept_back and (shown := [way for way in others if not _lacking(text, way, ledger)]):
        told, missing = shown[0], []
    if any(known and no for _, known, no in asked) or (missing and not about):
        return Found(span, told, "", "")
    if not missing:
        return Found(span, _apart(told, match, text), about, None)
    return Found(span, told, about, *_because(missing[0]))


def _apart(told: tuple[int, int], match: re.Match[str], text: str) -> tuple[int, int]:
    """Return where the words of a passage stand, with the space before them where a word stands close before it."""
    before, at = text[: match.start()][-1:], match.start("told")
    close = bool(before) and not before.isspace() and before not in _OPENS
    return (at - 1, told[1]) if close and told[0] == at and text[at - 1].isspace() else told


def _ways(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where each thing that a passage may tell begins and ends, the first to be preferred."""
    place = match.start("told")
    for way in match["told"].split(_ELSE):
        words = way.strip()
        begin = place + way.index(words)
        yield begin, begin + len(words)
        place += len(way) + len(_ELSE)


def _lacking(text: str, told: tuple[int, int], ledger: Ledger) -> list[Row]:
    return [row for field in FIELD.finditer(text, *told) if (row := _without_value(field, ledger))]


def _asked_first(words: str, line: int, ledger: Ledger) -> Iterator[tuple[Row, bool, bool]]:
    """Yield the rows in brackets, whether each could be computed, and whether it is to be one that could not."""
    for each in filter(None, map(str.strip, words.split(","))):
        row = _ROW.fullmatch(each)
        if row is None or row["row"] not in ledger:
            raise ValueError(f"line {line}: {each} in brackets is no result row")
        found = ledger[row["row"]]
        yield found, _computed(found, shown=bool(row["number"])), bool(row["no"])


def _computed(row: Row, *, shown: bool) -> bool:
    """Whether a row has a value; one that is kept back has, but for what was recorded of nobody. shown: as a number."""
    return not math.isnan(row.value) or (bool(row.withheld) and not shown and row.n != 0)


def _without_value(field: re.Match[str], ledger: Ledger) -> Row | None:
    """The row that a field asks for a value, or for its note, where it has none."""
    if field["row"] not in ledger:
        return None
    row, form = ledger[field["row"]], field["form"]
    if form in _NOT_OF_THE_VALUE:
        return row if form == "note" and not row.note else None
    if _of_nobody(row) and (row.withheld or (form in _COUNTED and row.statistic not in _SIZES)):
        return row
    if row.withheld:
        return row if row.withheld == FOLLOWS else None
    return row if math.isnan(row.value) and form not in _WITHOUT_A_VALUE else None


def _of_nobody(row: Row) -> bool:
    """Whether a row is kept back, or a count of none, where there was nobody: then no patient would follow from it."""
    return row.n == 0 and (bool(row.withheld) or row.value == 0)


def _because(missing: Row) -> tuple[str, str]:
    """Return the end of the sentence that says why a row has no value, and the reason in it."""
    if _of_nobody(missing):
        return _NOBODY, _NOBODY
    if missing.withheld or not math.isnan(missing.value):  # of a value that is shown, the note alone is kept back
        return NOT_SHOWN, NOT_SHOWN
    return (f" could not be computed ({{{missing.id}:note}}).", missing.note) if missing.note else (_NO_REASON, "")


def settled(text: str, ledger: Ledger) -> str:
    """Return a text with each passage that can be told without its marks, and each other one as why it cannot.

    Fields stay fields. Raises ValueError as `passages` does.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("x").row("or", None, note="everybody responded"), Key("x").row("n", 9)])
    >>> settled("We saw {x.n:int}. {?the odds ratio| It was {x.or:d2}. ?} So.", ledger)
    'We saw {x.n:int}. The odds ratio could not be computed ({x.or:note}). So.'
    >>> settled("{?the count| It was {x.n:int}. ?}{?[x.or]| So it is said. ?}", ledger)
    'It was {x.n:int}.'
    """
    said, done = "", 0
    for each in passages(text, ledger):
        said += text[done : each.start] + (text[slice(*each.told)] if each.is_told else each.instead)
        done = each.end
    return said + text[done:]
