"""What the fonts of a PDF lack: a name from the data may have any sign, and a square stands for each lacking one.

Latin, Greek, Cyrillic, Hebrew and Arabic letters are in the fonts; those of Chinese, Japanese, Korean or Thai and
pictures are not. Only the typesetter knows; so it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import typst

SQUARE = "\N{WHITE SQUARE}"
# Typeset as the documents are: the same font first, and no other fonts than those that the typesetter brings.
_PAGE = b"""#set document(title: "Words")
#set text(font: "Libertinus Serif")
#sys.inputs.words"""
_ALWAYS = 0x17F  # the last of the Latin letters that every font has


def printable(words: Iterable[str]) -> dict[str, str]:
    r"""Return, of the words that a PDF cannot show, each with squares for the signs that are lacking.

    >>> printable(["Kopfschmerz", "Ελλάς", "头痛", "CK\U0001f600"])
    {'CK😀': 'CK□', '头痛': '□□'}
    """
    asked = sorted({word for word in words if any(ord(sign) > _ALWAYS for sign in word)})
    if _shows(" ".join(asked)):  # nearly always, and then one question is enough
        return {}
    return {word: _squared(word) for word in asked if not _shows(word)}


def _squared(word: str) -> str:
    """The word with a square for each sign that is lacking by itself or, where marks join signs, for all but Latin."""
    alone = "".join(sign if ord(sign) <= _ALWAYS or _shows(sign) else SQUARE for sign in word)
    return alone if _shows(alone) else "".join(sign if ord(sign) <= _ALWAYS else SQUARE for sign in word)


@lru_cache(maxsize=4096)
def _shows(words: str) -> bool:
    try:
        typst.compile(_PAGE, sys_inputs={"words": words}, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
