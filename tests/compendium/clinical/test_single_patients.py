"""Rule: single patients are told of for the simulated registry alone; of a registry of patients, counts of groups."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from compendium.clinical.cohort import Cohort, open_registry, select
from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.in_groups import GAINS, LENGTHS, in_groups
from compendium.clinical.one_patient import by_definition, told_of
from compendium.clinical.responses import read_responses, responders
from compendium.clinical.single_patients import NOBODY, baseline_and_end, followed, line_of, single_patients
from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from compendium.exhibits.by_hand import equal, numbers
from compendium.exhibits.figures_course_by_response import course_by_response
from compendium.exhibits.figures_patients import swimmer, waterfall
from compendium.stats.describe import describe_levels
from press.rows import Key, Ledger, slug

OURS = "Registry: ours."


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return select(open_registry("data/registry"), name="data/registry", response="physician")[1]


@pytest.fixture(scope="module")
def patients(cohort: Cohort) -> Cohort:
    """The same, as though they were patients."""
    return replace(cohort, simulated=False, origin=OURS)


def test_of_patients_there_is_no_row_no_line_and_nobody_is_followed(patients: Cohort) -> None:
    (row,) = single_patients(patients)
    assert (row.id, row.note, followed(patients)) == ("single.followed.patient", "", "")
    assert line_of(patients.patients, followed(patients), "no_such_column") == NOBODY
    assert baseline_and_end(patients, "mmt8").empty


def test_whoever_is_followed_meets_the_rule_and_is_the_first_who_does(cohort: Cohort) -> None:
    """A responder with an adverse event and with MMT8 and CK at every visit of the schedule."""
    chosen, events = followed(cohort), set(cohort.events["patient_id"])
    visits = cohort.visits.dropna(subset=["mmt8", "ck"]).groupby("patient_id")["visit"].nunique()
    answer = cohort.patients.set_index("patient_id")["response"]
    can = sorted(each for each in visits.index[visits == 5] if each in events and answer[each] == "responder")
    assert chosen == can[0]
    assert followed(replace(cohort, events=cohort.events.head(0))) == ""


def test_a_row_of_a_patient_says_what_the_registry_says(cohort: Cohort) -> None:
    rows, chosen = single_patients(cohort), followed(cohort)
    mmt8 = line_of(cohort.visits, chosen, "mmt8")
    assert isinstance(mmt8, pd.DataFrame)
    said = [row.value for row in rows.find(variable="mmt8", level=slug(chosen), statistic="value")]
    assert said == mmt8["mmt8"].tolist()
    before, after = said[0], said[-1]
    assert rows.value(f"single.mmt8.{slug(chosen)}.change.gain") == pytest.approx(100 * (after / before - 1))


def test_whoever_is_followed_is_told_of_in_words_and_under_each_definition(cohort: Cohort, patients: Cohort) -> None:
    chosen, answers = followed(cohort), by_definition(cohort)
    said = told_of(answers, chosen, *answers.columns[1:])
    assert isinstance(said, pd.DataFrame)
    for definition in read_responses().values():
        if definition.label in said.columns:
            decided = responders(definition, cohort.patients, cohort.visits)[chosen]
            assert said.loc[chosen, definition.label] == (
                "not recorded" if pd.isna(decided) else ("no", "yes")[int(decided)]
            )
    event = told_of(cohort.events, chosen, "onset_on", "ctcae_grade", "serious")
    assert isinstance(event, pd.DataFrame)
    assert set(event["Serious"]) <= {"yes", "no"} and "CTCAE grade (version 5.0)" in event.columns
    assert event["Date of onset"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    none = by_definition(patients)
    assert none.empty and told_of(none, followed(patients), *none.columns[1:]) == NOBODY


def test_every_patient_is_in_one_group_and_no_group_tells_how_many_lack_a_value(cohort: Cohort) -> None:
    rows = Ledger(in_groups(cohort, ANALYSIS))
    for variable, levels in (("mmt8_gain", GAINS), ("treatment_length", LENGTHS)):
        for group, n in (("", len(cohort.patients)), ("responder", 96), ("non_responder", 27)):
            counts = [rows.value(Key("efficacy", variable, level, group).row("count", 0).id) for level in levels]
            assert sum(counts) == n
            assert rows.value(Key("efficacy", variable, group=group).row("missing", 0).id) == 0


def test_the_figures_of_patients_are_drawn_of_rows_of_groups_and_name_nobody(cohort: Cohort) -> None:
    rows, ids = Ledger(in_groups(cohort, ANALYSIS)), {slug(each) for each in cohort.patients["patient_id"]}
    drawn = [make(rows, Ledger(), OURS) for make in (waterfall, swimmer, course_by_response)]
    for exhibit in drawn:
        assert not any(each in f"{exhibit.alt} {exhibit.caption}".lower() for each in ids)
    marks = sum(len(axes.patches) for exhibit in drawn[:2] for axes in exhibit.figure.axes)
    assert marks == 2 * (len(GAINS) + len(LENGTHS))  # a bar for each group, by response: none for each patient
    for axes in drawn[2].figure.axes:
        assert max(len(line.get_xdata()) for line in axes.lines) <= 5 and len(axes.lines) <= 3


def test_a_number_worked_by_hand_is_the_row_or_stops_the_notebook(cohort: Cohort, patients: Cohort) -> None:
    rows = Ledger([Key("x").row("count", 8), Key("x").row("share", 0.8), Key("x").row("ratio", None)])
    assert numbers(cohort, rows, "x.count", result="x.share") == [8]
    assert numbers(patients, rows, "x.count", result="x.share") != [8]
    assert numbers(cohort, rows, "x.count", result="x.ratio") != [8]
    assert "are the same" in equal([0.8], ["x.share"], rows, cohort).text
    with pytest.raises(ValueError, match=r"x\.share: worked by hand it is 0\.81"):
        equal([0.81], ["x.share"], rows, cohort)
    assert "0.81" not in equal([0.81], ["x.share"], rows, patients).text


def test_groups_of_a_few_patients_leave_as_marks_and_cannot_be_worked_out(cohort: Cohort) -> None:
    """data/definitions/disclosure.csv: a count of one to four is hidden, and with it one that would give it back."""
    key, n = Key("cohort"), len(cohort.patients)
    sizes = describe_levels(cohort.patients["response"], key.at(variable="response"))
    rows = Ledger([key.row("n", n, n=n)], sizes, in_groups(cohort, ANALYSIS))
    policy = load_policy("publish-5")
    assert policy is not None
    released = release(rows, policy)
    for variable in ("mmt8_gain", "treatment_length"):
        shown = [row for row in released.find(variable=variable, statistic="count") if not row.withheld]
        assert not any(0 < row.value < policy.fewest for row in shown)
        for group in ("", "responder", "non_responder"):
            hidden = [row for row in released.find(variable=variable, group=group, statistic="count") if row.withheld]
            assert len(hidden) != 1
    assert [row for row in released.find(variable="treatment_length", statistic="count") if row.withheld == "<5"]
    assert not any(released[row.id].value == row.value for row in rows if row.statistic == "mean" and (row.n or 0) < 10)
