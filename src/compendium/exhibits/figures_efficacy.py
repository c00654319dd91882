"""The figure of how much patients changed: each scale and each enzyme, with its interval."""

from __future__ import annotations

from matplotlib.axes import Axes

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes, scales
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import (
    Lines,
    Point,
    draw_points,
    explain,
    ratio_axis,
    ratio_limits,
)
from press.exhibits.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, text

NO_CONTROL = "No control group: a change is not an effect of treatment."
CHANGES_CAPTION = (
    "A: matched-pairs rank-biserial correlation. B: ratio of geometric means of multiples of ULN, logarithmic scale. "
    "Bars are 95% confidence intervals."
)
CHANGED = (
    "{?[efficacy.outcomes.below_0_05:value]| Outcomes that changed by their adjusted p-value: "
    "{efficacy.outcomes.below_0_05:int} of {efficacy.outcomes.tested:int}. ?}"
)
RANK = ("rank_biserial", "rank_biserial_low", "rank_biserial_high")
RATIO = ("ratio", "ci_low", "ci_high")


def point(ledger: Ledger, key: Key, names: tuple[str, str, str], colour: str = "patients") -> Point:
    """Return an estimate with its limits as it is drawn, in the colour of that name."""
    held = cells.kept_back(ledger[cells.row_id(key, names[0])])
    return Point(*cells.three(ledger, key, names), COLOURS[colour], withheld=held)


@journal_style()
def changes(ledger: Ledger, origin: str) -> Exhibit:
    """How far each scale moved, and by which factor each enzyme changed."""
    scaled = rows_at(ledger, (ANALYSIS.at(variable=name, group="change") for name in scales()), RANK[0])
    if all_hidden([*scaled, *rows_at(ledger, map(_ratio_key, enzymes()), RATIO[0])]):
        return blank("changes", "Changes from baseline to the end of treatment.", origin)
    figure = new_figure(TWO_COLUMNS, 12 + 10 * max(len(scales()), len(enzymes())))
    left, right = figure.subplots(1, 2)
    notes = dict.fromkeys((_scales(left, ledger), _enzymes(right, ledger)))
    footnote(figure, "Bars: 95% confidence intervals. n: pairs with both values.", *notes, NO_CONTROL, origin)
    caption = Passage.filled(CHANGES_CAPTION, ledger, NO_CONTROL, origin)
    alt = f"{_moved(ledger)} {origin}"
    return Exhibit("changes", figure, "Changes from baseline to the end of treatment.", caption, alt)


def _moved(ledger: Ledger) -> str:
    """Say how many outcomes changed, and by how much the first scale and the first enzyme did."""
    first, enzyme = scales()[0], enzymes()[0]
    one = [(labels.label(first), ANALYSIS.at(variable=first, group="change"))]
    other = [(labels.label(enzyme), _ratio_key(enzyme))]
    return (
        f"{Passage.filled(CHANGED, ledger).text} Rank-biserial correlation of the change: "
        f"{estimates_in_words(ledger, one, RANK)}. Ratio of end to baseline: "
        f"{estimates_in_words(ledger, other, RATIO)}."
    ).strip()


def _scales(axes: Axes, ledger: Ledger) -> str:
    """Draw the panel and return the note that it needs."""
    limits = (-1.08, 1.08)
    lines: Lines = [[point(ledger, ANALYSIS.at(variable=name, group="change"), RANK)] for name in scales()]
    draw_points(axes, lines, _named(ledger, scales(), ""), limits, no_effect=0, narrow=True)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], [text.plain(tick) for tick in (-1, -0.5, 0, 0.5, 1)])
    axes.set_xlabel("Rank-biserial correlation of the change\n(−1: all fell, +1: all rose)")
    axes.set_title("A  Scales and prednisone")
    return explain(lines, limits)


def _enzymes(axes: Axes, ledger: Ledger) -> str:
    """Draw the panel and return the note that it needs."""
    lines: Lines = [[point(ledger, _ratio_key(name), RATIO)] for name in enzymes()]
    limits = ratio_limits(lines)
    draw_points(axes, lines, _named(ledger, enzymes(), "ratio"), limits, no_effect=1, narrow=True)
    ratio_axis(axes)
    axes.set_xlabel("End ÷ baseline, geometric\nmeans of × ULN, logarithmic scale")
    axes.set_title("B  Muscle enzymes")
    return explain(lines, limits)


def _ratio_key(enzyme: str) -> Key:
    return ANALYSIS.at(variable=enzyme, level="ratio", group="change")


def _named(ledger: Ledger, names: tuple[str, ...], level: str) -> list[str]:
    said = []
    for name in names:
        pairs = cells.whole(ledger, ANALYSIS.at(variable=name, level=level, group="change"), "n_pairs")
        said.append(f"{short(labels.label(name))} (n = {pairs.text})")
    return said


def short(label: str) -> str:
    """'Creatine kinase (CK)' -> 'CK': an axis has room for the abbreviation only."""
    return label.split("(")[1].rstrip(")") if "(" in label and len(label.split("(")[1]) < 6 else label
