"""A table with several visits in one row - CK basale, CK fine; ck_0, ck_6 - taken apart by what names the visit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from compendium.mapping.column_matching import BRACKETED
from compendium.mapping.synonyms import processed
from compendium.mapping.word_grammar import VISIT_WORDS

_MONTHS = ("0", "3", "6", "12")
_MONTH_WORDS = {"month", "months", "mese", "mesi"}
_BESIDE = _MONTH_WORDS | {"visit", "visita", "terapia", "therapy", "trattamento", "treatment", "di", "al", "of"}
_NAMED = re.compile(r"(?:[mtv]|month|mese|mesi|visit|visita)(\d{1,2})|(\d{1,2})(?:m|mo|months?|mesi)")


def visit_in(header: str) -> tuple[str, str]:
    """Return the visit that a column's name speaks of, and the rest of the name; "" and the name for none.

    >>> visit_in("Basale / CK (U/L)"), visit_in("ck_6"), visit_in("fi_2"), visit_in("3 mesi / VAS medico")
    (('baseline', 'ck'), ('month 6', 'ck'), ('', 'fi 2'), ('month 3', 'vas medico'))
    """
    without_unit = BRACKETED.sub(" ", header)
    if without_unit != header and (found := visit_in(without_unit))[0]:
        return found
    tokens = processed(header).split()
    for at, token in enumerate(tokens):
        words = [level for level, known in VISIT_WORDS.items() if token in known]
        month = _month(tokens, at)
        if words or month:
            rest = " ".join(each for each in tokens[:at] + tokens[at + 1 :] if each not in _BESIDE)
            if rest:
                return words[0] if words else ("baseline" if month == "0" else f"month {month}"), rest
    return "", " ".join(tokens)


def _month(tokens: list[str], at: int) -> str:
    named = _NAMED.fullmatch(tokens[at])
    number = (named[1] or named[2]) if named else tokens[at]
    before, after = tokens[at - 1 : at], tokens[at + 1 : at + 2]
    alone = not named and number.isdecimal() and (not after or _MONTH_WORDS & {*before, *after})
    return str(int(number)) if (named or alone) and str(int(number)) in _MONTHS else ""


def visits_in_rows(headers: Iterable[str], levels: Iterable[str]) -> Mapping[str, dict[str, str]]:
    """Return by visit, in the order of the codebook, the rest of the name of each column that speaks of it.

    Nothing is returned unless something was recorded at two visits at least: a name alone may mean something else.

    >>> visits_in_rows(["ID", "ck_0", "ck_6", "mmt_0"], ["baseline", "month 6", "end"])
    {'baseline': {'ck_0': 'ck', 'mmt_0': 'mmt'}, 'month 6': {'ck_6': 'ck'}}
    >>> visits_in_rows(["Basale / CK (U/L)", "Fine terapia / CK (U/L)"], ["baseline", "end"])
    {'baseline': {'Basale / CK (U/L)': 'ck'}, 'end': {'Fine terapia / CK (U/L)': 'ck'}}
    >>> visits_in_rows(["ID", "ck", "Ultima infusione"], ["baseline", "end"])
    {}
    """
    found: dict[str, dict[str, str]] = {}
    times: dict[str, set[str]] = {}
    for header in headers:
        level, rest = visit_in(header)
        if level:
            found.setdefault(level, {})[header] = rest
            times.setdefault(rest, set()).add(level)
    if all(len(visits) < 2 for visits in times.values()):
        return {}
    return {level: found[level] for level in levels if level in found}
