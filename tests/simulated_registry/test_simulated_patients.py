"""The simulated registry: the same bytes from the same seed, whole under reading, and plausible to a rheumatologist."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from compendium.registry.codebook import TABLES
from compendium.registry.reading import read_registry
from press.ground.fault import Fault
from press.ground.paths import project_root
from simulated_registry.simulate import DEFAULT_SEED, simulate_registry, write_registry

from ..compendium.registry.example import write_example
from .test_simulated_figures import included, tables

COMMITTED = project_root() / "data" / "registry"
SEEDS = (DEFAULT_SEED, 3, 7, 11)
SPECIFIC = ["jo1", "other_synthetase", "mi2", "tif1g", "nxp2", "sae", "mda5", "srp", "hmgcr"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_committed_registry_is_what_the_default_seed_makes_byte_for_byte(tmp_path: Path) -> None:
    write_registry(tmp_path / "first", DEFAULT_SEED)
    assert contents(tmp_path / "first") == contents(COMMITTED)
    assert len(contents(COMMITTED)) == 11


def test_two_runs_give_the_same_bytes_and_two_seeds_do_not(tmp_path: Path) -> None:
    for name, seed in (("first", 5), ("second", 5), ("other", 6)):
        write_registry(tmp_path / name, seed)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert contents(tmp_path / "first") != contents(tmp_path / "other")


@pytest.mark.parametrize("what", ["another's registry", "simulated once, then altered", "an empty centre's folder"])
def test_what_may_be_a_real_registry_is_not_overwritten(tmp_path: Path, what: str) -> None:
    if what == "another's registry":
        write_example(tmp_path / "registry")
    elif what == "an empty centre's folder":
        (tmp_path / "registry" / "a").mkdir(parents=True)
    else:
        write_registry(tmp_path / "registry", 5)
        (tmp_path / "registry" / "b" / "patients.csv").write_text("mine")
    before = contents(tmp_path / "registry")
    with pytest.raises(Fault, match="nothing was written"):
        write_registry(tmp_path / "registry", 6)
    assert contents(tmp_path / "registry") == before


def test_a_simulated_registry_may_be_written_over(tmp_path: Path) -> None:
    write_registry(tmp_path / "twice", 5)
    write_registry(tmp_path / "twice", 6)
    write_registry(tmp_path / "once", 6)
    assert contents(tmp_path / "twice") == contents(tmp_path / "once")


def test_no_file_holds_a_negative_zero(tmp_path: Path) -> None:
    write_registry(tmp_path, 2)
    assert not any(b",-0" in content for content in contents(tmp_path).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_groups_do_not_differ_by_chance_in_what_was_not_published(seed: int) -> None:
    cohort = included(tables(seed))
    visits = tables(seed)["visits"]
    before = visits[visits["visit"] == "baseline"].set_index("patient_id").reindex(cohort.index)
    responds = cohort["response_physician"] == "responder"
    measures = [before[name] for name in ("prednisone", "physician_global", "haq_di", "mmt8")]
    for values in (cohort["age"], *measures):
        assert stats.mannwhitneyu(values[responds].dropna(), values[~responds].dropna()).pvalue > 0.049, values.name
    assert stats.fisher_exact(pd.crosstab(responds, cohort["sex"].astype(str)).to_numpy()).pvalue >= 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_endings_and_reasons_agree_with_what_is_known(seed: int) -> None:
    registry = tables(seed)
    patients = registry["patients"]
    responds = patients["response_physician"] == "responder"
    assert not (patients["stop_reason"][responds] == "inefficacy").any()
    assert (patients["vital_status"][patients["stop_reason"] == "death"] == "dead").all()
    since_diagnosis = (patients["first_ivig_on"] - patients["diagnosed_on"]).dt.days
    assert since_diagnosis[patients["reason"] == "refractory"].min() >= 60
    ongoing = patients["patient_id"][patients["stop_reason"] == "ongoing"]
    assert len(ongoing) > 0
    for table in registry.values():
        for name in [name for name in table if str(name).endswith("_on")]:
            assert table[name].max() <= pd.Timestamp("2019-12-31"), name


def test_a_seed_below_zero_is_refused_in_words() -> None:
    with pytest.raises(Fault, match="whole number from 0 on, not -1"):
        simulate_registry(-1)


def test_reading_what_was_written_gives_the_same_values(tmp_path: Path) -> None:
    write_registry(tmp_path, 4)
    read = read_registry(tmp_path)
    for name in TABLES:
        drawn = tables(4)[name].sort_values(list(tables(4)[name].columns[:2]), ignore_index=True)
        found = getattr(read, name).sort_values(list(drawn.columns[:2]), ignore_index=True)
        assert_frame_equal(found, drawn, check_exact=True)


def test_the_order_of_rows_in_the_files_does_not_matter(tmp_path: Path) -> None:
    shutil.copytree(COMMITTED, tmp_path / "shuffled")
    for name in ("SHA256SUMS", "SIMULATED.md"):
        (tmp_path / "shuffled" / name).unlink()
    for path in sorted((tmp_path / "shuffled").rglob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(1).shuffle(rows)
        path.write_text("".join([header, *rows]), encoding="utf-8")
    as_sent, shuffled = read_registry(COMMITTED), read_registry(tmp_path / "shuffled")
    for name in TABLES:
        assert_frame_equal(getattr(shuffled, name), getattr(as_sent, name))


def test_it_says_that_it_is_simulated() -> None:
    registry = read_registry(COMMITTED)
    assert registry.simulated
    assert registry.origin == "Simulated registry: no patient data."
    assert "No row in this folder is a patient" in (COMMITTED / "SIMULATED.md").read_text(encoding="utf-8")


def test_every_column_is_held_as_the_codebook_says() -> None:
    registry = read_registry(COMMITTED)
    dtypes = {name: str(registry.visits[name].dtype) for name in ("patient_id", "visit_on", "mmt8")}
    assert dtypes == {"patient_id": "str", "visit_on": "datetime64[s]", "mmt8": "float64"}
    assert str(registry.patients["raynaud"].dtype) == "boolean"
    assert registry.visits["visit"].cat.ordered
    assert registry.visits["visit"].cat.categories.tolist() == ["baseline", "month 3", "month 6", "month 12", "end"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_patient_who_is_not_included_fails_exactly_one_criterion(seed: int) -> None:
    patients, visits = tables(seed)["patients"], tables(seed)["visits"]
    seen = visits[visits["visit"].isin(["baseline", "end"])].groupby("patient_id").size()
    fails = pd.DataFrame(
        {
            "age": patients["age"] < 18,
            "criteria": patients["criteria"].isna() | (patients["criteria"] == "none"),
            "dose": patients["dose"] != 2,
            "courses": patients["infusions_n"] < 3,
            "visits": patients["patient_id"].map(seen) != 2,
        }
    )
    assert 25 <= fails.any(axis=1).sum() <= 35
    assert set(fails.sum(axis=1)) == {0, 1}
    assert (fails.sum() >= 3).all(), "each criterion excludes some"


@pytest.mark.parametrize("seed", SEEDS)
def test_antibodies_go_with_what_they_go_with(seed: int) -> None:
    """Authority: Betteridge 2019 - specific antibodies exclude one another; PM/Scl, Ku and U1RNP go with overlap."""
    patients = tables(seed)["patients"]
    positive = patients[[f"ab_{name}" for name in SPECIFIC]].fillna(False).astype(int)
    assert positive.sum(axis=1).max() == 1
    associated = patients[["ab_pmscl", "ab_ku", "ab_u1rnp"]].fillna(False).any(axis=1)
    overlap = patients["diagnosis"] == "overlap"
    assert associated[overlap].mean() > 3 * associated[~overlap].mean()
    of_dm = patients[["ab_mi2", "ab_tif1g", "ab_nxp2", "ab_sae", "ab_mda5"]].fillna(False).any(axis=1)
    assert set(patients["diagnosis"][of_dm]) == {"DM"}
    assert set(patients["diagnosis"][patients[["ab_srp", "ab_hmgcr"]].fillna(False).any(axis=1)]) <= {"IMNM"}
    jo1 = patients["ab_jo1"].fillna(False)
    assert patients["ab_ro52"][jo1].mean() > patients["ab_ro52"][~jo1].mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_diagnoses_look_as_they_do_in_clinic(seed: int) -> None:
    patients = tables(seed)["patients"]
    assert not (patients["skin"] == False)[patients["diagnosis"] == "DM"].fillna(False).any()  # noqa: E712
    body = patients[patients["diagnosis"] == "IBM"]
    assert (body["age"] >= 50).all()
    assert (body["criteria"].dropna().isin(["Griggs", "none"])).all()
    assert patients.loc[patients["reason"] == "pregnancy", "sex"].eq("female").all()
    assert patients.loc[patients["reason"] == "pregnancy", "age"].between(18, 45).all()
    assert patients.loc[patients["reason"] == "malignancy", "malignancy"].eq(True).all()
    assert 0.55 < (patients["sex"] == "female").mean() < 0.85
    assert 48 < patients["age"].mean() < 60


@pytest.mark.parametrize("seed", SEEDS)
def test_measures_move_together_as_they_do_in_clinic(seed: int) -> None:
    cohort = included(tables(seed))
    visits = tables(seed)["visits"].set_index("patient_id")
    before, after = (visits[visits["visit"] == when].reindex(cohort.index) for when in ("baseline", "end"))
    responds = cohort["response_physician"] == "responder"
    for enzyme in ("aldolase", "ldh", "ast", "alt", "myoglobin"):
        assert before[enzyme].corr(before["ck"], method="spearman") > 0.45
    for scale in ("physician_global", "patient_global", "haq_di"):
        assert before[scale].corr(before["mmt8"]) < -0.35
    for scale in ("physician_global", "patient_global", "haq_di", "extramuscular", "prednisone"):
        left = [after.loc[group, scale].median() / before.loc[group, scale].median() for group in (responds, ~responds)]
        assert left[0] < 0.8 * left[1], "more of the burden is gone in responders than in the others"
    swallowing = cohort["indication_oesophagus"]
    assert before["dysphagia_vas"][swallowing].min() > 1
    assert before["dysphagia_vas"][~swallowing].median() == 0
    relative = (after["mmt8"] - before["mmt8"]) / before["mmt8"]
    assert relative[responds].median() > 0.15 > relative[~responds].quantile(0.9)


@pytest.mark.parametrize("seed", SEEDS)
def test_treatment_visits_and_events_keep_to_the_calendar(seed: int) -> None:
    registry = tables(seed)
    patients = registry["patients"].set_index("patient_id")
    days = (patients["last_ivig_on"] - patients["first_ivig_on"]).dt.days
    assert (patients["infusions_n"] <= 1 + days / 26).all(), "no more infusions than months"
    interval = (days / (patients["infusions_n"] - 1))[patients["infusions_n"] > 1]
    assert 1.03 <= (interval / 30.4375).mean() <= 1.15
    assert 31 <= interval.median() <= 33
    assert patients["first_ivig_on"].dt.year.between(2005, 2018).all()
    visits = registry["visits"].join(patients[["first_ivig_on", "last_ivig_on"]], on="patient_id")
    between = visits[~visits["visit"].isin(["baseline", "end"])]
    assert (between["visit_on"] < between["last_ivig_on"]).all(), "only while under treatment"
    end = visits[visits["visit"] == "end"]
    assert (end["visit_on"] - end["last_ivig_on"]).dt.days.between(0, 35).all()
    events = registry["adverse_events"].join(patients[["first_ivig_on", "last_ivig_on"]], on="patient_id")
    after_last = (events["onset_on"] - events["last_ivig_on"]).dt.days
    assert (events["onset_on"] >= events["first_ivig_on"]).all()
    assert 0 < after_last.max() <= 30
    ended = set(events["patient_id"][events["action"] == "stopped"])
    assert ended == set(patients.index[patients["stop_reason"] == "adverse event"])
    assert 3 <= len(ended) <= 5
    assert 30 <= events["patient_id"].isin(included(registry).index).groupby(events["patient_id"]).any().sum() <= 38


@pytest.mark.parametrize("seed", SEEDS)
def test_values_are_missing_as_in_a_registry(seed: int) -> None:
    """Two to fifteen in a hundred for most, more where a laboratory does not measure; what figures need is complete."""
    cohort = included(tables(seed))
    assert cohort[["myalgia", "indication_muscle", "infusions_n", "response_physician"]].notna().all(axis=None)
    assert cohort["raynaud"].isna().sum() == 7
    assert (cohort["raynaud"].isna() == cohort["skin"].isna()).all()
    missing = tables(seed)["visits"].isna().mean()
    assert missing["mmt8"] > 0
    assert (missing[["ck", "ldh", "ast", "alt", "haq_di", "physician_global"]].between(0.005, 0.16)).all()
    assert (missing[["aldolase", "myoglobin"]].between(0.15, 0.45)).all()
    for enzyme in ("ck", "aldolase", "ldh", "ast", "alt", "myoglobin"):
        visits = tables(seed)["visits"]
        assert (visits[enzyme].isna() == visits[f"{enzyme}_uln"].isna()).all()
