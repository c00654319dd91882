"""The study's figures: everything written can be read, and a registry that can answer little is drawn as such."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from compendium.exhibits import (
    figures_cohort,
    figures_course,
    figures_efficacy,
    figures_groups,
    figures_patients,
    figures_predictors,
    figures_responses,
    figures_safety,
)
from compendium.exhibits.figures_course_by_response import course_by_response
from press.exhibits.figure.exhibit import Exhibit, settle
from press.exhibits.figure.interval_panel import (
    GOES_ON,
    NO_BAR,
    NOT_ESTIMABLE,
    Point,
    draw_points,
    explain,
    ratio_axis,
    ratio_limits,
)
from press.exhibits.figure.style import SMALLEST, journal_style, new_figure
from press.ground.paths import project_root
from press.rows import Key, Ledger

from .registries import ledgers

SPARSE = ("one centre", "eight patients", "bare", "bare, eight patients")
ORIGIN = "Simulated registry: no patient data."
FIGURES: dict[str, tuple[str, Callable[[Ledger, str], Exhibit]]] = {
    "flow_chart": ("cohort", figures_cohort.flow_chart),
    "indications": ("cohort", figures_cohort.indications),
    "missing_data": ("cohort", figures_cohort.missing_data),
    "changes": ("efficacy", figures_efficacy.changes),
    "courses": ("efficacy", figures_course.courses),
    "responses": ("efficacy", figures_responses.responses),
    "forest": ("predictors", figures_predictors.forest),
    "adverse_events": ("safety", figures_safety.adverse_events),
    "first_event": ("safety", figures_safety.first_event),
    "waterfall": ("efficacy", lambda rows, origin: figures_patients.waterfall(rows, committed("single"), origin)),
    "swimmer": ("efficacy", lambda rows, origin: figures_patients.swimmer(rows, committed("single"), origin)),
    "gains": ("efficacy", figures_groups.gains_in_groups),
    "lengths": ("efficacy", figures_groups.lengths_in_groups),
    "course_by_response": ("efficacy", lambda rows, origin: course_by_response(rows, committed("single"), origin)),
    "means_by_response": ("efficacy", lambda rows, origin: course_by_response(rows, Ledger(), origin)),
}


@cache
def committed(name: str) -> Ledger:
    return Ledger.read(project_root() / "paper" / "results" / f"{name}.csv")


def draw(name: str, ledger: Ledger | None = None) -> Exhibit:
    analysis, build = FIGURES[name]
    return build(committed(analysis) if ledger is None else ledger, ORIGIN)


def changed(analysis: str, values: dict[str, float]) -> Ledger:
    """The committed ledger with these values in place of its own."""
    assert all(row_id in committed(analysis) for row_id in values)
    return Ledger(replace(row, value=values.get(row.id, row.value)) for row in committed(analysis))


def written(figure: Figure, dpi: float) -> list[tuple[Text, Bbox]]:
    """Every text that is really drawn, with its place on the canvas in dots, laid out as in the files."""
    with journal_style():
        settle(figure)
    figure.set_dpi(dpi)
    found: list[tuple[Text, Bbox]] = []
    drawn = Text.draw

    def note(self: Text, renderer: object) -> None:
        drawn(self, renderer)  # type: ignore[arg-type]
        if self.get_visible() and self.get_text().strip():
            found.append((self, self.get_window_extent(renderer)))  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", note)
        with journal_style():
            figure.draw_without_rendering()
    return found


def words(exhibit: Exhibit) -> list[str]:
    return [text.get_text() for text, _ in written(exhibit.figure, 100)]


def footnote(exhibit: Exhibit) -> str:
    return next(said for said in words(exhibit) if ORIGIN in said).replace("\n", " ")


def assert_readable(figure: Figure, dpi: float) -> None:
    """No text cut off, none too small, none over another."""
    texts = written(figure, dpi)
    canvas = figure.bbox
    assert texts
    for text, box in texts:
        assert float(text.get_fontsize()) >= SMALLEST == 7, text
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= canvas.x1 and box.y1 <= canvas.y1
        assert inside, f"{text.get_text()!r} is cut off"
    for (one, first), (other, second) in combinations(texts, 2):
        shared = Bbox.intersection(first, second)
        assert shared is None or min(shared.width, shared.height) < 0.5, f"{one} lies over {other}"


@pytest.mark.parametrize("dpi", [160, 300])
@pytest.mark.parametrize("name", FIGURES)
def test_every_word_is_inside_the_figure_large_enough_and_over_no_other(name: str, dpi: float) -> None:
    """At the dots per inch of a screen and of print; 7 pt is the least that journals print."""
    assert_readable(draw(name).figure, dpi)


def test_every_word_of_the_flow_chart_stays_in_its_box() -> None:
    figure = draw("flow_chart").figure
    texts = [box for text, box in written(figure, 300) if "n = " in text.get_text()]
    boxes = [patch.get_window_extent() for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert len(texts) == len(boxes) > 2
    for text in texts:
        assert any(box.x0 < text.x0 and text.x1 < box.x1 and box.y0 < text.y0 and text.y1 < box.y1 for box in boxes)


# Intervals and their axis


def panel(point: Point, limits: tuple[float, float]) -> list[str]:
    """The marks drawn for one point, and the texts in the panel."""
    axes = new_figure().subplots()
    draw_points(axes, [[point]], ["CK"], limits, no_effect=None)
    ratio_axis(axes)
    return [str(line.get_marker()) for line in axes.lines] + [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(
    ("point", "marks"),
    [
        (Point(1.0, 0.2, 5.0), {"o"}),
        (Point(1.0, 0.01, 5.0), {"o", "<"}),
        (Point(1.0, 0.2, math.inf), {"o", ">"}),
        (Point(1.0, 0.0, 1e9), {"o", "<", ">"}),
        (Point(99.0, 30.0, 400.0), {">"}),
        (Point(0.001, 0.0001, 0.01), {"<"}),
        (Point(math.nan, math.nan, math.nan), {NOT_ESTIMABLE}),
    ],
)
def test_an_arrowhead_says_that_an_interval_goes_on_beyond_the_axis(point: Point, marks: set[str]) -> None:
    assert set(panel(point, (0.1, 10.0))) - {"None"} == marks
    assert explain([[point]], (0.1, 10.0)) == (GOES_ON if marks & {"<", ">"} else "")


def test_a_mark_without_an_interval_is_explained() -> None:
    lost = {"efficacy.mmt8.change.rank_biserial_low": math.nan}
    assert NO_BAR in footnote(draw("changes", changed("efficacy", lost)))
    assert NO_BAR not in footnote(draw("changes"))


def test_the_axis_holds_every_interval_within_reason() -> None:
    low, high = ratio_limits([[Point(0.3, 0.05, 0.9), None], [Point(4.0, 1.1, 13.0)]], widest=(0.02, 50))
    assert 0.02 < low < 0.05 and 13 < high < 50
    assert ratio_limits([[Point(1.0, 0.0, math.inf)]], widest=(0.02, 50)) == (0.02, 50)


@pytest.mark.parametrize(
    ("name", "analysis", "row"),
    [("forest", "predictors", "predictors.skin.multivariable"), ("changes", "efficacy", "efficacy.ck.ratio.change")],
)
def test_a_figure_says_that_an_interval_explain(name: str, analysis: str, row: str) -> None:
    wide = changed(analysis, {f"{row}.ci_low": 0.0001})
    exhibit = draw(name, wide)
    marks = [line.get_marker() for axes in exhibit.figure.axes for line in axes.lines]
    assert "<" in marks and GOES_ON in footnote(exhibit)
    assert GOES_ON not in footnote(draw(name))


def forest_lines() -> dict[str, str]:
    """What stands at the right of each line of the forest plot, by heading and label."""
    axes = draw("forest").figure.axes[0]
    said: dict[int, list[str]] = {}
    for text in axes.texts:
        if text.get_fontweight() != "bold" and hasattr(text, "xy"):
            said.setdefault(int(text.xy[1]), []).append(text.get_text())
    heading, found = "", {}
    for place, label in enumerate(axes.get_yticklabels()):
        heading = label.get_text() if label.get_fontweight() == "bold" else heading
        found[f"{heading}: {label.get_text()}"] = " | ".join(said.get(place, []))
    return found


def test_the_forest_plot_begins_with_the_univariable_odds_ratios() -> None:
    shown = [
        float(np.asarray(line.get_xdata())[0])
        for line in draw("forest").figure.axes[0].lines
        if line.get_marker() == "o"
    ]
    rows = [committed("predictors")[f"predictors.{name}.univariable.or"] for name in figures_predictors.UNIVARIABLE]
    assert shown[: len(rows)] == [row.value for row in rows]


def test_every_line_of_the_forest_plot_has_its_numbers_beside_it() -> None:
    """So that no table repeats the figure: odds ratio, interval, p, n and non-responders."""
    lines = forest_lines()
    assert lines["One at a time: Raynaud's phenomenon"] == "0.35 (0.14 to 0.84) | 0.019 | 116 (27)"
    assert lines["In one model: Raynaud + skin: In one model: Raynaud + skin"] == "116 (27)"
    assert lines["In one model: Raynaud + skin: Skin involvement"] == "0.18 (0.06 to 0.55) | 0.003"
    estimates = sum(" to " in text.get_text() for text in draw("forest").figure.axes[0].texts)
    models = sum(2 * len(names) for *_, names in figures_predictors.MODELS)
    assert estimates == len(figures_predictors.UNIVARIABLE) + models


def test_a_missing_estimate_of_the_forest_plot_is_named() -> None:
    """A separated model has no maximum likelihood estimate; Firth's penalised one exists beside it."""
    lost = {"predictors.skin.multivariable.or": math.nan, "predictors.myalgia.univariable.or": math.nan}
    exhibit = draw("forest", changed("predictors", lost))
    assert words(exhibit).count(NOT_ESTIMABLE) == 2
    assert f"Skin involvement: {NOT_ESTIMABLE}" in exhibit.alt
    assert_readable(exhibit.figure, 300)


def test_the_forest_plot_says_what_a_response_is() -> None:
    note = "Total Improvement Score of at least 40"
    rows = [row for row in committed("predictors") if row.id != "predictors.response.definition"]
    defined = Key("predictors", "response").row("definition", None, note=note)
    exhibit = draw("forest", Ledger(rows, [defined]))
    assert f"Response: {note}." in exhibit.caption
    assert "Response:" not in draw("forest", Ledger(rows)).caption


def test_the_forest_plot_names_every_model_and_its_scale() -> None:
    exhibit = draw("forest")
    labels = [label.get_text() for label in exhibit.figure.axes[0].get_yticklabels()]
    assert {heading for heading, *_ in figures_predictors.MODELS} <= set(labels)
    assert "logarithmic scale" in exhibit.caption and "logistic" not in exhibit.caption


def test_the_responses_stand_before_their_bounds_and_beside_the_placebo_group() -> None:
    """Bounds of all patients as a band, n and undecided at the right, so that no table repeats the figure."""
    rows, axes = committed("efficacy"), draw("responses").figure.axes[0]
    bounds = [row.value for row in rows.find(variable="response", statistic="bound_low") if row.level]
    assert len(bounds) > 1
    assert [patch.get_x() for patch in axes.patches if isinstance(patch, Rectangle)] == bounds
    placebo = rows.value("efficacy.external.proderm_placebo.percent")
    assert any(list(np.unique(line.get_xdata())) == [placebo] and len(line.get_xdata()) == 2 for line in axes.lines)
    said = [text.get_text() for text in axes.texts]
    assert "Placebo in the trial, score ≥ 20: 43.8%" in said and "96/123 (78.0%)" in said and "Undecided" in said


def test_an_interval_narrower_than_its_mark_is_drawn_over_it() -> None:
    """MMT8 rank-biserial 0.92 (0.89 to 0.95) was hidden under its own point."""
    lines = draw("changes").figure.axes[0].lines
    mark = next(line for line in lines if line.get_marker() == "o")
    interval = next(line for line in lines if np.size(line.get_xdata()) == 2 and line.get_linestyle() == "-")
    assert interval.get_zorder() > mark.get_zorder()


# The first adverse event


@pytest.mark.parametrize("highest", [12.0, 47.5, 99.0])
def test_the_first_event_is_drawn_on_a_scale_of_all_patients(highest: float) -> None:
    """An axis cut at the highest value makes a rare event look common: the scale is absolute, and begins at month 0."""
    rows = {row.id: min(row.value, highest) for row in committed("safety") if row.statistic in {"percent", "ci_high"}}
    rows |= {"safety.first_event.12.ci_high": highest}
    axes = draw("first_event", changed("safety", rows)).figure.axes[0]
    assert axes.get_ylim() == (0, 100) and axes.get_ylabel().endswith("%")
    assert axes.get_xlim()[0] == 0


def test_the_first_event_is_told_with_a_percent_sign_at_every_number() -> None:
    exhibit = draw("first_event", changed("safety", {"safety.first_event.12.percent": 30.25}))
    assert "By month 12: 30.3% (" in exhibit.alt and ")%" not in exhibit.alt
    assert "Aalen-Johansen; the end of the risk window competes" in exhibit.caption
    assert "Band: 95% interval" in footnote(exhibit)


# A registry that can answer little


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("case", SPARSE)
def test_every_figure_of_a_registry_that_can_answer_little_is_readable(case: str, name: str) -> None:
    exhibit = draw(name, ledgers(case)[FIGURES[name][0]])
    assert_readable(exhibit.figure, 160)
    assert not re.search(r"\bnan\b", exhibit.alt)


@pytest.mark.parametrize("case", ["bare", "bare, eight patients"])
def test_without_any_event_the_figures_say_so_and_name_nothing_that_is_not_there(case: str) -> None:
    terms, first = (draw(name, ledgers(case)["safety"]) for name in ("adverse_events", "first_event"))
    assert [said for said in words(terms) if ORIGIN not in said] == ["None recorded"]
    assert terms.figure.axes[0].get_legend() is None and "Beside each bar" not in footnote(terms)
    assert terms.alt.startswith("None recorded.")
    assert "None recorded" in words(first) and "Band" not in footnote(first)
    assert "By month 12: 0.0% of" in first.alt


def test_nobody_followed_at_all_is_said() -> None:
    lost = {row.id: math.nan for row in committed("safety") if row.variable == "first_event"}
    exhibit = draw("first_event", changed("safety", lost))
    assert NOT_ESTIMABLE in words(exhibit) and exhibit.alt.startswith("Not estimable.")


def test_an_outcome_whose_model_failed_is_named_in_its_panel() -> None:
    lost = {row.id: math.nan for row in committed("efficacy") if row.variable in ("mmt8_course", "ck_course")}
    exhibit = draw("courses", changed("efficacy", lost))
    said = [[text.get_text() for text in axes.texts] for axes in exhibit.figure.axes]
    assert said == [[NOT_ESTIMABLE]] * 2 + [[]] * 4
    assert f"MMT8: {NOT_ESTIMABLE}" in exhibit.alt


@pytest.mark.parametrize("name", ["changes", "forest"])
def test_where_everything_asked_is_missing_the_lines_say_so(name: str) -> None:
    """Myoglobin was never measured, and where all respond nothing tells responders from others."""
    ledger = ledgers("bare")[FIGURES[name][0]]
    said = words(draw(name, ledger)).count(NOT_ESTIMABLE)
    estimates = len(figures_predictors.UNIVARIABLE) + sum(2 * len(names) for *_, names in figures_predictors.MODELS)
    assert said == {"changes": 1, "forest": estimates}[name]


def test_the_visits_of_a_course_are_named_in_words() -> None:
    labels = [label.get_text().split("\n")[0] for label in draw("courses").figure.axes[0].get_xticklabels()]
    assert labels == ["Baseline", "M3", "M6", "M12", "End"]


def test_the_end_of_treatment_stands_apart_from_the_visits() -> None:
    """It is no visit after month 12, so no line leads to it, and its mark is another."""
    panel = draw("courses").figure.axes[0]
    places = panel.get_xticks()
    joined = next(line for line in panel.lines if len(line.get_xdata()) == len(places) - 1)
    assert list(joined.get_xdata()) == list(places[:-1])
    assert places[-1] - places[-2] > places[-2] - places[-3]
    marks = {line.get_xdata()[0]: line.get_marker() for line in panel.lines if line.get_marker() != "None"}
    assert [marks[place] for place in places] == ["o"] * 4 + ["s"]
