"""Why many cells break one rule: what they look like, and what would put all of them right at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from compendium.registry.placeholders import is_spreadsheet_error, stands_for_missing
from compendium.sources.identifiers import identifying_column
from press.ground.fault import FaultRecord

_ASKED = ("decided", "the reason why")  # a ? of a mapping is a question to its author, and no cell
_MAPPINGS = (".yaml", ".yml")  # what stands in a mapping was written by hand, and is no cell either
_MOST = 0.9  # so many of the cells look alike: one cause
_FEWEST_CODES = 3  # so many times one value, and nothing else, is no other unit
_ONE_DIGIT = re.compile(r"(9+|8+|7+)(\.0+)?")
_WRITTEN = (
    "y n t f s si sì oui non ja nein j sí yes no true false vero falso pos neg positive negative positivo negativo "
    "present absent presente assente x + on off"
)
_YES_NO_WORDS = frozenset(_WRITTEN.split())
_UNIT = re.compile(r"[<>]?\s*[\d.,]+\s*(%|[a-zµμ]+(/[a-z0-9]+)*)", re.IGNORECASE)

_Looks = Callable[[str], bool]


def _form(pattern: str) -> _Looks:
    compiled = re.compile(pattern)
    return lambda value: bool(compiled.fullmatch(value))


def _in_another_case(value: str) -> bool:
    return value.casefold() in ("yes", "no") and value not in ("yes", "no")


# What the cells look like, how the rules begin of which it is a cause ("" for any), and the sentence; the first fits.
_CAUSES: tuple[tuple[_Looks, str, str], ...] = (
    (is_spreadsheet_error, "", "these are errors of a spreadsheet: mend the formulas where the table was made"),
    (stands_for_missing, "", "these say that nothing is known: empty the cells, or list the words as missing codes"),
    (_form(r"-\d+(\.0+)?|9{2,}(\.0+)?|8{3,}(\.0+)?"), "", "these look like codes for missing: list them as such"),
    (_in_another_case, "yes or no", "these are yes and no in other letters: write them small"),
    (_form(r"\d{1,2}"), "yes or no", "these look like codes, as REDCap writes them: give the dictionary or a recode"),
    (_form(r"\d{1,2}"), "one of ", "these look like codes, as REDCap writes them: give the dictionary or a recode"),
    (lambda value: value.casefold() in _YES_NO_WORDS, "yes or no", "these are other words for yes and no: recode them"),
    (_form(r"-?\d+,\d+"), "", "the decimal comma of a spreadsheet in another language: state it in the mapping"),
    (_form(r"\d{1,3}(\.\d{3})+,\d+"), "", "points between thousands and a decimal comma: state both in the mapping"),
    (_form(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"), "a date", "dates with the day or month first: state which it is"),
    (_form(r"[1-5]\d{4}(\.0+)?"), "a date", "a spreadsheet's count of days: format the column as a date and save anew"),
    (_form(r"(19|20)\d\d"), "a date", "years alone: the registry needs the day; state what to take for it"),
    (_form(r"\d{4}-\d\d-\d\d[T ].*"), "a date", "dates with a time of day: take the time away"),
    (_form(r"[<>≤≥]\s*[\d.,]+"), "a number", "values below or above a limit of detection: state how to take them"),
    (_form(r"\d+\s*/\s*\d+"), "a number", "points of a maximum (x/y): write the points alone"),
    (lambda value: bool(_UNIT.fullmatch(value)), "a number", "numbers with their unit: take it away or state it"),
    (_form(r"\d{2,3}(\.\d+)?"), "from 0 to 10 ", "a scale in mm (0-100): state it in the mapping (scale: [0, 100])"),
    (_form(r"[\d.]+"), "from ", "another unit or scale: state it in the mapping"),
)


def likely_cause(records: Sequence[FaultRecord]) -> str:
    """Return what nine of ten of the faults of one rule have in common, "" for nothing that is known.

    >>> book = [FaultRecord("a", row, "skin", str(row % 2), "yes or no", "write yes or no") for row in range(9)]
    >>> likely_cause(book)
    'these look like codes, as REDCap writes them: give the dictionary or a recode'
    """
    rule = records[0].rule
    if what := identifying_column(records[0].column) if rule == "only columns of the codebook" else "":
        return f"{what}: take it away before the file leaves your centre"
    values = [record.value for record in records if record.value]
    if not values or rule.startswith(_ASKED) or records[0].file.endswith(_MAPPINGS):
        return ""
    if len(values) > _FEWEST_CODES and len(set(values)) == 1 and _ONE_DIGIT.fullmatch(values[0]):
        return "these look like codes for missing: list them as such"
    fitting = (said for looks, start, said in _CAUSES if rule.startswith(start) and _most(map(looks, values)))
    return next(fitting, "")


def _most(answers: Iterable[bool]) -> bool:
    counted = list(answers)
    return sum(counted) >= _MOST * len(counted)
