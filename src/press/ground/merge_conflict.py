"""A text in which git left two versions of a passage: no file is read before its merge is finished."""

from __future__ import annotations

import re
from pathlib import Path

from press.ground.fault import Fault

# As git writes them, in the first column: a line of seven equals signs is left out, which underlines a heading, and so
# is a row of a table that begins with empty cells.
_MARK = re.compile(r"^\ufeff?(?:<{7} [^\r\n]*|\|{7} [^|\r\n]*|>{7} [^\r\n]*)\r?$", re.MULTILINE)
_SHOWN = 60  # characters of the line that a message shows
UNMERGED = (
    "finish the merge (keep what is right, delete the lines that begin with <<<<<<<, |||||||, ======= or >>>>>>>)"
)


def read_merged(path: Path, file: str) -> str:
    """Return the text of a file in UTF-8 that is called `file`. Raises what reading it does, and `refuse_conflict`."""
    text = path.read_text(encoding="utf-8")
    refuse_conflict(text, file)
    return text


def refuse_conflict(text: str, file: str) -> None:
    r"""Raise Fault, naming `file` and line, where a line of the text is the mark of a merge that was not finished.

    >>> refuse_conflict("Methods\n=======\n", "paper/manuscript.md")  # a heading
    """
    if found := merge_mark(text):
        line, mark = found
        raise Fault(f'{file}, line {line}: a merge left "{mark}" here: {UNMERGED}')


def merge_mark(text: str) -> tuple[int, str] | None:
    r"""Return the first mark of a merge that was not finished, and its line; None where there is none.

    >>> merge_mark("id\n<<<<<<< HEAD\na\n")
    (2, '<<<<<<< HEAD')
    """
    found = _MARK.search(text)
    if found is None:
        return None
    return text.count("\n", 0, found.start()) + 1, found.group().strip("\ufeff\r")[:_SHOWN]
