"""The part of the site that walks along the curve of all analyses and says of each what was chosen in it."""

from __future__ import annotations

from typing import Any

from compendium.clinical.decisions import Multiverse, Specification
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import place
from compendium.exhibits.multiverse_words import AXIS, LIMITS, Curve, curve, nothing_shown, question_label
from press.exhibits import cells
from press.rows import Ledger, text
from press.site.moving import moving, still_table

_STILL = ("Smallest", "Lower quarter", "Middle", "Upper quarter", "Largest")
_NOTHING = "*The single analyses are not shown.*\n"


def curve_part(ledger: Ledger) -> str:
    """Return the moving part as Markdown; still, it has five analyses of each curve and those that are marked.

    Where the specifications may not be shown, it is a sentence that says so.
    """
    if nothing_shown(ledger):
        return _NOTHING
    declared = multiverse()
    drawn = {question: curve(ledger, declared, question) for question in declared.questions}
    drawn = {question: each for question, each in drawn.items() if len(each)}
    if not drawn:
        return _NOTHING
    data = {
        "axis": AXIS.replace("\n", " "),
        "limits": LIMITS,
        "decisions": [
            {"label": decision.label, "choices": [choice.label for choice in decision.equivalent]}
            for decision in declared.open
        ],
        "questions": [_question(ledger, declared, question, of) for question, of in drawn.items()],
    }
    headings = ["Analysis", "Odds ratio (95% CI)", *(decision.label for decision in declared.open)]
    still = "".join(
        still_table(
            f"{question_label(question)}: analyses along the curve", headings, still_lines(declared, of, question)
        )
        for question, of in drawn.items()
    )
    return moving("curve", still, data, name="The curve of all analyses")


def _question(ledger: Ledger, declared: Multiverse, question: str, of: Curve) -> dict[str, Any]:
    """A curve as a script needs it: of each analysis odds ratio, limits, n, whether few, and a digit a choice."""
    n = [ledger[cells.row_id(place(each, declared), "or")].n or 0 for each in of.of]
    numbers = zip(of.odds, of.low, of.high, n, of.few, strict=True)
    marks = [(mark.label, declared.mark(mark.id, question)) for mark in declared.marked]
    return {
        "label": question_label(question),
        "points": [[*(float(f"{value:.3g}") for value in each[:3]), each[3], int(each[4])] for each in numbers],
        "chosen": [chosen(declared, each) for each in of.of],
        "marks": [[label, of.of.index(each)] for label, each in marks if each in of.of],
    }


def chosen(declared: Multiverse, each: Specification) -> str:
    """Return what was chosen at each open decision, as the place of the choice among its equivalents, in base 36."""
    places = [[choice.id for choice in one.equivalent].index(each[one.id]) for one in declared.open]
    return "".join("0123456789abcdefghijklmnopqrstuvwxyz"[at] for at in places)


def still_lines(declared: Multiverse, of: Curve, question: str) -> list[list[str]]:
    """Return a line for five analyses along a curve and for each that is marked: odds ratio, and what was chosen."""
    last = len(of) - 1
    named = [(name, round(last * part / (len(_STILL) - 1))) for part, name in enumerate(_STILL)]
    marks = [(mark.label, declared.mark(mark.id, question)) for mark in declared.marked]
    named += [(label, of.of.index(each)) for label, each in marks if each in of.of]
    return [
        [name, text.estimate(of.odds[at], of.low[at], of.high[at], 2),
         *(one.choice(of.of[at][one.id]).label for one in declared.open)]
        for name, at in named
    ]  # fmt: skip
