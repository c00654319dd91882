"""The narrative run once more, beside the published one: nothing published is touched."""

from __future__ import annotations

import subprocess
import sys
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
    """Run every committed notebook again under nbval, strictly, writing to a temporary folder.

    In one process, in the order of need: the server from which their kernels are forked loads the libraries once.
    """
    out = tmp_path_factory.mktemp("rerun")
    environment = kernel_environment(project, out)
    environment["PYTHONPATH"] += f":{HERE}"
    words = [
        *("--nbval", f"--nbval-kernel-name={KERNEL_NAME}", "--nbval-cell-timeout=600", "-p", "nbval_pictures"),
        *("-p", "no:cacheprovider", "--color=no", "-v", f"--confcutdir={project.notebooks}"),
        *("-c", str(HERE / "nbval.ini"), "--rootdir", str(project.root)),
        *(str(project.path(notebook.executed)) for notebook in notebooks),
    ]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], env=environment, capture_output=True, text=True)
    report = done.stdout + done.stderr
    return Rerun(out, {notebook.name: (_verdict(notebook, report), report) for notebook in notebooks})


def _verdict(notebook: Notebook, report: str) -> int:
    """Return 0 where every cell of a notebook passed: as many as it has, by nbval's own line for each."""
    lines = [line for line in report.splitlines() if line.startswith(f"notebooks/{notebook.name}::") and "%]" in line]
    passed = [line for line in lines if " PASSED " in line]
    return 0 if len(passed) == len(lines) == len(notebook.code) else 1
