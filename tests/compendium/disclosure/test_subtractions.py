"""Rule: of two numbers that are shown, no number of a handful follows by taking one from the other.

The kinds are those by which a reader of four whole runs (52, 119, 23 and 86 patients) got hidden counts back. With the
policy off they must succeed, or they test nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from press.rows import Key, Ledger

from .committed import committed, released_from_committed
from .subtractions import told

FIVE = load_policy("publish-5")
KINDS = {
    *("lacking at a visit", "before alone", "at the end alone", "all but", "a step", "lost in a step"),
    *("more than one event", "none related", "none serious", "a remark"),
}


def test_with_the_policy_off_they_succeed(root: Path) -> None:
    assert {each.kind for each in told(committed(root), FIVE.fewest)} >= KINDS


def test_nothing_follows_from_released_rows(root: Path, shared: Path) -> None:
    assert told(released_from_committed(root, shared), FIVE.fewest) == []


@pytest.mark.parametrize(("n", "screened", "shown"), [(23, 25, False), (23, 23, True), (23, 40, True)])
def test_how_many_were_screened_is_not_shown_where_a_few_were_left_out(n: int, screened: int, shown: bool) -> None:
    """25 screened, 23 included: two were left out, whatever the steps are called."""
    flow = Key("cohort", "flow")
    rows = [
        Key("cohort").row("n", n, n=n),
        flow.at(level="screened").row("remaining", screened, n=screened),
        flow.at(level="adult").row("excluded", screened - n, n=screened, note="Younger than 18 years"),
    ]
    assert (release(Ledger(rows), FIVE)["cohort.flow.screened.remaining"].withheld == "") is shown


def test_a_curve_begins_with_a_step_of_enough() -> None:
    """2 of 52 at month 0 is a step as any other; and of those lost without an event there are enough or none."""
    curve, rows = Key("safety", "first_event"), [Key("cohort").row("n", 52, n=52)]
    for month, (percent, at_risk) in {
        "0": (100 * 2 / 52, 50),
        "1": (100 * 6 / 52, 46),
        "5": (100 * 12 / 52, 36),
    }.items():
        rows += [
            curve.at(level=month).row("percent", percent, n=52),
            curve.at(level=month).row("at_risk", at_risk, n=52),
        ]
    released = release(Ledger(rows), FIVE)
    shown = [level for level in ("0", "1", "5") if not released[f"safety.first_event.{level}.percent"].withheld]
    assert shown == ["1"]  # six events, nobody lost; by month 5 four were lost: 46 - 36 - 6


def test_the_share_of_a_definition_is_not_given_back_as_the_highest_of_all(root: Path, shared: Path) -> None:
    """110 of 119 by the score of 20 is nine others: hidden in its own line, and as the end of the range."""
    released = released_from_committed(root, shared)
    for end, bound in (("lowest", "bound_low"), ("highest", "bound_high")):
        extreme = committed(root)[f"efficacy.response_definitions.{end}"]
        same = [row for row in committed(root).find(statistic=bound) if row.value == extreme.value]
        if all(released[row.id].withheld for row in same):
            assert released[extreme.id].withheld


def test_a_difference_goes_with_the_mean_that_it_would_give_back() -> None:
    """Responders' change 23.8, difference 21.7: the others' is 2.1, of eight of them."""
    course = Key("efficacy", "mmt8_course", "month_6")
    n = {"responder": (62, 23.8), "non_responder": (8, 2.1), "difference": (70, 21.7)}
    rows = [course.at(group=f"change_{name}").row("mean", mean, n=of) for name, (of, mean) in n.items()]
    sizes = [
        Key("cohort", "response", name).row("count", size, n=119, method="count")
        for name, size in (("responder", 94), ("non_responder", 25))
    ]
    found = release(Ledger([Key("cohort").row("n", 119, n=119), *sizes, *rows]), FIVE)
    assert found["efficacy.mmt8_course.month_6.change_non_responder.mean"].withheld
    assert found["efficacy.mmt8_course.month_6.change_difference.mean"].withheld


def test_a_warning_of_an_empty_cell_does_not_leave(root: Path, shared: Path) -> None:
    """ "exposed with and without outcome, unexposed with and without: 1/0/56/14" names one patient."""
    before = [row for row in committed(root) if row.statistic == "warning" and "/" in row.note]
    assert before and not [row for row in before if row.id in released_from_committed(root, shared)]


def test_that_nobody_is_undecided_is_not_said_where_the_groups_are_not() -> None:
    """strict-10 hides none as well: 58 of 58 decided says that it is none. Eight others are too few to be described."""
    ten = load_policy("strict-10")
    sizes = [
        Key("cohort", "response", name).row("count", size, n=58, method="count")
        for name, size in (("responder", 50), ("non_responder", 8))
    ]
    of = Key("efficacy", "response", "physician")
    rows = [
        Key("cohort").row("n", 58, n=58),
        *sizes,
        Key("cohort", "response").row("missing", 0, n=58, method="number not recorded"),
        of.row("count", 50, n=58),
        of.row("total", 58, n=58, method="denominator"),
        of.row("percent", 86.2, n=58),
        of.row("undecided", 0, n=58),
    ]
    released = release(Ledger(rows), ten)
    assert [row.withheld != "" for row in released] == [False, *(True,) * 7]
