"""The figures of who was treated: the flow chart, the overlap of indications, and what was not recorded."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from compendium.clinical.analysed import ANALYSED, MODEL, STRENGTH
from compendium.clinical.who_was_treated import ANALYSIS, INDICATIONS
from compendium.exhibits import labels, undecided_notes
from compendium.exhibits.missing_heatmap import heatmap, percentages
from compendium.exhibits.shown_order import greatest_first
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, blank
from press.exhibits.figure.boxes import BOX_HEIGHT, BOX_WIDTH, arrow, box, wrapped
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, NOT_SHOWN
from press.exhibits.figure.style import (
    COLOURS,
    SMALLEST,
    TWO_COLUMNS,
    footnote,
    journal_style,
    new_figure,
    write_instead,
)
from press.exhibits.passage import Passage
from press.rows import Ledger, Row, say, text
from press.rows.sentence import capital

FLOW = ANALYSIS.at(variable="flow")
FLOW_CAPTION = (
    "Of {cohort.flow.screened.remaining:int} patients screened {cohort.n:int} were included. Criteria are applied "
    "in this order, and a patient leaves, to the right, at the first that is not met. The last line has the groups "
    "by response and how many of the patients each analysis has."
)
INDICATIONS_CAPTION = "Columns are combinations{}; bars at the left count each indication. n = {{cohort.n:int}}."
MOST_PATTERNS = 15
FEWEST_COLUMNS = 6  # room for so many, so that a single column does not fill the panel


@journal_style()
def flow_chart(ledger: Ledger, origin: str) -> Exhibit:
    """From everyone screened to the cohort, one box for each criterion."""
    steps = ledger.find(analysis="cohort", variable="flow", statistic="excluded")
    figure = new_figure(TWO_COLUMNS, 40 + 16 * len(steps))
    axes = figure.subplots()
    axes.set(xlim=(0, 100), ylim=(-(len(steps) + 2) + 0.45, 0.55))
    axes.set_axis_off()
    box(axes, 25, 0, say("Screened\nn = {cohort.flow.screened.remaining:int}", ledger), bold=True)
    for place, step in enumerate(steps, start=1):
        _step(axes, ledger, step, place, last=place == len(steps))
    ends = _ends(ledger)
    for x, said in zip((25, 77), ends, strict=False):
        box(axes, x, -len(steps) - 1, "\n".join(said))
    arrow(axes, (25, -len(steps) - BOX_HEIGHT / 2), (25, -len(steps) - 1 + BOX_HEIGHT / 2))
    footnote(figure, origin)
    caption = Passage.filled(FLOW_CAPTION, ledger, f"{labels.definition(ledger, ANALYSIS)}.", origin)
    reasons = "; ".join(f"{step.note}: {cells.count(step)}" for step in steps)
    ended = ". ".join("; ".join(said) for said in ends)
    alt = f"{caption.text} Excluded at each step. {reasons}. At the end: {ended}."
    return Exhibit("flow_chart", figure, "Flow of patients.", caption, alt)


def _ends(ledger: Ledger) -> list[list[str]]:
    """Who responded, and how many were analysed, where that is stated before the analyses are made."""
    of = ANALYSIS.at(variable="response")
    groups = {"Responders": "responder", "Non-responders": "non_responder"}
    responded = [f"{name}: n = {cells.whole(ledger, of.at(level=at), 'count').text}" for name, at in groups.items()]
    fewer, undecided = undecided_notes.left_out(ledger, ANALYSIS), cells.whole(ledger, of, "missing")
    responded.append(f"Undecided: fewer than {fewer.text}, left out" if fewer else f"Undecided: n = {undecided.text}")
    model = ANALYSED.at(level=MODEL)
    if cells.row_id(model, "count") not in ledger:
        return [responded]
    n, others = cells.whole(ledger, model, "count"), cells.whole(ledger, model, "non_responders")
    pairs = cells.whole(ledger, ANALYSED.at(level=STRENGTH), "count")
    in_model = f"Analysed in the model: n = {n.text} ({others.text} non-responders)"
    return [responded, [f"Analysed for the change of MMT8: n = {pairs.text}", in_model]]


def _step(axes: Axes, ledger: Ledger, step: Row, place: int, *, last: bool) -> None:
    """Those who met a criterion at the left, those who did not at the right, and the arrows to both."""
    remaining = ledger[cells.row_id(FLOW.at(level=step.level), "remaining")]
    name, left = ("Included", ledger["cohort.n"]) if last else (wrapped(remaining.note), remaining)
    box(axes, 25, -place, f"{name}\nn = {cells.count(left)}", bold=last)
    box(axes, 77, -place + 0.5, f"{wrapped(step.note)}\nn = {cells.count(step)}", light=True)
    arrow(axes, (25, -place + 1 - BOX_HEIGHT / 2), (25, -place + BOX_HEIGHT / 2))
    arrow(axes, (25, -place + 0.5), (77 - BOX_WIDTH / 2, -place + 0.5))


@journal_style()
def indications(ledger: Ledger, origin: str) -> Exhibit:
    """Every combination of indications as a column, and each indication by itself at the side."""
    rows = ledger.find(analysis="cohort", variable="indication_pattern", statistic="count")
    rows.sort(key=lambda row: greatest_first(row.note if row.withheld else "", row))  # of equals, as analysed
    shown = rows[:MOST_PATTERNS]
    totals = [ledger[cells.row_id(ANALYSIS.at(variable=f"indication_{name}"), "count")] for name in INDICATIONS]
    if all_hidden([*rows, *totals]):
        return blank("indications", "Indications for IVIg and their overlap.", origin)
    figure = new_figure(TWO_COLUMNS, 92)
    grid = figure.add_gridspec(2, 2, width_ratios=[1, 3.2], height_ratios=[1.25, 1])
    bars = figure.add_subplot(grid[0, 1])
    dots = figure.add_subplot(grid[1, 1], sharex=bars)
    single = figure.add_subplot(grid[1, 0], sharey=dots)
    _pattern_bars(bars, shown)
    _membership(dots, [set(row.level.split("_")) for row in shown])
    _single_bars(single, totals)
    n = cells.count(ledger["cohort.n"])
    by_size = not any(row.withheld for row in rows)  # what is not shown stands last, in the order of the alphabet
    first, commonest = (", the commonest first", " commonest") if by_size else ("", "")
    rest = f" The {MOST_PATTERNS}{commonest} of {len(rows)} combinations." if len(rows) > MOST_PATTERNS else ""
    footnote(figure, f"n = {n} patients.{rest}", origin)
    said = "; ".join(f"{row.note}: {cells.count(row)}" for row in shown[:4])
    caption = Passage.filled(INDICATIONS_CAPTION.format(first), ledger, origin)
    alt = f"Combinations of indications among {n} patients{first}. {said}. {origin}"
    return Exhibit("indications", figure, "Indications for IVIg and their overlap.", caption, alt)


def _pattern_bars(axes: Axes, rows: Sequence[Row]) -> None:
    lengths = _lengths(rows)
    axes.bar(range(len(rows)), lengths, color=COLOURS["patients"], width=0.62)
    for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        axes.text(place, length, cells.count(row), ha="center", va="bottom", fontsize=SMALLEST)
    if rows and not any(lengths):
        axes.set_yticks([])
        axes.set_ylim(0, 1)
        write_instead(axes, NOT_SHOWN)
    axes.set_xlim(-0.6, max(len(rows), FEWEST_COLUMNS) - 0.4)
    axes.set_ylabel("Patients with\nthis combination")
    axes.tick_params(axis="x", length=0, labelbottom=False)


def _membership(axes: Axes, members: list[set[str]]) -> None:
    for place, held in enumerate(members):
        inside = [row for row, name in enumerate(INDICATIONS) if name in held]
        for row in range(len(INDICATIONS)):
            axes.plot(place, row, "o", markersize=5.5, color=COLOURS["patients" if row in inside else "light"])
        if inside:
            axes.plot([place, place], [min(inside), max(inside)], color=COLOURS["patients"], linewidth=1.4)
    names = [labels.label(f"indication_{name}").removeprefix("IVIg for ") for name in INDICATIONS]
    axes.set_yticks(range(len(INDICATIONS)), list(map(capital, names)))
    axes.set_ylim(len(INDICATIONS) - 0.5, -0.5)
    axes.tick_params(length=0, labelbottom=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _lengths(rows: Sequence[Row]) -> list[float]:
    """How long the bar of each count is: of one that is not shown there is none, and its mark stands at its place."""
    return [0.0 if row.withheld else row.value for row in rows]


def _single_bars(axes: Axes, totals: Sequence[Row]) -> None:
    lengths = _lengths(totals)
    axes.barh(range(len(totals)), lengths, color=COLOURS["patients"], height=0.6)
    for place, (row, length) in enumerate(zip(totals, lengths, strict=True)):
        axes.text(length, place, f"{cells.count(row)} ", ha="right", va="center", fontsize=SMALLEST)
    axes.set_xlim(max(*lengths, 1.0) * 1.35, 0)
    if not any(lengths):
        axes.set_xticks([])
    axes.set_xlabel("Patients")
    axes.tick_params(axis="y", length=0, labelleft=False)
    axes.spines["left"].set_visible(False)


@journal_style()
def missing_data(ledger: Ledger, origin: str) -> Exhibit:
    """The percentage of patients seen at each visit without a value, outcome by outcome."""
    table, seen = percentages(ledger)
    figure = new_figure(TWO_COLUMNS * 0.72, 18 + 6 * len(table))
    axes = figure.subplots()
    heatmap(axes, table)
    names = [f"{visit[:1].upper()}{visit[1:]}\nn = {count}" for visit, count in seen.items()]
    axes.set_xticklabels(names, rotation=0)
    empty = " Empty: nobody was seen." if "0" in seen.values() else ""
    footnote(figure, f"n: patients seen at the visit.{empty}", origin)
    worst = table["baseline"].map(lambda row: row.value).dropna().sort_values(ascending=False, kind="stable")
    said = "; ".join(f"{name}: {text.percent(share, 0)}" for name, share in worst.head(3).items())
    of_shown = ", of what is shown" if said and any(row.withheld for row in table["baseline"]) else ""
    at_worst = said or (NOT_SHOWN if any(row.withheld for row in table["baseline"]) else NOT_ESTIMABLE)
    caption = Passage.filled("Percentage of the patients seen at each visit who have no value.", ledger, origin)
    alt = f"{caption.text} Most lacking at baseline{of_shown}. {at_worst}."
    return Exhibit("missing_data", figure, "Missing values.", caption, alt)
