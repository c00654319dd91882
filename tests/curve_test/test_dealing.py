"""Rule: the test of the curve gives the same bytes for any number of workers, on a Dask cluster too.

Authority: a dealing's random numbers are those of its own number, so who deals it cannot matter.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import joblib
import numpy as np
import pytest

from compendium.clinical.decisions_file import multiverse
from compendium.exhibits import curve_by_chance
from compendium.exhibits.curve_by_chance import ELSEWHERE, MADE_FROM, RESULT, STALE, by_chance
from curve_test import kept
from curve_test.dealing import BLOCK, OBSERVED, SEED, deal, run
from curve_test.kept import USUAL, as_text, bring_up_to_date, made_from, number_kept
from error_rates.running import workers
from press.ground.fault import Fault
from press.ground.paths import project_root
from press.project import Project, read_json
from press.rows import Ledger
from tests.copied import copy_of, press_in

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
    monkeypatch.setattr(kept, "_refuse_patients", lambda _: None)
    with joblib.Parallel(n_jobs=1) as parallel:
        assert bring_up_to_date(project, 4, parallel) is True
        before = (tmp_path / RESULT).read_bytes()
        monkeypatch.setattr(kept, "run", lambda *_: pytest.fail("dealt again"))
        assert bring_up_to_date(project, 4, parallel) is False
    assert (tmp_path / RESULT).read_bytes() == before
    (tmp_path / RESULT).write_bytes(before + b"\n")  # edited by hand: its checksum is another
    monkeypatch.setattr(kept, "run", lambda *_: deal(0, 1))
    with joblib.Parallel(n_jobs=1) as parallel:
        assert bring_up_to_date(project, 4, parallel) is True
    basis["list"] = "b"
    monkeypatch.setattr(kept, "run", lambda *_: deal(0, 1))
    with joblib.Parallel(n_jobs=1) as parallel:
        assert bring_up_to_date(project, 4, parallel) is True


def test_what_it_is_made_from_is_list_number_seed_code_packages_and_data() -> None:
    project = Project(project_root())
    first, more = made_from(project, 10, SEED), made_from(project, 20, SEED)
    assert set(first) == {"list", "permutations", "seed", "code", "packages", "data"}
    assert {name for name in first if first[name] != more[name]} == {"permutations"}


def test_without_a_number_it_deals_as_often_as_before(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert number_kept(project) == USUAL
    (tmp_path / MADE_FROM).parent.mkdir(parents=True)
    for text, number in (('{"permutations": 1000}', 1000), ("[]", USUAL), ("{", USUAL), ("{}", USUAL)):
        (tmp_path / MADE_FROM).write_text(text, encoding="utf-8")
        assert number_kept(project) == number


def test_responses_of_patients_are_not_dealt_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = SimpleNamespace(simulated=False)
    monkeypatch.setattr(kept, "open_registry", lambda _: ours)
    monkeypatch.setattr(kept, "made_from", lambda *_: {})
    with joblib.Parallel(n_jobs=1) as parallel, pytest.raises(Fault, match="not the simulated registry"):
        bring_up_to_date(Project(tmp_path), 4, parallel)
    assert not (tmp_path / RESULT).exists()


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


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kept files in a folder of their own, which the chapter reads."""
    for name in (RESULT, MADE_FROM):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project_root() / name, tmp_path / name)
    monkeypatch.setattr(curve_by_chance, "find_input", lambda name: tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("text", [None, "", "no JSON", "[1, 2]"])
def test_what_it_was_made_from_is_there_or_one_sentence_says_so(text: str | None, copied: Path) -> None:
    (copied / MADE_FROM).unlink()
    if text is not None:
        (copied / MADE_FROM).write_text(text, encoding="utf-8")
    with pytest.raises(Fault) as stopped:
        by_chance(committed())
    assert len(str(stopped.value).splitlines()) == 1 and MADE_FROM in str(stopped.value)
    assert "make extra" in str(stopped.value)


def test_a_count_that_is_no_number_is_told_with_its_row(copied: Path) -> None:
    lines = (copied / RESULT).read_text(encoding="utf-8").splitlines()
    lines[2] = "0,skin,208,none,265"
    (copied / RESULT).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"row 3, column excludes: \"none\" - the rule: a whole number"):
        by_chance(committed())


def test_another_simulated_registry_is_not_told_to_run_it(copied: Path) -> None:
    text = (copied / RESULT).read_text(encoding="utf-8")
    (copied / RESULT).write_text(text.replace("\n0,skin,", "\n0,skin,1"), encoding="utf-8")
    rows = by_chance(committed(), "/elsewhere/registry")
    assert rows and all(row.note == ELSEWHERE and np.isnan(row.value) for row in rows)
    assert "make extra" not in ELSEWHERE


@pytest.mark.parametrize("what", ["list", "data"])
def test_the_chapter_says_when_the_dealings_are_stale(what: str, copied: Path) -> None:
    if what == "list":
        made = read_json(copied / MADE_FROM)
        (copied / MADE_FROM).write_text(json.dumps({**made, "list": "another"}), encoding="utf-8")
    else:
        text = (copied / RESULT).read_text(encoding="utf-8").splitlines()
        text[1] = "0,raynaud,1,1,1"
        (copied / RESULT).write_text("\n".join(text) + "\n", encoding="utf-8")
    rows = by_chance(committed())
    assert rows and all(np.isnan(row.value) and row.note == STALE for row in rows)


def test_the_command_ends_without_a_word_on_what_its_workers_shared(root: Path, tmp_path: Path) -> None:
    """It ended the tracker of what is shared before those who share it, which then gave it back to a new one."""
    done = press_in(copy_of(root, tmp_path), "extra", "--permutations=2", "--workers=2")
    assert done.returncode == 0 and done.stdout.startswith("2 permutations")
    assert done.stderr == ""
