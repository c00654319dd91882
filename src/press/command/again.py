"""Build everything once more elsewhere, in other surroundings, and compare: the same sources give the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import press
from press.build.build import build
from press.build.manifest import Manifest
from press.build.screen import Screen
from press.ground.below import files_below
from press.ground.fault import Fault
from press.ground.rooms import CHANGES, RUNS
from press.project import Project

_TEXTS = (".css", ".csv", ".html", ".ipynb", ".js", ".json", ".md", ".svg", ".tex", ".txt", ".xml")
_OTHER = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711", "COLUMNS": "40"}
_OTHER |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "3")
# What Python has no part in - pandoc, and the time at which a file was written - keeps this machine's clock.
_OTHER_CLOCK = """
import time
import time_machine

time_machine.travel(time.time() + 1500.3 * 24 * 3600, tick=True).start()
"""
_SHOWN = 100  # characters of a line that differs


def verify(project: Project, given: Mapping[str, Any], style: str | None) -> tuple[list[str], bool]:
    """Bring the project up to date, build a copy of its sources elsewhere, and compare every published file.

    Return what to say, and whether all are the same. Raises Fault where one of the two builds does not come to its end.
    """
    if build(project, given, Screen(sys.stdout), style=style).exit_code:
        raise Fault("there is nothing to compare: a step stopped here")
    ours = Manifest(project).outputs()
    with tempfile.TemporaryDirectory(prefix="elsewhere ü ") as folder:
        copy = Project(Path(folder) / "another study")
        _copy_sources(project.root, copy.root, set(ours))
        _build_there(copy, Path(folder), given, style)
        theirs = Manifest(copy).outputs()
        found = [*_differences(project, copy, ours, theirs)]
    others = "another folder, time zone, language, hash seed, number of threads, umask, home folder and year"
    verdict = f"{len(ours)} published files were made again in {others}: "
    return [*found, verdict + (f"{len(found)} differ" if found else "all have the same bytes")], not found


def _copy_sources(root: Path, target: Path, made: set[str]) -> None:
    for path in files_below(root, (CHANGES, RUNS)):
        name = path.relative_to(root)
        if name.as_posix() not in made:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)


def _build_there(copy: Project, folder: Path, given: Mapping[str, Any], style: str | None) -> None:
    (copy.root / "src").mkdir(exist_ok=True)
    with (copy.root / "src" / "sitecustomize.py").open("a", encoding="utf-8") as at_start:
        at_start.write(_OTHER_CLOCK)
    home = folder / "home"
    home.mkdir()
    words = [sys.executable, "-P", "-m", "press", "all", "--jobs=1", *([f"--style={style}"] if style else [])]
    words += [f"--{name}={_absolute(copy, name, value)}" for name, value in given.items()]
    own = {"HOME": str(home), "PRESS_ROOT": str(copy.root), "PYTHONPATH": _sources(copy)}
    done = subprocess.run(
        words,
        env=dict(os.environ) | _OTHER | own,
        cwd=folder,
        capture_output=True,
        text=True,
        umask=0o077,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-8:]
        raise Fault("\n".join(["the build elsewhere did not come to its end; it said:", *said]))


def _absolute(copy: Project, name: str, value: Any) -> Any:
    """A folder that is named from here is meant here; the project's own ones are meant in the copy."""
    if not copy.study.parameters[name].folder:
        return value
    named = Path(str(value))
    return str(copy.path(str(value))) if copy.path(str(value)).exists() else str(named.resolve())


def _sources(copy: Project) -> str:
    own = copy.root / "src"
    where = Path(press.__file__).resolve().parents[1]
    return str(own) if (own / "press").is_dir() else os.pathsep.join([str(own), str(where)])


def _differences(project: Project, copy: Project, ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*ours, *theirs}):
        if name not in theirs:
            yield f"{name}  was not made elsewhere"
        elif name not in ours:
            yield f"{name}  was made elsewhere alone"
        elif ours[name] != theirs[name]:
            place = _first_difference(project.path(name).read_bytes(), copy.path(name).read_bytes(), name)
            yield f"{name}  differs{_maker(project, name)}{place}"


def _maker(project: Project, name: str) -> str:
    for step, runs in Manifest(project).records.items():
        made = runs[0].made if runs else {}
        if cell := made.get(name) or made.get(name.rpartition(".")[0]):
            return f", made by {step}, code cell {cell}"
    return ""


def _first_difference(here: bytes, there: bytes, name: str) -> str:
    if name.endswith(".ipynb"):
        cells = [json.loads(each)["cells"] for each in (here, there)]
        for number, (one, other) in enumerate(zip_longest(*cells), start=1):
            if one != other:
                texts = [json.dumps(each, indent=0, sort_keys=True, ensure_ascii=False) for each in (one, other)]
                return f", cell {number}{_line(*texts)}"
    if name.endswith(_TEXTS):
        return _line(here.decode(errors="replace"), there.decode(errors="replace"))
    at = next((place for place, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), -1)
    return f", at byte {at}" if at >= 0 else f", in length: {len(here)} and {len(there)} bytes"


def _line(here: str, there: str) -> str:
    for number, (one, other) in enumerate(zip_longest(here.splitlines(), there.splitlines(), fillvalue=""), start=1):
        if one != other:
            return f", line {number}: {one.strip()[:_SHOWN]!r} here, {other.strip()[:_SHOWN]!r} there"
    return ""
