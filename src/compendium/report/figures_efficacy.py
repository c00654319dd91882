"""The figures of whether patients improved: sizes of change, the course over visits, response by definition."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from compendium.registry.codebook import load_codebook
from compendium.report import cells, labels
from compendium.report.figure.exhibit import Exhibit
from compendium.report.figure.interval_panel import Point, beside, draw_points, ratio_axis
from compendium.report.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure
from compendium.results import Key, Ledger, slug, text
from compendium.study.core_set import ENZYMES
from compendium.study.definitions import read_definitions
from compendium.study.did_they_improve import ANALYSIS, COURSES, SCALES
from compendium.study.responses import read_responses

NO_CONTROL = "No control group: a change is not an effect of treatment."


def _point(ledger: Ledger, key: Key, names: tuple[str, str, str], colour: str) -> Point:
    return Point(*cells.three(ledger, key, names), COLOURS[colour])


@journal_style()
def changes(ledger: Ledger, origin: str) -> Exhibit:
    """How far each scale moved, and by which factor each enzyme changed."""
    figure = new_figure(TWO_COLUMNS, 78)
    left, right = figure.subplots(1, 2)
    keys = [ANALYSIS.at(variable=name, group="change") for name in SCALES]
    rank = ("rank_biserial", "rank_biserial_low", "rank_biserial_high")
    draw_points(
        left, [[_point(ledger, key, rank, "responder")] for key in keys], _named(ledger, SCALES, ""), no_effect=0
    )
    left.set_xlim(-1.08, 1.08)
    left.set_xlabel("Rank-biserial correlation of the change\n(−1: all fell, +1: all rose)")
    left.set_title("A  Scales and prednisone")
    ratios = [ANALYSIS.at(variable=name, level="ratio", group="change") for name in ENZYMES]
    limits = ("ratio", "ci_low", "ci_high")
    draw_points(
        right, [[_point(ledger, key, limits, "end")] for key in ratios], _named(ledger, ENZYMES, "ratio"), no_effect=1
    )
    ratio_axis(right, (0.1, 0.2, 0.5, 1, 2))
    right.set_xlim(0.08, 2.2)
    right.set_xlabel("End ÷ baseline,\ngeometric means of × ULN")
    right.set_title("B  Muscle enzymes")
    footnote(figure, "Bars: 95% confidence intervals. n: pairs with both values.", NO_CONTROL, origin)
    caption = (
        "A: matched-pairs rank-biserial correlation. B: ratio of geometric means of multiples of ULN. "
        f"Bars are 95% confidence intervals. {NO_CONTROL} {origin}"
    )
    said = "; ".join(
        f"{labels.label(name)} {cells.ratio(ledger, key, limits)}" for name, key in zip(ENZYMES, ratios, strict=True)
    )
    return Exhibit(
        "changes", figure, "Changes from baseline to the end of treatment.", caption, f"Ratios: {said}. {origin}"
    )


def _named(ledger: Ledger, names: tuple[str, ...], level: str) -> list[str]:
    said = []
    for name in names:
        pairs = cells.value(ledger, ANALYSIS.at(variable=name, level=level, group="change"), "n_pairs")
        said.append(f"{_short(labels.label(name))} (n = {text.number(pairs, 0)})")
    return said


def _short(label: str) -> str:
    """'Creatine kinase (CK)' -> 'CK': an axis has room for the abbreviation only."""
    return label.split("(")[1].rstrip(")") if "(" in label and len(label.split("(")[1]) < 6 else label


@journal_style()
def courses(ledger: Ledger, origin: str) -> Exhibit:
    """The modelled mean of each outcome at each visit."""
    visits = load_codebook().variable("visit", "visits").levels
    figure = new_figure(TWO_COLUMNS, 104)
    panels = figure.subplots(2, math.ceil(len(COURSES) / 2)).flatten()
    for letter, panel, name in zip("ABCDEF", panels, COURSES, strict=True):
        _course(panel, ledger, name, visits)
        panel.set_title(f"{letter}  {_short(labels.label(name)).removesuffix(' (or equivalent)')}")
    footnote(
        figure,
        "Linear mixed model, random intercept by patient; bars: 95% intervals. Below a visit: n with a value.",
        NO_CONTROL,
        origin,
    )
    key = ANALYSIS.at(variable="mmt8_course")
    said = ", ".join(
        f"{visit} {text.number(cells.value(ledger, key.at(level=slug(visit)), 'mean'), 0)}" for visit in visits
    )
    caption = (
        f"Means at each visit from a linear mixed model, 95% confidence intervals; CK as a geometric mean. {origin}"
    )
    return Exhibit("courses", figure, "Course of the outcomes over visits.", caption, f"{caption} MMT8: {said}.")


def _course(axes: Axes, ledger: Ledger, name: str, visits: tuple[str, ...]) -> None:
    keys = [ANALYSIS.at(variable=f"{name}_course", level=slug(visit)) for visit in visits]
    for place, key in enumerate(keys):
        mean, low, high = (cells.value(ledger, key, statistic) for statistic in ("mean", "ci_low", "ci_high"))
        axes.plot([place, place], [low, high], color=COLOURS["responder"], linewidth=1.1)
        axes.plot(place, mean, "o", color=COLOURS["responder"], markersize=4.5)
    means = [cells.value(ledger, key, "mean") for key in keys]
    axes.plot(range(len(keys)), means, color=COLOURS["responder"], linewidth=0.9, alpha=0.6)
    counts = [ledger[cells.row_id(key, "mean")].n for key in keys]
    names = [visit.replace("month ", "M").replace("baseline", "Start").replace("end", "End") for visit in visits]
    axes.set_xticks(range(len(keys)), [f"{visit}\n{count}" for visit, count in zip(names, counts, strict=True)])
    axes.set_xlim(-0.4, len(keys) - 0.6)
    unit = labels.variable(name).unit if name not in ENZYMES else "× ULN"
    axes.set_ylabel(unit.replace("points", "Points"))
    if name != "mmt8":
        axes.set_ylim(bottom=0)


@journal_style()
def responses(ledger: Ledger, origin: str) -> Exhibit:
    """The percentage of responders under every definition, beside the ProDERM trial."""
    own = [
        (definition.label, ANALYSIS.at(variable="response", level=definition.id))
        for definition in read_responses().values()
    ]
    trial = [
        (line["label"], ANALYSIS.at(variable="external", level=line["id"]))
        for line in read_definitions("external")
        if line["count"]
    ]
    limits = ("percent", "ci_low", "ci_high")
    lines = [[_point(ledger, key, limits, "responder")] for _, key in own]
    lines += [
        [_point(ledger, key, limits, "warning" if key.level.endswith("placebo") else "baseline")] for _, key in trial
    ]
    figure = new_figure(TWO_COLUMNS, 74)
    axes = figure.subplots()
    draw_points(axes, lines, [label for label, _ in (*own, *trial)], no_effect=None)
    beside(axes, [f"{cells.count_percent(ledger, key)}" for _, key in (*own, *trial)])
    axes.axhline(len(own) - 0.5, color=COLOURS["light"], linewidth=0.8)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Responders, % of patients who could be decided")
    footnote(
        figure, "Bars: 95% Wilson score intervals.", "Below the line: a trial, as published, other patients.", origin
    )
    said = "; ".join(f"{label} {cells.share(ledger, key)}" for label, key in (*own, *trial))
    caption = (
        f"Percentage of responders, 95% Wilson intervals; below the line, the ProDERM trial as published. {origin}"
    )
    return Exhibit("responses", figure, "Response under every definition.", caption, f"{said}. {origin}")
