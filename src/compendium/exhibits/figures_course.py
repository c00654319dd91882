"""The figure of the course over visits: the mean at each visit, and apart from them the end of treatment."""

from __future__ import annotations

import math
from string import ascii_uppercase

from matplotlib.axes import Axes

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes
from compendium.clinical.over_visits import END, chosen_courses
from compendium.exhibits import labels
from compendium.exhibits.figures_efficacy import NO_CONTROL, short
from compendium.registry.codebook import load_codebook
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_SHOWN, Point, why_empty
from press.exhibits.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure, write_instead
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, slug, text

CAPTION = "Means at each visit from a mixed model for repeated measures, 95% confidence intervals"
APART = (
    "The end of treatment stands apart (square): it is no visit of the schedule{?[efficacy.end_of_treatment.median]|, "
    "but came at a median of {efficacy.end_of_treatment.median:d1} months ?}"
    "{?[efficacy.end_of_treatment.median:value, efficacy.end_of_treatment.before_last_visit.percent]|, and in "
    "{efficacy.end_of_treatment.before_last_visit.count:int} of "
    "{efficacy.end_of_treatment.before_last_visit.total:int} patients before the last scheduled visit would have "
    "been ?}."
)
NOTHING_RECORDED = "not fitted, as nothing was recorded"
_GAP = 0.6  # by how much the end is moved away from the visits, in distances between visits


@journal_style()
def courses(ledger: Ledger, origin: str) -> Exhibit:
    """The modelled mean of each outcome at each visit, and at the end of treatment, whenever that was."""
    visits = load_codebook().variable("visit", "visits").levels
    chosen = chosen_courses()
    if all_hidden(rows_at(ledger, (_key(name, visit) for name in chosen for visit in visits), "mean")):
        return blank("courses", "Course of the outcomes over visits.", origin)
    figure = new_figure(TWO_COLUMNS, 112)
    panels = figure.subplots(2, math.ceil(len(chosen) / 2)).flatten()
    for letter, panel, name in zip(ascii_uppercase, panels, chosen, strict=False):
        _course(panel, ledger, name, visits)
        panel.set_title(f"{letter}  {short(labels.label(name)).removesuffix(' (or equivalent)')}")
    for panel in panels[len(chosen) :]:
        panel.set_axis_off()
    model = "Mixed model for repeated measures; bars: 95% intervals. M: month; below a visit: n with a value."
    footnote(figure, model, "Square: end of treatment, whenever that was.", NO_CONTROL, origin)
    on_logs = " and ".join(short(labels.label(name)) for name in chosen if name in enzymes())
    means = f"{CAPTION}; {on_logs} as a geometric mean." if on_logs else f"{CAPTION}."
    caption = Passage.filled(f"{means} {APART} {_covariances(ledger, chosen)}", ledger, origin)
    alt = f"Mean {labels.label(chosen[0])}: {_means_in_words(ledger, chosen[0], visits)}. {caption.text}"
    return Exhibit("courses", figure, "Course of the outcomes over visits.", caption, alt)


def _covariances(ledger: Ledger, chosen: tuple[str, ...]) -> str:
    """Say with which covariance each course was fitted, or that none could be."""
    held: dict[str, list[str]] = {}
    for name in chosen:
        row = ledger[cells.row_id(ANALYSIS.at(variable=f"{name}_course"), "covariance")]
        why = NOT_SHOWN if cells.kept_back(row) else NOTHING_RECORDED if row.n == 0 else "not fitted"
        taken = why if math.isnan(row.value) else row.note
        held.setdefault(taken, []).append(short(labels.label(name)).removesuffix(" (or equivalent)"))
    if len(held) == 1:
        return f"Covariance between visits: {next(iter(held))} in all panels."
    said = "; ".join(f"{taken} ({', '.join(names)})" for taken, names in held.items())
    return f"Covariance between visits: {said}."


def _key(name: str, visit: str) -> Key:
    return ANALYSIS.at(variable=f"{name}_course", level=slug(visit))


def _means_in_words(ledger: Ledger, name: str, visits: tuple[str, ...]) -> str:
    points = {visit: _point(ledger, name, visit) for visit in visits}
    known = [f"{text.number(point.value, 0)} ({visit})" for visit, point in points.items() if point.estimable]
    return ", ".join(known) or why_empty(points.values())


def _course(axes: Axes, ledger: Ledger, name: str, visits: tuple[str, ...]) -> None:
    places = {visit: place + (_GAP if visit == END else 0.0) for place, visit in enumerate(visits)}
    points = {visit: _point(ledger, name, visit) for visit in visits}
    known = {visit: point for visit, point in points.items() if point.estimable}
    for visit, point in known.items():
        axes.plot([places[visit]] * 2, [point.low, point.high], color=point.colour, linewidth=1.1)
        mark, face = ("s", "white") if visit == END else ("o", point.colour)
        axes.plot(places[visit], point.value, mark, color=point.colour, markerfacecolor=face, markersize=4.5)
    joined = [visit for visit in known if visit != END]
    axes.plot([places[visit] for visit in joined], [known[visit].value for visit in joined], linewidth=0.9, alpha=0.6)
    if END in places:
        axes.axvline(places[END] - (1 + _GAP) / 2, color=COLOURS["light"], linewidth=0.8)
    if known:
        axes.set_ylim(bottom=None if name == "mmt8" else 0)
    else:
        axes.set_yticks([])
        write_instead(axes, why_empty(points.values()))
    axes.set_xticks(list(places.values()), [_tick(ledger, name, visit) for visit in visits])
    axes.set_xlim(-0.4, max(places.values()) + 0.4)
    unit = labels.variable(name).unit if name not in enzymes() else "× ULN"
    axes.set_ylabel(unit.replace("points", "Points"))


def _point(ledger: Ledger, name: str, visit: str) -> Point:
    key = _key(name, visit)
    held = cells.kept_back(ledger[cells.row_id(key, "mean")])
    return Point(*cells.three(ledger, key, ("mean", "ci_low", "ci_high")), COLOURS["patients"], withheld=held)


def _tick(ledger: Ledger, name: str, visit: str) -> str:
    n = cells.n_behind(ledger[cells.row_id(_key(name, visit), "mean")])
    return f"{visit.replace('month ', 'M').capitalize()}\n{n}"
