"""The figures of how safe it was: patients by term and worst grade, and the time to the first event."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from compendium.clinical.how_safe import ANALYSIS, MONTHS
from compendium.exhibits.figures_patients import by_day
from compendium.exhibits.shown_order import greatest_first, in_words
from compendium.exhibits.tables_safety import class_rows, unrecorded
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, blank, rows_at
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
from press.rows import Key, Ledger, Row, text

GRADE_COLOURS = {"grade_1": "#C6DBEF", "grade_2": "#6BAED6", "grade_3_or_more": "#08519C"}
GRADE_NAMES = {"grade_1": "Grade 1", "grade_2": "Grade 2", "grade_3_or_more": "Grade 3 or more"}
TERMS_CAPTION = "Patients with each adverse event, once at their worst grade."
OF_PATIENTS = "n = {safety.any.patients.total:int}."
UNGRADED = "Grades not shown"
NONE_RECORDED = "None recorded"
AT_RISK_EVERY = 6  # months
MOST_TICKS = 8  # for the counts below which there is room
LIMITS = ("percent", "ci_low", "ci_high")
Points = Mapping[float, tuple[float, float, float]]  # by month: per cent, lower and upper limit
METHOD = "Aalen-Johansen; the end of the risk window competes"


@journal_style()
def adverse_events(ledger: Ledger, origin: str) -> Exhibit:
    """Patients with each preferred term, by worst grade, the commonest first as far as counts are shown."""
    terms = sorted((row for row in class_rows(ledger) if row.level), key=lambda row: greatest_first(row.note, row))
    if all_hidden(terms):
        return blank("adverse_events", "Adverse events by preferred term.", origin)
    unrecorded_events = unrecorded(ledger)
    none = unrecorded_events.rstrip(".") or NONE_RECORDED
    figure = new_figure(TWO_COLUMNS, 34 + 4.6 * max(len(terms), 1))
    axes = figure.subplots()
    if terms:
        _bars(axes, ledger, terms)
    else:
        axes.set_axis_off()
        write_instead(axes, none)
    n = cells.count(ledger["safety.any.patients.total"])
    beside = " Beside each bar: % of patients (95% Clopper-Pearson interval)." if terms else ""
    footnote(figure, "" if unrecorded_events else f"n = {n} patients.{beside}", origin)
    first = "; ".join(f"{row.note}: {cells.count(row)}" for row in terms[:5])
    said = f"{in_words(terms)} {first}" if terms else none
    caption = Passage.filled(TERMS_CAPTION if unrecorded_events else f"{TERMS_CAPTION} {OF_PATIENTS}", ledger, origin)
    return Exhibit("adverse_events", figure, "Adverse events by preferred term.", caption, f"{said}. {caption.text}")


def _bars(axes: Axes, ledger: Ledger, terms: list[Row]) -> None:
    by_grade = {row.id: {group: _of_grade(ledger, row, group) for group in GRADE_COLOURS} for row in terms}
    left = [0.0] * len(terms)
    for group, colour in GRADE_COLOURS.items() if any(map(_graded, by_grade.values())) else ():
        counts = [by_grade[row.id][group] if _graded(by_grade[row.id]) else 0.0 for row in terms]
        _stacked(axes, counts, left, colour, GRADE_NAMES[group])
        left = [start + count for start, count in zip(left, counts, strict=True)]
    ungraded = [0.0 if row.withheld or _graded(by_grade[row.id]) else row.value for row in terms]
    if any(ungraded):
        _stacked(axes, ungraded, left, "white", UNGRADED)
    for place, row in enumerate(terms):
        axes.text(0 if row.withheld else row.value, place, f"  {_share(ledger, row)}", va="center", fontsize=SMALLEST)
    axes.set_yticks(range(len(terms)), [row.note for row in terms])
    axes.set_ylim(len(terms) - 0.4, -0.6)
    axes.set_xlim(0, 1.45 * max((row.value for row in terms if not row.withheld), default=1.0))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Patients, by worst CTCAE grade")
    if axes.patches:
        axes.legend(loc="lower right")
    else:
        axes.set_xticks([])


def _stacked(axes: Axes, counts: list[float], left: list[float], colour: str, label: str) -> None:
    """Draw the next part of the bars; none at all where no term has it to show."""
    places = range(len(counts))
    axes.barh(places, counts, left=left, color=colour, edgecolor=COLOURS["neutral"], label=label, height=0.7)


def _graded(counts: Mapping[str, float]) -> bool:
    """Whether all grades of a term are shown: a part of them would be taken for the whole."""
    return not any(map(math.isnan, counts.values()))


def _of_grade(ledger: Ledger, row: Row, group: str) -> float:
    return cells.value(ledger, ANALYSIS.at(variable=row.variable, level=row.level, group=group), "count")


def _share(ledger: Ledger, row: Row) -> str:
    return cells.share(ledger, ANALYSIS.at(variable=row.variable, level=row.level, group="patients")).text


@journal_style()
def first_event(ledger: Ledger, origin: str, single: Ledger | None = None) -> Exhibit:
    """The share of patients with a first adverse event, by the day with rows of single patients, else by the month."""
    keys = {month: ANALYSIS.at(variable="first_event", level=str(month)) for month in MONTHS}
    if all_hidden(rows_at(ledger, keys.values(), LIMITS[0])):
        return blank("first_event", "Time to the first adverse event.", origin)
    points = {float(month): cells.three(ledger, key, LIMITS) for month, key in keys.items()}
    known: Points = {month: point for month, point in points.items() if not math.isnan(point[0])}
    bounded = _bounded(known)
    figure = new_figure(TWO_COLUMNS * 0.72, 78)
    axes = figure.subplots()
    held = {month for month, key in keys.items() if cells.kept_back(ledger[cells.row_id(key, LIMITS[0])])}
    last = int(max(known, default=AT_RISK_EVERY))
    days: Points = by_day(single or Ledger(), last)
    (_points if held else _curve)(axes, days or known, _bounded(days or known))
    _height(axes, known, NOT_SHOWN if held else NOT_ESTIMABLE)
    _at_risk(axes, ledger, keys, _apart(list(map(int, known)), last) if held and known else _every(last), last)
    axes.set_ylabel("Patients with a first\nadverse event, %")
    n = f"n = {{{cells.row_id(keys[MONTHS[0]], 'percent')}:n}}."
    band = ("Bars: 95% intervals." if held else "Band: 95% interval.") if bounded else ""
    left_out = "Months that would give patients away are left out." if held else ""
    read = " ".join(filter(None, ("" if days else "Read at whole months.", band, left_out)))
    footnote(figure, read, origin)
    words = f"Share of patients with a first adverse event, by time since the first IVIg ({METHOD}). {n}"
    caption = Passage.filled(words, ledger, origin)
    said = _by_a_year(known) or (NOT_SHOWN if held else NOT_ESTIMABLE).capitalize()
    return Exhibit("first_event", figure, "Time to the first adverse event.", caption, f"{said}. {caption.text}")


def _bounded(known: Points) -> Points:
    return {month: point for month, point in known.items() if not math.isnan(point[1])}


def _points(axes: Axes, known: Points, bounded: Points) -> None:
    """Where months are left out, a point at each of the others: what lies between is not shown, and no line says it."""
    for month, (_, low, high) in bounded.items():
        axes.plot([month, month], [low, high], color=COLOURS["patients"], linewidth=1.1, clip_on=False)
    percent = [point[0] for point in known.values()]
    axes.plot(list(known), percent, "o", color=COLOURS["patients"], clip_on=False)


def _curve(axes: Axes, known: Points, bounded: Points) -> None:
    if bounded:
        _, low, high = zip(*bounded.values(), strict=True)
        axes.fill_between(list(bounded), low, high, step="post", color=COLOURS["patients"], alpha=0.18, linewidth=0)
    percent = [point[0] for point in known.values()]
    axes.step(list(known), percent, where="post", color=COLOURS["patients"])


def _height(axes: Axes, known: Points, why_none: str) -> None:
    axes.set_ylim(0, 100)  # of all patients: a curve that fills its panel looks like a common event
    if not any(point[0] for point in known.values()):
        write_instead(axes, NONE_RECORDED if known else why_none)


def _every(last: int) -> list[int]:
    ticks = list(range(0, last + 1, AT_RISK_EVERY))
    return [*ticks, last] if ticks == [0] and last else ticks


def _apart(months: Sequence[int], last: int) -> list[int]:
    """Return those of the months that can be read, the last among them, between which there is room for a count.

    >>> _apart([0, 1, 5], 5), _apart([0, 1, 2, 3, 24], 24)
    ([0, 1, 5], [0, 3, 24])
    """
    ticks = list[int]()
    for month in reversed(months):
        if not ticks or (ticks[-1] - month) * MOST_TICKS >= last:
            ticks.append(month)
    return ticks[::-1]


def _at_risk(axes: Axes, ledger: Ledger, keys: dict[int, Key], ticks: Sequence[int], last: int) -> None:
    counts = [cells.whole(ledger, keys[month], "at_risk").text for month in ticks]
    axes.set_xticks(ticks, [f"{month}\n{count}" for month, count in zip(ticks, counts, strict=True)])
    axes.set_xlim(0, max(last, 1))
    axes.set_xlabel("Months since the first IVIg; below, patients still at risk without an event")


def _by_a_year(known: Points) -> str:
    """'By month 12: 30.2% (22.4% to 40.0%)...', or by the last month until then that is known; "" where none is."""
    if not known:
        return ""
    month = max(month for month in known if month <= max(12, min(known)))
    percent, low, high = known[month]
    said = text.percent(percent) if math.isnan(low) else text.estimate(percent, low, high, 1, text.percent)
    return f"By month {month:g}: {said} of patients with a first adverse event"
