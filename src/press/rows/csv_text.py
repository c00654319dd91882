"""A text in a CSV file that a spreadsheet shows as it stands, instead of computing it as a formula.

A cell that begins with one of a few signs is a formula to Excel and LibreOffice, whoever wrote it: a label such as
`=cmd|' /C calc'!A0` in a registry would run in the spreadsheet of whoever opens a table. The remedy is the usual one,
an apostrophe before it: OWASP, "CSV Injection", and its Application Security Verification Standard 5.0, 1.2.10.
"""

from __future__ import annotations

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?%?")


def as_csv(text: str) -> str:
    """Return `text` as a CSV file may hold it; a negative number stays one.

    >>> as_csv("=SUM(1)"), as_csv("-x"), as_csv("-2.5"), as_csv("−2.5"), as_csv("MMT8")
    ("'=SUM(1)", "'-x", '-2.5', '−2.5', 'MMT8')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def from_csv(cell: str) -> str:
    """Return the text that `as_csv` was given.

    >>> [from_csv(as_csv(text)) for text in ("=1", "'=1", "'t", "-2.5")]
    ['=1', "'=1", "'t", '-2.5']
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
