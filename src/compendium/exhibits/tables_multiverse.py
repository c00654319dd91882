"""The tables of every decision: its choices, their kind and why, and what the published analysis says with each."""

from __future__ import annotations

from compendium.clinical.decisions import OURS_MARK, Choice, Decision
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, ONE_CHANGE, OURS, PART, UNDECIDED, at_choice
from compendium.exhibits.multiverse_words import LIST, WARNING, nothing_shown, question_label
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Ledger
from press.rows.row import FOLLOWS

CHANGED = (
    "The published analysis with this one choice changed: odds ratio of response (95% CI); in the line that says so, "
    "the one we would have chosen."
)
EXCLUDES = (
    "Of the analyses that make this choice and have an estimate, those whose 95% interval excludes 1 as published."
)
KINDS = (
    "Equivalent: a reasonable colleague could choose it as well. Not equivalent: it answers another question, or is "
    "known to be worse. Uncertain: colleagues would disagree. Equivalent choices alone are crossed with each other."
)
EMPTY = "Choices that are not computed here, or that change no odds ratio, are not listed."


def table_decisions(ledger: Ledger, origin: str) -> Table:
    """Every decision and its choices, each with its kind and the reason for it."""
    table = TableBuilder("table_decisions", "Decisions, and how else they could have fallen", landscape=True)
    for heading in ("Decision and choice", "Kind", "Why"):
        table.column(heading, align="left")
    for decision in multiverse().decisions:
        table.section(decision.label)
        for choice in decision.choices:
            table.line(choice.label, choice.kind, choice.why, indent=1)
    decided = ledger[cells.row_id(ANALYSIS.at(variable="decided"), "definition")]
    frozen = ledger[cells.row_id(ANALYSIS.at(variable="frozen"), "definition")]
    table.source(KINDS, Cell(f"Decided by {decided.note}.", rows=(decided.id,)))
    table.source(Cell(LIST.replace("{multiverse.frozen.definition:note}", frozen.note), rows=(frozen.id,)), origin)
    return table.build()


def table_choices(ledger: Ledger, origin: str) -> Table:
    """What each choice changes, of whatever kind it is; of a registry of patients nothing of it is shown."""
    declared = multiverse()
    table = TableBuilder("table_choices", "What each choice changes", landscape=True)
    table.column("Decision and choice", align="left")
    for question in declared.questions:
        table.column("Odds ratio (95% CI)", spanner=question_label(question), marks=table.note(CHANGED))
        table.column("Excludes 1", spanner=question_label(question), marks=table.note(EXCLUDES))
    hidden = nothing_shown(ledger)
    for decision in declared.decisions:
        lines = [choice for choice in decision.choices if hidden or _is_there(ledger, decision, choice)]
        if lines:
            table.section(decision.label)
        for choice in lines:
            found: list[Cell | str] = []
            for question in declared.questions:
                found += [
                    _changed(table, ledger, question, decision, choice),
                    _part(ledger, question, decision, choice),
                ]
            table.line(choice.label if choice.equivalent else f"{choice.label} ({choice.kind})", *found, indent=1)
            if decision.id == UNDECIDED:
                _ours(table, ledger, decision, choice)
    table.source(EMPTY, WARNING, origin)
    return table.build()


def _ours(table: TableBuilder, ledger: Ledger, decision: Decision, choice: Choice) -> None:
    """Add what such a choice makes of the analysis that we would have chosen, and of how many patients it decides."""
    declared = multiverse()
    found: list[Cell | str] = []
    keys = [at_choice(question, decision, choice, OURS) for question in declared.questions]
    if any(cells.row_id(at, "or") not in ledger for at in keys):
        return
    for at in keys:
        found += [cells.odds(table, ledger, at), ""]
    label = next(mark.label for mark in declared.marked if mark.id == OURS_MARK)
    said = cells.phrase(f"In {label}, {{}} undecided", cells.whole(ledger, keys[0], "undecided"))
    table.line(said, *found, indent=2)


def _is_there(ledger: Ledger, decision: Decision, choice: Choice) -> bool:
    return any(
        cells.row_id(at_choice(question, decision, choice, ONE_CHANGE), "or") in ledger
        for question in multiverse().questions
    )


def _changed(table: TableBuilder, ledger: Ledger, question: str, decision: Decision, choice: Choice) -> Cell | str:
    at = at_choice(question, decision, choice, ONE_CHANGE)
    if nothing_shown(ledger):
        return Cell(FOLLOWS)
    return cells.odds(table, ledger, at) if cells.row_id(at, "or") in ledger else ""


def _part(ledger: Ledger, question: str, decision: Decision, choice: Choice) -> Cell | str:
    at = at_choice(question, decision, choice, PART)
    if nothing_shown(ledger):
        return Cell(FOLLOWS)
    if cells.row_id(at, "excludes") not in ledger:
        return ""
    return cells.phrase("{}/{}", cells.whole(ledger, at, "excludes"), cells.whole(ledger, at, "computed"))
