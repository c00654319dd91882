"""Is every number that a table, a page or a notebook shows of a result one that its row shows?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce

from lxml import html

from press.rows import Ledger

_NUMBER = re.compile(r"(?:(?P<beyond>[<>])\s?)?(?<![\w.])(?P<number>[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?)")
_HELD = ("data-row", "data-rows")
_FRAME = re.compile(r'class="[^"]*\bdataframe\b|<table[^>]*\bid="T_')  # pandas, and its styled tables
_OF_NOBODY = ("error_rates.", "codebook.")  # rows of the statistics' own error rates, and of the codebook


@dataclass(frozen=True)
class Shown:
    """A text that shows results: where it stands, and the rows that it is made of."""

    where: str
    text: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Unfounded:
    """A number that none of the rows shows of which the text is made."""

    shown: Shown
    number: str

    def __str__(self) -> str:
        rows = ", ".join(self.shown.rows[:3]) + (" and others" if len(self.shown.rows) > 3 else "")
        none = "" if self.number.startswith("a result") else f", and no row of it does ({rows})"
        return f"{self.shown.where}: it shows {self.number}{none}"


def unfounded(shown: Iterable[Shown], ledger: Ledger, phrases: Iterable[re.Pattern[str]] = ()) -> Iterator[Unfounded]:
    """Yield every number of a text that is not the value, the n or in the note of one of its rows, as rounded there.

    A percentage may be that of two numbers that they show, and "<0.001" stand for a smaller one. phrases: what may hold
    a digit without being a result, as what stands for a small count.
    """
    reviewed = list(phrases)
    for each in shown:
        if all(row.startswith(_OF_NOBODY) for row in each.rows):
            continue
        if unknown := next((row for row in each.rows if row not in ledger and not row.startswith(_OF_NOBODY)), ""):
            yield Unfounded(each, f"a result {unknown!r}, which there is not")
            continue
        known = [part for row in each.rows if row in ledger for part in _told(ledger, row)]
        if any(not _founded(match, known) for match in _NUMBER.finditer(each.text)):
            text = reduce(lambda left, phrase: phrase.sub(" ", left), reviewed, each.text)
            yield from (
                Unfounded(each, match["number"]) for match in _NUMBER.finditer(text) if not _founded(match, known)
            )


def _founded(match: re.Match[str], known: list[float]) -> bool:
    number, percent = match["number"], match.string.startswith("%", match.end())
    if match["beyond"]:
        limit = _value(number)
        return any(value < limit if match["beyond"] == "<" else value > limit for value in known)
    shares = (100 * part / whole for part in known for whole in known if percent and whole)
    return any(_rounds_to(value, number) for value in known) or any(_rounds_to(value, number) for value in shares)


def _told(ledger: Ledger, row: str) -> Iterator[float]:
    found = ledger[row]
    if found.value == found.value:
        yield found.value
    if found.n is not None:
        yield float(found.n)
    for text in (found.note, found.method):
        yield from (_value(each["number"]) for each in _NUMBER.finditer(text))


@cache
def _value(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-"))


def _rounds_to(value: float, number: str) -> bool:
    """Whether a number is the value at its own decimals, with or without its sign.

    >>> _rounds_to(78.05, "78"), _rounds_to(0.0179, "0.02"), _rounds_to(12.0, "13")
    (True, True, False)
    >>> _rounds_to(2.0556e-20, "2.06e-20")
    True
    """
    mantissa, _, power = number.partition("e")
    last = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return abs(abs(value) - abs(_value(number))) <= 0.5000001 * last


def of_table(where: str, text: str) -> Iterator[Shown]:
    """Yield the cells of a table's JSON twin."""
    for line in json.loads(text).get("lines", []):
        for cell in line["cells"]:
            if cell.get("rows"):
                yield Shown(f"{where}, {cell['text']!r}", cell["text"], tuple(cell["rows"]))


def of_page(where: str, text: str) -> Iterator[Shown]:
    """Yield the parts of an HTML text that name the rows that they are made of, the innermost alone."""
    if not any(name in text for name in _HELD):
        return
    for element in html.fromstring(text).iter("*"):
        rows = " ".join(element.get(name) or "" for name in _HELD).split()
        if rows and not element.xpath(".//*[@data-row or @data-rows]"):
            said = " ".join(element.text_content().split())
            yield Shown(f"{where}, {said!r}", said, tuple(rows))


def of_notebook(where: str, text: str) -> Iterator[Shown]:
    """Yield those of the outputs of an executed notebook."""
    for cell in json.loads(text)["cells"]:
        for output in cell.get("outputs", []):
            found = output.get("data", {}).get("text/html", "")
            yield from of_page(where, "".join(found))


def bare(where: str, text: str) -> Iterator[str]:
    """Yield why an executed notebook may not leave: what it shows was not made of result rows.

    A data frame, a number that was printed, or a stop with what it held then.
    """
    for place, cell in enumerate(json.loads(text)["cells"], start=1):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            plain = [*data.get("text/plain", "")] if set(data) <= {"text/plain"} else []
            said = "".join([*output.get("text", ""), *plain])
            if _FRAME.search("".join(data.get("text/html", ""))):
                yield f"{where}, cell {place}: it shows a data frame, whose rows nobody has protected"
            if output.get("output_type") == "error":
                yield f"{where}, cell {place}: it shows where it stopped, with what it held then"
            if any(map(str.isdigit, said)):
                yield f"{where}, cell {place}: it prints a number that no result row stands behind"
