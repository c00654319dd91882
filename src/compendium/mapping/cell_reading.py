"""One cell, read as its variable's rule in the mapping says: recode, missing, then what its kind is written like."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.mapping.date_grammar import read_date
from compendium.mapping.number_grammar import read_number
from compendium.mapping.outcome import Outcome
from compendium.mapping.statement import Rule
from compendium.mapping.word_grammar import (
    code,
    is_missing,
    names_centre,
    read_among,
    read_level,
    read_month_in_name,
    read_yes_no,
    recoded,
)
from compendium.sources.identifiers import masked


def read_cell(text: str, rule: Rule, codes: Mapping[str, str]) -> Outcome:
    """Return what comes of a cell; `codes` are the words behind the codes of its column, where the source has them.

    Blanks around it are no part of a value. What a recode names comes first, then a level as the codebook has it, in
    the cell or behind its code, then the words for missing.

    >>> from compendium.registry.codebook import load_codebook
    >>> sex = Rule(load_codebook().variable("sex"), 1, ("Sesso",), recode={"D": "female", "U": "male"})
    >>> read_cell(" D ", sex, {}).text, read_cell("n.d.", sex, {}).done, read_cell("M", sex, {}).uncovered
    ('female', ('"n.d." read as missing',), True)
    """
    variable, notation = rule.variable, rule.notation
    if rule.as_written:
        return Outcome(text)
    cell = text.strip()
    if not cell:
        is_no = variable.kind == "yes_no" and notation.blank == "no"
        return Outcome("no", ("an empty cell read as no",)) if is_no else Outcome()
    if (found := recoded(cell, rule.recode, codes)) is not None:
        return _read_as(found, cell)
    if variable.kind == "id" or cell in _own_words(rule):
        return Outcome(cell)
    word = codes.get(code(cell), "")
    if variable.kind == "level" and (word in variable.levels or names_centre(word, variable)):
        return _read_as(word, cell)
    if is_missing(cell, notation):
        return _read_as("", cell)
    if rule.contains:
        return read_among(cell, rule.contains)
    if rule.month_in_name:
        outcome = read_month_in_name(cell, variable)
        return outcome if outcome.uncovered else _read_as(outcome.text, cell)
    if rule.recode:
        return Outcome(uncovered=True)
    if variable.kind == "yes_no":
        outcome = read_yes_no(cell, notation, codes)
        return outcome if outcome.uncovered else _read_as(outcome.text, cell)
    if variable.kind in ("number", "integer"):
        return read_number(text, variable, notation)
    if variable.kind == "date":
        return read_date(cell, notation)
    return read_level(cell, variable) if variable.kind == "level" else Outcome(cell)


def _own_words(rule: Rule) -> tuple[str, ...]:
    return ("yes", "no") if rule.variable.kind == "yes_no" else rule.variable.levels


def _read_as(found: str, cell: str) -> Outcome:
    return Outcome(found, () if found == cell else (f'"{masked(cell)}" read as {found or "missing"}',))
