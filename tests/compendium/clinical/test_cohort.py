"""The analysis cohort: what is derived, what is kept on disk, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from compendium.clinical.cohort import Cohort, derive, read_cohort, write_cohort
from compendium.clinical.eligibility import Screening
from compendium.registry.codebook import MYOSITIS_SPECIFIC
from press.ground.fault import Fault

from .patients import REGISTRY, before_after, selected


@pytest.fixture(scope="module", name="selected")
def of_the_committed_registry() -> tuple[Screening, Cohort]:
    return selected()


def one_patient(**changed: object) -> pd.DataFrame:
    """A patient with every antibody tested and negative, treated from 2012-01-10 to 2013-03-10."""
    record = {
        "patient_id": "PI-0001",
        "centre": "B",
        "diagnosis": "PM",
        "first_symptom_on": pd.Timestamp("2011-01-10"),
        "first_ivig_on": pd.Timestamp("2012-01-10"),
        "last_ivig_on": pd.Timestamp("2013-03-10"),
        "response_physician": "responder",
        **dict.fromkeys(MYOSITIS_SPECIFIC, False),
    }
    frame = pd.DataFrame([record | changed])
    return frame.astype(dict.fromkeys(MYOSITIS_SPECIFIC, "boolean"))


def test_durations_are_in_months_of_30_4375_days() -> None:
    """By hand: 365 days / 30.4375 = 11.9918; 2012-01-10 to 2013-03-10 is 425 days = 13.9630 months."""
    derived = derive(one_patient(), before_after("PI-0001", {}, {}), "physician").iloc[0]
    assert derived["disease_duration"] == pytest.approx(11.9918, abs=1e-4)
    assert derived["treatment_duration"] == pytest.approx(13.9630, abs=1e-4)


@pytest.mark.parametrize(
    ("diagnosis", "expected"), [("DM", True), ("overlap", True), ("PM", False), ("ASyS", False), (None, None)]
)
def test_dermatomyositis_and_overlap_are_told_from_the_others(diagnosis: str | None, expected: bool | None) -> None:
    """Skin involvement is a part of dermatomyositis and may be one of overlap myositis; unrecorded stays so."""
    found = derive(one_patient(diagnosis=diagnosis), before_after("PI-0001", {}, {}), "physician")["dm_or_overlap"]
    assert found.isna().iloc[0] if expected is None else found.iloc[0] == expected


def test_baseline_values_and_multiples_of_uln_come_from_the_baseline_visit() -> None:
    """CK 1900 with an upper limit of 190 is 10 x ULN, whatever it is at the end."""
    visits = before_after("PI-0001", {"ck": 1900, "mmt8": 104}, {"ck": 190, "mmt8": 127})
    derived = derive(one_patient(), visits, "physician").iloc[0]
    assert (derived["ck"], derived["ck_xuln"], derived["mmt8"]) == (1900, 10, 104)


def test_what_is_written_is_read_back(
    selected: tuple[Screening, Cohort], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebooks after the first see the very cohort that it made."""
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    cohort = selected[1]
    write_cohort(cohort)
    again = read_cohort(registry=REGISTRY, response="physician")
    pd.testing.assert_frame_equal(again.patients, cohort.patients)
    pd.testing.assert_frame_equal(again.visits, cohort.visits)
    pd.testing.assert_frame_equal(again.events, cohort.events)
    assert again.origin == cohort.origin


def test_of_real_patients_no_row_is_left_behind(
    selected: tuple[Screening, Cohort], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run leaves has names of columns and no value; later notebooks see no patient."""
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    cohort = selected[1]
    write_cohort(replace(cohort, simulated=False))
    for name in ("patients", "visits", "adverse_events"):
        (header,) = (tmp_path / f"data/analysis/{name}.csv").read_text(encoding="utf-8").splitlines()
        assert header.startswith(("patient_id,", "event_id,"))
    again = read_cohort(registry=REGISTRY, response="physician")
    assert (len(again.patients), len(again.visits), len(again.events)) == (0, 0, 0)
    assert (again.origin, again.simulated) == (cohort.origin, False)


@pytest.mark.parametrize("term", ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(1)", "'=1"])
def test_a_term_that_would_be_a_formula_is_text_on_disk_and_comes_back(
    selected: tuple[Screening, Cohort], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    cohort = selected[1]
    events = cohort.events.assign(preferred_term=cohort.events["preferred_term"].mask(cohort.events.index == 0, term))
    write_cohort(replace(cohort, events=events))
    sent = pd.read_csv(tmp_path / "data" / "analysis" / "adverse_events.csv")["preferred_term"]
    assert sent[0] == f"'{term}"
    pd.testing.assert_frame_equal(read_cohort(registry=REGISTRY, response="physician").events, events)


def test_derived_numbers_on_disk_are_whole(selected: tuple[Screening, Cohort], tmp_path: Path) -> None:
    """A statistician who checks a p-value from data/analysis/patients.csv has every digit."""
    cohort = selected[1]
    write_cohort(cohort, tmp_path)
    written = pd.read_csv(tmp_path / "patients.csv")["disease_duration"]
    pd.testing.assert_series_equal(written, cohort.patients["disease_duration"], rtol=1e-14)


@pytest.mark.parametrize(("registry", "response"), [("elsewhere", "physician"), (REGISTRY, "tis20")])
def test_a_cohort_made_with_other_parameters_is_refused(
    selected: tuple[Screening, Cohort],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    registry: str,
    response: str,
) -> None:
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    write_cohort(selected[1])
    with pytest.raises(Fault, match=r"run 01_cohort with the same parameters, or make all"):
        read_cohort(registry=registry, response=response)


def test_without_a_cohort_the_reader_is_told_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compendium.clinical.cohort.find_input", lambda relative: tmp_path / relative)
    with pytest.raises(Fault, match="run 01_cohort first"):
        read_cohort(registry=REGISTRY, response="physician")
