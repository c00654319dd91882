"""A column that tells who its patients are, by what stands in it: names, tax codes, e-mails, telephones, births."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compendium.sources.given_names import GIVEN_NAMES
from compendium.sources.identifiers import identifying_column, is_as_a_name
from compendium.sources.tax_code import is_like_a_tax_code
from press.ground.listed import listed

TAKE_OUT = "take the column out of the file before it leaves your centre, and tell your data-protection officer"
NAMES, TAX_CODES, E_MAILS = "persons' names", "Italian tax codes", "e-mail addresses"
TELEPHONES, BIRTHS, NUMBERS = "telephone numbers", "dates of birth", "numbers as long as hospitals' own"

_DAY = r"(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d)"
_E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_TAX_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{6}[0-9A-Za-z]{10}(?![A-Za-z0-9])")
_BORN = re.compile(
    rf"\b(?:nat[oa]|born|dob|d\.?n\.?|nascita|birth|geb(?:oren)?)\b[\s.:(]*(?:il|on|am)?\s*{_DAY}", re.IGNORECASE
)
# Blood values in a row have blanks between them as well, so a number is one of a telephone by its word or its prefix.
_CALLED = re.compile(
    r"\b(?:tel(?:ef(?:ono)?)?|cell(?:ulare)?|phone|mobile|recapito)\b[\s.:]*\+?\d(?:[ ./-]?\d){7,}", re.IGNORECASE
)
_PREFIXED = re.compile(r"(?<![\w.,+])(?:\+\d{1,3}[ ./-]?)?(?:3\d\d|0\d{1,3})[ ./-]?\d{6,8}(?![\w.,])")
_TELEPHONE = re.compile(r"\+?\(?\d{1,4}\)?(?:[ /-]\d{2,10}){1,4}|\+\d{9,13}")
_LONG = re.compile(r"\d{8,12}")
_AS_DAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d.*")
_BIRTH = re.compile(rf"{_DAY}|(?:19|20)\d\d[01]\d[0-3]\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"[\d\s.,:/()+-]*")
_WORDS = re.compile(r"[^\W\d_]+")
# Hospitals and streets are called after saints and professors, and criteria after their authors.
_WRITTEN = (
    "san santa santo sant st saint ss ospedale ospedali hospital osp clinica clinic policlinico irccs istituto "
    "institute fondazione azienda asst ao aou papa via piazza corso viale campus universita university "
    "centro centre bohan"
)
_NOT_OF_A_PERSON = frozenset(_WRITTEN.split())
_FEWEST = 3  # so many different names, numbers or dates before a column is taken for one of them
_BEFORE = 1975  # the year before which half of the dates lie: IVIg has been given since 1981
_TELEPHONE_DIGITS = range(9, 14)


@dataclass(frozen=True)
class Telling:
    """What in a column tells who patients are, in how many of its filled cells, and the position of the first."""

    what: str
    number: int
    filled: int
    first: int


def telling(texts: Sequence[str], *names: str) -> Telling | None:
    """Return what in the cells of a column tells who the patients are; None where nothing does.

    names: of the column, and its label. A name that promises as much (Cognome) is believed where the cells agree.

    >>> telling(["a.b@example.org", "", "x@y.it"]).what, telling(["333 1234567", "333 7654321"]).what
    ('e-mail addresses', 'telephone numbers')
    >>> telling(["pz Mario, nato il 04/03/1961", "sta bene"])
    Telling(what='dates of birth', number=1, filled=2, first=0)
    >>> telling(["Ospedale San Michele", "1240 1300 1250", "2013-04-05"]) is None
    True
    >>> telling(["Rossi", "Bianchi"]), telling(["Rossi", "Bianchi"], "Cognome").what
    (None, "persons' names")
    """
    cells = [(at, text.strip()) for at, text in enumerate(texts) if text.strip()]
    often = Counter(text for _, text in cells)
    found = {text: kind for text in often if (kind := _in_cell(text))}
    found = _without_few_names(found) or _as_promised(often, names) or _as_a_whole(often)
    if not found:
        return None
    first = next(at for at, text in cells if text in found)
    kinds = Counter[str]()
    for text, kind in found.items():
        kinds[kind] += often[text]
    return Telling(listed([kind for kind, _ in kinds.most_common()]), kinds.total(), len(cells), first)


def _in_cell(text: str) -> str:
    """Return what in one cell tells who a person is, whatever the cells around it."""
    if _DIGITS.fullmatch(text):
        return ""
    if any(map(is_like_a_tax_code, [text, *_TAX_CODE.findall(text)])):
        return TAX_CODES
    if _E_MAIL.search(text):
        return E_MAILS
    if _BORN.search(text):
        return BIRTHS
    if _CALLED.search(text) or _PREFIXED.search(text):
        return TELEPHONES
    words = _WORDS.findall(text.casefold())
    return NAMES if not GIVEN_NAMES.isdisjoint(words) and _NOT_OF_A_PERSON.isdisjoint(words) else ""


def _without_few_names(found: dict[str, str]) -> dict[str, str]:
    """Leave out names that are few: a physician's or a hospital's recurs, and a word may be a name by chance."""
    few = sum(kind == NAMES for kind in found.values()) < _FEWEST
    return {text: kind for text, kind in found.items() if not (few and kind == NAMES)}


def _as_a_whole(often: Counter[str]) -> dict[str, str]:
    """Return the cells of a column of telephone or long numbers or births alone: one cell may be such by chance."""
    alike: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
        (TELEPHONES, 2, _is_telephone),
        (NUMBERS, _FEWEST, lambda text: bool(_LONG.fullmatch(text)) and not _AS_DAY.fullmatch(text)),
        (BIRTHS, _FEWEST, _is_early_day),
    )
    for kind, fewest, is_one in alike:
        these = {text: kind for text in often if is_one(text)}
        # measured values are of many lengths and recur
        odd = kind == NUMBERS and (len({len(text) for text in these}) > 2 or any(often[text] > 1 for text in these))
        if len(these) >= fewest and 2 * len(these) > len(often) and not odd:
            return these
    return {}


def _is_telephone(text: str) -> bool:
    return bool(_TELEPHONE.fullmatch(text)) and sum(map(str.isdigit, text)) in _TELEPHONE_DIGITS


def _is_early_day(text: str) -> bool:
    year = _YEAR.search(text) if _BIRTH.match(text) else None
    return year is not None and int(year[0]) < _BEFORE


def _as_promised(often: Counter[str], names: Sequence[str]) -> dict[str, str]:
    """Return the cells of a column whose name says that it holds names or dates of birth, where most cells agree."""
    promised = next(filter(None, map(identifying_column, names)), "")
    ways: dict[str, tuple[str, Callable[[str], object]]] = {
        "a name": (NAMES, is_as_a_name),
        "a date of birth": (BIRTHS, _BIRTH.match),
    }
    if promised not in ways:
        return {}
    kind, is_one = ways[promised]
    these = {text: kind for text in often if is_one(text)}
    return these if 2 * len(these) >= len(often) else {}


def in_words(found: Telling) -> str:
    """Return in how many cells of a column what stands, for a message.

    >>> in_words(Telling("e-mail addresses", 9, 10, 0))
    '9 of its 10 filled cells hold what looks like e-mail addresses'
    """
    return f"{found.number} of its {found.filled} filled cells hold what looks like {found.what}"
