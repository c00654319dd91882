"""A table and a figure that have what real ones have: spanners, sections, indents, shared notes, odd signs."""

from __future__ import annotations

from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import COLOURS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger

from ..origin import SIMULATED

LEDGER = Ledger([Key("demo").row("n", 123, n=123)])
FISHER = "Fisher's exact test; R&D <b> 5% of #1_a."


def build(*, landscape: bool = False, repeats: int = 1, name: str = "table_demo") -> Table:
    """A table by response with two notes on p, one of them marked many times."""
    table = TableBuilder(name, "Patients with TIF1γ < 5% & more, by response", landscape=landscape)
    table.column("Characteristic", align="left")
    table.column(Cell("All (n = 123)", rows=("demo.n",)))
    table.column("Responders (n = 96)", spanner="Response")
    table.column("Non-responders (n = 27)", spanner="Response")
    multiplicity = table.note("Not adjusted for multiplicity.", key="multiplicity")
    table.column("p", marks=multiplicity)
    rank = table.note("Mann-Whitney U test.")
    fisher = table.note(FISHER)
    table.line("Patients, n", "123", "96", "27")
    for number in range(repeats):
        table.section(f"Demographics & <course> {number}")
        table.line("Age, years", "55.1 ± 14.0", "54.0 ± 13.9", "58.2 ± 15.1", Cell("<0.001", (rank,), ("demo.age.p",)))
        table.line("Diagnosis")
        table.line(
            "Dermatomyositis",
            Cell("60/123 (48.8%)", rows=("demo.dm.count", "demo.dm.total")),
            "50/96",
            "10/27",
            "0.023",
            indent=1,
            marks={4: fisher},
        )
        table.line("Anti-TIF1γ ≥ 1 | 2", "3", "3", "0", "0.99", indent=1, marks={0: fisher, 4: [fisher, multiplicity]})
    table.source("Values are n/N (%).", "", Cell("Undecided: 4.", rows=("demo.undecided",)), SIMULATED)
    return table.build()


@journal_style()
def draw(name: str = "figure_demo") -> Exhibit:
    """A figure with two panels, markers and a footnote."""
    figure = new_figure(height=60)
    left, right = figure.subplots(1, 2)
    for height, group in enumerate(("patients", "placebo")):
        left.plot([0, 3, 6], [100 + height, 110, 120 - height], "o-", color=COLOURS[group], label=group)
    left.legend()
    right.fill_between([0, 1], [0, -1], [1, 2], color=COLOURS["trial"], alpha=0.3)
    footnote(figure, "n = 118 pairs. " * 12, SIMULATED)
    words = Passage.filled("Means of {demo.n:int} & more.", LEDGER, SIMULATED)
    return Exhibit(name, figure, "Strength over time.", words, "Mean MMT8 rises from 100 to 120 − in both groups.")
