"""One variable's entry in a mapping: from which columns it comes, and how, held against the codebook's row of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compendium.mapping.notation_keys import OF_A_COLUMN, notation_of
from compendium.mapping.statement import Notation, Rule
from compendium.mapping.units import is_scale, known_units, unit_must_be_stated
from compendium.mapping.word_grammar import names_centre
from compendium.registry.codebook import Variable
from compendium.registry.kinds import parse
from press.ground.nearest import nearest
from press.ground.yaml_review import Review
from press.ground.yaml_tree import ASKED, Node

ORIGINS = ("column", "first_of", "constant", "absent", "checkboxes", "numbered", "by_date", "by_term")
_OTHERS = ("join", "recode", "contains", "checkbox", "when_form_untouched", "form_status", "month_in_name")
KEYS = (*ORIGINS, *_OTHERS, *OF_A_COLUMN)
_FOR = {  # keys that are for some variables only
    "recode": ("level", "yes_no", "text"),
    "checkbox": ("yes_no",),
    "contains": ("yes_no",),
    "checkboxes": ("level",),
    "join": ("id", "text"),
}
UNDECIDED = "undecided"  # the reason in a table's list that is asked for once, not of each variable
_NAME = "the name of a column, as the source has it"


def read_rule(node: Node, variable: Variable, key: str, review: Review, default: Notation) -> Rule:
    """Return the rule of an entry, which may be a column's name alone; what is wrong with it is kept in `review`."""
    if node.text is not None:
        if node.text == ASKED:
            review.undecided_or(node, key, _NAME, _what_to_write(variable))
        column = "" if node.text == ASKED else review.text(node, key, _NAME)
        entries = {"column": node} if column else {}
    else:
        entries = review.block(node, key, KEYS)
        if node.items is not None or not _one_origin(node, entries, key, review):
            return Rule(variable, node.line)
    rule = Rule(variable, node.line, notation=notation_of(_only(entries, OF_A_COLUMN), variable, key, review, default))
    for name in ORIGINS:
        if name in entries:
            rule = _from_where(rule, name, entries[name], f"{key}.{name}" if node.text is None else key, review)
    rule = _with_others(rule, entries, key, review)
    if entries:
        _complete(rule, node, key, review)
    return rule


def _what_to_write(variable: Variable) -> str:
    """Return what may stand in the place of an entry that is a ? alone."""
    unit = f" in {variable.unit}" if variable.unit else ""
    constant = "" if variable.kind == "id" else f", or {{constant: ...}} with the value{unit} that all rows have"
    return f"write {_NAME}{constant}{'' if variable.required else ', or {absent: why there is none}'}"


def _only(entries: dict[str, Node], names: tuple[str, ...]) -> dict[str, Node]:
    return {name: node for name, node in entries.items() if name in names}


def _one_origin(node: Node, entries: dict[str, Node], key: str, review: Review) -> bool:
    named = [name for name in ORIGINS if name in entries]
    if len(named) == 1:
        return True
    found = f"here are {' and '.join(named)}" if named else "here is none"
    rule = f"one of {', '.join(ORIGINS)}, which says where it comes from; {found}"
    action = "keep the one that is meant" if named else "name its column, or write absent: and why there is none"
    review.fault(node, key, rule, action)
    return False


def _from_where(rule: Rule, name: str, node: Node, key: str, review: Review) -> Rule:
    variable = rule.variable
    if name in ("column", "first_of"):
        return replace(rule, columns=review.texts(node, key, _NAME))
    if name == "constant":
        return replace(rule, constant=_constant(node, variable, key, review))
    if name == "absent":
        return replace(rule, absent=_absent(node, variable, key, review))
    if name == "checkboxes":
        boxes = {box: _level(to, variable, f"{key}.{box}", review) for box, to in review.block(node, key).items()}
        return replace(rule, boxes=boxes)
    if name == "numbered":
        if variable.name != "event_id" or not review.yes(node, key):
            review.fault(node, key, "numbered: true, and for event_id alone", "name its column instead")
        return replace(rule, numbered=True)
    if name == "by_term":
        if variable.name != "system_organ_class" or not review.yes(node, key):
            review.fault(node, key, "by_term: true, and for system_organ_class alone", "name its column instead")
        return replace(rule, by_term=True)
    if variable.name != "visit":
        review.fault(node, key, "by_date for the visit alone", "name its column instead")
    days = review.number(node, key, "days that a visit may be away, 1 to 90", lambda value: value in range(1, 91))
    return replace(rule, window=int(days or 0))


def _constant(node: Node, variable: Variable, key: str, review: Review) -> str:
    value = review.text(node, key, "the value that all rows have")
    if variable.kind == "id":
        review.fault(node, key, f"a column: {variable.name} differs from row to row", "name its column")
    elif variable.kind == "level":
        _level(node, variable, key, review)
    elif value and (flaw := parse(pd.Series([value]), variable)[1].get(0)):
        review.fault(node, key, *flaw)
    return value


def _absent(node: Node, variable: Variable, key: str, review: Review) -> str:
    reason = review.text(node, key, "the reason why there is no such column")
    if variable.required:
        rule = f"a column or a constant: the study cannot do without {variable.name}"
        review.fault(node, key, rule, "name the column it can be read from, or add it to the source")
    return reason


def _level(node: Node, variable: Variable, key: str, review: Review) -> str:
    """Return what a value becomes: a level or yes or no; "" or missing is a missing value."""
    levels = variable.levels or (("yes", "no") if variable.kind == "yes_no" else ())
    if node.text in ("", "missing"):
        return ""
    if not levels and node.text and node.text != ASKED:
        return node.text
    if node.text in levels or (node.text != ASKED and names_centre(node.text or "", variable)):
        return str(node.text)
    near = nearest(node.text or "", levels)
    review.undecided_or(node, key, f"one of {', '.join(levels)}, or missing", f"write one of these exactly{near}")
    return ""


def _with_others(rule: Rule, entries: dict[str, Node], key: str, review: Review) -> Rule:
    variable = rule.variable
    for name, kinds in _FOR.items():
        if name in entries and variable.kind not in kinds:
            what = f"{name} for a {' or '.join(kinds).replace('yes_no', 'yes/no')} variable"
            review.fault(entries[name], f"{key}.{name}", f"{what}; {variable.name} is none", "take the key away")
    if node := entries.get("recode"):
        pairs = review.block(node, f"{key}.recode").items()
        rule = replace(
            rule, recode={value: _level(to, variable, f"{key}.recode.{value}", review) for value, to in pairs}
        )
    if node := entries.get("contains"):
        rule = replace(rule, contains=review.text(node, f"{key}.contains", "the word that means yes"))
    if node := entries.get("join"):
        rule = replace(rule, join=node.text or "")
    if node := entries.get("when_form_untouched"):
        rule = replace(rule, untouched=review.one_of(node, f"{key}.when_form_untouched", ("missing", "no")))
    if node := entries.get("form_status"):
        rule = replace(rule, status=review.text(node, f"{key}.form_status", _NAME))
    if node := entries.get("month_in_name"):
        if variable.name != "visit":
            review.fault(node, f"{key}.month_in_name", "month_in_name for the visit alone", "take the key away")
        rule = replace(rule, month_in_name=review.yes(node, f"{key}.month_in_name"))
    ticked = "checkbox" in entries and review.yes(entries["checkbox"], f"{key}.checkbox")
    if ticked and "when_form_untouched" not in entries:
        said = "an empty box in a form that nobody filled in may mean no or nothing"
        review.fault(
            entries["checkbox"], key, f"when_form_untouched beside checkbox: {said}", "write missing or no", ""
        )
    if not ticked and ("when_form_untouched" in entries or "form_status" in entries):
        at = entries.get("when_form_untouched") or entries["form_status"]
        review.fault(at, key, "when_form_untouched and form_status beside checkbox: true", "add it, or take them away")
    return rule


def _complete(rule: Rule, node: Node, key: str, review: Review) -> None:
    """Ask for the unit or the scale where centres differ in it: neither is ever assumed."""
    variable, columns = rule.variable, rule.columns
    entries = {name for name, _, _ in node.entries or ()}
    if columns and is_scale(variable) and "scale" not in entries:
        rule_text = f"scale: with the ends of the scale that the column uses ({variable.name} is {variable.unit})"
        review.fault(node, key, rule_text, f"write scale: [{variable.low:g}, {variable.high:g}] or the other scale", "")
    if columns and unit_must_be_stated(variable) and "unit" not in entries:
        rule_text = (
            f"unit: with the unit of the column, which laboratories differ in ({', '.join(known_units(variable))})"
        )
        review.fault(node, key, rule_text, "write the unit that the column has", "")
