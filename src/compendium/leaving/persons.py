"""Is anything in a text that only a patient's own row holds: an id, or a day on which something was done?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from compendium.registry.reading import Registry

_WORD = re.compile(r"[^\W_](?:[\w./:@-]*[^\W_])?")
_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b|\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
# A shorter number is in any text; an id that is one cannot be told from it.
_FEWEST_DIGITS, _FEWEST_SIGNS = 5, 3


@dataclass(frozen=True)
class Persons:
    """What is looked for: ids that can be told from other words, and the days of the registry as year, month, day.

    left: how many ids are too short to be told from any number.
    """

    words: frozenset[str]
    others: tuple[str, ...]
    days: frozenset[tuple[int, int, int]]
    left: int

    @classmethod
    def of(cls, registry: Registry) -> Persons:
        """Take them from all tables of a registry, those of patients who were not included as well."""
        frames = (registry.patients, registry.visits, registry.adverse_events)
        ids = {str(each) for frame in frames for each in frame["patient_id"].unique()}
        told = {each for each in ids if _can_be_told(each)}
        words = frozenset(each for each in told if _WORD.fullmatch(each))
        return cls(words, tuple(sorted(told - words)), frozenset(_days(frames)), len(ids) - len(told))

    def within(self, text: str) -> Iterator[str]:
        """Yield each id and date of a patient that a text holds, in the text's own order."""
        yield from dict.fromkeys(word for word in _WORD.findall(text) if word in self.words)
        yield from (each for each in self.others if each in text)
        yield from dict.fromkeys(match.group() for match in _DATE.finditer(text) if self._is_day(match))

    def _is_day(self, match: re.Match[str]) -> bool:
        """Whether it is a day of the registry, read either way round."""
        year, month, day, first, second, last = (int(each or 0) for each in match.groups())
        read = {(year, month, day), (last, second, first), (last, first, second)}
        return bool(read & self.days)


def _can_be_told(name: str) -> bool:
    """Whether an id cannot be taken for another word.

    >>> [_can_be_told(each) for each in ("PI-001", "17", "104233", "A")]
    [True, False, True, False]
    """
    if name.isdigit():
        return len(name) >= _FEWEST_DIGITS
    return len(name) >= _FEWEST_SIGNS and any(map(str.isdigit, name))


def _days(frames: Iterable[pd.DataFrame]) -> Iterator[tuple[int, int, int]]:
    for frame in frames:
        for name in frame.columns:
            if pd.api.types.is_datetime64_any_dtype(frame[name]):
                yield from ((each.year, each.month, each.day) for each in frame[name].dropna().unique())
