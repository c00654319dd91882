"""Rule: the simulation study gives the same bytes for any number of workers, on a Dask cluster too.

Authority: a cohort's random numbers are those of its own seed, so who draws it cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import joblib
import numpy as np
import pytest

from error_rates.every import every_scenario
from error_rates.rates import scenario_rows, summary_rows
from error_rates.running import BLOCK, SEED, judge_cohorts, run, workers
from error_rates.study import write_ledger
from press.ground.fault import Fault
from press.rows import Ledger

NAMES = ("share", "feature", "diagnoses_null", "late_change")  # counts, a table, a Monte Carlo test, ranks
COHORTS = BLOCK + 20  # more than one block, the last of them not full


def written(parallel: joblib.Parallel, path: Path) -> bytes:
    """The bytes of the result of a few scenarios."""
    rows = [row for name in NAMES for row in scenario_rows(every_scenario()[name], run(parallel, name, COHORTS), SEED)]
    write_ledger(Ledger(summary_rows(rows), rows), path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with workers(1) as parallel:
        return written(parallel, tmp_path_factory.mktemp("alone") / "rows.csv")


def test_two_workers_write_the_bytes_of_one(alone: bytes, tmp_path: Path) -> None:
    with workers(2) as parallel:
        assert written(parallel, tmp_path / "rows.csv") == alone


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a Dask cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made.scheduler_address


# Dask closes its connections late; what it then warns of is its own.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_dask_cluster_writes_the_bytes_of_one(alone: bytes, tmp_path: Path, cluster: str) -> None:
    with workers(1, dask=cluster) as parallel:
        assert written(parallel, tmp_path / "rows.csv") == alone


def test_a_cluster_that_does_not_answer_is_told() -> None:
    pytest.importorskip("distributed")
    with (
        pytest.raises(Fault, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"),
        workers(1, "tcp://127.0.0.1:1"),
    ):
        pass


def test_a_cohort_does_not_depend_on_the_block_in_which_it_is_drawn() -> None:
    whole = judge_cohorts("share", 0, 30)
    parts = [judge_cohorts("share", first, first + 10) for first in (0, 10, 20)]
    np.testing.assert_array_equal(whole.outcomes, np.concatenate([each.outcomes for each in parts]))
    np.testing.assert_array_equal(whole.widths, np.concatenate([each.widths for each in parts]))


def test_a_cohort_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = every_scenario()["share"]
    monkeypatch.setattr(type(scenario), "cohort", lambda *_: {})
    with pytest.raises(RuntimeError, match=r"scenario share, cohort 7, seed 2021: KeyError"):
        judge_cohorts("share", 7, 8)
