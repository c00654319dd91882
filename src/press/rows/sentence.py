"""Sentences whose numbers come from the ledger: a template asks for a row by id and says how to write it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from press.rows import text
from press.rows.ledger import Ledger
from press.rows.row import FOLLOWS, Row
from press.rows.text import MISSING, number

_COUNTS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count(value: float) -> str:
    """Write a count in words up to twelve, then in digits. Raises ValueError for what is no count.

    >>> count(3), count(13), count(float("nan"))
    ('three', '13', '–')
    """
    if math.isnan(value):
        return MISSING
    if value < 0 or not float(value).is_integer():
        raise ValueError(f"{value} is not a count, and only a count can be written in words")
    return _COUNTS[int(value)] if value < len(_COUNTS) else number(value, 0)


def few(value: float) -> str:
    """Write a count as it is read before a noun: no, one, then digits.

    >>> few(0), few(1), few(12)
    ('no', 'one', '12')
    """
    return {0.0: "no", 1.0: "one"}.get(value) or number(value, 0)


def capital(words: str) -> str:
    """Return words as they open a sentence.

    >>> capital("three")
    'Three'
    """
    return words[:1].upper() + words[1:]


def moved(change: float) -> str:
    """Say which way a change went, by its sign.

    >>> moved(22.4), moved(-0.1), moved(0)
    ('rose', 'fell', 'did not change')
    """
    return _by_sign(change, "rose", "fell", "did not change")


def higher(difference: float) -> str:
    """Say how the first of two compares with the second, by the sign of their difference.

    >>> higher(1.5), higher(-2), higher(0)
    ('higher', 'lower', 'the same')
    """
    return _by_sign(difference, "higher", "lower", "the same")


def _by_sign(value: float, above: str, below: str, neither: str) -> str:
    if math.isnan(value):
        return MISSING
    return above if value > 0 else below if value < 0 else neither


FIELD = re.compile(r"\{(?P<row>[a-z0-9_.]+):(?P<form>[A-Za-z0-9_]+)\}")
_FORMATS: dict[str, Callable[[Row], str]] = {
    "int": lambda row: text.number(row.value, 0),
    "d1": lambda row: text.number(row.value, 1),
    "d2": lambda row: text.number(row.value, 2),
    "d3": lambda row: text.number(row.value, 3),
    "plain": lambda row: text.plain(row.value),
    "many": lambda row: MISSING if math.isnan(row.value) else f"{row.value:,.0f}",
    "abs1": lambda row: text.number(abs(row.value), 1),
    "abs2": lambda row: text.number(abs(row.value), 2),
    "percent": lambda row: text.percent(row.value),
    "percent0": lambda row: text.percent(row.value, 0),
    "ratio_percent0": lambda row: text.percent(100 * row.value, 0),
    "abs_percent": lambda row: text.percent(abs(row.value)),
    "p": lambda row: text.p_phrase(row.value),
    "p0": lambda row: text.p_value(row.value),
    "n": lambda row: FOLLOWS if row.n is None else text.number(row.n, 0),
    "word": lambda row: count(row.value),
    "Word": lambda row: capital(count(row.value)),
    "few": lambda row: few(row.value),
    "Few": lambda row: capital(few(row.value)),
    "none": lambda row: "none" if row.value == 0 else few(row.value),
    "s": lambda row: MISSING if math.isnan(row.value) else "" if row.value == 1 else "s",
    "was": lambda row: MISSING if math.isnan(row.value) else "was" if row.value == 1 else "were",
    "has": lambda row: MISSING if math.isnan(row.value) else "has" if row.value == 1 else "have",
    "moved": lambda row: moved(row.value),
    "higher": lambda row: higher(row.value),
    "does": lambda row: MISSING if math.isnan(row.value) else "does" if row.value == 1 else "do",
    "method": lambda row: row.method,
    "note": lambda row: row.note,
}
FORMATS = tuple(_FORMATS)
_NOT_OF_THE_VALUE = ("n", "method", "note")
# Beside a count that is not shown, as beside "<5" or "*".
_OF_MANY = {"s": "s", "was": "were", "has": "have", "does": "do"}


@dataclass(frozen=True)
class Said:
    """One field of a sentence once it is filled: its text, the row it was read from and the format asked for."""

    text: str
    row: Row
    form: str


def pieces(template: str, ledger: Ledger) -> list[str | Said]:
    """Return a template as its words and its filled fields in order, none of them empty words.

    Raises KeyError for an unknown id, ValueError for an unknown format, for a format that does not suit the value and
    for a brace that is not a field.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> number, words = pieces("{cohort.n:int} patients", ledger)
    >>> number.text, number.row.id, words
    ('123', 'cohort.n', ' patients')
    """
    rest = FIELD.sub("", template)
    if "{" in rest or "}" in rest:
        raise ValueError(f"a brace in this sentence is not a field like {{id:format}}: {template!r}")
    return [piece for piece in _pieces(template, ledger) if piece]


def _pieces(template: str, ledger: Ledger) -> Iterator[str | Said]:
    end = 0
    for match in FIELD.finditer(template):
        yield template[end : match.start()]
        yield _said(match, ledger)
        end = match.end()
    yield template[end:]


def _said(match: re.Match[str], ledger: Ledger) -> Said:
    form = match["form"]
    if form not in _FORMATS:
        raise ValueError(f"{match[0]}: the format is not one of {', '.join(FORMATS)}")
    row = ledger[match["row"]]
    if row.withheld and form not in _NOT_OF_THE_VALUE:
        return Said(_OF_MANY.get(form, row.withheld), row, form)
    try:
        return Said(_FORMATS[form](row), row, form)
    except ValueError as error:
        raise ValueError(f"{match[0]}: {error}") from error


def say(template: str, ledger: Ledger) -> str:
    """Fill every `{id:format}` of `template` from the ledger: the texts of its `pieces`, joined.

    Formats, for the value of a row: int, many (with commas between thousands), d1, d2, d3 (decimals), plain (as many
    as it has); abs1, abs2 (without its sign); percent, percent0, abs_percent; ratio_percent0 (of a ratio: 0.28 is
    28%); p (with its letter), p0 (without); word, Word (a count in words up to twelve), few, Few (no, one, then
    digits), none (none, one, then digits); s (the ending of a noun that is counted: nothing for one), was, has and does
    (were, have and do, but for one); moved (rose, fell, did not change) and higher (higher, lower, the same), by its
    sign. For what else a row says: n (the n behind it, "*"
    where it is not stated), method, note. What stands in the place of a value that is not shown ("<5", "*") is written
    in every format. Raises as `pieces` does.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> say("{cohort.n:int} patients were included.", ledger)
    '123 patients were included.'
    """
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces(template, ledger))


def fill_text(template: str, ledger: Ledger, write: Callable[[Said], str]) -> str:
    """Fill every field with what `write` makes of it, and leave every other brace as it is.

    For a text that has braces of its own, such as a manuscript in Markdown. Raises as `pieces` does, but for braces.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> fill_text("# Patients {#sec-patients}: {cohort.n:int}", ledger, lambda said: f"[{said.text}]")
    '# Patients {#sec-patients}: [123]'
    """
    return FIELD.sub(lambda match: write(_said(match, ledger)), template)
