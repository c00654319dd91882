"""Rule: what is current is not run again, what is not is; an interrupted run goes on where it stopped.

Authority: the checksum of code, sizes, packages, cohorts and seed of each scenario, as the build decides for its steps.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import joblib
import pytest

from error_rates import study
from error_rates.every import every_scenario
from error_rates.scenario import Scenario
from error_rates.sizes import PUBLISHED, SIZES
from error_rates.study import MADE_FROM, RESULT, SimulationStudy
from press.project import Project, read_json, write_json
from press.rows import Ledger

FEW = ("share", "rare_share", "rate_ratio_null")


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of what the study rests on, with the few scenarios that are drawn fastest."""
    few = {name: every_scenario()[name] for name in FEW}
    monkeypatch.setattr(study, "every_scenario", lambda: few)
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (SIZES, PUBLISHED, "requirements.lock", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    return Project(tmp_path)


@pytest.fixture
def runs(project: Project) -> Iterator[Callable[[int], list[str]]]:
    """A function that brings the study up to date and returns which scenarios were run."""
    with joblib.Parallel(n_jobs=1) as parallel:

        def run(cohorts: int = 20) -> list[str]:
            said: list[str] = []
            done = SimulationStudy(project, cohorts).bring_up_to_date(parallel, said.append)
            assert done == len(said)
            return [line.split()[3] for line in said]

        yield run


def test_a_second_run_does_nothing_and_changes_no_byte(project: Project, runs: Callable[[], list[str]]) -> None:
    assert runs() == list(FEW)
    before = project.path(RESULT).read_bytes()
    assert runs() == []
    assert project.path(RESULT).read_bytes() == before


def test_only_the_scenarios_whose_code_changed_are_run_again(project: Project, runs: Callable[[], list[str]]) -> None:
    runs()
    before = project.path(RESULT).read_bytes()
    for changed, again in (
        ("compendium/stats/rate_ratio.py", ["rate_ratio_null"]),
        ("compendium/stats/clustered_share.py", ["share", "rare_share"]),  # of the same topic
        ("compendium/stats/mixed.py", []),
        ("error_rates/running.py", list(FEW)),
    ):
        path = project.path(f"src/{changed}")
        path.write_text(f"{path.read_text(encoding='utf-8')}# changed\n", encoding="utf-8")
        assert runs() == again, changed
    assert project.path(RESULT).read_bytes() == before


def test_other_sizes_packages_or_cohorts_are_run_anew(project: Project, runs: Callable[..., list[str]]) -> None:
    runs()
    for name, old, new in (
        (SIZES, "\n", "\n\n"),
        ("requirements.lock", "\nnumpy==", "\nnumpy==9"),
        ("requirements.lock", "\npatsy==", "\npatsy==9"),  # statsmodels needs it
    ):
        _replace(project.path(name), old, new)
        assert runs() == list(FEW), (name, new)
    assert runs(30) == list(FEW)
    assert Ledger.read(project.path(RESULT)).value("error_rates.cohorts") == 30


def test_other_versions_of_what_no_scenario_needs_run_nothing_anew(
    project: Project, runs: Callable[..., list[str]]
) -> None:
    runs()
    for name, old, new in (
        ("requirements.lock", "\nsphinx==", "\nsphinx==9"),
        ("requirements.lock", "\npingouin==", "\npingouin==9"),  # other scenarios compare groups with it
        ("requirements.lock", "--hash=sha256:", "--hash=sha256:00"),
        ("pyproject.toml", "pyyaml>=6", "pyyaml>=6.0"),
    ):
        _replace(project.path(name), old, new)
        assert runs() == [], (name, new)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_done_before_an_interruption_is_kept(
    project: Project, runs: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        drawn = Scenario.cohort
        patch.setattr(
            Scenario, "cohort", lambda self, k, seed: stop() if self.name == "rate_ratio_null" else drawn(self, k, seed)
        )
        with pytest.raises(KeyboardInterrupt):
            runs()
    assert {row.variable for row in Ledger.read(project.path(RESULT)).find(statistic="cohorts")} == {"", *FEW[:2]}
    assert runs() == ["rate_ratio_null"]


def test_a_scenario_that_is_no_longer_listed_goes(
    project: Project, runs: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs()
    monkeypatch.setattr(study, "every_scenario", lambda: {name: every_scenario()[name] for name in FEW[1:]})
    assert runs() == []
    assert "error_rates.share.cohorts" not in Ledger.read(project.path(RESULT))
    assert set(read_json(project.path(MADE_FROM))) == set(FEW[1:])


def test_a_result_without_its_checksums_is_made_anew(project: Project, runs: Callable[[], list[str]]) -> None:
    runs()
    write_json(project.path(MADE_FROM), {})
    assert runs() == list(FEW)
