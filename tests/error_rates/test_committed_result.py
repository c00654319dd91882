"""Rule: the committed error rates are those of the scenarios there are, in as many cohorts as they say.

Authority: the scenarios themselves; a small run of some of them must agree within the Monte Carlo error of both.
"""

from __future__ import annotations

import math
from functools import cache

import pytest

from error_rates.every import every_scenario
from error_rates.rates import scenario_rows, summary_rows
from error_rates.running import SEED, judge_cohorts
from error_rates.scenario import Interval
from error_rates.study import MADE_FROM, RESULT
from press.ground.paths import project_root
from press.project import read_json
from press.rows import Ledger

SMALL = 200
SIGMAS = 4.5


@cache
def committed() -> Ledger:
    return Ledger.read(project_root() / RESULT)


def test_every_scenario_and_every_measure_is_there_and_nothing_else() -> None:
    rows = [row for row in committed() if row.variable not in ("", "intervals", "tests")]
    assert list(dict.fromkeys(row.variable for row in rows)) == list(every_scenario())
    for name, scenario in every_scenario().items():
        levels = dict.fromkeys(row.level for row in rows if row.variable == name and row.level)
        assert list(levels) == [measure.name for measure in scenario.measures], name
    assert set(read_json(project_root() / MADE_FROM)) == set(every_scenario())


def test_every_scenario_has_as_many_cohorts_as_the_others() -> None:
    counts = {row.value for row in committed().find(statistic="cohorts") if row.variable}
    assert len(counts) == 1
    for row in committed():
        if row.group in ("coverage", "size"):
            missing = committed().value(f"error_rates.{row.variable}.{row.level}.not_computed")
            (cohorts,) = counts
            assert row.n == round(cohorts * (1 - missing / 100)), row.id


def test_words_and_truths_are_those_of_the_scenarios() -> None:
    for name, scenario in every_scenario().items():
        assert committed()[f"error_rates.{name}.cohorts"].note == scenario.words
        for measure in scenario.measures:
            opening = "truth" if isinstance(measure, Interval) else "hypothesis"
            row = committed()[f"error_rates.{name}.{measure.name}.{opening}"]
            assert row.note == measure.words
            if isinstance(measure, Interval):
                assert row.value == pytest.approx(measure.truth, rel=1e-9)


def test_the_summary_is_that_of_the_rows() -> None:
    rows = [row for row in committed() if row.variable not in ("", "intervals", "tests")]
    for row in summary_rows(rows):
        assert committed().value(row.id) == pytest.approx(row.value, rel=1e-9), row.id


@pytest.mark.parametrize("name", ["share", "share_of_events", "score_of_kinds", "rate_ratio_clustered_null", "ratio"])
def test_a_small_run_agrees_with_it(name: str) -> None:
    """Other cohorts than the committed ones, which begin at number 0."""
    judged = judge_cohorts(name, 1_000_000, 1_000_000 + SMALL)
    for row in scenario_rows(every_scenario()[name], judged, SEED):
        if row.statistic == "percent" and row.group in ("coverage", "size") and row.n:
            there = committed()[row.id]
            share = (row.value * row.n + there.value * (there.n or 0)) / (row.n + (there.n or 0)) / 100
            error = 100 * math.sqrt(max(share * (1 - share), 1e-4) * (1 / row.n + 1 / (there.n or 1)))
            assert abs(row.value - there.value) <= SIGMAS * error, row.id
