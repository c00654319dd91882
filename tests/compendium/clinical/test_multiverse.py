"""The many analyses: the published one is that of the notebook before, frames hold whom they say, order is nothing.

Authority: the committed rows of who responds, patients counted by hand, and that a list has no order.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from compendium.clinical import multiverse as analysis
from compendium.clinical.curve_counts import counts, dealt_anew, is_tested
from compendium.clinical.decisions import Specification
from compendium.clinical.decisions_file import FILE, multiverse, multiverse_of
from compendium.clinical.many_estimates import Estimated, estimates
from compendium.clinical.many_frames import Frames, frames
from compendium.clinical.multiverse import FEW, NOT_RUN, analyse, place
from compendium.registry.codebook import DAYS_A_MONTH
from press.ground.paths import project_root
from press.rows import Ledger

from .patients import records, selected

SEED = 2021
FEW_OF_THEM = 60  # analyses that are tried again in another order


@cache
def found() -> Frames:
    return frames(records(), multiverse())


@cache
def committed(name: str) -> Ledger:
    return Ledger.read(project_root() / "paper" / "results" / f"{name}.csv")


@cache
def published() -> dict[Specification, Estimated]:
    """The published analysis, and those that another row of who responds is of."""
    wanted = []
    for question in multiverse().questions:
        one = multiverse().mark("as_published", question)
        wanted += [one.with_choice("model", model) for model in ("ml", "firth")]
        wanted += [one.with_choice("model", m).with_choice("adjustment", "diagnosis") for m in ("ml", "firth")]
        wanted.append(one.with_choice("other", "alone"))
    return estimates(found(), multiverse(), wanted, seed=SEED)


def as_written(value: float) -> str:
    """As a row is written: to the last digit that is kept."""
    return format(value, ".10g")


@pytest.mark.parametrize("question", ["raynaud", "skin"])
@pytest.mark.parametrize(
    ("group", "changed"),
    [
        ("multivariable", {}),
        ("firth", {"model": "firth"}),
        ("adjusted", {"adjustment": "diagnosis"}),
        ("adjusted_firth", {"adjustment": "diagnosis", "model": "firth"}),
        ("univariable", {"other": "alone"}),
    ],
)
def test_the_published_analysis_is_the_row_of_who_responds_to_the_last_digit(
    question: str, group: str, changed: dict[str, str]
) -> None:
    one = multiverse().mark("as_published", question)
    for decision, choice in changed.items():
        one = one.with_choice(decision, choice)
    here = published()[one]
    for name, value in (("or", here.odds.value), ("ci_low", here.odds.low), ("ci_high", here.odds.high), ("p", here.p)):
        row = committed("predictors")[f"predictors.{question}.{group}.{name}"]
        assert as_written(value) == as_written(row.value), name
        assert here.n == row.n


@pytest.mark.parametrize("question", ["raynaud", "skin"])
def test_the_committed_rows_say_so_too(question: str) -> None:
    for name in ("or", "ci_low", "ci_high", "p"):
        here = committed("multiverse").value(f"multiverse.{question}.as_published.{name}")
        assert here == committed("predictors").value(f"predictors.{question}.multivariable.{name}")


def test_with_as_many_sets_the_imputed_odds_ratio_is_that_of_who_responds() -> None:
    """The same draws of the same patients: only the number of sets differs, and with it the last digits."""
    many = replace(multiverse(), imputations=100)
    for question in many.questions:
        one = many.mark("as_published", question).with_choice("missing", "imputed")
        here = estimates(found(), many, [one], seed=SEED)[one]
        there = committed("predictors").value(f"predictors.{question}.imputed.or")
        assert here.odds.value == pytest.approx(there, rel=1e-8)


def test_a_frame_holds_whom_its_choice_says() -> None:
    cohort = set(selected()[1].patients["patient_id"])
    patients, members = found().patients.set_index("patient_id"), found().members

    def of(choice: str) -> set[str]:
        return set(patients.index[members[choice].to_numpy()])

    assert of("published") == cohort
    assert of("no_ibm") == {each for each in cohort if patients.loc[each, "diagnosis"] != "IBM"}
    assert of("any_dose") > cohort and (patients.loc[sorted(of("any_dose") - cohort), "dose"] != 2).all()
    assert of("any_course") > cohort and (patients.loc[sorted(of("any_course") - cohort), "infusions_n"] < 3).all()
    visits = records().visits
    ends = visits[visits["visit"] == "end"].set_index("patient_id")["visit_on"]
    months = {each: (ends[each] - patients.loc[each, "first_ivig_on"]).days / DAYS_A_MONTH for each in cohort}
    assert of("months_9_18") == {each for each in cohort if 9 <= months[each] <= 18}


def test_a_gain_in_points_is_of_the_range_of_the_scale() -> None:
    """Ten percent of 150 points is 15 points, whatever the baseline."""
    visits = records().visits.set_index("patient_id")
    gain = visits[visits["visit"] == "end"]["mmt8"] - visits[visits["visit"] == "baseline"]["mmt8"]
    decided = found().responses["mmt_range"].set_axis(found().patients["patient_id"]).dropna()
    by_hand = gain.reindex(decided.index) >= 15
    assert len(decided) > 100
    assert (decided.astype(bool) == by_hand).all()


def test_the_order_of_patients_and_of_the_list_changes_no_estimate() -> None:
    rng = np.random.default_rng(4)
    some = [multiverse().specifications[at] for at in rng.choice(2240, FEW_OF_THEM, replace=False)]
    registry = records()
    mixed = replace(registry, patients=registry.patients.sample(frac=1, random_state=1).reset_index(drop=True))
    first = estimates(found(), multiverse(), some, seed=SEED)
    second = estimates(frames(mixed, multiverse()), multiverse(), some[::-1], seed=SEED)
    for each in some:
        one, two = first[each], second[each]
        assert (one.n, one.events, one.cell) == (two.n, two.events, two.cell)
        assert as_written(one.log) == as_written(two.log)


def test_every_analysis_is_there_and_those_without_an_estimate_are_counted() -> None:
    rows = committed("multiverse")
    for question in multiverse().questions:
        each = [rows[place(one, multiverse()).row("or", None).id] for one in multiverse().of(question)]
        lacking = [row for row in each if math.isnan(row.value)]
        assert len(each) == 1120
        assert rows.value(f"multiverse.{question}.not_computed") == len(lacking) and all(row.note for row in lacking)
        assert rows.value(f"multiverse.{question}.computed") == 1120 - len(lacking)
        below = [row for row in each if row.value < 1]
        assert rows.value(f"multiverse.{question}.same_sign") == len(below)
        beyond = [row for row in each if rows.value(f"{row.id[: -len('or')]}ci_high") < 1]
        assert rows.value(f"multiverse.{question}.excludes") == len(beyond)


def test_few_patients_are_said_to_be_few() -> None:
    some = [one for one in multiverse().of("skin") if one["patients"] == "months_9_18" and one["model"] == "firth"][:9]
    found_of = estimates(found(), multiverse(), some, seed=SEED)
    rows = committed("multiverse")
    for each, one in found_of.items():
        assert one.few is (one.n < 40 or one.cell < 5)
        assert (rows[place(each, multiverse()).row("or", None).id].note == FEW) is one.few
    assert any(one.few for one in found_of.values())


def test_a_separated_analysis_has_no_estimate_and_says_why() -> None:
    alike = found().table.assign(raynaud=found().responses["physician"].to_numpy())
    split = Frames(found().patients, alike, found().responses, found().members)
    one = multiverse().mark("as_published", "raynaud")
    here = estimates(split, multiverse(), [one], seed=SEED)[one]
    assert math.isnan(here.log) and "separation" in here.odds.note


def test_all_at_once_they_count_what_each_by_itself_gives() -> None:
    """The counts of the permutation test against the rows of the list."""
    rows, here = committed("multiverse"), counts(found(), multiverse())
    for question in multiverse().questions:
        each = [place(one, multiverse()) for one in multiverse().of(question) if is_tested(one, multiverse())]
        odds = [rows.value(at.row("or", None).id) for at in each]
        high = [rows.value(at.row("ci_high", None).id) for at in each]
        there = (sum(one < 1 for one in odds), sum(one < 1 for one in high), sum(not math.isnan(one) for one in odds))
        assert here[question] == there


def test_what_is_dealt_out_is_the_responses_of_a_patient_and_nothing_else() -> None:
    here, dealt = found(), dealt_anew(found(), multiverse(), np.random.default_rng(1))
    assert dealt.table is here.table and dealt.patients is here.patients and dealt.members is here.members
    rows = [sorted(map(str, pd.DataFrame(dict(each.responses)).itertuples(index=False))) for each in (here, dealt)]
    assert rows[0] == rows[1]  # whole rows moved: definitions stay together
    before, after = (each.responses["tis40"].to_numpy(dtype=float, na_value=-1) for each in (here, dealt))
    moved = before != after
    choices = multiverse().decision("patients").equivalent
    eligible = np.logical_or.reduce([here.members[choice.id].to_numpy() for choice in choices])
    assert moved[eligible].any() and not moved[~eligible].any()


def test_a_centre_without_a_patient_in_a_model_does_not_cost_its_estimate() -> None:
    """Centres are compared with the first that has a patient in the model, be it the first of the registry or not."""
    registry = records()
    gone = registry.patients.loc[registry.patients["centre"] == "B", "patient_id"]
    visits = registry.visits
    late = visits["patient_id"].isin(gone) & (visits["visit"] == "end")
    moved = visits["visit_on"].mask(late, visits["visit_on"] + pd.Timedelta(days=2000))
    other = replace(registry, visits=visits.assign(visit_on=moved))
    here = frames(other, multiverse())
    assert not here.members["months_9_18"][here.patients["centre"] == "B"].any()
    one = multiverse().mark("as_published", "skin").with_choice("adjustment", "centre")
    asked = [one.with_choice("patients", "months_9_18").with_choice("response", each) for each in ("mmt15", "tis40")]
    tested = [each for each in multiverse().specifications if is_tested(each, multiverse())]
    of = estimates(here, multiverse(), {*asked, *tested}, seed=SEED)
    assert any(math.isfinite(of[each].log) for each in asked)
    counted = counts(here, multiverse())
    for question in multiverse().questions:
        logs = [of[each].log for each in tested if each.question == question]
        assert counted[question].computed == sum(map(math.isfinite, logs))
        assert counted[question].same_sign == sum(log < 0 for log in logs)


def test_a_choice_that_lets_in_nobody_has_no_estimate_and_says_why() -> None:
    text = (project_root() / FILE).read_text(encoding="utf-8").replace("[9, 18]", "[900, 1800]")
    empty = multiverse_of(text)
    some = [each for each in empty.of("skin") if each["patients"] == "months_9_18" and each["response"] == "tis20"]
    of = estimates(frames(records(), empty), empty, some, seed=SEED)
    assert all(math.isnan(one.log) and one.odds.note and one.n == 0 for one in of.values())


def test_the_analysis_that_we_would_have_chosen_is_shown_with_undecided_responses_as_none() -> None:
    rows, patients = committed("multiverse"), found().patients
    undecided = found().outcome("tis20", "published").isna() & found().members["published"]
    for question in multiverse().questions:
        at = f"multiverse.{question}.undecided_non_responder.ours_changed"
        assert rows.value(f"{at}.undecided") == undecided.sum()
        assert rows.value(f"{at}.or") != rows.value(f"multiverse.{question}.pre_specified.or")
    assert len(patients) > undecided.sum() > 0


def test_the_choice_that_lies_farthest_is_told_with_its_patients_and_the_parts_without_it() -> None:
    rows, declared = committed("multiverse"), multiverse()
    for question in declared.questions:
        at = f"multiverse.{question}"
        assert rows.value(f"{at}.variance.farthest_n") == rows[f"{at}.patients_months_9_18.one_change.or"].n
        without = rows[f"{at}.response.variance_without.percent"]
        assert without.n == 840 and "after the result was seen" in without.method


def test_of_a_registry_of_patients_nothing_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "open_registry", lambda _: pytest.fail("the registry was read"))
    rows = analyse(replace(selected()[1], simulated=False, origin="Registry: ours."), seed=SEED)
    counted = [row for row in rows if not math.isnan(row.value)]
    assert {row.statistic for row in counted} == {"specifications", "of_each", "decisions", "imputations"}
    assert all(row.withheld == "*" and row.n is None for row in rows if row.method == NOT_RUN)
    assert len(rows) < 100
