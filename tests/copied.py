"""The project copied to another folder, built there as a user would, and told from what it was by its checksums."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = (
    *("src", "data", "notebooks", "paper", "README.md", "DECISIONS.md"),
    *("pyproject.toml", "requirements.lock", "jupytext.toml"),
)
# What the study says of its own registry, and what would be wrong of patients.
OF_NOBODY = re.compile(
    r"simulated (?:patient|registr)|no patient.s data|no row in this \w+ is a patient|holds a patient.s data",
    re.IGNORECASE,
)


def copy_of(root: Path, folder: Path) -> Path:
    """Copy what the study is made from, and what was made and is committed; return the folder."""
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "analysis"))
        else:
            shutil.copy(root / name, folder / name)
    return folder


def press_in(copy: Path, *words: str, **shell: str) -> subprocess.CompletedProcess[str]:
    """Run a verb of the command in a copy, with the code that lies there."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("PRESS_")}
    environment = around | {"PYTHONPATH": str(copy / "src")} | shell
    command = [sys.executable, "-m", "press", *words]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def sums(folder: Path, leave_out: str = "") -> dict[str, str]:
    """The checksum of every file of a study, but for what the build keeps for itself and folders of one more name."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each not in (".build", "__pycache__", leave_out)]
        for name in names:
            path = Path(place, name)
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
