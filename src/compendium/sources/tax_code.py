"""The Italian tax code (codice fiscale): whether sixteen signs are one, by its form and by its check character."""

from __future__ import annotations

import re

# Six letters of the name, year, month, day and sex of the birth, place of birth, check; a digit may be written as a
# letter where two persons would have the same code.
_DIGIT = "[0-9LMNPQRSTUV]"
_FORM = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[A-EHLMPRST]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]")
_SIGNS = 16
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def is_tax_code(text: str) -> bool:
    """Return whether a text is a tax code with the right check character, in any case, blanks left out.

    Source: Decreto ministeriale 23 December 1976, which tells the value of each sign in odd and in even places; the
    remainder of their sum by 26 is the letter.

    >>> is_tax_code("RSSMRA80A01H501U"), is_tax_code("rss mra 80a01 h501u"), is_tax_code("RSSMRA80A01H501X")
    (True, True, False)
    """
    if not is_like_a_tax_code(text):
        return False
    code = _plain(text)
    worth = [_worth(sign) for sign in code[:15]]
    total = sum(_ODD[each] if place % 2 == 0 else each for place, each in enumerate(worth))  # the first place is odd
    return _LETTERS[total % 26] == code[15]


def is_like_a_tax_code(text: str) -> bool:
    """Return whether a text has the form of a tax code, which a mistyped one has as well.

    >>> is_like_a_tax_code("RSSMRA80A01H501X"), is_like_a_tax_code("RSSMRA80A01")
    (True, False)
    """
    return len(text) >= _SIGNS and _FORM.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _worth(sign: str) -> int:
    return int(sign) if sign.isdigit() else _LETTERS.index(sign)
