"""Is a step current? Decided by content alone, never by a file's date, and answered in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from nbformat import NotebookNode

from press.build.manifest import Basis, Record
from press.build.normal_form import read_executed, tags
from press.build.project import Project, file_sha256, sha256
from press.ground.fault import Fault


def checksums(project: Project, names: Iterable[str]) -> dict[str, str]:
    """Return name and checksum of files, of every file in a folder, and of what a pattern such as paper/*.csv matches.

    What is named after an exclamation mark is left out; what is not there has no checksum.
    """
    found: dict[str, str] = {}
    wanted = list(names)
    for name in wanted:
        if not name.startswith("!"):
            found |= dict(_checksums(project, name))
    left_out = [name[1:] for name in wanted if name.startswith("!")]
    return {name: checksum for name, checksum in found.items() if not any(fnmatch(name, each) for each in left_out)}


def _checksums(project: Project, name: str) -> Iterator[tuple[str, str]]:
    path = project.path(name)
    files = sorted(project.root.glob(name)) if "*" in name else sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        checksum = file_sha256(file)
        if checksum is not None and not file.name.startswith(".") and "__pycache__" not in file.parts:
            yield project.name(file), checksum


def why_stale(project: Project, record: Record | None, basis: Basis, executed: str = "") -> list[str]:
    """Return why what has this record must be made again, in words; nothing where it need not.

    `executed` is the path of a notebook's .ipynb, in which prose may change without a run.
    """
    if record is None:
        return ["not built here yet"]
    return list(dict.fromkeys([*_changes(record.basis, basis), *_outputs(project, record, executed)]))


def executed_sha256(node: NotebookNode) -> str:
    """Return the checksum of what a run puts into an .ipynb: code, outputs and counts, but no prose."""
    run = [
        (cell.source, tags(cell), cell.get("execution_count"), cell.get("outputs", []))
        for cell in node.cells
        if cell.cell_type == "code"
    ]
    return sha256(json.dumps(run, sort_keys=True))


def _changes(old: Basis, new: Basis) -> Iterator[str]:
    if old.cells != new.cells:
        yield "its code cells changed"
    if old.writes != new.writes:
        yield "the outputs it declares changed"
    yield from _different("parameter ", old.parameters, new.parameters)
    yield from _files(old.inputs, new.inputs)
    yield from _files(old.code, new.code)
    before, now = old.environment, new.environment
    yield from _different("", {"Python": before["python"]}, {"Python": now["python"]})
    yield from _files(
        {"requirements.lock": before["requirements.lock"]}, {"requirements.lock": now["requirements.lock"]}
    )
    yield from _different("package ", before["packages"], now["packages"])
    yield from _different("setting ", before["settings"], now["settings"])


def _different(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        before, now = old.get(name, "absent"), new.get(name, "absent")
        if before != now:
            yield f"{what}{name}: {before} -> {now}" if what else f"{name} {before} -> {now}"


def _files(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> Iterator[str]:
    for name in sorted({**old, **new}):
        if name not in new:
            yield f"{name} is no longer there"
        elif name not in old:
            yield f"{name} is new"
        elif old[name] != new[name]:
            yield f"{name} changed"


def _outputs(project: Project, record: Record, executed: str) -> Iterator[str]:
    for path, recorded in record.outputs.items():
        found = file_sha256(project.path(path))
        if found is None:
            yield f"{path} is missing"
        elif found != recorded and not (path == executed and _same_run(project, record, executed)):
            yield f"{path} was altered"


def _same_run(project: Project, record: Record, executed: str) -> bool:
    try:
        return executed_sha256(read_executed(project.path(executed))) == record.executed
    except Fault:
        return False
