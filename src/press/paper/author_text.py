"""A text of the paper as its author wrote it, and the same text with every field filled from the result rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from press.ground.fault import Fault
from press.ground.merge_conflict import refuse_conflict
from press.paper.document import Quoted
from press.paper.flaws import Flaw
from press.paper.key_messages import BOX, TITLE
from press.paper.prose import line_of, prose, without_code, without_formulas
from press.rows.estimable import passages
from press.rows.ledger import Ledger
from press.rows.placed import Passage
from press.rows.sentence import FIELD, Said, pieces

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)(?:[ \t]+\{[^{}]*\})?[ \t]*#*[ \t]*$", re.MULTILINE)
_BOX = re.compile(rf"^:{{3,}}[ \t]*\{{[^{{}}\n]*\.{BOX}\b", re.MULTILINE)
_HEADER_PART = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\n(?=#{1,6}[ \t]|:{3,}|---\n|\||[a-z][\w-]*:)")
_SENTENCE_END = re.compile(r"[.!?][\"”’)*_\]]*\s+(?=[\"“‘(*_\[\]{]*[A-Z{])")
_PLACE = re.compile(r"\[\]\{#[^{}]*\}")
_MARKUP = re.compile(
    r"[^\w\s.,;()/%+=±×–−’“”·≥≤≈§…-]|_"
)  # what Markdown or the header might take for a mark of its own


@dataclass(frozen=True)
class Source:
    """One file of the paper's text; `file` is its name in messages."""

    file: str
    text: str

    def line(self, place: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return line_of(self.text, place)

    def sentence(self, place: int) -> str:
        """Return the sentence around a place, as written, on one line.

        >>> Source("a.md", "It rose. Of {n:int}\\npatients, some fell. So.").sentence(14)
        'Of {n:int} patients, some fell.'
        """
        ends = [match.end() for match in _PARAGRAPH_END.finditer(self.text)]
        start = max((end for end in ends if end <= place), default=0)
        end = min((end for end in ends if end > place), default=len(self.text))
        paragraph = self.text[start:end]
        cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(paragraph)), len(paragraph)]
        here = place - start
        first, last = next((a, b) for a, b in pairwise(cuts) if a <= here < b)
        return " ".join(_PLACE.sub("", paragraph[first:last]).split())

    def section(self, place: int) -> str:
        """Return the title of the nearest heading above a place; in the header, "Title", "Abstract" and so on."""
        return max((at, title) for at, title in self._sections if at <= place)[1]

    @cached_property
    def _sections(self) -> list[tuple[int, str]]:
        """Where each section opens, and its title; the parts of the header count until the first heading."""
        found = list(_HEADING.finditer(without_code(self.text)))
        headings = [(match.start(), self.text[slice(*match.span(1))]) for match in found]
        headings = sorted([*headings, *((match.start(), TITLE) for match in _BOX.finditer(self.text))])
        header = self.text[: headings[0][0]] if headings else self.text
        parts = [(match.start(), match[1].capitalize()) for match in _HEADER_PART.finditer(header)]
        return [(-1, ""), *parts, *headings]


@dataclass(frozen=True)
class Filled:
    """A text whose fields are filled, what was quoted, and what could not be."""

    text: str
    quoted: tuple[Quoted, ...]
    flaws: tuple[Flaw, ...]


def read_source(root: Path, file: str) -> Source:
    """Read a text of the project at `root`. Raises Fault where it is missing, no UTF-8 text, or a merge half done."""
    try:
        text = (root / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Fault(f"{file} is not there: the paper cannot be made without it") from error
    except ValueError as error:
        raise Fault(f"{file} is not a text in UTF-8: save it as UTF-8") from error
    refuse_conflict(text, file)
    return Source(file, text)


def fill(source: Source, ledger: Ledger) -> Filled:
    """Fill every field as `[78%]{.row row=id}`, which Markdown reads as a text that carries the id of its row.

    Code is left alone. Of a passage `{?what it is about| passage ?}` in which a number could not be computed, the text
    says why (`press.rows.estimable`). An unknown id or format, a field within a formula and a brace that is no field
    are flaws, each with the sentence that needed it.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> fill(Source("a.md", "We saw {cohort.n:int} patients."), ledger).text
    'We saw [123]{.row row=cohort.n} patients.'
    """
    plain = without_code(source.text)
    try:
        settled = list(passages(plain, ledger))
    except ValueError as error:
        return Filled(source.text, (), (Flaw(source.file, 0, error.args[0]),))
    text, found, flaws, done = "", list[Quoted](), _odd_braces(source), 0
    sayable = without_formulas(plain)
    for start, end, written in _edits(plain, settled):
        text += source.text[done:start]
        done = end
        for words in _fields_and_words(written):
            if not FIELD.fullmatch(words):
                text += words
                continue
            said = _said(source, words, start, ledger) if sayable[start] == "{" else _in_formula(source, start)
            if isinstance(said, Flaw):
                flaws.append(said)
            else:
                found.append(_quoted(source, said, start))
                text += f"[{_literal(said)}]{{.row row={said.row.id}}}"
    return Filled(text + source.text[done:], tuple(found), tuple(flaws))


def _quoted(source: Source, said: Said, place: int) -> Quoted:
    return Quoted(said.row, said.form, said.text, source.file, source.line(place), source.section(place))


def _edits(plain: str, settled: Sequence[Passage]) -> list[tuple[int, int, str]]:
    """What is written anew, in order, as (start, end, words): fields, and the marks of passages or what they held."""
    untold = [each for each in settled if not each.is_told]
    edits = [(each.start, each.end, each.instead) for each in untold]
    for each in settled:
        if each.is_told:
            edits += [(each.start, each.told[0], ""), (each.told[1], each.end, "")]
    gone = [(each.start, each.end) for each in untold] + [edit[:2] for edit in edits if not edit[2]]
    for field in FIELD.finditer(plain):
        if not any(start <= field.start() < end for start, end in gone):
            edits.append((field.start(), field.end(), field.group()))
    return sorted(edits)


def _fields_and_words(written: str) -> list[str]:
    """The fields of some words and what stands between them, in order."""
    ends = [0, *(place for field in FIELD.finditer(written) for place in field.span()), len(written)]
    return [written[a:b] for a, b in pairwise(ends) if a < b]


def _said(source: Source, field: str, place: int, ledger: Ledger) -> Said | Flaw:
    try:
        (said,) = pieces(field, ledger)
    except (KeyError, ValueError) as error:
        message = f'{error.args[0]} - in the sentence "{source.sentence(place)}"'
        return Flaw(source.file, source.line(place), message)
    assert isinstance(said, Said), "a field alone is said, not typed"
    return said


def _in_formula(source: Source, place: int) -> Flaw:
    message = f'a number in a formula cannot name its row; write it in the sentence - in "{source.sentence(place)}"'
    return Flaw(source.file, source.line(place), message)


def _odd_braces(source: Source) -> list[Flaw]:
    rule = "a brace that is not a field {id:format}, an {#id} or an attribute"
    return [
        Flaw(source.file, source.line(place), f'{rule} - in the sentence "{source.sentence(place)}"')
        for place in (match.start() for match in re.finditer(r"\{[^{}]*\}?|\}", prose(source.text)))
    ]


def _literal(said: Said) -> str:
    """A filled text as Markdown prints it, whatever signs it holds; a p-value is not broken over two lines."""
    words = re.sub(r"[ \t\r\n]+", " ", said.text.replace("'", "’"))
    words = words.replace(" ", "\N{NO-BREAK SPACE}") if said.form == "p" else words
    return _MARKUP.sub(lambda sign: f"&#{ord(sign.group())};", words)
