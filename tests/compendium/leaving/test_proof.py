"""Rule: whoever reads the released rows cannot tell a small count; where one can be told, it is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compendium.disclosure.policy import Policy, load_policy
from compendium.disclosure.releasing import release
from compendium.leaving.needed_rows import absent_rows
from compendium.leaving.proof import Contradiction, Proved, Told, prove
from compendium.leaving.rules import broken, told_alone, unplaced
from compendium.leaving.stranger import read_tables
from press.rows import Key, Ledger
from press.rows.rounded import rounded_from
from press.rows.row import Row
from tests.compendium.disclosure.committed import committed, released_from_committed
from tests.compendium.disclosure.drawn_registry import drawn, only_small_hidden

FIVE = load_policy("publish-5")


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    """The committed rows, as though the registry were of patients."""
    return committed(root)


@pytest.fixture(scope="module")
def released(root: Path, shared: Path) -> Ledger:
    """What leaves of them, read from its text."""
    return released_from_committed(root, shared)


def told(ledger: Ledger, policy: Policy = FIVE, proved: Proved | None = None) -> list[Told | Contradiction]:
    return list(prove(read_tables(ledger, policy), policy, proved))


def test_of_what_leaves_no_small_count_can_be_told(released: Ledger) -> None:
    proved = Proved()
    assert told(released, proved=proved) == []
    assert proved.tables > 50 and proved.small > 100


def test_what_leaves_keeps_every_rule(released: Ledger) -> None:
    assert [str(each) for each in broken(released, FIVE)] == []


def test_hiding_small_counts_alone_is_refused_and_each_is_named() -> None:
    """The check must find what is there to be found, or it tests nothing: complements give the counts back."""
    named = 0
    for seed in (1, 2, 3):
        rows = drawn(seed, FIVE)
        found = [each for each in told(only_small_hidden(rows, FIVE)) if isinstance(each, Told)]
        exact = {each.where: each.low for each in found if each.low == each.high and each.where in rows}
        assert all(rows.value(where) == value for where, value in exact.items())
        named += len(exact)
    assert named > 10


@pytest.mark.parametrize("name", ["cohort.ab_mi2.count"])
def test_one_count_shown_again_is_enough(name: str, ledger: Ledger, released: Ledger) -> None:
    """A count that was hidden, small or for another's sake, is put back into the rows: a rule or a count says so."""
    assert released[name].withheld, "shown already, so it would prove nothing"
    shown = Ledger(ledger[each.id] if each.id == name else each for each in released)
    assert [*broken(shown, FIVE), *told(shown)]


def rows_of_sex(female: str, male: str) -> Ledger:
    """Twenty patients by sex, as a reader has them."""
    key, wanted = Key("cohort", "sex"), {"female": female, "male": male}
    rows = [Key("cohort").row("n", 20, n=20)]
    for level, text in wanted.items():
        row = key.at(level=level).row("count", float(text) if text.isdecimal() else None, n=20, method="count")
        rows.append(row if text.isdecimal() else replace(row, withheld=text))
    rows.append(key.row("total", 20, n=20, method="number recorded"))
    rows.append(key.row("missing", 0, n=20, method="number not recorded"))
    return Ledger(rows)


@pytest.mark.parametrize(
    ("female", "male", "expected"),
    [
        ("17", "<5", ["cohort.sex.male.count: it can be told to be 3 (at least 5 wide, and up to 5, is asked)"]),
        ("*", "<5", []),
        ("12", "8", []),
        ("20", "0", []),
    ],
)
def test_by_hand_what_twenty_patients_of_two_sexes_tell(female: str, male: str, expected: list[str]) -> None:
    """Hand-worked: 20 - 17 = 3; with both kept back the smaller one may be from 1 to 19."""
    assert [str(each) for each in told(rows_of_sex(female, male))] == expected


def test_numbers_that_contradict_each_other_are_no_proof() -> None:
    found = told(rows_of_sex("25", "<5"))
    assert [type(each) for each in found] == [Contradiction]
    assert "sex: the counts that are shown contradict each other" in str(found[0])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_drawn_registries_nothing_is_told_that_the_release_protects(seed: int) -> None:
    """As many patients, centres and gaps as chance draws: what is released is proved, what is not is refused."""
    rows = drawn(seed, FIVE)
    assert told(release(rows, FIVE)) == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (Key("cohort", "age").row("mean", 55.8862, n=40), "no more significant digits than 3"),
        (Key("printed", "age_mean").row("difference", 0.12345, n=140), "no more significant digits than 3"),
        (Key("predictors", "age").row("p", 0.0234, n=40), "no more significant digits than 3"),
        (Key("predictors", "age").row("p", 0.0000345, n=40), "no more significant digits than 3"),
        (Key("predictors", "age").row("rank_biserial", 0.123, n=40), "no more significant digits than 3"),
        (Key("cohort", "age").row("mean", 55.9, n=9), "at least 10 patients behind it"),
        (Key("cohort", "age").row("median", 56, n=19), "at least 20 patients behind it"),
        (Key("cohort", "age").row("mode", 56, n=40), "nothing of the class unknown is shown"),
        (Key("cohort", "years").row("first", 2005, n=40), "nothing of the class year is shown"),
        (Key("cohort", "sex", "male").row("count", 3, n=40), "no count of <5 patients"),
        (Key("cohort", "sex").row("p", 0.04, n=4), "no count of <5 patients"),
    ],
)
def test_each_rule_of_the_policy_is_held(row: Row, rule: str) -> None:
    whole = Ledger([Key("cohort").row("n", 40, n=40), row])
    assert rule in [each.rule for each in broken(whole, FIVE)]


def test_a_percentage_beside_a_hidden_count_is_refused() -> None:
    key = Key("cohort", "sex", "male")
    hidden = replace(key.row("count", None, n=40), withheld="<5")
    rows = [Key("cohort").row("n", 40, n=40), hidden, key.row("percent", 7.5, n=40)]
    assert [str(each) for each in broken(Ledger(rows), FIVE)] == [
        "cohort.sex.male.percent: it shows 7.5; the rule: not shown where its count is not"
    ]


def test_a_percentage_is_read_as_the_counts_that_round_to_it() -> None:
    """78.0 of 123 at three digits: 77.95% to 78.05%, so 96 patients and no other number."""
    low, high = rounded_from(78.0)
    assert [count for count in range(124) if low <= 100 * count / 123 <= high] == [96]


def test_an_odds_ratio_of_a_hidden_count_is_refused(ledger: Ledger, released: Ledger) -> None:
    """The ratio and its interval leave one table of two by two: 3 of 83 beside 3 of 25."""
    name = "predictors.ab_mda5.or"
    assert released[name].withheld
    shown = Ledger(
        replace(each, value=float(f"{ledger.value(name):.3g}"), withheld="") if each.id == name else each
        for each in released
    )
    found = [each for each in broken(shown, FIVE) if each.row == name]
    assert [each.rule for each in found] == ["not shown where a count that it is computed from is not"]


def test_a_curve_of_few_patients_or_small_steps_is_refused() -> None:
    key = Key("safety", "first_event")
    risk = [key.at(level=str(month)).row("at_risk", n, n=40) for month, n in ((0, 40), (1, 37), (2, 9))]
    found = [(each.row, each.rule) for each in broken(Ledger([Key("cohort").row("n", 40, n=40), *risk]), FIVE)]
    assert found == [
        ("safety.first_event.2.at_risk", "a curve ends where fewer than 10 are at risk"),
        ("safety.first_event.1.at_risk", "between two times none are lost, or at least 5"),
    ]


def test_a_count_that_is_in_no_table_is_judged_by_itself() -> None:
    rows = [Key("cohort").row("n", 123, n=123), Key("efficacy", "fixed_time", group="seen").row("count", 120, n=123)]
    ledger = Ledger(rows)
    apart = list(unplaced(ledger, read_tables(ledger, FIVE)))
    assert [each.row for each in told_alone(apart, ledger, FIVE)] == ["efficacy.fixed_time.seen.count"]


def test_where_it_is_not_said_how_many_patients_there_are_no_count_may_be_shown() -> None:
    ledger = Ledger([Key("cohort", "sex", "male").row("count", 12)])
    apart = list(unplaced(ledger, read_tables(ledger, FIVE)))
    assert [each.row for each in told_alone(apart, ledger, FIVE)] == ["cohort.sex.male.count"]


def test_a_level_that_is_counted_as_another_has_no_number_of_its_own() -> None:
    row = Key("cohort", "criteria", "griggs").row("count", 36, n=123, note="counted as other")
    assert [each.row for each in broken(Ledger([Key("cohort").row("n", 123, n=123), row]), FIVE)] == [row.id]


def test_rows_of_an_earlier_version_are_refused(released: Ledger) -> None:
    """Without how many were seen at a visit, no table joins those without a value to the pairs of values.

    54 pairs, 10 without both values, 6 without one at the end: 4 lack the one before treatment, which is not shown.
    """
    assert list(absent_rows(released)) == []
    without = Ledger(row for row in released if row.variable != "seen")
    assert [each.partition(":")[0] for each in absent_rows(without)] == sorted(
        row.id for row in released if row.variable == "seen" and row.statistic == "count" and row.group != "baseline"
    )
