"""The figures that stand where single patients may not be shown: patients counted in a few groups, by response."""

from __future__ import annotations

from matplotlib.axes import Axes

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.in_groups import FELL, GAIN, LENGTH, LITTLE, LONG, LONGEST, MIDDLE, MUCH, SHORT, SOME
from compendium.clinical.over_visits import GROUPS
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, blank
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import COLOURS, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, Row, slug
from press.rows.sentence import capital

BY_GAIN, BY_LENGTH = "Change in strength, in groups.", "Time on treatment, in groups."
# In words: a number that no row holds may stand in no exhibit of patients.
GAINS = {
    FELL: "fell",
    LITTLE: "rose by less than ten points,\nor stayed, or was not recorded",
    SOME: "rose by ten points or more",
    MUCH: "rose by twenty-five points or more",
}
LENGTHS = {
    SHORT: "less than nine months,\nor not recorded",
    MIDDLE: "nine months or more",
    LONG: "a year and a half or more",
    LONGEST: "three years or more",
}
NO_SINGLE = "No single patient is shown; each is counted once, in the last group that is true."
_COLOURS = {GROUPS[0]: COLOURS["patients"], GROUPS[1]: COLOURS["placebo"]}


def gains_in_groups(ledger: Ledger, origin: str) -> Exhibit:
    """How many responders and others gained how much strength, in the place of a bar for each patient."""
    return _counted(ledger, GAIN, GAINS, ("waterfall", BY_GAIN, "MMT8"), origin)


def lengths_in_groups(ledger: Ledger, origin: str) -> Exhibit:
    """How many responders and others were treated how long, in the place of a line for each patient."""
    return _counted(ledger, LENGTH, LENGTHS, ("swimmer", BY_LENGTH, "Treated"), origin)


@journal_style()
def _counted(
    ledger: Ledger, variable: str, levels: dict[str, str], about: tuple[str, str, str], origin: str
) -> Exhibit:
    name, title, what = about
    rows = {(group, level): _row(ledger, variable, level, group) for group in GROUPS for level in levels}
    if all_hidden(rows.values()):
        return blank(name, title, origin)
    figure = new_figure(TWO_COLUMNS, 66)
    for axes, group in zip(figure.subplots(1, len(GROUPS), sharey=True), GROUPS, strict=True):
        _bars(axes, [rows[group, level] for level in levels], group)
        axes.set_yticks(range(len(levels)), list(levels.values()))
        axes.set_ylim(len(levels) - 0.4, -0.6)
    footnote(figure, NO_SINGLE, origin)
    caption = Passage.filled(f"{title} {NO_SINGLE}", ledger, origin)
    said = "; ".join(
        f"{group}s: "
        + ", ".join(f"{' '.join(levels[level].split())} {cells.count(rows[group, level])}" for level in levels)
        for group in GROUPS
    )
    return Exhibit(name, figure, title, caption, f"{what}. {capital(said)}. {origin}")


def _row(ledger: Ledger, variable: str, level: str, group: str) -> Row:
    return ledger[cells.row_id(ANALYSIS.at(variable=variable, level=level, group=slug(group)), "count")]


def _bars(axes: Axes, rows: list[Row], group: str) -> None:
    counts = [0.0 if row.value != row.value else row.value for row in rows]
    axes.barh(range(len(rows)), counts, color=_COLOURS[group], height=0.7)
    for place, (row, drawn) in enumerate(zip(rows, counts, strict=True)):
        axes.text(drawn, place, f" {cells.count(row)}", va="center", fontsize=SMALLEST)
    axes.set_xlim(0, 1.2 * max([*counts, 1.0]))
    axes.set_title(f"{capital(group)}s")
    axes.set_xlabel("Patients")
