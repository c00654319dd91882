"""What can be written in every format: control characters, which none of them can hold, are shown as unknown."""

from __future__ import annotations

import re

# All but these are no characters of XML 1.0 (section 2.2), thus of no Word file and no SVG; HTML and LaTeX refuse
# or drop them. They come into a table with a text that was copied from a program of its own.
_NONE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNKNOWN = "\ufffd"
# The first letters of Unicode's private area mean nothing to others; a writer puts them where tags will stand.
STAND_INS = ("\ue000", "\ue001", "\ue002", "\ue003")
_UNMARKED = str.maketrans(dict.fromkeys(STAND_INS, UNKNOWN))


def legible(text: str) -> str:
    r"""Return `text` with the replacement character for every character that XML does not know.

    >>> legible("Anti-Jo1\x0b (n = 3)")
    'Anti-Jo1� (n = 3)'
    """
    return _NONE.sub(UNKNOWN, text)


def unmarked(text: str) -> str:
    r"""Return `text` with the replacement character for every letter that a writer would take for its own stand-in.

    >>> unmarked("\ue002a")
    '�a'
    """
    return text.translate(_UNMARKED)
