"""Rule: a simulated registry is let out only if the study itself finds in it every figure of data/published.csv."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from compendium.clinical.cohort import select
from compendium.registry.codebook import TABLES
from compendium.registry.reading import read_registry
from press.ground.fault import Fault
from press.ground.paths import project_root
from simulated_registry import simulate
from simulated_registry.acceptance import cohort_of, differing, missed_figures
from simulated_registry.published import Published, read_published

from .test_simulated_figures import tables as drawn

Tables = dict[str, pd.DataFrame]
COMMITTED = project_root() / "data" / "registry"


@cache
def _committed() -> Tables:
    registry = read_registry(COMMITTED)
    return {name: getattr(registry, name) for name in TABLES}


@pytest.fixture
def tables() -> Tables:
    return {name: table.copy() for name, table in _committed().items()}


def _missed(tables: Tables) -> set[str]:
    """What is missed: the id, and in brackets what was read differently."""
    return {line.partition(":")[0] for line in missed_figures(cohort_of(tables))}


def test_the_committed_registry_misses_nothing(tables: Tables) -> None:
    cohort = cohort_of(tables)
    assert missed_figures(cohort) == []
    assert differing(cohort) == []


def test_the_cohort_judged_is_the_one_that_the_study_selects_from_the_files() -> None:
    """Authority: data/definitions/eligibility.csv, applied once, by compendium.clinical.cohort.select."""
    judged = cohort_of(drawn(simulate.DEFAULT_SEED))
    from_files = select(read_registry(COMMITTED), name="data/registry", response="physician")[1]
    for frame in ("patients", "visits", "events"):
        ordered = (
            getattr(cohort, frame).sort_values(list(getattr(cohort, frame).columns[:2]), ignore_index=True)
            for cohort in (judged, from_files)
        )
        assert_frame_equal(*ordered)


def _one_patient_less(tables: Tables) -> None:
    gone = cohort_of(tables).patients["patient_id"].iloc[0]
    tables["patients"].loc[tables["patients"]["patient_id"] == gone, "age"] = 17.0


def _weaker_at_the_end(tables: Tables) -> None:
    tables["visits"].loc[tables["visits"]["visit"] == "end", "mmt8"] -= 1.0


def _one_responder_less(tables: Tables) -> None:
    patients, among = tables["patients"], cohort_of(tables).patients
    one = among["patient_id"][among["response"] == "responder"].iloc[0]
    patients.loc[patients["patient_id"] == one, "response_physician"] = "non-responder"


def _slow_to_resolve(tables: Tables) -> None:
    events = tables["adverse_events"]
    events["resolved_on"] = events["onset_on"] + pd.Timedelta(days=30)


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (_one_patient_less, "cohort.n: printed 123, recomputed 122 (the rule: the same number)"),
        (_weaker_at_the_end, "efficacy.mmt.end.mean: printed 127.0, recomputed 126.0"),
        (_one_responder_less, "efficacy.responders.n: printed 96, recomputed 95 (the rule: the same number)"),
        (_slow_to_resolve, "safety.transitory: printed mostly transitory, recomputed 0% (the rule: more than half)"),
    ],
)
def test_a_missed_figure_is_named_as_printed_and_as_recomputed(
    tables: Tables, damage: Callable[[Tables], None], line: str
) -> None:
    damage(tables)
    missed = missed_figures(cohort_of(tables))
    assert any(found.startswith(line) for found in missed), missed


def test_a_figure_that_cannot_be_judged_is_missed_and_says_why(tables: Tables) -> None:
    tables["visits"]["dysphagia_vas"] = float("nan")
    lines = [line for line in missed_figures(cohort_of(tables)) if line.startswith("efficacy.dysphagia_vas.p:")]
    assert len(lines) == 1
    assert " - efficacy.dysphagia_vas.change.p could not be computed: " in lines[0]


def _one_seen_once(tables: Tables) -> None:
    visits, cohort = tables["visits"], cohort_of(tables)
    without = cohort.visits[(cohort.visits["visit"] == "end") & cohort.visits["mmt8"].isna()]["patient_id"].iloc[0]
    visits.loc[(visits["patient_id"] == without) & (visits["visit"] == "end"), "mmt8"] = 0.0


def _other_laboratories_of_the_others(tables: Tables) -> None:
    patients, visits = tables["patients"], tables["visits"]
    others = patients["patient_id"][patients["response_physician"] != "responder"]
    at = visits["patient_id"].isin(others) & (visits["visit"] == "baseline")
    visits.loc[at, ["ck", "ck_uln"]] *= 10.0  # the same multiples


def _many_mild_events_of_one(tables: Tables) -> None:
    events, cohort = tables["adverse_events"], cohort_of(tables)
    one, *others = cohort.events["patient_id"].unique()
    first = events[events["patient_id"].isin(others)].drop_duplicates("patient_id").index
    events.loc[first, "ctcae_grade"] = events["ctcae_grade"].max()
    mild = events[events["patient_id"] == one].iloc[[0]].assign(ctcae_grade=events["ctcae_grade"].min())
    mild["resolved_on"] = mild["onset_on"]
    tables["adverse_events"] = pd.concat([events, *[mild] * 200], ignore_index=True)


def _ldh_of_most_unchanged(tables: Tables) -> None:
    visits, cohort = tables["visits"], cohort_of(tables)
    before = cohort.visits[cohort.visits["visit"] == "baseline"].set_index("patient_id")["ldh"]
    end = visits.index[(visits["visit"] == "end") & visits["patient_id"].isin(before.dropna().index)]
    started = visits.loc[end, "patient_id"].map(before)
    fell = (visits.loc[end, "ldh"] < started).to_numpy()
    few = end[fell][:8]  # eight falls and no rise: p = 0.01
    visits.loc[end.difference(few), "ldh"] = started[end.difference(few)]


@pytest.mark.parametrize(
    ("damage", "missed"),
    [
        (
            _one_seen_once,
            {f"efficacy.mmt.end.{which} (MMT8 of all in whom it is recorded)" for which in ("mean", "sd")},
        ),
        (_other_laboratories_of_the_others, {"predictors.ck.p (CK as measured, in U/L)"}),
        (_many_mild_events_of_one, {"safety.mild (the worst event of each patient)"}),
        (_ldh_of_most_unchanged, {"efficacy.dysphagia_vas.p (ldh in the place of the VAS)"}),
    ],
)
def test_what_the_abstract_leaves_open_must_agree_in_either_reading(
    tables: Tables, damage: Callable[[Tables], None], missed: set[str]
) -> None:
    """Authority: data/README.md - the printed figure agrees as the study reads it, and yet the registry is refused."""
    damage(tables)
    assert _missed(tables) == missed


def test_a_registry_that_misses_a_figure_is_not_let_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_another_mean() -> Published:
        lines = dict(read_published().lines)
        line = dict(lines["efficacy.mmt.baseline.mean"], value="103.0")
        return Published({**lines, "efficacy.mmt.baseline.mean": line})

    monkeypatch.setattr(simulate, "read_published", with_another_mean)
    with pytest.raises(Fault) as refused:
        simulate.write_registry(tmp_path / "registry", 3)
    first, *lines, last = str(refused.value).splitlines()
    assert first == "the simulated registry of seed 3 misses what was printed, and is not let out:"
    assert lines[0].startswith("  efficacy.mmt.baseline.mean: printed 104.6, recomputed 103.0")
    assert last == "Correct data/published.csv, or what is drawn (src/simulated_registry)."
    assert not (tmp_path / "registry").exists()


def test_groups_that_differ_in_what_was_not_published_are_named(tables: Tables) -> None:
    patients = tables["patients"]
    patients.loc[patients["response_physician"] == "responder", "age"] += 20.0
    assert differing(cohort_of(tables)) == ["age"]
    patients.loc[patients["response_physician"] == "responder", "sex"] = "female"
    assert differing(cohort_of(tables)) == ["age", "sex"]
