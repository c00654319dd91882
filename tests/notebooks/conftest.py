"""The narrative run once more, beside the published one: nothing published is touched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from press.run.environment import KERNEL_NAME, kernel_environment
from press.notebooks.notebook import Notebook, load_notebooks
from press.project import Project

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the inner pytest and the tests share pictures.py
collect_ignore = ["nbval_pictures.py"]  # a plugin of the inner pytest; loading it here would change nbval


@dataclass(frozen=True)
class Rerun:
    """What a second run wrote, and what nbval said of each notebook: exit status and report."""

    out: Path
    verdicts: dict[str, tuple[int, str]]


@pytest.fixture(scope="session")
def project(root: Path) -> Project:
    """This project."""
    return Project(root)


@pytest.fixture(scope="session")
def notebooks(project: Project) -> list[Notebook]:
    """Its notebooks, each after those it needs."""
    return load_notebooks(project)


@pytest.fixture(scope="session")
def rerun(project: Project, notebooks: list[Notebook], tmp_path_factory: pytest.TempPathFactory) -> Rerun:
    """Run every committed notebook again under nbval, strictly, writing to a temporary folder; two side by side."""
    out = tmp_path_factory.mktemp("rerun")
    verdicts: dict[str, tuple[int, str]] = {}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for level in _levels(notebooks):
            reports = pool.map(lambda notebook: _nbval(project, notebook, out), level)
            verdicts |= dict(zip([notebook.name for notebook in level], reports, strict=True))
    return Rerun(out, verdicts)


def _levels(notebooks: Sequence[Notebook]) -> list[list[Notebook]]:
    """Return the notebooks in groups, of which each needs only those before it."""
    levels: list[list[Notebook]] = []
    done: set[str] = set()
    while len(done) < len(notebooks):
        level = [each for each in notebooks if each.name not in done and set(each.needs) <= done]
        levels.append(level)
        done |= {each.name for each in level}
    return levels


def _nbval(project: Project, notebook: Notebook, out: Path) -> tuple[int, str]:
    environment = kernel_environment(project, out)
    environment["PYTHONPATH"] += f":{HERE}"
    words = [
        *("--nbval", f"--nbval-kernel-name={KERNEL_NAME}", "--nbval-cell-timeout=600", "-p", "nbval_pictures"),
        *("-p", "no:cacheprovider", "--color=no", "-q", f"--confcutdir={project.notebooks}"),
        *("-c", str(HERE / "nbval.ini"), "--rootdir", str(project.root)),
        str(project.path(notebook.executed)),
    ]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr
