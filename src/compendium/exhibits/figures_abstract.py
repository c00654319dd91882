"""The figure of the study's first question: can what the abstract prints be true together?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon

from abstract_audit.abstract import ODDS_RATIO, Abstract, Claim
from abstract_audit.near_tables import NearTables, near_tables, printed_place
from abstract_audit.tables import Flags
from compendium.exhibits.printed import Comparison
from compendium.exhibits.printed_rules import printed_figure
from compendium.exhibits.printed_table import statement
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import COLOURS, SERIES, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, say, text

_ROW, _MAP = 4.6, 78.0  # mm: a line of panel A, and all of panel B
_RATIOS, _WIDTHS = (0.2, 0.42), (5.4, 10.0)  # what the map shows
_OUTER = 1.4  # ends of panel A's scale, where 1 is the end of what agrees
_PLACE: dict[str, Any] = {"facecolor": "none", "edgecolor": COLOURS["neutral"], "linewidth": 0.8}
_SHORTER = (
    (", responders vs non-responders", ""),
    (" at the end of treatment", " at the end"),
    ("IVIg prescribed for", "Prescribed for"),
    ("IVIg started mainly for", "Started for"),
    (" of response", ""),
)
_TITLE = "Can the figures that the abstract prints be true together?"
_CAPTION = (
    "A: each figure as printed (left) and as recomputed from a registry made to meet it (right); "
    "{printed.agreeing:int} of {printed.all:int} agree. Bar: all that agrees with the printed figure, from least to "
    "most; no bar: only the number itself agrees. B: each dot is a two-by-two table of "
    "{abstract.responders.size:int} responders and {abstract.non_responders.size:int} non-responders, the feature "
    "of up to {abstract.raynaud.tables.unrecorded:int} of them not recorded; limits by Wald, p-value by any of "
    "{abstract.raynaud.tables.tests:int} tests. Box: what would be printed as Raynaud's phenomenon is. Of "
    "{abstract.raynaud.tables.tried:many} tables {abstract.raynaud.tables.interval_and_p:int} have that odds ratio, "
    "these limits and that p-value together, by {abstract.raynaud.tables.pairs:int} pairs of an interval and a "
    "test."
)


@journal_style()
def abstract_figure(comparisons: Sequence[Comparison], abstract: Abstract, ledger: Ledger, origin: str) -> Exhibit:
    """A: each printed figure and the recomputed one. B: the tables that Raynaud's phenomenon can have had."""
    half = math.ceil(len(comparisons) / 2)
    figure = new_figure(TWO_COLUMNS, _ROW * half + _MAP + 30)
    upper, lower = figure.subfigures(2, 1, squeeze=False, height_ratios=(_ROW * half + 8, _MAP))[:, 0]
    for axes, some in zip(upper.subplots(1, 2), (comparisons[:half], comparisons[half:]), strict=True):
        _marks(axes, some, half)
    upper.suptitle("A  As printed, and as recomputed", x=0.01, ha="left", fontsize=8, fontweight="bold")
    _map(lower.subplots(), next(each for each in abstract.claims if each.kind == ODDS_RATIO))
    footnote(figure, origin)
    caption = Passage.filled(_CAPTION, ledger, origin)
    return Exhibit("abstract", figure, _TITLE, caption, f"{say(_CAPTION, ledger)} {_in_words(comparisons)} {origin}")


def _marks(axes: Axes, comparisons: Sequence[Comparison], lines: int) -> None:
    """One line a printed figure: what is printed at its left, what was recomputed at its right."""
    for line, one in enumerate(comparisons):
        colour = COLOURS["patients"] if one.agrees else SERIES[5]
        if not _exact(one):
            axes.plot([-1, 1], [line, line], color=COLOURS["light"], linewidth=3, solid_capstyle="butt", zorder=1)
        if math.isfinite(one.place):
            far = abs(one.place) > _OUTER
            axes.plot(
                math.copysign(_OUTER, one.place) if far else one.place,
                line,
                marker=("o" if one.agrees else "X") if not far else (">" if one.place > 0 else "<"),
                color=colour,
                markersize=3.5,
                linestyle="none",
                clip_on=False,
            )
        for x, words, side in ((-0.1, _printed(one), "right"), (1.1, _recomputed(one), "left")):
            place = axes.get_yaxis_transform()
            axes.text(x, line, words, transform=place, va="center", ha=side, fontsize=SMALLEST)
    axes.set_yticks(range(len(comparisons)), [_label(one) for one in comparisons])
    axes.set_ylim(lines - 0.4, -0.6)
    axes.set_xlim(-_OUTER, _OUTER)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, pad=43)
    axes.spines[["left", "bottom"]].set_visible(False)


def _exact(one: Comparison) -> bool:
    return one.rule == "the same number"


def _label(one: Comparison) -> str:
    """What is stated, in few words, with the unit of the printed figure."""
    words = statement(one)
    for long, short in _SHORTER:
        words = words.replace(long, short)
    unit = one.printed.partition(" ")[2]
    return f"{words}, {unit}" if unit and one.printed[0].isdigit() else words


def _printed(one: Comparison) -> str:
    """The figure as printed; of words alone the first: what is stated stands beside it.

    >>> some = [Comparison("a", "a", "a", "all", printed, "", "", "", True) for printed in ("decreased; p<0.001",
    ...         "mostly mild", "2 g/kg/month")]
    >>> [_printed(one) for one in some]
    ['p<0.001', 'mostly', '2']
    """
    return one.printed.rpartition("; ")[2].partition(" ")[0]


def _recomputed(one: Comparison) -> str:
    """The figure recomputed, to one decimal more than printed; of a p-value that is only bounded, as it is written."""
    if not one.values:
        return text.MISSING
    value = max(one.values)
    if one.rule.rpartition(", p ")[1]:
        return text.p_value(value)
    percent = "%" if "%" in one.recomputed else ""
    return text.number(value, 0 if value.is_integer() else printed_figure(one.printed)[1] + 1) + percent


def _map(axes: Axes, claim: Claim) -> None:
    """Every table by its odds ratio and the width of its interval; those with the printed numbers stand out."""
    near = near_tables(claim, _RATIOS, _WIDTHS)
    assert near is not None, "the abstract's groups are small enough for every table"
    _dots(axes, near, np.ones_like(near.fits), COLOURS["light"], 1.2)
    _dots(axes, near, near.with_p, SERIES[1], 2.5)
    _dots(axes, near, near.fits, SERIES[0], 3.5)
    axes.add_patch(Polygon(np.transpose(printed_place(claim)), **_PLACE, zorder=4))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(*_RATIOS)
    axes.set_ylim(*_WIDTHS)
    axes.set_xticks([0.2, 0.25, 0.3, 0.35, 0.4], ["0.20", "0.25", "0.30", "0.35", "0.40"])
    axes.set_yticks([6, 7, 8, 9, 10], ["6", "7", "8", "9", "10"])
    axes.minorticks_off()
    axes.set_title("B  Raynaud's phenomenon: the tables there can be")
    axes.set_xlabel("Odds ratio of response, logarithmic scale")
    axes.set_ylabel("Upper limit divided by lower limit,\nlogarithmic scale")
    _legend(axes, claim)


def _dots(axes: Axes, near: NearTables, chosen: Flags, colour: str, size: float) -> None:
    """One dot a table, as a picture: so many would make a drawing of several megabytes."""
    axes.plot(
        near.ratios[chosen],
        near.widths[chosen],
        linestyle="none",
        marker=".",
        markeredgewidth=0,
        markersize=size,
        color=colour,
        rasterized=True,
    )


def _legend(axes: Axes, claim: Claim) -> None:
    assert claim.ratio and claim.low and claim.high and claim.p, "an odds ratio with all its numbers"
    whole = f"{claim.ratio.text} ({claim.low.text} to {claim.high.text})"
    axes.legend(
        handles=[
            _mark(COLOURS["light"], "any other table"),
            _mark(SERIES[1], f"p = {claim.p.text} by some test"),
            _mark(SERIES[0], f"odds ratio {whole}"),
            Patch(**_PLACE, label="what would be printed so"),
        ],
        loc="upper left",
        bbox_to_anchor=(1.01, 1),
    )


def _mark(colour: str, words: str) -> Line2D:
    return Line2D([], [], color=colour, label=words, marker="o", linestyle="none", markersize=4, markeredgewidth=0)


def _in_words(comparisons: Sequence[Comparison]) -> str:
    """Each printed figure with the recomputed one."""
    return " ".join(f"{_label(one)}: {one.printed}; recomputed {_recomputed(one)}." for one in comparisons)
