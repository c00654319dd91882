"""The lettered notes of a table that has many of them: they follow each other on the line, as journals print them."""

from __future__ import annotations

from collections.abc import Sequence

import panflute as pf

_FEW = 4


def run_in(notes: Sequence[pf.Block], gap: str) -> list[pf.Block]:
    """Return the notes with the lettered ones, where they are many, in one paragraph, `gap` between two of them.

    The general notes, which bear no letter, stay below in paragraphs of their own.

    >>> five = [pf.Para(pf.Superscript(pf.Str(letter)), pf.Str("Why.")) for letter in "abcde"]
    >>> [pf.stringify(note).strip() for note in run_in([*five, pf.Para(pf.Str("All."))], " ")]
    ['aWhy. bWhy. cWhy. dWhy. eWhy.', 'All.']
    """
    lettered = [note for note in notes if isinstance(note.content[0], pf.Superscript)]
    if len(lettered) <= _FEW:
        return list(notes)
    words = [inline for note in lettered for inline in (pf.Str(gap), *note.content)]
    return [pf.Para(*words[1:]), *notes[len(lettered) :]]
