"""A result row: one statistic, what it is about, its n and the method in the words of the paper."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass, replace

KEY_PARTS = ("analysis", "variable", "level", "group", "statistic")
_NEVER_EMPTY = ("analysis", "statistic")
_PART = re.compile(r"[a-z0-9_]*")
FOLLOWS = "*"  # stands for a value from which a small count, not shown either, would follow
_WITHHELD = re.compile(r"<[0-9]+|\*")


def broken_part(part: str, text: str) -> str:
    """Return the rule that a part of a key breaks, "" where it breaks none.

    >>> broken_part("variable", "MMT 8"), broken_part("statistic", ""), broken_part("level", "")
    ('use lower-case letters, digits and _', 'it must not be empty', '')
    """
    if not _PART.fullmatch(text):
        return "use lower-case letters, digits and _"
    return "it must not be empty" if part in _NEVER_EMPTY and not text else ""


def slug(text: object) -> str:
    """Return `text` as it may stand in a key: lower case, words joined by one underscore.

    A text with letters, digits or pictures that ASCII has not ends in a hash of it instead of losing them: two terms in
    Chinese are two keys, and the same term is the same key in every run.

    >>> slug("Raynaud's phenomenon")
    'raynaud_s_phenomenon'
    >>> slug("TIF1γ"), slug("Céphalée")
    ('tif1g', 'cephalee')
    >>> slug("头痛"), slug("Άσηπτη meningitis")
    ('x_b2ac3c98', 'meningitis_x_4f5206d2')
    """
    written = str(text)
    plain = unicodedata.normalize("NFKD", written.replace("γ", "g").replace("≥", "at_least_"))
    words = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")
    if not any(_is_lost(sign) for sign in plain):
        return words
    told = unicodedata.normalize("NFKC", written).casefold()
    return f"{words}_x_{_hash(told)}".lstrip("_")


def _is_lost(sign: str) -> bool:
    """Whether a sign says something and ASCII has none for it; an accent, a dash or × says nothing of its own."""
    return not sign.isascii() and (sign.isalnum() or (unicodedata.category(sign) == "So" and sign != "°"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def is_mark(text: str) -> bool:
    """Whether `text` stands in the place of a value that is not shown: "<5" for a small count, "*" for all others.

    >>> is_mark("<5"), is_mark("*"), is_mark(""), is_mark("5")
    (True, True, False, False)
    """
    return bool(_WITHHELD.fullmatch(text))


@dataclass(frozen=True)
class Key:
    """What a statistic is about: the first four parts of its key; the statistic itself is the fifth.

    >>> key = Key("efficacy", "mmt8", group="baseline")
    >>> key.row("mean", 104.6, n=123, method="arithmetic mean").id
    'efficacy.mmt8.baseline.mean'
    """

    analysis: str
    variable: str = ""
    level: str = ""
    group: str = ""

    def at(self, **parts: str) -> Key:
        """Return the same key with other parts: `key.at(group="end")`."""
        return replace(self, **parts)

    def row(
        self, statistic: str, value: float | None, *, n: int | None = None, method: str = "", note: str = ""
    ) -> Row:
        """Return the row that states `statistic` (value None or NaN: it could not be computed, and `note` says why)."""
        number = math.nan if value is None else float(value)
        return Row(self.analysis, self.variable, self.level, self.group, statistic, number, n, method, note)


@dataclass(frozen=True)
class Row:
    """One statistic: five key parts, its value at full precision, the n behind it, method and note.

    `withheld` is what stands in the place of a value that is known and not shown, so that no patient is given away:
    "<5" or "*"; the value is then NaN. Raises ValueError where it is anything else, where a key part is not lower-case
    letters, digits and underscores, or analysis or statistic is empty: an id must be safe to write in a sentence.
    """

    analysis: str
    variable: str
    level: str
    group: str
    statistic: str
    value: float
    n: int | None = None
    method: str = ""
    note: str = ""
    withheld: str = ""

    def __post_init__(self) -> None:
        if self.withheld and not (is_mark(self.withheld) and math.isnan(self.value)):
            raise ValueError(
                f"result row: withheld is {self.withheld!r}, the value {self.value}; write <5 or *, and NaN"
            )
        for part in KEY_PARTS:
            if rule := broken_part(part, getattr(self, part)):
                raise ValueError(f"result row: {part} is {getattr(self, part)!r}; {rule} (see slug)")

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """The five parts that no other row may share."""
        return (self.analysis, self.variable, self.level, self.group, self.statistic)

    @property
    def id(self) -> str:
        """The key's filled parts joined with dots: the name by which a sentence, table or figure asks."""
        return ".".join(part for part in self.key if part)
