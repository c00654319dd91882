"""Where things are: the project's own folder, the folder that a build writes to, and an input in either of them."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from press.ground.fault import Fault

RUN_MARK = "run"  # under [tool.press]: this is no study of its own but one on other data, of this name
_MARK = "[tool.press]"  # in pyproject.toml

UNSEEN = "?"  # in the place of a file: something, such as a database on a server, that nobody can look at to compare


def project_root() -> Path:
    """Return the project's folder: PRESS_ROOT if set, else the nearest parent of here or of this file that is one.

    A project has a pyproject.toml with a section [tool.press]. Raises Fault where none is found, and where the nearest
    pyproject.toml from here has no such section: another study must not be taken for the one that was meant.

    >>> (project_root() / "pyproject.toml").is_file()
    True
    """
    named = os.environ.get("PRESS_ROOT")
    if named:
        root = Path(named).resolve()
        if not _is_project(root):
            raise Fault(f"PRESS_ROOT names {named}, which holds no pyproject.toml with {_MARK}: unset or correct it")
        return root
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if _is_project(folder):
            return folder
        if here.is_relative_to(folder) and (folder / "pyproject.toml").is_file():
            raise Fault(f"{folder}/pyproject.toml has no section {_MARK}: put it there, or run the command elsewhere")
    raise Fault(
        f"there is no study here: run the command in its folder, whose pyproject.toml has a section {_MARK}, or name "
        "that folder in PRESS_ROOT"
    )


def run_name() -> str:
    """Return the name of the run that this project is, of a study on other data; "" for the study itself."""
    return str(declared(project_root()).get(RUN_MARK, ""))


def declared(root: Path) -> dict[str, Any]:
    """Return what pyproject.toml of the project says under [tool.press]. Raises Fault where it is no TOML."""
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Fault(f"pyproject.toml cannot be read: {error}") from error
    found = settings.get("tool", {}).get("press", {})
    if not isinstance(found, dict) or not isinstance(found.get("verbs", {}), dict):
        raise Fault("pyproject.toml: [tool.press] and [tool.press.verbs] must be sections of lines name = value")
    return dict(found)


def output_folder() -> Path:
    """Return the folder a build writes to: PRESS_OUT if set, else .build/draft in the project."""
    named = os.environ.get("PRESS_OUT")
    return Path(named).resolve() if named else project_root() / ".build" / "draft"


def find_input(relative: str) -> Path:
    """Return `relative` in the output folder if this build has made it, else in the project.

    >>> find_input("pyproject.toml").name
    'pyproject.toml'
    """
    made = output_folder() / relative
    return made if made.exists() else project_root() / relative


def named(path: Path) -> str:
    """Return a file as the reader knows it: from the folder of the build or of the project where it lies in one."""
    for root in (output_folder(), project_root()):
        if path.resolve().is_relative_to(root):
            return path.resolve().relative_to(root).as_posix()
    return str(path)


def _is_project(folder: Path) -> bool:
    try:
        return _MARK in (folder / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
