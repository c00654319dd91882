"""Is anything in a text that only a patient's own row holds: an id, or a day on which something was done?

Both are found however they are written: PI-001 as pi_001, PI 001 or PI-001.csv; a day as 2014-05-31, 31/05/2014,
20140531, 31 May 2014 or 31 maggio 2014.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from compendium.registry.reading import Registry

Parts = tuple[str, ...]

_PART = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]{0,3}")  # what may stand between the parts of an id
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MONTHS = (
    *("jan gen ene", "feb fev fév", "mar mär", "apr avr abr", "may mag mai", "jun giu juin"),
    *("jul lug juil", "aug ago aoû aou", "sep set", "oct ott okt", "nov", "dec dic déc dez"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-./–](?P<a>\d{1,2})[-./–](?P<b>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})[-./–](?P<b>\d{1,2})[-./–](?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<a>\d{2})(?P<b>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})\.?[\s-](?:de\s)?(?P<month>[^\W\d_]{3,10})\.?,?[\s-](?:de\s)?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<month>[^\W\d_]{3,10})\.?[\s-](?P<a>\d{1,2}),?[\s-](?P<y>\d{4})(?!\d)"),
)
# A shorter number is in any text; an id that is one cannot be told from it.
_FEWEST_DIGITS, _FEWEST_SIGNS = 5, 4


@dataclass(frozen=True)
class Persons:
    """What is looked for: ids by their parts of letters and digits, and the days of the registry (year, month, day).

    left: how many ids cannot be told from what is in any text. known: days as the study's own texts write them: the
    DOI 10.1002/(SICI)1097-0258(19980430) holds one, and in a large registry any day is a patient's.
    """

    ids: frozenset[Parts]
    days: frozenset[tuple[int, int, int]]
    left: int
    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, registry: Registry, known: str = "") -> Persons:
        """Take them from all tables of a registry, those of patients who were not included as well.

        known: a text that is of no patient, as the study's own definitions and references; an id that is in it is not
        looked for, nor is a day in the very writing in which it is there.
        """
        frames = (registry.patients, registry.visits, registry.adverse_events)
        return cls.named({str(each) for frame in frames for each in frame["patient_id"].unique()}, _days(frames), known)

    @classmethod
    def named(cls, ids: Iterable[str], days: Iterable[tuple[int, int, int]], known: str = "") -> Persons:
        """Take ids and days as they are given."""
        wanted = [parts_of(each) for each in ids]
        found = cls(frozenset(filter(_can_be_told, wanted)), frozenset(days), 0)
        told = found.ids - {parts_of(each) for each in found._ids_in(known)}
        left = len(wanted) - sum(each in told for each in wanted)
        return cls(told, found.days, left, frozenset(found._days_in(known)))

    def within(self, text: str) -> Iterator[str]:
        """Yield each id and day of a patient that a text holds, as it is written there."""
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        yield from dict.fromkeys(self._ids_in(plain))
        yield from dict.fromkeys(day for day in self._days_in(plain) if day not in self.known)

    @cached_property
    def _shapes(self) -> tuple[set[int], set[str]]:
        """How many parts ids have, and with which they begin: of many thousand ids, looked up for every file."""
        return {len(each) for each in self.ids}, {each[0] for each in self.ids}

    def _ids_in(self, text: str) -> Iterator[str]:
        lengths, first = self._shapes
        parts = list(_PART.finditer(text))
        said = [part.group().casefold() for part in parts]
        for place, part in enumerate(said):
            if part not in first:
                continue
            for length in lengths:
                if tuple(said[place : place + length]) in self.ids and _joined(text, parts[place : place + length]):
                    yield text[parts[place].start() : parts[place + length - 1].end()]

    def _days_in(self, text: str) -> Iterator[str]:
        found = (match for each in _DAYS for match in each.finditer(text))
        yield from (match.group() for match in found if self._is_day(match))

    def _is_day(self, match: re.Match[str]) -> bool:
        """Whether it is a day of the registry, read either way round."""
        held = match.groupdict()
        year, first = int(held["y"]), int(held["a"])
        if "month" in held:
            month = next((_MONTH[name] for name in _MONTH if held["month"].casefold().startswith(name)), 0)
            return (year, month, first) in self.days
        second = int(held["b"])
        return bool({(year, first, second), (year, second, first)} & self.days)


def parts_of(name: str) -> Parts:
    """Return an id as its letters and digits, whatever joins them.

    >>> parts_of("PI-001") == parts_of("pi_001"), parts_of("104233")
    (True, ('104233',))
    """
    return tuple(_PART.findall(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()))


def _joined(text: str, parts: list[re.Match[str]]) -> bool:
    """Whether parts stand together, and not in two sentences."""
    between = (text[one.end() : other.start()] for one, other in pairwise(parts))
    return all(_BETWEEN.fullmatch(each) and "\n" not in each for each in between)


def _can_be_told(parts: Parts) -> bool:
    """Whether an id cannot be taken for another word or number.

    >>> [_can_be_told(parts_of(each)) for each in ("PI-001", "17", "104233", "A", "3/12", "Anna")]
    [True, False, True, False, False, False]
    """
    whole = "".join(parts)
    if whole.isdigit():
        return len(whole) >= _FEWEST_DIGITS and len(parts) == 1
    return len(whole) >= _FEWEST_SIGNS and any(map(str.isdigit, whole))


def _days(frames: Iterable[pd.DataFrame]) -> Iterator[tuple[int, int, int]]:
    for frame in frames:
        for name in frame.columns:
            if pd.api.types.is_datetime64_any_dtype(frame[name]):
                yield from ((each.year, each.month, each.day) for each in frame[name].dropna().unique())
