"""Rule: what is shown can be read: a curve where it has points, a figure with the decimals of its difference."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from compendium.clinical.how_safe import ANALYSIS, MONTHS
from compendium.exhibits.figures_safety import first_event
from press.exhibits import cells
from press.rows import Ledger

from .registries import OURS, ledgers
from .test_beside_published import _table as table_of

PERCENT = ("percent", "ci_low", "ci_high", "at_risk")


def with_gaps(*shown: int) -> Ledger:
    """The rows of a registry in which the time to the first event is shown at these months only."""
    hidden = {
        cells.row_id(ANALYSIS.at(variable="first_event", level=str(month)), name)
        for month in MONTHS
        for name in PERCENT
        if month not in shown
    }
    rows = ledgers("two centres")["safety"]
    return Ledger(replace(row, value=math.nan, withheld="*") if row.id in hidden else row for row in rows)


@pytest.mark.parametrize(("shown", "ticks"), [((0, 1, 5), [0, 1, 5]), ((0, 1, 2, 3, 24), [0, 3, 24])])
def test_a_curve_with_gaps_has_a_point_at_each_month_that_can_be_read(shown: tuple[int, ...], ticks: list[int]) -> None:
    """Of a curve of months 0, 1 and 5 the axis named 0 and 5, and it ended in a bare vertical stroke."""
    axes = first_event(with_gaps(*shown), OURS).figure.axes[0]
    assert [round(tick) for tick in axes.get_xticks()] == ticks
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert all(line in points or len({*line.get_xdata()}) == 1 for line in axes.lines)  # none from month to month
    assert [list(map(int, line.get_xdata())) for line in points] == [list(shown)]
    assert all("*" not in label.get_text() for label in axes.get_xticklabels())


def test_a_whole_curve_has_no_points() -> None:
    axes = first_event(ledgers("two centres")["safety"], OURS).figure.axes[0]
    assert not [line for line in axes.lines if line.get_marker() == "o"]


def test_the_duration_of_treatment_is_told_as_exactly_as_its_difference() -> None:
    table, _ = table_of("two centres")
    lines = [each for each in table.lines if each.kind == "row"]
    (line,) = (each for each in lines if "efficacy.treatment_duration.mean" in each.cells[2].rows)
    assert re.fullmatch(r"\d+\.\d", line.cells[2].text) and re.match(r".\d*\.\d|\d+\.\d", line.cells[3].text)
    (patients,) = (each for each in lines if "cohort.n" in each.cells[2].rows)
    assert patients.cells[2].text.isdigit()
