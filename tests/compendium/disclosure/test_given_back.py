"""Rule: what gives a hidden count back is hidden with it. Each case gave one back from the files of a whole run.

The run was of 64 patients of one centre, 54 responders and 10 others; who read its files recovered each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from compendium.leaving.rules import broken, told_alone
from press.rows import Key, Ledger, Row

FIVE = load_policy("publish-5")
N = 64
COHORT, EFFICACY, PREDICTORS = Key("cohort"), Key("efficacy"), Key("predictors")
LACKING = "number not recorded"


def number(name: str, missing: dict[str, int]) -> list[Row]:
    """The rows that describe a number: how many have it, how many lack it, and its mean, in all and by response."""
    rows = []
    for group, size in {"": N, "responder": 54, "non_responder": 10}.items():
        at, n = COHORT.at(variable=name, group=group), size - missing.get(group, 0)
        rows += [
            at.row("n", n, n=n, method="number recorded"),
            at.row("missing", size - n, n=size, method=LACKING),
            at.row("mean", 8.5912, n=n),
        ]
    return rows


def released(*rows: Iterable[Row]) -> Ledger:
    response = COHORT.at(variable="response")
    groups = [
        COHORT.row("n", N, n=N),
        response.at(level="responder").row("count", 54, n=N, method="count"),
        response.at(level="non_responder").row("count", 10, n=N, method="count"),
        response.row("missing", 0, n=N, method=LACKING),
    ]
    return release(Ledger(groups, *rows), FIVE)


def lacking_at(visit: str, count: int, outcome: str = "ck", *, seen: int = N) -> list[Row]:
    """How many of those seen at a visit lack an outcome, and how many are seen."""
    return [
        COHORT.at(variable="missing", level=outcome, group=visit).row(
            "count", count, n=seen, method="count of patients"
        ),
        COHORT.at(variable="seen", group=visit).row("count", seen, n=N, method="count of patients"),
    ]


@pytest.mark.parametrize(("at_baseline", "shown"), [(2, False), (0, True), (6, True)])
def test_the_number_of_values_gives_back_how_many_lack_one(at_baseline: int, shown: bool) -> None:
    """128 values at two visits, less 120 recorded and six that lack the end: two lack CK before treatment."""
    course = EFFICACY.at(variable="ck_course")
    total = 128 - at_baseline - 6
    rows = [
        course.row("n_observations", total, n=total, method="values recorded"),
        course.row("aic", 1080.0, n=total),
        course.at(level="end").row("df", 57.7, n=58),
        course.at(level="by_group_non_responder").row("n_observations", 19, n=19, method="values recorded"),
    ]
    found = released(
        number("ck", {"": at_baseline}), [*lacking_at("baseline", at_baseline), *lacking_at("end", 6)], rows
    )
    assert (found["efficacy.ck_course.n_observations"].withheld == "") is shown
    assert (found["efficacy.ck_course.aic"].n is not None) is shown
    assert (found["efficacy.ck_course.end.df"].withheld == "") is shown
    assert found["efficacy.ck_course.by_group_non_responder.n_observations"].withheld


def test_an_odds_ratio_of_diagnoses_put_together_is_one_of_their_counts() -> None:
    """OR 0.0958 (0.0113 to 0.809) of 26 and 8: only nine non-responders and one fit."""
    odds = PREDICTORS.at(variable="dm_or_overlap", group="univariable")
    found = released([odds.row("or", 0.0958, n=N), odds.row("ci_low", 0.0113, n=N), odds.row("p", 0.03, n=N)])
    assert found["predictors.dm_or_overlap.univariable.or"].withheld == "*"
    assert found["predictors.dm_or_overlap.univariable.p"].withheld == "*"


@pytest.mark.parametrize(("others", "shown"), [(9, False), (5, True), (10, True)])
def test_the_patients_of_a_wider_model_leave_nobody_over(others: int, shown: bool) -> None:
    """Ten non-responders and nine of them in the model: one of them has no CK."""
    wider = PREDICTORS.at(group="wider")
    counts = {"n": 44 + others, "events": 44, "non_events": others}
    found = released([wider.row(name, count, n=44 + others) for name, count in counts.items()])
    assert {found[f"predictors.wider.{name}"].withheld == "" for name in counts} == {shown}


def test_a_rank_correlation_has_no_digit_that_tells_how_many_pairs_it_is_of() -> None:
    """-0.123 to three decimals was possible with 52 responders alone, of 48 to 54; to two, and with p = 0.709, too."""
    ranks = PREDICTORS.at(variable="mmt8").row("rank_biserial", -0.12345, n=62)
    pairs = EFFICACY.at(variable="mmt8", group="change")
    lacking = number("mmt8", {"": 2, "responder": 2})
    changes = [pairs.row("rank_biserial", 0.87654, n=61), pairs.row("n_pairs", 61, n=61, method="pairs")]
    found = released(lacking, [ranks], changes)
    assert found["predictors.mmt8.rank_biserial"].withheld == "*"
    everybody = [replace(ranks, n=N)]
    assert released(number("mmt8", {}), everybody)["predictors.mmt8.rank_biserial"].value == -0.12
    assert found["efficacy.mmt8.change.rank_biserial"].value == 0.88


def test_a_p_value_leaves_as_it_is_printed() -> None:
    rows = {"a": (0.0225123, 0.023), "b": (3.4567e-11, 3e-11), "c": (0.04963, 0.0496), "d": (0.45678, 0.46)}
    tests = [PREDICTORS.at(variable=name).row("p", before, n=N) for name, (before, _) in rows.items()]
    numbers = [row for name in rows for row in number(name, {})]
    found = released(numbers, tests)
    assert [found[f"predictors.{name}.p"].value for name in rows] == [after for _, after in rows.values()]


def test_a_mean_that_is_hidden_is_not_shown_by_another_analysis() -> None:
    """The responders' mean of CK was kept back in one table and stood in another; that of nine others followed."""
    own = number("ck_xuln", {"": 2, "responder": 1, "non_responder": 1})
    again = [PREDICTORS.at(variable="ck_xuln", group="responder").row("mean", 8.5912, n=53)]
    found = released(own, again)
    hidden = found["cohort.ck_xuln.responder.mean"].withheld, found["predictors.ck_xuln.responder.mean"].withheld
    assert hidden == ("*", "*")


def test_what_regression_to_the_mean_starts_from_is_not_given_back_by_what_it_gives() -> None:
    """Nine expected changes and r gave the mean before treatment as 105.06 to 105.085."""
    baseline = EFFICACY.at(variable="mmt8", group="baseline").row("mean", 105.082, n=61)
    expected = EFFICACY.at(variable="regression_to_the_mean", level="115").row("expected_change", 3.38, n=61)
    found = released(number("mmt8", {"": 1}), [baseline, expected])
    assert found["efficacy.mmt8.baseline.mean"].withheld == "*"
    assert found["efficacy.regression_to_the_mean.115.expected_change"].withheld == "*"


SEEN: dict[str, tuple[Row, ...]] = {
    "efficacy.ck_course.n_observations": (
        COHORT.at(variable="ck").row("missing", None, n=N, method=LACKING),
        EFFICACY.at(variable="ck_course").row("n_observations", 120, n=None, method="values recorded"),
    ),
    "predictors.ck_xuln.responder.mean": (
        COHORT.at(variable="ck_xuln", group="responder").row("mean", None),
        PREDICTORS.at(variable="ck_xuln", group="responder").row("mean", 9.55),
    ),
    "efficacy.regression_to_the_mean.expected_change": (
        EFFICACY.at(variable="mmt8", group="baseline").row("mean", None),
        EFFICACY.at(variable="regression_to_the_mean").row("expected_change", 3.38),
    ),
    "predictors.dm_or_overlap.univariable.or": (
        PREDICTORS.at(variable="dm_or_overlap", group="univariable").row("or", 0.0958, n=N),
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_is_about_to_leave_is_refused_where_it_gives_one_back(name: str) -> None:
    """By the examination too, which reads nothing but the rows that leave."""
    marks = {"missing": "<5"}
    rows = [
        row if row.value == row.value else replace(row, withheld=marks.get(row.statistic, "*")) for row in SEEN[name]
    ]
    leaving = Ledger(released(), rows)
    assert name in [each.row for each in broken(leaving, FIVE)]


def test_counts_of_a_wider_model_are_judged_by_the_sizes_of_the_groups() -> None:
    wider = PREDICTORS.at(group="wider")
    rows = [wider.row("n", 56, n=56), wider.row("events", 47, n=56), wider.row("non_events", 9, n=56)]
    leaving = Ledger(released(), rows)
    assert {each.row for each in told_alone(rows, leaving, FIVE)} == {row.id for row in rows}


def test_that_nobody_is_undecided_is_said_also_where_zeros_are_not() -> None:
    """It follows from responders and the others being all: a run with ten as the least count was refused for it."""
    strict = load_policy("strict-10")
    responses = {"responder": 54, "non_responder": 30}
    at = COHORT.at(variable="response")
    rows = [COHORT.row("n", 84, n=84), at.row("missing", 0, n=84, method=LACKING)]
    rows += [at.at(level=name).row("count", size, n=84, method="count") for name, size in responses.items()]
    rates = Key("safety", "grade_3_or_more").at(level="per_100_patient_years")
    found = release(Ledger(rows, [rates.row("rate", None, n=0)]), strict)
    assert (found["cohort.response.missing"].value, found["cohort.response.missing"].withheld) == (0, "")
    assert found["safety.grade_3_or_more.per_100_patient_years.rate"].n is None
    assert list(broken(found, strict)) == []
    few = [replace(row, value=4.0) if row.level == "non_responder" else row for row in rows]
    few = [replace(row, value=80.0) if row.level == "responder" else row for row in few]
    assert release(Ledger(few), strict)["cohort.response.missing"].withheld
