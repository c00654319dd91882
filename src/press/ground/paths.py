"""Where things are: the project's own folder, the folder that a build writes to, and an input in either of them."""

from __future__ import annotations

import os
from pathlib import Path

from press.ground.fault import Fault

_MARKS = ("pyproject.toml", "data/codebook.csv")


def project_root() -> Path:
    """Return the project's folder: COMPENDIUM_ROOT if set, else the nearest parent of here or of this file that is one.

    A project has a pyproject.toml and a data/codebook.csv. Raises Fault where none is found.

    >>> (project_root() / "data" / "codebook.csv").is_file()
    True
    """
    named = os.environ.get("COMPENDIUM_ROOT")
    if named:
        root = Path(named).resolve()
        if not _is_project(root):
            raise Fault(f"COMPENDIUM_ROOT names {named}, which holds no {' and '.join(_MARKS)}: unset or correct it")
        return root
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if _is_project(folder):
                return folder
    raise Fault("this is not the compendium: run the command in its folder, or name that folder in COMPENDIUM_ROOT")


def output_folder() -> Path:
    """Return the folder a build writes to: COMPENDIUM_OUT if set, else .build/draft in the project."""
    named = os.environ.get("COMPENDIUM_OUT")
    return Path(named).resolve() if named else project_root() / ".build" / "draft"


def find_input(relative: str) -> Path:
    """Return `relative` in the output folder if this build has made it, else in the project.

    >>> find_input("data/codebook.csv").name
    'codebook.csv'
    """
    made = output_folder() / relative
    return made if made.exists() else project_root() / relative


def _is_project(folder: Path) -> bool:
    return all((folder / mark).is_file() for mark in _MARKS)
