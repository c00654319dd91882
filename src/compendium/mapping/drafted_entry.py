"""One variable's entry in a draft: its column, what its cells prove, and a ? wherever only the centre can decide."""

from __future__ import annotations

import re

import yaml

from compendium.mapping.checkboxes import OF_CODE
from compendium.mapping.column_matching import Match
from compendium.mapping.statement import Notation
from compendium.mapping.synonyms import Synonyms
from compendium.mapping.units import is_scale, known_units, named_unit, unit_must_be_stated
from compendium.mapping.values_met import date_keys, number_keys, recode_met
from compendium.mapping.word_grammar import is_missing, read_yes_no
from compendium.registry.codebook import CENTRE, Variable
from compendium.registry.terms import in_other_words, known_terms
from compendium.sources.cells import Cells
from press.ground.fault import on_one_line
from press.rows.row import slug

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*( [A-Za-z0-9_]+)*")
_RANGE = re.compile(r"[(\[]\s*(0)\s*(?:-|–|to|a)\s*(\d{1,3})\s*[)\]]")
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_ASKS = {
    "decimal": 'decimal: is "," or "." before decimals?',
    "thousands": "thousands: what stands between thousands?",
    "censored": "censored: limit, if <5 counts as 5",
    "date": "date: day first or month first? or excel, for a spreadsheet's day numbers",
    "precision": "precision: month (the 15th) or year (1 July) for a date without day",
    "century": "century: 2000 or 1900 for years of two digits",
}


def scalar(text: str) -> str:
    """Return a text as YAML has it, in quotes unless it is a plain name.

    >>> scalar("Sesso"), scalar("CK (U/L)"), scalar("1"), scalar("null")
    ('Sesso', '"CK (U/L)"', '"1"', '"null"')
    """
    if _PLAIN.fullmatch(text) and text != "null":
        return text
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**6)).strip()


def entry(match: Match, variable: Variable, cells: Cells, patients: list[str], synonyms: Synonyms) -> tuple[str, str]:
    """Return the value of an entry and the comment behind it; `patients` are the pseudonyms of the rows.

    No cell stands in either but codes, words that are known, and words that several patients share.
    """
    if variable.kind == "yes_no" and OF_CODE in match.column:
        keys = {"checkbox": "true", "when_form_untouched": "?"}
        asked = ["when_form_untouched: in a form that nobody filled in, is it no or missing?"]
    else:
        keys, asked = notation(variable, [match.column], cells, patients, synonyms)
    if match.also:
        asked.append(f"also like it: {', '.join(match.also)} (several columns: first_of)")
    comment = "; ".join(([] if match.sure else ["unsure"]) + asked)
    if not keys:
        return scalar(match.column), comment
    return flow({"column": scalar(match.column)} | keys), comment


def boxes_entry(variable: Variable, cells: Cells, synonyms: Synonyms) -> str:
    """Return the entry of a level that stands in a set of checkboxes, "" where there is no such set.

    A set is known by its columns, field___code, and by what is ticked in them, which ends each column's label.
    """
    sets: dict[str, dict[str, str]] = {}
    for column in cells.header:
        field, within, _ = column.partition(OF_CODE)
        word = re.split(r"[:=|/(]", cells.labels.get(column, "").strip(" )"))[-1]
        if within and field:
            sets.setdefault(field, {})[column] = synonyms.level(variable.name, word)
    known = [boxes for boxes in sets.values() if len(boxes) > 1 and all(boxes.values())]
    return flow({"checkboxes": flow(known[0])}) if len(known) == 1 else ""


def flow(keys: dict[str, str]) -> str:
    """Return a block on one line.

    >>> flow({"column": "CK", "unit": "?"})
    '{column: CK, unit: ?}'
    """
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def notation(
    variable: Variable, columns: list[str], cells: Cells, patients: list[str], synonyms: Synonyms
) -> tuple[dict[str, str], list[str]]:
    """Return the keys that say how one or more columns of a variable are written, and what there is to ask of them."""
    met = [cell for column in columns for cell in cells.column(column)]
    if variable.kind in ("number", "integer"):
        names = [*columns, *(cells.labels.get(column, "") for column in columns)]
        keys = _measured_in(variable, names) | number_keys(met, variable)
    elif variable.kind == "date":
        keys = date_keys(met)
    elif variable.kind in ("level", "yes_no"):
        codes = {code: word for column in columns for code, word in cells.codes.get(column, {}).items()}
        return _recode(variable, met, patients * len(columns), codes, synonyms)
    elif variable.name == "preferred_term":
        return _terms(met)
    else:
        keys = {}
    asked = [said for key, value in keys.items() if value == "?" and (said := _asks(key, variable))]
    return keys, asked


def _measured_in(variable: Variable, columns: list[str]) -> dict[str, str]:
    """Return unit or scale as the column's own name says it, such as (U/L) or (0-80); else to be decided."""
    if is_scale(variable):
        ends = {(found[1], found[2]) for column in columns if (found := _RANGE.search(column))}
        return {"scale": "[{}, {}]".format(*ends.pop()) if len(ends) == 1 else "?"}
    if not unit_must_be_stated(variable):
        return {}
    said = {named_unit(inside, variable) for column in columns for inside in _BRACKETED.findall(column)}
    return {"unit": said.pop() if len(said) == 1 and all(said) else "?"}


def _asks(key: str, variable: Variable) -> str:
    if key == "unit":
        return " or ".join(known_units(variable))
    if key == "scale":
        other = "[0, 80]" if variable.name == "mmt8" else "[0, 100]"
        return f"scale: [{variable.low:g}, {variable.high:g}], or another such as {other}"
    return _ASKS.get(key, "")


def _recode(
    variable: Variable, met: list[str], patients: list[str], codes: dict[str, str], synonyms: Synonyms
) -> tuple[dict[str, str], list[str]]:
    recode, hidden = recode_met(met, patients, codes, variable, synonyms)
    undecided = [value for value, level in recode.items() if level == "?"]
    asked = [
        f"{value} = {on_one_line(codes[value])[:40]}?" if value in codes else f"{value} = ?" for value in undecided
    ]
    if undecided:
        asked.append(
            "the name of the centre"
            if variable.role == CENTRE
            else f"one of {', '.join(variable.levels or ('yes', 'no'))}{'' if variable.required else ', or missing'}"
        )
    if hidden:
        asked.append(f"{hidden} more values, which may tell who a patient is and are not shown: add them to recode")
    if variable.name == "visit" and recode and not undecided and not codes:
        return {"month_in_name": "true"}, asked
    keys = {"recode": flow({scalar(value): level for value, level in recode.items()})} if recode else {}
    if variable.kind == "yes_no" and _only_ticks(met):
        keys["blank"] = "?"
        asked.append("blank: does an empty cell mean no, or missing?")
    return keys, asked


def _terms(met: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the recode of terms in other words that the study's list knows; none where all are written as it has them.

    A term that it does not know may be a sentence about a patient, and is counted only.
    """
    known, others = known_terms(), in_other_words()
    cells = sorted({cell.strip() for cell in met if cell.strip() and not is_missing(cell, Notation())})
    meant = {cell: cell if cell in known else others.get(slug(cell), "") for cell in cells}
    if all(term in ("", cell) for cell, term in meant.items()):
        return {}, []
    recode = {scalar(cell): scalar(term) for cell, term in meant.items() if term}
    unknown = len(meant) - len(recode)
    return {"recode": flow(recode)}, [f"{unknown} more terms are in no list: add them to recode"] if unknown else []


def _only_ticks(met: list[str]) -> bool:
    """Whether cells are either yes or empty, but for those that say that nothing is known."""
    cells = {cell.strip() for cell in met if not is_missing(cell, Notation())}
    return "" in cells and {read_yes_no(cell, Notation(), {}).text for cell in cells if cell} == {"yes"}
