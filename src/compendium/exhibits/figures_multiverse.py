"""The figures of the many analyses: their curve over what was chosen in each, and one curve for each response."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from compendium.clinical.decisions import Multiverse
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, PART, at_choice
from compendium.exhibits.multiverse_words import (
    AXIS,
    CUT,
    HOLLOW,
    LIST,
    WARNING,
    Curve,
    curve,
    draw,
    nothing_shown,
    question_label,
)
from compendium.stats.recorded import Floats
from press.exhibits import cells
from press.exhibits.figure.blank import blank
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import COLOURS, SERIES, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, say
from press.rows.text import number

TITLE = "Odds ratios of response in all equivalent analyses."
BY_RESPONSE = "The same odds ratios by definition of response."
BAND = "Each dot is one analysis, in the order of its odds ratio; the band is its 95% confidence interval."
MATRIX = "Below: where along the curve each choice was made."
MARKS = {"as_published": "D", "pre_specified": "s"}
_MARK_COLOURS = (SERIES[5], COLOURS["neutral"])
_WHITE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
_ACROSS = 4  # panels in a line


@journal_style()
def specifications(ledger: Ledger, origin: str) -> Exhibit:
    """The curve of each question at the top; below, a line for each choice, dark where the analyses made it."""
    if nothing_shown(ledger):
        return blank("specifications", TITLE, origin)
    declared = multiverse()
    figure = new_figure(TWO_COLUMNS, 190)
    panels = figure.subplots(2, len(declared.questions), height_ratios=(1.0, 1.7), sharey="row", squeeze=False)
    for place, question in enumerate(declared.questions):
        drawn = curve(ledger, declared, question)
        _curve(panels[0][place], ledger, declared, question, drawn)
        panels[0][place].set_title(f"{chr(ord('A') + place)}  {question_label(question)}")
        _matrix(panels[1][place], declared, drawn, labelled=place == 0)
    panels[0][0].set_ylabel(AXIS)
    _legend(figure, declared)
    footnote(figure, origin)
    caption = Passage.filled(f"{BAND} {CUT} {HOLLOW} {MATRIX} {_counts(declared)} {LIST} {WARNING}", ledger, origin)
    return Exhibit("specifications", figure, TITLE, caption, f"{say(_counts(declared), ledger)} {origin}")


def _curve(axes: Axes, ledger: Ledger, declared: Multiverse, question: str, drawn: Curve) -> None:
    draw(axes, drawn, COLOURS["patients"], 2.2)
    axes.set_xlim(0, len(drawn) + 1)
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    for mark, colour in zip(declared.marked, _MARK_COLOURS, strict=False):
        each = declared.mark(mark.id, question)
        if each in drawn.of:
            at = drawn.of.index(each)
            axes.axvline(at + 1, color=colour, linewidth=0.6, zorder=1.5)
            axes.plot(
                [at + 1], [drawn.odds[at]], marker=MARKS.get(mark.id, "o"), color=colour, markersize=5, zorder=5,
                markeredgecolor="white", markeredgewidth=0.6, linestyle="none",
            )  # fmt: skip
    at_question = ANALYSIS.at(variable=question)
    lacking = int(cells.value(ledger, at_question, "not_computed"))
    said = f"n = {number(len(drawn), 0)} analyses" + (f"\n({lacking} without an estimate)" if lacking else "")
    axes.text(0.02, 0.98, said, transform=axes.transAxes, va="top", fontsize=SMALLEST, bbox=_WHITE, zorder=6)


def _matrix(axes: Axes, declared: Multiverse, drawn: Curve, *, labelled: bool) -> None:
    """Draw a line of ticks for each choice under the name of its decision, the last for those that rest on few."""
    line, ticks = 0.0, []
    for decision in declared.open:
        axes.text(0, line, decision.label, ha="left", va="center", fontsize=SMALLEST, fontweight="bold")
        for choice in decision.equivalent:
            line += 1
            _strip(axes, np.array([each[decision.id] == choice.id for each in drawn.of]), line, COLOURS["patients"])
            ticks.append((line, choice.label))
        line += 1.35
    _strip(axes, drawn.few, line, COLOURS["neutral"])
    ticks.append((line, "Few patients (hollow)"))
    axes.set(xlim=(0, len(drawn) + 1), ylim=(line + 0.6, -0.7))
    axes.set_xlabel("Analyses, by the size of the odds ratio")
    axes.set_yticks([at for at, _ in ticks], [label for _, label in ticks])
    axes.tick_params(axis="y", length=0, labelleft=labelled)
    for side in axes.spines.values():
        side.set_visible(False)


def _strip(axes: Axes, made: Floats, line: float, colour: str) -> None:
    """Draw the ticks of one choice as a picture: some thousand ticks are one image, dark where there are many."""
    shades = LinearSegmentedColormap.from_list("made", ["white", colour])
    axes.imshow(
        np.atleast_2d(made.astype(np.float64)), aspect="auto", cmap=shades, vmin=0, vmax=1,
        interpolation="antialiased", interpolation_stage="data", extent=(0.5, made.size + 0.5, line + 0.4, line - 0.4),
    )  # fmt: skip


def _legend(figure: Figure, declared: Multiverse) -> None:
    handles = [
        Line2D([], [], color=colour, marker=MARKS.get(mark.id, "o"), linestyle="none", label=mark.label)
        for mark, colour in zip(declared.marked, _MARK_COLOURS, strict=False)
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=len(handles))


def _counts(declared: Multiverse) -> str:
    """Return the template that says of each question how many analyses say what the published one says."""
    return " ".join(
        f"{question_label(name)}: {{multiverse.{name}.same_sign:int}} of {{multiverse.{name}.computed:int}} odds "
        f"ratios lie on the published side of 1, and {{multiverse.{name}.excludes:int}} intervals exclude 1 there "
        f"(median {{multiverse.{name}.or_median:d2}}, from {{multiverse.{name}.or_lowest:d2}} to "
        f"{{multiverse.{name}.or_highest:d2}}; {{multiverse.{name}.not_computed:int}} without an estimate)."
        for name in declared.questions
    )


@journal_style()
def by_response(ledger: Ledger, origin: str) -> Exhibit:
    """One panel for each definition of response, both questions in it."""
    if nothing_shown(ledger):
        return blank("by_response", BY_RESPONSE, origin)
    declared = multiverse()
    decision = declared.decision("response")
    choices = decision.equivalent
    lines = -(-(len(choices) + 1) // _ACROSS)
    figure = new_figure(TWO_COLUMNS, 22 + 50 * lines)
    panels = figure.subplots(lines, _ACROSS, sharey=True, squeeze=False).ravel()
    for axes, choice in zip(panels, choices, strict=False):
        for place, (colour, question) in enumerate(zip(SERIES, declared.questions, strict=False)):
            drawn = curve(ledger, declared, question, choice.id)
            draw(axes, drawn, colour, 3.5)
            key = at_choice(question, decision, choice, PART)
            beyond, total = (cells.whole(ledger, key, name).text for name in ("excludes", "computed"))
            axes.text(
                0.03, 0.98 - 0.11 * place, f"{beyond}/{total}", transform=axes.transAxes, va="top", color=colour,
                fontsize=SMALLEST, bbox=_WHITE, zorder=6,
            )  # fmt: skip
        axes.set_title("\n".join(textwrap.wrap(choice.label, 22)), fontsize=SMALLEST)
        axes.tick_params(axis="x", bottom=False, labelbottom=False)
    for axes in panels[len(choices) :]:
        axes.set_axis_off()
    for axes in panels[::_ACROSS]:
        axes.set_ylabel("Odds ratio")
    handles = [
        Line2D([], [], color=colour, marker="o", linestyle="none", label=question_label(name))
        for colour, name in zip(SERIES, declared.questions, strict=False)
    ]
    panels[len(choices)].legend(handles=handles, loc="center")
    first, *others = (question_label(name) for name in declared.questions)
    names = " and ".join([first, *(f"{name[0].lower()}{name[1:]}" for name in others)])
    numbers = (
        f"At the top of a panel: intervals that exclude 1 on the published side, of all with an estimate ({names}). "
        "The two curves are sorted each by itself."
    )
    footnote(figure, origin)
    caption = Passage.filled(f"{BAND} {CUT} {HOLLOW} {numbers}", ledger, origin)
    return Exhibit(
        "by_response", figure, BY_RESPONSE, caption, f"{say(_by_response(ledger, declared), ledger)} {origin}"
    )


def _by_response(ledger: Ledger, declared: Multiverse) -> str:
    """Return the template that says of each question between which definitions its median odds ratio runs."""
    decision, said = declared.decision("response"), []
    for name in declared.questions:
        keys = {each.label: at_choice(name, decision, each, PART) for each in decision.equivalent}
        known = {
            label: value for label, key in keys.items() if (value := cells.value(ledger, key, "or_median")) == value
        }
        if known:
            low, high = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
            fields = [f"{{{cells.row_id(keys[label], 'or_median')}:d2}} ({label})" for label in (low, high)]
            said.append(f"{question_label(name)}: the median odds ratio runs from {' to '.join(fields)}.")
    return f"By definition of response. {' '.join(said)}"
