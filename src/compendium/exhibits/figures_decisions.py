"""The figure of what the answer hangs on: how much of the spread of the odds ratios goes with each decision."""

from __future__ import annotations

import numpy as np

from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS
from compendium.exhibits.multiverse_words import WARNING, nothing_shown, question_label
from compendium.stats.apart import REST
from press.exhibits import cells
from press.exhibits.figure.blank import blank
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import SERIES, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, say, text

TITLE = "What the odds ratio hangs on."
TOGETHER = "Several decisions together"


@journal_style()
def decisions(ledger: Ledger, origin: str) -> Exhibit:
    """A bar for each decision and question: the percentage of the variance of the log odds ratios that goes with it."""
    if nothing_shown(ledger):
        return blank("variance", TITLE, origin)
    declared = multiverse()
    lines = {**{decision.id: decision.label for decision in declared.open}, REST: TOGETHER}
    figure = new_figure(TWO_COLUMNS, 26 + 9 * len(lines))
    axes = figure.subplots()
    height = 0.8 / len(declared.questions)
    for place, (question, colour) in enumerate(zip(declared.questions, SERIES, strict=False)):
        at = ANALYSIS.at(variable=question, group="variance")
        percents = [cells.value(ledger, at.at(level=name), "percent") for name in lines]
        where = np.arange(len(lines)) + (place - (len(declared.questions) - 1) / 2) * height
        axes.barh(where, np.nan_to_num(percents), height=height, color=colour, label=question_label(question))
        for y, percent in zip(where, percents, strict=True):
            axes.text(np.nan_to_num(percent) + 0.8, y, text.percent(percent, 0), va="center", fontsize=SMALLEST)
    axes.set_yticks(range(len(lines)), list(lines.values()))
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Share of the variance of the log odds ratios, %")
    axes.legend(loc="lower right")
    sizes = " ".join(
        f"{question_label(name)}: n = {{multiverse.{name}.computed:int}} analyses." for name in declared.questions
    )
    first = next(iter(declared.questions))
    how = f"How: {{multiverse.{first}.variance.largest:method}}."
    footnote(figure, origin)
    caption = Passage.filled(f"{sizes} {how} {WARNING}", ledger, origin)
    said = " ".join(
        f"{question_label(name)}: the odds ratio hangs most on: {{multiverse.{name}.variance.largest:note}} "
        f"({{multiverse.{name}.variance.largest:percent0}} of the variance)."
        for name in declared.questions
    )
    return Exhibit("variance", figure, TITLE, caption, f"{say(said, ledger)} {origin}")
