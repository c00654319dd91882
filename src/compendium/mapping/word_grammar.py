"""Words as centres write them: yes and no, missing, and levels under other names, in English and Italian."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from compendium.mapping.outcome import Outcome, refused
from compendium.mapping.statement import Notation
from compendium.registry.codebook import CENTRE, Variable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES = _words("yes y si sì s 1 x + pos positivo positiva positive presente present true vero ✓ checked")
NO = _words("no n 0 - neg negativo negativa negative assente absent false falso unchecked")
MISSING = _words(
    "nd n.d n.d. n/d na n.a n.a. n/a nv n.v. ? unk unknown n/k ignoto non_noto non_disponibile not_known not_done "
    "missing mancante sconosciuto sconosciuta"
)
VISIT_WORDS = {
    "baseline": _words("baseline basale base bl inizio pre prima before start enrolment arruolamento"),
    "end": _words("end fine eot finale post dopo after last ultima ultimo"),
}
_CODE = re.compile(r"([+-]?\d+)\.0+")
BETWEEN = re.compile(r"[+,;/&|\n]|\s(?:e|and|ed)\s")  # what stands between several words in one cell
_CENTRE_CODE = re.compile(r"[\W\d_]+")


def is_missing(cell: str, notation: Notation) -> bool:
    """Return whether a cell says that nothing is known: by the usual words in any case, or by the mapping's as written.

    >>> is_missing("N.D.", Notation()), is_missing("-999", Notation()), is_missing("-999", Notation(missing=("-999",)))
    (True, False, True)
    """
    return code(cell) in map(code, notation.missing) or _word(cell) in MISSING


def read_yes_no(cell: str, notation: Notation, codes: Mapping[str, str]) -> Outcome:
    """Return yes or no for a word or sign of either, or for a code behind which the source has such a word.

    >>> read_yes_no("Sì", Notation(), {}).text, read_yes_no("2", Notation(), {"1": "Yes", "2": "No"}).text
    ('yes', 'no')
    >>> read_yes_no("2", Notation(), {}).uncovered
    True
    """
    word = _word(codes.get(code(cell), code(cell)))
    if word in YES or word in map(_word, notation.ticked):
        return Outcome("yes")
    return Outcome("no") if word in NO else Outcome(uncovered=True)


def read_among(cell: str, word: str) -> Outcome:
    """Return yes where a word is one of those in a cell, no where it is in none of them; else it is left to a recode.

    >>> [read_among(each, "muscolo").text for each in ("Muscolo + esofago", "cute, esofago")]
    ['yes', 'no']
    >>> read_among("non muscolo", "muscolo").uncovered, read_among("muscolo?", "muscolo").uncovered
    (True, True)
    """
    parts = [_word(part) for part in BETWEEN.split(cell)]
    if _word(word) in parts:
        return Outcome("yes", (f'with "{word}" read as yes',))
    if any(_word(word) in part for part in parts):
        return Outcome(uncovered=True)
    return Outcome("no", (f'without "{word}" read as no',))


def read_level(cell: str, variable: Variable) -> Outcome:
    """Return a level that is written exactly as the codebook has it, or a centre's name; another is left to a recode.

    >>> from compendium.registry.codebook import load_codebook
    >>> sex = load_codebook().variable("sex")
    >>> read_level("female", sex).text, read_level("F", sex).uncovered
    ('female', True)
    """
    return Outcome(cell) if cell in variable.levels or names_centre(cell, variable) else Outcome(uncovered=True)


def names_centre(text: str, variable: Variable) -> bool:
    """Return whether a text is the name of a centre: any may send its patients, and the codebook lists those it knows.

    A number is none, nor is one of the codebook's in other letters: it would count as a centre of its own.

    >>> from compendium.registry.codebook import load_codebook
    >>> centre = load_codebook().variable("centre")
    >>> [names_centre(each, centre) for each in ("Our hospital", "A", "a", "3", "")]
    [True, True, False, False, False]
    """
    if variable.role != CENTRE or not text or _CENTRE_CODE.fullmatch(text):
        return False
    return text in variable.levels or text.casefold() not in map(str.casefold, variable.levels)


def recoded(cell: str, recode: Mapping[str, str], codes: Mapping[str, str]) -> str | None:
    """Return what a recode makes of a value, by the value, else by the word behind it; None where it has neither.

    >>> recoded("1.0", {"1": "male"}, {}), recoded("2", {"Femmina": "female"}, {"2": "Femmina"}), recoded("3", {}, {})
    ('male', 'female', None)
    """
    by_code = {code(value): level for value, level in recode.items()}
    found = by_code.get(code(cell))
    return found if found is not None else by_code.get(code(codes.get(code(cell), cell)))


def read_month_in_name(cell: str, variable: Variable) -> Outcome:
    """Return the visit that a name says by its month (M6, month_6_arm_1, T0), or by a word for before or after.

    >>> from compendium.registry.codebook import load_codebook
    >>> visit = load_codebook().variable("visit")
    >>> [read_month_in_name(each, visit).text for each in ("baseline_arm_1", "M6", "T0", "fine terapia")]
    ['baseline', 'month 6', 'baseline', 'end']
    >>> read_month_in_name("M18", visit).uncovered
    True
    """
    name = re.sub(r"_arm_\d+$", "", cell.casefold())
    numbers = re.findall(r"\d+", name)
    if len(numbers) == 1:
        level = "baseline" if int(numbers[0]) == 0 else f"month {int(numbers[0])}"
        return read_level(level, variable)
    words = set(re.findall(r"[^\W\d_]+", name))
    said = [level for level, known in VISIT_WORDS.items() if words & known]
    return read_level(said[0], variable) if len(said) == 1 and not numbers else Outcome(uncovered=True)


def read_ticks(cells: Mapping[str, str], boxes: Mapping[str, str]) -> Outcome:
    """Return the level whose box is ticked, "" for none; `cells` and `boxes` have a cell and a level for each column.

    >>> read_ticks({"dx_1": "1", "dx_2": "0"}, {"dx_1": "DM", "dx_2": "PM"}).text
    'DM'
    """
    ticks = {column: read_yes_no(cell.strip(), Notation(), {}) for column, cell in cells.items() if cell.strip()}
    if any(tick.uncovered for tick in ticks.values()):
        return refused("boxes that are ticked or not (1 or 0)", "correct the cell, or name the columns of the boxes")
    said = sorted({boxes[column] for column, tick in ticks.items() if tick.text == "yes"})
    if len(said) > 1:
        return refused(f"one box ticked; here they say {', '.join(said)}", "decide in the source which of them it is")
    return Outcome(said[0] if said else "")


def code(cell: str) -> str:
    """Return a code as codes are compared: 1.0, as some programs write it, is 1.

    >>> code(" 1.0"), code("M0")
    ('1', 'M0')
    """
    text = unicodedata.normalize("NFC", cell).strip()
    whole = _CODE.fullmatch(text)
    return whole[1] if whole else text


def _word(cell: str) -> str:
    return re.sub(r"\s+", "_", unicodedata.normalize("NFC", cell).strip().casefold())
