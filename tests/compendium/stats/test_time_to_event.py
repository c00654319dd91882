"""Time to event: published remissions, hand-worked competing events, and laws of a cumulative incidence."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Ledger

KEY = Key("x")
LAW = settings(max_examples=80, deadline=None, derandomize=True)


def six_mp() -> tuple[pd.Series, pd.Series]:
    """Freireich 1963, weeks of remission under 6-MP; negative here = censored."""
    weeks = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
    return pd.Series([abs(week) for week in weeks], dtype=float), pd.Series([week > 0 for week in weeks])


def test_kaplan_meier_of_the_leukaemia_trial() -> None:
    # Kalbfleisch and Prentice, table 1.1: remaining in remission 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448
    remaining = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    found = Ledger(cumulative_incidence(*six_mp(), KEY, at=list(remaining), unit="weeks"))
    for week, share in remaining.items():
        assert found.value(f"x.{week}.percent") == pytest.approx(100 * (1 - share), abs=0.06)
    assert [found.value(f"x.{week}.at_risk") for week in (6, 7, 23)] == [21, 17, 6]


def test_before_the_first_event_and_beyond_follow_up() -> None:
    found = Ledger(cumulative_incidence(*six_mp(), KEY, at=[0.5, 36], unit="weeks"))
    assert found.value("x.0_5.percent") == 0
    assert found["x.0_5.ci_low"].note.startswith("no event by then")
    assert found["x.36.percent"].note == "nobody was followed for so long"


def test_without_censoring_it_is_the_plain_proportion() -> None:
    time, event = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]), pd.Series([True] * 5, dtype="boolean")
    found = Ledger(cumulative_incidence(time, event, KEY, at=[2, 5], unit="months"))
    assert found.value("x.2.percent") == pytest.approx(40)
    assert found.value("x.5.percent") == 100
    assert found["x.5.ci_high"].note.startswith("everyone at risk had the event")
    with pytest.raises(ValueError, match=r"a follow-up time \(months\) must be a number of 0 or more, not -1"):
        cumulative_incidence(-time, event, KEY, at=[2], unit="months")


def competing_incidence(endings: list[tuple[float, str]], at: list[float]) -> Ledger:
    """Cumulative incidence of patients whose follow-up ended by "event", "stopped" (competing) or "censored"."""
    time = pd.Series([months for months, _ in endings], dtype=float)
    event, stopped = (pd.Series([how == name for _, how in endings], dtype="boolean") for name in ("event", "stopped"))
    return Ledger(cumulative_incidence(time, event, KEY, at=at, unit="months", competing=stopped))


def test_who_stopped_can_no_longer_have_the_event() -> None:
    # by hand: 1/4 at month 1; at 3, free of both 2/4, of whom 1 of 2: 1/4 + 2/4 * 1/2. Kaplan-Meier says 62.5 %
    found = competing_incidence([(1, "event"), (2, "stopped"), (3, "event"), (4, "censored")], [1, 2, 3, 4])
    assert [found.value(f"x.{month}.percent") for month in (1, 2, 3, 4)] == pytest.approx([25, 25, 50, 50])
    assert [found.value(f"x.{month}.at_risk") for month in (1, 2, 3, 4)] == [4, 3, 2, 1]


def test_the_methods_read_as_a_clinician_would_say_them() -> None:
    plain = Ledger(cumulative_incidence(*six_mp(), KEY, at=[12], unit="weeks"))
    said = "cumulative incidence (Kaplan-Meier complement) with log-log 95% interval, by week 12"
    assert plain["x.12.percent"].method == said
    assert plain["x.12.at_risk"].method == "followed to week 12 without an earlier event"
    found = competing_incidence([(1, "event"), (2, "stopped")], [1])
    assert found["x.1.ci_low"].method == (
        "cumulative incidence (Aalen-Johansen, competing events counted as such) with log-log 95% interval, by month 1"
    )


def test_when_everyones_follow_up_ended_for_good_the_share_stays() -> None:
    # 2 of 4 had the event; nobody is censored, so month 9 is known: 50 %, with R's standard error sqrt(.5 * .5 / 4)
    found = competing_incidence([(1, "event"), (2, "stopped"), (3, "event"), (5, "stopped")], [5, 9])
    half = 1.959963984540054 * 0.25 / (0.5 * math.log(2))
    for month in (5, 9):
        assert found.value(f"x.{month}.percent") == pytest.approx(50)
        assert found.value(f"x.{month}.ci_low") == pytest.approx(100 * 0.5 ** math.exp(half))
        assert found.value(f"x.{month}.ci_high") == pytest.approx(100 * 0.5 ** math.exp(-half))
    assert found.value("x.9.at_risk") == 0
    # one still followed at month 5: nothing is known of month 9
    censored = competing_incidence([(1, "event"), (2, "stopped"), (5, "stopped"), (5, "censored")], [9])
    assert censored["x.9.percent"].note == "nobody was followed for so long"


def test_when_everyone_left_has_the_event_there_is_no_standard_error() -> None:
    found = competing_incidence([(1, "stopped"), (2, "event"), (3, "event"), (3, "event")], [2, 3])
    assert [found.value(f"x.{month}.percent") for month in (2, 3)] == pytest.approx([25, 75])
    assert math.isfinite(found.value("x.2.ci_low"))
    assert math.isnan(found.value("x.3.ci_low"))
    assert found["x.3.ci_low"].note == "everyone still at risk had the event by then: no standard error"


def test_event_and_stop_together_count_as_the_event_and_what_is_unknown_is_left_out() -> None:
    time = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0])
    event = pd.Series([True, True, False, False, None], dtype="boolean")
    stopped = pd.Series([True, None, None, False, True], dtype="boolean")
    found = Ledger(cumulative_incidence(time, event, KEY, at=[2], unit="months", competing=stopped))
    assert found["x.2.percent"].n == 3  # the third and the fifth: not known whether with the event or without
    assert found.value("x.2.percent") == pytest.approx(100 * 2 / 3)
    with pytest.raises(ValueError, match="align both on the same patients"):
        cumulative_incidence(time, event, KEY, at=[2], unit="months", competing=stopped.set_axis([5, 4, 3, 2, 1]))


ENDINGS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(["event", "stopped", "censored"])), min_size=1, max_size=25
)


@LAW
@given(ENDINGS, st.integers(1, 9))
def test_the_shares_of_all_endings_add_up_and_none_exceeds_kaplan_meier(
    endings: list[tuple[float, str]], month: int
) -> None:
    # event + competing event = 1 - Kaplan-Meier of either; counting who stopped as censored can only give more
    swap = {"event": "stopped", "stopped": "event", "censored": "censored"}
    either = [(time, "censored" if how == "censored" else "event") for time, how in endings]
    ignored = [(time, "event" if how == "event" else "censored") for time, how in endings]
    swapped = [(time, swap[how]) for time, how in endings]
    of = [competing_incidence(who, [month])[f"x.{month}.percent"] for who in (endings, swapped, either, ignored)]
    assume(not any(math.isnan(row.value) for row in of))
    event, stopped, together, kaplan_meier = (row.value for row in of)
    assert event + stopped == pytest.approx(together)
    assert event <= kaplan_meier + 1e-9


@LAW
@given(ENDINGS, st.integers(1, 9))
def test_an_interval_of_the_cumulative_incidence_contains_it(endings: list[tuple[float, str]], month: int) -> None:
    found = competing_incidence(endings, [month])
    percent, low, high = (found.value(f"x.{month}.{name}") for name in ("percent", "ci_low", "ci_high"))
    assert bool(found[f"x.{month}.ci_low"].note) == math.isnan(low)
    if not math.isnan(low):
        assert 0 <= low < percent < high <= 100
