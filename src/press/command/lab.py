"""JupyterLab on the pairs: the MyST texts open as notebooks, in the same surroundings as in the build."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from press.build.lock import only_one
from press.notebooks.pair import tidy
from press.project import Project, write_json
from press.run.environment import kernel_environment

# The extension that comes with jupytext knows this viewer.
_VIEWERS = {"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}}}


def open_lab(project: Project, options: Sequence[str]) -> NoReturn:
    """Become JupyterLab, opened in notebooks/. What a cell writes there goes to .build/draft: only the build publishes.

    The pairs are brought to their normal form first: jupytext opens no text whose .ipynb is newer and says otherwise.
    """
    with only_one(project):
        for message in tidy(project):
            print(message)
    environment = kernel_environment(project, project.build / "draft")
    settings = project.build / "lab"
    write_json(settings / "labconfig" / "default_setting_overrides.json", _VIEWERS)
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(settings), *([known] if known else [])])
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={project.root}", *options]
    if not any(option.startswith("--LabApp.default_url") for option in options):
        words.append("--LabApp.default_url=/lab/tree/notebooks")
    os.chdir(project.root)
    os.execve(sys.executable, words, environment)  # Ctrl-C is then JupyterLab's own
