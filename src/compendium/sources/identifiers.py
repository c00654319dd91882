"""What tells who a patient is - a name, tax code, telephone, e-mail, hospital number - is recognised, and masked."""

from __future__ import annotations

import re

from compendium.sources.given_names import GIVEN_NAMES
from compendium.sources.tax_code import is_tax_code

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"(?<![\w.])\+?(\d[ ./()-]*){8,}\d(?![\w.])")  # nine digits or more: a date has eight
_DATE = re.compile(r"(?<!\d)((19|20)\d\d([-/.]?)\d\d?\3\d\d?|\d\d?([-/.])\d\d?\4(19|20)\d\d)(?!\d)")
_YEAR, _MONTH, _DAY = r"(19\d\d|200\d)", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"  # of birth
_BIRTH_IN_ID = re.compile(rf"(?<!\d)({_YEAR}{_MONTH}{_DAY}|{_DAY}{_MONTH}{_YEAR}|{_MONTH}{_DAY}{_YEAR})(?!\d)")
_AS_NAMES_ARE = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]*([ '’.,_-]+[^\W\d_]+)*")
_LONG_NUMBER = re.compile(r"(?<!\d)0*[1-9]\d{7,}(?!\d)")
_TAX_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{6}[0-9A-Za-z]{10}(?![A-Za-z0-9])")
_WORD = re.compile(r"[^\W\d_]+")
_WITHIN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")  # RossiMario
_SHOWN = 2
_CODE = 3  # letters of a code such as ABC
_DIGITS_ALONE = re.compile(r"[\d\s.,:'+-]*")
_OF_A_PROGRAM = re.compile(r"[+-]?\d{1,6}[.,]\d{11,}")  # a number that was calculated: no telephone is as long
_IDENTIFYING_COLUMNS = {
    "a date of birth": r"(date.?of.?birth|birth.?da(te|y)|dob|data.?(di.?)?nascita|nat[oa].?il|geburtsdatum)",
    "a name": r"((first|last|family|sur|full|patient).?name|(cog)?nome.*|initials|iniziali|vorname|nachname)",
    "a tax or insurance number": r"(codice.?fiscale|tax.?code|cod.?fisc|cf|ssn|social.?security.*|nhs.?(no|number))",
    "an address": r"((home|street|postal).?address|address|indirizzo|residenza|zip.?code|postcode|cap)",
    "a telephone number": r"((tele|mobile.?)?phone.*|telefono|cellulare|tel)",
    "an e-mail address": r"(e.?mail.*)",
    "a hospital number": (
        r"(mrn|hospital.?(no|number|id)|((n|nr|no|num|numero) )?(di |della )?cartella.*|nosologico|medical.?record.*)"
    ),
}


def identifier_in(text: str, *, in_id: bool) -> str:
    """Return what in a text tells who a person is ("an e-mail address"), "" where nothing does.

    In an identifier of the registry (`in_id`) a long number and a date of birth count as well.

    >>> identifier_in("RSSMRA80A01H501U", in_id=True), identifier_in("mario@example.org", in_id=False)
    ('an Italian tax code', 'an e-mail address')
    >>> identifier_in("PI0001", in_id=True), identifier_in("Deep vein thrombosis", in_id=False)
    ('', '')
    """
    if any(is_tax_code(found) for found in [text, *_TAX_CODE.findall(text)]):
        return "an Italian tax code"
    if _EMAIL.search(text):
        return "an e-mail address"
    if _BIRTH_IN_ID.search(text) if in_id else _DATE.search(text):
        return "what looks like a date of birth"
    if in_id and _LONG_NUMBER.search(text):
        return "a number as long as hospitals' own"
    if _TELEPHONE.search(text):
        return "what looks like a telephone number"
    words = _WORD.findall(_WITHIN_WORDS.sub(" ", text).casefold())
    if not GIVEN_NAMES.isdisjoint(words):
        return "what looks like a person's name"
    return ""


def person_in(text: str) -> str:
    """Return what in a cell of a table tells who a person is, where a date or a number may be the value itself.

    >>> person_in("chiedere a mario.rossi@example.org"), person_in("31/12/2019"), person_in("1240500300")
    ('an e-mail address', '', '')
    """
    rest = _DATE.sub(" ", text)
    return "" if _DIGITS_ALONE.fullmatch(rest) else identifier_in(rest, in_id=False)


def masked(text: str) -> str:
    """Return a text as messages may show it: what tells who a person is is cut after two signs.

    >>> masked("mario.rossi@example.org"), masked("151"), masked("2012-06-01 00:00")
    ('ma... (23 signs, not repeated here)', '151', '2012-06-01 00:00')
    >>> masked("2.299999952316284")
    '2.299999952316284'
    """
    plain = text.strip()
    if _OF_A_PROGRAM.fullmatch(plain) or (_DATE.match(plain) and not person_in(plain)):
        return text
    if not (identifier_in(plain, in_id=False) or _LONG_NUMBER.search(plain)):
        return text
    return hidden(plain)


def hidden(text: str) -> str:
    """Return a text that is known to tell who a person is, cut after two signs.

    >>> hidden("RossiMario")
    'Ro... (10 signs, not repeated here)'
    """
    return f"{text.strip()[:_SHOWN]}... ({len(text.strip())} signs, not repeated here)"


def is_as_a_name(pseudonym: str) -> bool:
    """Return whether a pseudonym is written as surnames are: words of letters alone, the first with a capital.

    >>> [is_as_a_name(each) for each in ("Rossi", "D'Angelo", "ESPOSITO", "P4", "ABC", "rossi")]
    [True, True, True, False, False, False]
    """
    return len(pseudonym) > _CODE and _AS_NAMES_ARE.fullmatch(pseudonym) is not None


def identifying_column(name: str) -> str:
    """Return what a column of this name would hold that tells who a patient is; "" for nothing of the kind.

    >>> identifying_column("Data di nascita"), identifying_column("mmt8")
    ('a date of birth', '')
    """
    plain = re.sub(r"[\W_]+", " ", name).strip().casefold()
    return next((what for what, form in _IDENTIFYING_COLUMNS.items() if re.fullmatch(form, plain)), "")
