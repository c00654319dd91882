"""The figures of single patients of the simulated registry: change in strength, time on treatment, course and event."""

from __future__ import annotations

import math
from collections.abc import Iterable

from matplotlib.axes import Axes

from compendium.clinical.single_patients import ANALYSIS, FOLLOWED
from compendium.exhibits import labels
from compendium.exhibits.figures_groups import gains_in_groups, lengths_in_groups
from compendium.registry.codebook import DAYS_A_MONTH
from press.exhibits import cells
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import COLOURS, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, Row, slug, text
from press.rows.sentence import count

COLOUR = {1.0: COLOURS["patients"], 0.0: COLOURS["placebo"]}
_UNKNOWN = "#999999"
NAME = {1.0: "Responder", 0.0: "Non-responder"}
NOT_DECIDED = "Not decided"
NO_CONTROL = "No control group: a change is not an effect of treatment."
GAIN = "efficacy.gain_in_percent.threshold"


def has_single(single: Ledger) -> bool:
    """Whether there are rows of single patients: in a registry of patients there are none."""
    return bool(single.find(variable="response"))


def answers(single: Ledger) -> dict[str, float]:
    """Return by patient whether they responded (1, 0, or NaN where it is not known)."""
    return {row.level: row.value for row in single.find(variable="response", statistic="responded")}


def colour_of(answer: float) -> str:
    """Return the colour of a responder, of a non-responder, or of a patient in whom it is not known."""
    return COLOUR.get(answer, _UNKNOWN)


def named(axes: Axes, found: Iterable[float]) -> None:
    """Write a legend of the answers that occur."""
    held = {NAME.get(each, NOT_DECIDED): colour_of(each) for each in found}
    for label in (each for each in (*NAME.values(), NOT_DECIDED) if each in held):
        axes.plot([], [], color=held[label], linewidth=3, label=label)


@journal_style()
def waterfall(ledger: Ledger, single: Ledger, origin: str) -> Exhibit:
    """Each patient's strength before and after, sorted by gain; in a registry of patients, counts of gains."""
    if not has_single(single):
        return gains_in_groups(ledger, origin)
    gains = sorted(single.find(variable="mmt8", statistic="gain"), key=lambda row: (row.value, row.level))
    answer = answers(single)
    figure = new_figure(TWO_COLUMNS, 104)
    upper, lower = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [1.1, 1]})
    colours = [colour_of(answer[row.level]) for row in gains]
    upper.bar(range(len(gains)), [row.value for row in gains], color=colours, width=0.85)
    upper.axhline(0, color=COLOURS["neutral"], linewidth=0.6)
    upper.set_ylabel("Change in MMT8,\n% of the value before")
    upper.set_title("A  Change, from the greatest fall to the greatest gain")
    _line(upper, ledger)
    _story(upper, single, {row.level: (place, max(row.value, 0.0)) for place, row in enumerate(gains)})
    named(upper, [answer[row.level] for row in gains])
    upper.legend(loc="upper left")
    _before_after(lower, single, gains, answer)
    lower.set_title("B  Before and after, the same patients in the same order")
    lower.set_ylabel(labels.with_unit("mmt8").replace(", ", ",\n"))
    lower.set_xlabel(f"Patients with both values (n = {len(gains)})")
    lower.set_xticks([])
    marks = "B: each line runs from before treatment to the end of treatment, which is the dot."
    footnote(figure, marks, NO_CONTROL, origin)
    caption = Passage.filled(_CAPTION, ledger, NO_CONTROL, origin)
    risen = sum(row.value > 0 for row in gains)
    fallen = sum(row.value < 0 for row in gains)
    alt = f"Of {len(gains)} patients strength rose in {risen} and fell in {fallen}; {_passed(ledger, gains, answer)}"
    return Exhibit("waterfall", figure, "Change in strength of every patient.", caption, f"{alt} {origin}")


_CAPTION = (
    "Change in MMT8 from before treatment to its end, a bar for each patient. "
    "{?[efficacy.gain_in_percent.threshold]| Dashed line: a gain of {efficacy.gain_in_percent.threshold:int}%, which a "
    "definition of response calls important. ?}"
)


def _story(
    axes: Axes, single: Ledger, places: dict[str, tuple[float, float]], offset: tuple[float, float] = (0, 14)
) -> None:
    """Point at the patient who is followed through the chapters, where there is one in the figure."""
    patient = next((row.note for row in single.find(variable=FOLLOWED)), "")
    if place := places.get(slug(patient)) if patient else None:
        axes.annotate(
            patient, place, xytext=offset, textcoords="offset points", ha="center", va="center", fontsize=SMALLEST,
            arrowprops={"arrowstyle": "->", "linewidth": 0.7},
        )  # fmt: skip


def _line(axes: Axes, ledger: Ledger) -> None:
    least = ledger.value(GAIN)
    if not math.isnan(least):
        axes.axhline(least, color=COLOURS["neutral"], linewidth=0.9, linestyle="--")
        said = f"important gain: {text.plain(least)}% "
        axes.text(0.01, least, said, transform=axes.get_yaxis_transform(), ha="left", va="bottom", fontsize=SMALLEST)


def _passed(ledger: Ledger, gains: list[Row], answer: dict[str, float]) -> str:
    least = ledger.value(GAIN)
    if math.isnan(least):
        return "no definition names an important gain."
    passed = [answer[row.level] for row in gains if round(row.value, 10) >= least]
    without = sum(each == 0 for each in passed)
    return f"{len(passed)} reached the important gain, and {count(without)} of these did not respond."


def _before_after(axes: Axes, single: Ledger, gains: list[Row], answer: dict[str, float]) -> None:
    values = {(row.level, row.group): row.value for row in single.find(variable="mmt8", statistic="value")}
    for place, row in enumerate(gains):
        colour = colour_of(answer[row.level])
        before, after = values[row.level, "baseline"], values[row.level, "end"]
        axes.plot([place, place], [before, after], color=colour, linewidth=0.8)
        axes.plot(place, after, "o", color=colour, markersize=2.2)
    axes.set_ylim(bottom=0)
    axes.set_xlim(-1, len(gains))


@journal_style()
def swimmer(ledger: Ledger, single: Ledger, origin: str) -> Exhibit:
    """A line for each patient from the first to the last IVIg; in a registry of patients, counts by length."""
    if not has_single(single):
        return lengths_in_groups(ledger, origin)
    months = {row.level: row.value for row in single.find(variable="treatment", statistic="months")}
    going_on = {row.level for row in single.find(variable="treatment", statistic="ongoing") if row.value == 1}
    answer = answers(single)
    order = sorted((each for each in months if months[each] == months[each]), key=lambda each: (months[each], each))
    place = {patient: at for at, patient in enumerate(order)}
    figure = new_figure(TWO_COLUMNS, 30 + 1.15 * len(order))
    axes = figure.subplots()
    for patient, at in place.items():
        axes.plot(
            [0, months[patient]], [at, at], color=colour_of(answer[patient]), linewidth=1.9, solid_capstyle="butt"
        )
    _marks(axes, single.find(variable="visit", statistic="month"), place, ("|", COLOURS["neutral"], 2.6, "Visit"))
    _marks(axes, single.find(variable="event", statistic="month"), place, ("D", "#D55E00", 2.4, "Adverse event"))
    ends = [(months[each], place[each]) for each in order if each in going_on]
    if ends:
        (drawn,) = axes.plot(*zip(*ends, strict=True), ">", color=COLOURS["neutral"], markersize=3, linestyle="")
        drawn.set_label("Still treated")
    named(axes, answer.values())
    _story(axes, single, {patient: (months[patient], float(at)) for patient, at in place.items()}, (60, 0))
    axes.set(ylim=(-1.5, len(order) + 0.5), yticks=[], xlabel="Months since the first IVIg")
    axes.set_ylabel(f"Patients, by length of treatment (n = {len(order)})")
    axes.set_xlim(left=min(-1.0, axes.get_xlim()[0]))
    axes.legend(loc="lower right")
    footnote(figure, "Lines: from the first IVIg to the last one.", origin)
    caption = Passage.filled(_SWUM, ledger, origin)
    longest = text.number(months[order[-1]], 0) if order else text.MISSING
    alt = f"{len(order)} patients, the longest treated for {longest} months; {_halves(order, answer)}"
    return Exhibit("swimmer", figure, "Time on treatment of every patient.", caption, f"{alt} {origin}")


_SWUM = "Time from the first IVIg to the last, a line for each patient, with visits, adverse events and response."


def _halves(order: list[str], answer: dict[str, float]) -> str:
    half = len(order) // 2
    shorter, longer = (sum(answer[each] == 0 for each in part) for part in (order[:half], order[half:]))
    return f"of the half treated shorter {shorter} did not respond, of the half treated longer {longer}."


def _marks(axes: Axes, rows: list[Row], place: dict[str, int], look: tuple[str, str, float, str]) -> None:
    marker, colour, size, label = look
    at = [(row.value, place[row.level]) for row in rows if row.level in place and not math.isnan(row.value)]
    if at:
        axes.plot(*zip(*at, strict=True), marker, color=colour, markersize=size, linestyle="", label=label)


def by_day(single: Ledger, last: float) -> dict[float, tuple[float, float, float]]:
    """Return the share with a first event, with its limits, by the months at which it rose and at the last month."""
    found: dict[float, tuple[float, float, float]] = {}
    for row in single.find(variable="first_event", statistic="percent"):
        month, key = int(row.level) / DAYS_A_MONTH, ANALYSIS.at(variable="first_event", level=row.level)
        if month <= last and not math.isnan(row.value):
            found[month] = cells.three(single, key, ("percent", "ci_low", "ci_high"))
    return found | {last: found[max(found)]} if found else {}
