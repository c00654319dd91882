"""What is printed above a table and below a figure: its label, its title and what it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import panflute as pf


def words(text: str) -> list[pf.Inline]:
    """Return plain text as the words of a tree, with the apostrophes of print.

    >>> [type(word).__name__ for word in words("Age, years")]
    ['Str', 'Space', 'Str']
    """
    parts = [part for word in text.replace("'", "’").split(" ") for part in (pf.Space(), pf.Str(word))]
    return [part for part in parts[1:] if not isinstance(part, pf.Str) or part.text]


def caption(label: str, title: str, description: str, more: Sequence[Sequence[pf.Inline]]) -> list[pf.Inline]:
    """Return label, title, what it shows and an author's own sentences.

    Where the data come from is said once, in the notes of a table and in the picture of a figure.
    """
    parts: list[Sequence[pf.Inline]] = [[pf.Span(*words(f"{label}."), classes=["label"])] if label else []]
    parts += [words(_closed(title)), words(description), *more]
    spaced = [inline for part in parts if part for inline in (pf.Space(), *part)]
    return spaced[1:]


def split_origin(text: str, pattern: str) -> tuple[str, str]:
    """Return a caption without the note on the origin of the data that ends it, and that note ("" where there is none).

    `pattern` is how the study writes that note.

    >>> split_origin("All patients. Registry: ours.", r"Registry: .+\\.")
    ('All patients.', 'Registry: ours.')
    """
    found = re.search(rf"(?:^|(?<=\s))(?:{pattern})$", text, re.DOTALL)  # a folder may have a line break in its name
    return (text[: found.start()].rstrip(), found.group()) if found else (text, "")


def _closed(title: str) -> str:
    return title if not title or title.endswith((".", "?")) else f"{title}."
