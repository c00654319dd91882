"""The study on other data: a copy of its sources in runs/NAME, where everything is made and nothing else is touched."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from press.build.lock import only_one
from press.build.manifest import commit
from press.build.reading import checksums
from press.ground.fault import Fault, on_one_line
from press.ground.nearest import nearest
from press.ground.paths import RUN_MARK
from press.ground.rooms import RUNS
from press.project import Project, file_sha256, read_json, write_json, write_whole
from press.study import Study

_NAME = re.compile(r"\w[\w.-]{0,59}")
_README = "README.md"
_SETTINGS = "pyproject.toml"
_SECTION = re.compile(r"^\[tool\.press\].*$", re.MULTILINE)


def enter(project: Project, asked: argparse.Namespace, changes: bool) -> NoReturn:
    """Do what is asked in the run of the name asked for, in a process of its own that begins there.

    changes: bring the run's copy of the sources up to date first, and make it where there is none. Raises Fault where
    the name will not do, and where there is no such run to ask about.
    """
    run = Project(_folder(project, asked.name))
    data = [name for name, each in project.study.parameters.items() if each.folder]
    if not run.path(_SETTINGS).is_file() and not (changes and any(getattr(asked, name) for name in data)):
        of = f": to begin one, say on which {' and '.join(data)}" if changes else ""
        raise Fault(f"there is no run {asked.name}{nearest(asked.name, _known(project))}{of}")
    words = [asked.verb, *_options(run, project.study, asked)]
    if changes:
        _prepare(project, run)
    sys.stdout.flush()
    os.chdir(run.root)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PRESS_")}
    surroundings = kept | {"PRESS_ROOT": str(run.root), "PYTHONPATH": str(run.path("src")), "PYTHONUTF8": "1"}
    os.execve(sys.executable, [sys.executable, "-P", "-m", "press", *words], surroundings)


def _folder(project: Project, name: str) -> Path:
    """Return where a run lies. Raises Fault for a name that is none, and within a run: a run has no runs."""
    if not _NAME.fullmatch(name):
        rule = "letters, digits, '-', '_' and '.', 60 at most, the first a letter or a digit"
        raise Fault(f"{on_one_line(name)!r} is no name for a run: {rule}")
    if project.run:
        raise Fault(f"this is the run {project.run}: a run has no runs of its own; leave the name out")
    return project.root / RUNS / name


def _known(project: Project) -> list[str]:
    return sorted(path.parent.name for path in project.root.glob(f"{RUNS}/*/{_SETTINGS}"))


def _options(run: Project, study: Study, asked: argparse.Namespace) -> Iterator[str]:
    """The words of the command line once more, so that they mean the same from the folder of the run."""
    for name in (*study.parameters, "style", "jobs"):
        if (value := getattr(asked, name, None)) is not None:
            place = name in study.parameters and study.parameters[name].folder and value
            yield f"--{name}={os.path.realpath(value) if place else value}"
    if "file" in asked:
        here = Path(asked.file).resolve()
        yield from ("--", str(here) if here.is_relative_to(run.root.resolve()) else asked.file)


def _prepare(project: Project, run: Project) -> None:
    """Bring the copy of the sources up to date; what was changed in the copy is its own, and stays."""
    run.root.mkdir(parents=True, exist_ok=True)
    with only_one(run, lambda line: print(line, flush=True)):
        sources, place = _taken_along(project), run.build / "taken.json"
        wanted = {name: checksum for name, (_, checksum) in sources.items()}
        before = read_json(place)
        taken: dict[str, str] = before if isinstance(before, dict) else {}
        kept = [name for name in wanted if not _take(*sources[name], run.path(name), taken.get(name))]
        gone = [name for name in taken if name not in wanted and run.remove(name, taken[name])]
        write_json(place, {name: taken.get(name, "") if name in kept else wanted[name] for name in wanted})
        _mark(project, run)
        write_json(run.build / "commit.json", commit(project))
    for name in kept:
        if wanted[name] != taken.get(name):
            print(f"kept {run.name(run.path(name))} as it is here; the project's own is another", flush=True)
    for name in gone:
        print(f"removed {name}: the project has it no more", flush=True)


def _taken_along(project: Project) -> dict[str, tuple[Path, str]]:
    """Return what a run has of the project: by its name in the run, the file that it is copied from, and its checksum.

    The project's own README speaks of the project's own data, so that a run has another.
    """
    found = {name: (project.path(name), checksum) for name, checksum in checksums(project, project.study.takes).items()}
    readme = project.study.readme_of_run
    for name, checksum in checksums(project, [readme] if readme else []).items():
        found[_README] = project.path(name), checksum
    return found


def _take(source: Path, wanted: str, target: Path, before: str | None) -> bool:
    """Copy a file, unless what is there was changed since it was `before`; return whether the two are the same now.

    wanted, before: checksums of the source now, and when it was last taken along.
    """
    there = file_sha256(target)
    if there is not None and there != before:
        return there == wanted
    if there != wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.partial")
        shutil.copyfile(source, partial)
        partial.replace(target)
    return True


def _mark(project: Project, run: Project) -> None:
    """Write the settings of the run: the project's own, and the name of the run."""
    text = project.path(_SETTINGS).read_text(encoding="utf-8")
    marked = _SECTION.sub(rf'\g<0>\n{RUN_MARK} = "{run.root.name}"', text, count=1)
    if run.path(_SETTINGS).is_file() and run.path(_SETTINGS).read_text(encoding="utf-8") == marked:
        return
    write_whole(run.path(_SETTINGS), marked)
