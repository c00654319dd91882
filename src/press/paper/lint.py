"""No number is typed: every digit and every number word of the prose is a result, or a phrase that was reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import FaultRecord, stop_at
from press.ground.spreadsheet import Line, inspect_spreadsheet
from press.paper.author_text import Source
from press.paper.flaws import Flaw
from press.paper.prose import BLANK, prose

ALLOWED = "paper/allowed_digits.csv"
COLUMNS = ("text", "kind", "why")
KINDS = ("name", "scale", "criterion", "dose", "year", "convention")

_SMALL = "three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"
_MANY = "hundreds?|thousands?|millions?|dozens?|thirds|quarters|(?:a|one) (?:third|quarter) of"
_WORD = rf"\b(?:(?:{_SMALL})(?:fold)?|{_TENS}|{_MANY})\b"
# A digit with whatever is written to it ("0.27", "MMT8", "78%", "−2.5"), or a number word.
_NUMBER = re.compile(rf"[^\s{BLANK}(\[]*\d[^\s{BLANK}]*|{_WORD}", re.IGNORECASE)


@dataclass(frozen=True)
class Allowed:
    """A phrase that may hold digits though no row stands behind it; `line` is its line in the list."""

    text: str
    kind: str
    why: str
    line: int

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the phrase: whole ("2 g" is not in "12 g", nor in "1.2 g"), also over a line break."""
        words = r"\s+".join(re.escape(word) for word in self.text.split())
        return re.compile(rf"(?<![\w−])(?<!\d[.,/–-]){words}(?!\w|%|[.,/–-]\d)")


def read_allowed(path: Path) -> tuple[Allowed, ...]:
    """Read the reviewed phrases (columns text, kind, why). Raises SpreadsheetFault with all that is wrong."""
    lines, faults = inspect_spreadsheet(path, COLUMNS, ["text"], file=ALLOWED)
    stop_at([*faults, *(fault for line in lines for fault in _faults(line))])
    return tuple(Allowed(line["text"], line["kind"], line["why"], line.row) for line in lines)


def _faults(line: Line) -> Iterator[FaultRecord]:
    """Yield every rule of the list that a row of it breaks."""
    for column in ("text", "why"):
        if not line[column]:
            yield line.fault(column, "a row is a text, a kind and why it is not a result", "fill all three")
    if line["kind"] not in KINDS:
        yield line.fault("kind", f"one of {', '.join(KINDS)}", "write it exactly so")
    if line["text"] and not _NUMBER.search(line["text"]):
        yield line.fault("text", "a phrase that holds a number", "delete the row")


def lint(text: str, file: str, allowed: Sequence[Allowed] = ()) -> list[Flaw]:
    """Return a flaw for every digit or number word (from "three" up) of the prose that no allowed phrase covers.

    Also for the Markdown cells of a notebook and for pages of the site.

    >>> lint("Of {cohort.n:int} patients, 96 responded.", "a.md")[0].message.partition(",")[0]
    '"96" is typed'
    """
    bare = prose(text)
    for phrase in allowed:
        bare = phrase.pattern.sub(lambda match: re.sub(r"[^\n]", BLANK, match.group()), bare)
    return [_flaw(Source(file, text), match) for match in _NUMBER.finditer(bare)]


def unused(allowed: Iterable[Allowed], texts: Mapping[str, str]) -> list[Flaw]:
    """Return a flaw for every allowed phrase that no text (by file) has in its prose: the list stays short."""
    bare = [prose(text) for text in texts.values()]
    return [
        Flaw(ALLOWED, phrase.line, f'"{phrase.text}" is allowed, but no text uses it; delete the row')
        for phrase in allowed
        if not any(phrase.pattern.search(text) for text in bare)
    ]


def _flaw(source: Source, match: re.Match[str]) -> Flaw:
    found, sentence = match.group().strip(".,;:)]"), source.sentence(match.start())
    message = f'"{found}" is typed, not asked of a result row, and not in {ALLOWED} - in the sentence "{sentence}"'
    return Flaw(source.file, source.line(match.start()), message)
