"""The table of every decision: its choices, their kind and why, and what the published analysis says with each."""

from __future__ import annotations

from compendium.clinical.decisions import Choice, Decision
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, ONE_CHANGE, PART, at_choice
from compendium.exhibits.multiverse_words import LIST, WARNING, nothing_shown, question_label
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Ledger

CHANGED = "The published analysis with this one choice changed: odds ratio of response (95% CI)."
EXCLUDES = (
    "Of the analyses that make this choice and have an estimate, those whose 95% interval excludes 1 as published."
)
KINDS = (
    "Equivalent: a reasonable colleague could choose it as well. Not equivalent: it answers another question, or is "
    "known to be worse. Uncertain: colleagues would disagree. Equivalent choices alone are crossed with each other."
)
EMPTY = "Empty: nothing of this choice can be computed from the registry, or it changes no odds ratio."


def table_multiverse(ledger: Ledger, origin: str) -> Table:
    """Every decision and choice; the odds ratios of a registry of patients are not there."""
    declared, shown = multiverse(), not nothing_shown(ledger)
    table = TableBuilder("table_multiverse", "Decisions, and what each choice changes", landscape=True)
    table.column("Decision and choice", align="left")
    table.column("Kind", align="left")
    for question in declared.questions if shown else ():
        table.column("Odds ratio (95% CI)", spanner=question_label(question), marks=table.note(CHANGED))
        table.column("Excludes 1", spanner=question_label(question), marks=table.note(EXCLUDES))
    table.column("Why", align="left")
    for decision in declared.decisions:
        table.section(decision.label)
        for choice in decision.choices:
            found: list[Cell | str] = []
            for question in declared.questions if shown else ():
                found += [
                    _changed(table, ledger, question, decision, choice),
                    _part(ledger, question, decision, choice),
                ]
            table.line(choice.label, choice.kind, *found, choice.why, indent=1)
    decided = ledger[cells.row_id(ANALYSIS.at(variable="decided"), "definition")]
    frozen = ledger[cells.row_id(ANALYSIS.at(variable="list"), "definition")]
    table.source(KINDS, EMPTY if shown else "", WARNING if shown else "")
    table.source(Cell(f"Decided by {decided.note}.", rows=(decided.id,)))
    table.source(Cell(LIST.replace("{multiverse.list.definition:note}", frozen.note), rows=(frozen.id,)), origin)
    return table.build()


def _changed(table: TableBuilder, ledger: Ledger, question: str, decision: Decision, choice: Choice) -> Cell | str:
    at = at_choice(question, decision, choice, ONE_CHANGE)
    return cells.odds(table, ledger, at) if cells.row_id(at, "or") in ledger else ""


def _part(ledger: Ledger, question: str, decision: Decision, choice: Choice) -> Cell | str:
    at = at_choice(question, decision, choice, PART)
    if cells.row_id(at, "excludes") not in ledger:
        return ""
    return cells.phrase("{}/{}", cells.whole(ledger, at, "excludes"), cells.whole(ledger, at, "computed"))
