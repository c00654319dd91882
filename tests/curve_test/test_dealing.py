"""Rule: the test of the curve gives the same bytes for any number of workers, on a Dask cluster too.

Authority: a dealing's random numbers are those of its own number, so who deals it cannot matter.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import joblib
import numpy as np
import pytest

from compendium.clinical.decisions_file import multiverse
from compendium.exhibits import curve_by_chance
from compendium.exhibits.curve_by_chance import MADE_FROM, RESULT, STALE, by_chance
from curve_test import kept
from curve_test.dealing import BLOCK, OBSERVED, SEED, deal, run
from curve_test.kept import as_text, bring_up_to_date, made_from
from error_rates.running import workers
from press.ground.paths import project_root
from press.project import Project, read_json
from press.rows import Ledger

DEALINGS = BLOCK + 3  # more than one block, the last of them not full


def written(parallel: joblib.Parallel) -> bytes:
    return as_text(run(parallel, DEALINGS)).encode()


@pytest.fixture(scope="module")
def alone() -> bytes:
    with workers(1) as parallel:
        return written(parallel)


def test_two_workers_write_the_bytes_of_one(alone: bytes) -> None:
    with workers(2) as parallel:
        assert written(parallel) == alone


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
def test_a_dask_cluster_writes_the_bytes_of_one(alone: bytes, cluster: str) -> None:
    with workers(1, dask=cluster) as parallel:
        assert written(parallel) == alone


def test_a_dealing_does_not_depend_on_the_block_in_which_it_is_dealt() -> None:
    assert deal(0, 6) == [*deal(0, 2), *deal(2, 5), *deal(5, 6)]


def test_other_dealings_are_other_ones_and_another_seed_gives_others() -> None:
    first, second, third = (found for _, found in deal(0, 3))
    assert first != second != third
    assert deal(1, 2, seed=SEED + 1) != deal(1, 2)
    assert deal(OBSERVED, 1, seed=SEED + 1) == deal(OBSERVED, 1)  # nothing random is in the true one


def test_the_committed_dealings_are_those_of_the_list_in_force(alone: bytes) -> None:
    root = project_root()
    made = read_json(root / MADE_FROM)
    assert made["list"] == multiverse().frozen
    text = (root / RESULT).read_text(encoding="utf-8")
    assert text.encode().startswith(alone)  # dealings of the same numbers are the same
    assert len(text.splitlines()) == 1 + len(multiverse().questions) * (made["permutations"] + 1)


def test_what_is_current_is_not_dealt_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    (tmp_path / "data" / "multiverse").mkdir(parents=True)
    basis = {"list": "a", "permutations": 4, "seed": SEED}
    monkeypatch.setattr(kept, "made_from", lambda *_: dict(basis))
    with joblib.Parallel(n_jobs=1) as parallel:
        assert bring_up_to_date(project, 4, parallel) is True
        before = (tmp_path / RESULT).read_bytes()
        monkeypatch.setattr(kept, "run", lambda *_: pytest.fail("dealt again"))
        assert bring_up_to_date(project, 4, parallel) is False
    assert (tmp_path / RESULT).read_bytes() == before
    basis["list"] = "b"
    monkeypatch.setattr(kept, "run", lambda *_: deal(0, 1))
    with joblib.Parallel(n_jobs=1) as parallel:
        assert bring_up_to_date(project, 4, parallel) is True


def test_what_it_is_made_from_is_list_number_seed_code_packages_and_data() -> None:
    project = Project(project_root())
    first, more = made_from(project, 10, SEED), made_from(project, 20, SEED)
    assert set(first) == {"list", "permutations", "seed", "code", "packages", "data"}
    assert {name for name in first if first[name] != more[name]} == {"permutations"}


def committed() -> Ledger:
    rows = Ledger.read(project_root() / "paper" / "results" / "multiverse.csv")
    return Ledger(row for row in rows if row.group != "permuted")


def test_the_chapter_counts_the_dealings_that_say_at_least_as_much() -> None:
    found = Ledger(by_chance(committed()))
    lines = [line.split(",") for line in (project_root() / RESULT).read_text(encoding="utf-8").splitlines()[1:]]
    for question in multiverse().questions:
        own = [(int(k), int(excludes)) for k, name, _, excludes, _ in lines if name == question]
        observed = dict(own)[OBSERVED]
        by_hand = sum(excludes >= observed for k, excludes in own if k != OBSERVED)
        assert found.value(f"multiverse.{question}.permuted.as_many") == by_hand
        assert found.value(f"multiverse.{question}.permuted.observed") == observed


@pytest.mark.parametrize("what", ["list", "data"])
def test_the_chapter_says_when_the_dealings_are_stale(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (RESULT, MADE_FROM):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project_root() / name, tmp_path / name)
    if what == "list":
        made = read_json(tmp_path / MADE_FROM)
        (tmp_path / MADE_FROM).write_text(json.dumps({**made, "list": "another"}), encoding="utf-8")
    else:
        text = (tmp_path / RESULT).read_text(encoding="utf-8").splitlines()
        text[1] = "0,raynaud,1,1,1"
        (tmp_path / RESULT).write_text("\n".join(text) + "\n", encoding="utf-8")
    monkeypatch.setattr(curve_by_chance, "find_input", lambda name: tmp_path / name)
    rows = by_chance(committed())
    assert rows and all(np.isnan(row.value) and row.note == STALE for row in rows)
