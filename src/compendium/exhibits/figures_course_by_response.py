"""The figure of strength over visits by response: group means, and behind them every patient who is simulated."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.in_groups import mean_key
from compendium.clinical.over_visits import END, GROUPS
from compendium.exhibits import labels
from compendium.exhibits.figures_patients import NO_CONTROL, answers, colour_of, has_single
from compendium.registry.codebook import load_codebook
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, blank
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, NOT_SHOWN
from press.exhibits.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure, write_instead
from press.exhibits.passage import Passage
from press.rows import Ledger, Row, slug, text
from press.rows.sentence import capital

TITLE = "Strength over visits, by response."
MEANS = "Mean MMT8 at each visit of responders and of non-responders, of those with a value then."
SINGLE = "Thin lines, and dots at the end: single simulated patients."
_ANSWER = {GROUPS[0]: 1.0, GROUPS[1]: 0.0}
_GAP = 0.6  # by how much the end is moved away from the visits, in distances between visits


@journal_style()
def course_by_response(ledger: Ledger, single: Ledger, origin: str) -> Exhibit:
    """Mean MMT8 of responders and of the others at each visit; behind them every simulated patient."""
    visits = load_codebook().variable("visit", "visits").levels
    rows = {group: {visit: _mean(ledger, visit, group) for visit in visits} for group in GROUPS}
    if all_hidden(row for of_group in rows.values() for row in of_group.values()):
        return blank("course_by_response", TITLE, origin)
    figure = new_figure(TWO_COLUMNS, 74)
    places = {visit: at + (_GAP if visit == END else 0.0) for at, visit in enumerate(visits)}
    for axes, group in zip(figure.subplots(1, len(GROUPS), sharey=True), GROUPS, strict=True):
        _patients(axes, single, group, places)
        _means(axes, rows[group], places, colour_of(_ANSWER[group]))
        ticks = [
            f"{visit.replace('month ', 'M').capitalize()}\n{cells.n_behind(rows[group][visit])}" for visit in visits
        ]
        axes.set_xticks(list(places.values()), ticks)
        axes.set_xlim(-0.4, max(places.values()) + 0.4)
        axes.set_title(f"{capital(group)}s")
    figure.axes[0].set_ylim(0, 1.04 * (labels.variable("mmt8").high or max(_known(rows), default=1.0)))
    figure.axes[0].set_ylabel(labels.with_unit("mmt8"))
    drawn = SINGLE if has_single(single) else ""
    footnote(figure, "Below a visit: n with a value. Square: end of treatment.", drawn, NO_CONTROL, origin)
    caption = Passage.filled(f"{MEANS} {drawn}".rstrip(), ledger, NO_CONTROL, origin)
    said = "; ".join(f"{group}s: {_in_words(rows[group])}" for group in GROUPS)
    alt = f"{_apart(rows)} Mean MMT8 by visit. {capital(said)}. {origin}".lstrip()
    return Exhibit("course_by_response", figure, TITLE, caption, alt)


def _apart(rows: dict[str, dict[str, Row]]) -> str:
    """Say how far the groups lie apart before treatment and at its end, or nothing where a mean is not known."""
    first, last = ({visit: rows[group][visit].value for visit in ("baseline", END)} for group in GROUPS)
    if any(map(math.isnan, (*first.values(), *last.values()))):
        return ""
    before, after = (text.number(first[visit] - last[visit], 0) for visit in ("baseline", END))
    return f"{capital(GROUPS[0])}s minus {GROUPS[1]}s: {before} points of MMT8 before treatment, {after} at its end."


def _mean(ledger: Ledger, visit: str, group: str) -> Row:
    return ledger[cells.row_id(mean_key(ANALYSIS, visit, group), "mean")]


def _known(rows: dict[str, dict[str, Row]]) -> list[float]:
    return [row.value for of_group in rows.values() for row in of_group.values() if not math.isnan(row.value)]


def _patients(axes: Axes, single: Ledger, group: str, places: dict[str, float]) -> None:
    """Draw the patients of one response, the end apart from the visits as in their mean."""
    at = {slug(visit): place for visit, place in places.items()}
    courses: dict[str, list[tuple[float, float]]] = {}
    ends: list[tuple[float, float]] = []
    answer, colour = answers(single), colour_of(_ANSWER[group])
    for row in single.find(variable="mmt8", statistic="value"):
        if answer[row.level] == _ANSWER[group]:
            (ends if row.group == slug(END) else courses.setdefault(row.level, [])).append((at[row.group], row.value))
    for points in courses.values():
        axes.plot(*zip(*sorted(points), strict=True), color=colour, linewidth=0.4, alpha=0.35)
    if ends:
        axes.plot(*zip(*ends, strict=True), ".", color=colour, markersize=2.5, markeredgewidth=0, alpha=0.35)


def _means(axes: Axes, rows: dict[str, Row], places: dict[str, float], colour: str) -> None:
    known = {visit: row.value for visit, row in rows.items() if not math.isnan(row.value)}
    if not known:
        write_instead(axes, NOT_SHOWN if any(map(cells.kept_back, rows.values())) else NOT_ESTIMABLE)
    joined = [visit for visit in known if visit != END]
    axes.plot([places[each] for each in joined], [known[each] for each in joined], "o-", color=colour, linewidth=2.2)
    if END in known:
        axes.plot(places[END], known[END], "s", color=colour, markerfacecolor="white", markersize=5.5)
        axes.axvline(places[END] - (1 + _GAP) / 2, color=COLOURS["light"], linewidth=0.8)


def _in_words(rows: dict[str, Row]) -> str:
    return ", ".join(
        f"{visit} {row.withheld or (NOT_ESTIMABLE if math.isnan(row.value) else text.number(row.value, 0))}"
        for visit, row in rows.items()
    )
