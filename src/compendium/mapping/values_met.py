"""What the cells of a column show of how it is written: what proves a notation, and what has to be asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from compendium.mapping.date_grammar import needs_order, order_shown
from compendium.mapping.not_repeated import who_is_in
from compendium.mapping.statement import Notation
from compendium.mapping.synonyms import Synonyms
from compendium.mapping.word_grammar import code, is_missing, names_centre, read_month_in_name, read_yes_no
from compendium.registry.codebook import CENTRE, Variable
from compendium.sources.texts import NumberText

MOST_SHOWN = 20
_PATIENTS = 5  # a text that this many patients share is no name of one of them
_LONGEST = 40
_CODE, _VISIT = re.compile(r"\d{1,2}"), re.compile(r"[A-Za-z]?\d{1,2}")
_BOTH = {",": re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+,\d+"), ".": re.compile(r"-?[1-9]\d{0,2}(,\d{3})+\.\d+")}
_DECIMALS = {sign: re.compile(rf"\D*\d+[{sign}](\d{{1,2}}|\d{{4,}})(\D.*)?|\D*0+[{sign}]\d+(\D.*)?") for sign in ",."}
_THREE = {sign: re.compile(rf"\D*[1-9]\d{{0,2}}[{sign}]\d{{3}}(\D.*)?") for sign in ",."}


def number_keys(cells: Sequence[str], variable: Variable) -> dict[str, str]:
    """Return the keys of a mapping that a column of numbers needs, each with what its cells prove, or ? to be decided.

    What the source keeps as a number needs none: only its texts are looked at.

    >>> from compendium.registry.codebook import load_codebook
    >>> ck = load_codebook().variable("ck")
    >>> number_keys(["1.240,5", "310"], ck), number_keys(["1.240", "<5"], ck), number_keys(["1240"], ck)
    ({'decimal': '","', 'thousands': '"."'}, {'decimal': '?', 'censored': '?'}, {})
    """
    texts = {cell.strip() for cell in cells if not isinstance(cell, NumberText)}
    keys: dict[str, str] = {}
    both = [sign for sign, pattern in _BOTH.items() if any(map(pattern.fullmatch, texts))]
    proven = [sign for sign, pattern in _DECIMALS.items() if any(map(pattern.fullmatch, texts))]
    unsettled = [
        sign for sign, pattern in _THREE.items() if any(map(pattern.fullmatch, texts)) and variable.decimals < 3
    ]
    if len(both) == 1:
        keys["decimal"] = f'"{both[0]}"'
        keys["thousands"] = '"."' if both[0] == "," else '","'
    elif proven == [","]:
        keys["decimal"] = '","'
        if "." in unsettled:
            keys["thousands"] = "?"
    elif len(proven) == 2:
        keys["decimal"] = '[",", "."]'
    elif unsettled:
        keys["decimal"] = "?"
    if any(text.startswith(("<", ">", "≤", "≥")) for text in texts):
        keys["censored"] = "?"
    return keys


def date_keys(cells: Sequence[str]) -> dict[str, str]:
    """Return the keys that a column of dates needs: an order that a day above 12 proves, or ? to be decided.

    >>> date_keys(["31/12/2019", "01/02/2019"]), date_keys(["01/02/2019"]), date_keys(["2019-02-01", "05/2014"])
    ({'date': 'day first'}, {'date': '?'}, {'precision': '?'})
    """
    texts = sorted({cell.strip() for cell in cells})
    keys: dict[str, str] = {}
    if needs_order(texts):
        order = order_shown(texts)
        keys["date"] = order if order not in ("", "both") else "?"
    if any(re.fullmatch(r"\d{5}(\.\d+)?", text) for text in texts):
        keys["date"] = "?"
    if any(re.fullmatch(r"(\d{1,2}[/. -])?(19|20)\d\d|[^\W\d_]+[ -](19|20)\d\d", text) for text in texts):
        keys["precision"] = "?"
    if any(re.fullmatch(r".*[/. -]\d{2}", text) and not re.match(r"\d{4}", text) for text in texts):
        keys["century"] = "?"
    return keys


def recode_met(
    cells: Sequence[str], patients: Sequence[str], codes: Mapping[str, str], variable: Variable, synonyms: Synonyms
) -> tuple[dict[str, str], int]:
    """Return what each value met may become, "?" to be decided, and how many values must not be shown.

    A value is shown where it is a code or a word that is known, or where five patients share it: what one patient has
    may be a name. Values that need no recode are left out; which of 1 and 2 is which is never assumed.

    >>> from compendium.mapping.synonyms import read_synonyms
    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> recode_met(["F", "2", "Rossi"], ["a", "b", "c"], {}, book.variable("sex"), read_synonyms(book))
    ({'2': '?', 'F': 'female'}, 1)
    """
    by_cell: dict[str, set[str]] = defaultdict(set)
    for cell, patient in zip(cells, patients, strict=True):
        by_cell[cell].add(patient)
    who: dict[str, set[str]] = defaultdict(set)
    for cell, found in by_cell.items():
        if cell.strip():
            who[code(cell)] |= found
    recode: dict[str, str] = {}
    as_written: dict[str, str] = {}
    hidden = 0
    is_code = (_VISIT if variable.name == "visit" else _CODE).fullmatch
    few = sum(bool(is_code(value)) for value in who) <= MOST_SHOWN  # more are a measure, or number the patients
    for value in sorted({*who, *map(code, codes)}):
        level = _level(value, codes.get(value, ""), variable, synonyms)
        if level == value or is_missing(value, Notation()):
            as_written |= {value: _as_read(codes.get(value, value), variable)} if level == value else {}
            continue
        known = level or value in codes or (few and is_code(value))
        if not known and who_is_in(value, variable):
            hidden += 1
        elif known or (len(who[value]) >= _PATIENTS and len(value) <= _LONGEST and len(recode) < MOST_SHOWN):
            recode[value] = level or "?"
        else:
            hidden += 1
    if recode and (variable.kind == "yes_no" or variable.role == CENTRE):  # it has to cover every value
        asked = {value for value, level in recode.items() if level == "?" and is_code(value)} - {*codes}
        unsure = {value for value in as_written if asked and is_code(value)} - {*codes}  # 1 beside a 2 may be a no
        also = as_written | dict.fromkeys(unsure, "?")
        recode = dict(sorted((also | recode).items()))
    return recode, hidden


def _as_read(word: str, variable: Variable) -> str:
    """Return what comes of a value that needs no recode, or of the word behind it."""
    return read_yes_no(word, Notation(), {}).text if variable.kind == "yes_no" else word


def _level(value: str, word: str, variable: Variable, synonyms: Synonyms) -> str:
    """Return the level that a value, or the word behind it, is known to stand for; itself where nothing is needed."""
    if word and is_missing(word, Notation()):
        return "missing"
    if variable.kind == "yes_no":
        return "" if read_yes_no(value, Notation(), {value: word} if word else {}).uncovered else value
    if value in variable.levels:
        return value
    if variable.name == "visit" and (visit := read_month_in_name(word or value, variable).text):
        return visit
    known = synonyms.level(variable.name, word or value)
    if variable.role == CENTRE and names_centre(word or value, variable):
        return value if not known or known == word else known
    return known
