"""Which parts of a Markdown text are prose: code, formulas, fields, links and marks are blanked."""

from __future__ import annotations

import re

from press.rows.estimable import MARK
from press.rows.sentence import FIELD

BLANK = "\0"  # stands in for every character that is no prose, so that places and lines stay as they are

_HEADER = re.compile(r"\A---\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_PART = re.compile(r"^([A-Za-z][\w-]*):.*(?:\n(?:[ \t-].*)?)*", re.MULTILINE)
_PRINTED = ("title", "subtitle", "short-title", "abstract", "keywords")  # what a reader sees of a header
_KEY = re.compile(r"^[A-Za-z-]+:(?:[ \t]*[|>]-?[ \t]*$)?", re.MULTILINE)

_CODE_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_VERBATIM = (
    _CODE_BLOCK,
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"(?:\{[\w:+-]+\})?(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL),
)
_MATH = (
    re.compile(r"\$\$.+?\$\$", re.DOTALL),
    re.compile(r"(?<![\\$])\$(?=\S)(?:[^$\\]|\\.)+?(?<=\S)\$(?!\d)"),
)
_KEYED = r"@\{?[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*\w)?\}?"
_MARKS = (
    re.compile(r"^[ \t]*:{3,}.*$", re.MULTILINE),  # fences of a div
    MARK,
    re.compile(r"\{(?:[#.]|\w+=)[^{}]*\}"),  # attributes
    FIELD,
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"),  # the target of a link or picture
    re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+", re.MULTILINE),  # the target of a link, apart
    re.compile(r"<?\bhttps?://[^\s<>)]+>?"),
    re.compile(rf"{_KEYED}(?:,\s+(?:pp?|chap|sec|fig|table)\.\s*[\d–-]+)?"),  # citations and references
    re.compile(r"\[\^[^\]]+\]:?"),  # footnotes
    re.compile(r"&#?\w+;"),
)
_ITEM = re.compile(r"[ \t]*\d+[.)](?=\s)")


def without_verbatim(text: str) -> str:
    """Return the text with code, comments and formulas blanked; every other character keeps its place."""
    return without_formulas(without_code(text))


def without_code(text: str) -> str:
    """Return the text with code and comments blanked."""
    for pattern in _VERBATIM:
        text = pattern.sub(_blank, text)
    return text


def without_formulas(text: str) -> str:
    """Return the text with formulas blanked."""
    for pattern in _MATH:
        text = pattern.sub(_blank, text)
    return text


def prose(text: str) -> str:
    """Return the text with all that is no prose blanked; every other character keeps its place.

    >>> prose("See @tbl-2, `x = 3` and [4 weeks](page5.html).").replace(BLANK, "")
    'See ,  and [4 weeks].'
    """
    text = _HEADER.sub(lambda header: _PART.sub(_printed, header.group()), text)
    text = without_verbatim(text)
    for pattern in _MARKS:
        text = pattern.sub(_blank, text)
    return _without_list_numbers(text)


def line_of(text: str, place: int) -> int:
    """Return the line, from 1, of a place in a text."""
    return text.count("\n", 0, place) + 1


def _printed(part: re.Match[str]) -> str:
    """One part of a header without its name, or nothing of it."""
    return _KEY.sub(_blank, part.group(), count=1) if part[1] in _PRINTED else _blank(part)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", BLANK, match.group())


def _without_list_numbers(text: str) -> str:
    """Blank the numbers of lists: those after an empty line, not those that a line break put at the start of a line."""
    lines, in_list, after_empty = [], False, True
    for line in text.split("\n"):
        item = _ITEM.match(line)
        in_list = (in_list or after_empty) if item else in_list and not (after_empty and line[:1].strip())
        lines.append(BLANK * item.end() + line[item.end() :] if item and in_list else line)
        after_empty = not line.strip()
    return "\n".join(lines)
