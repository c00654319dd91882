"""Is a step current? Decided by content alone, never by a file's date, and answered in words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from press.build.manifest import Basis, Record
from press.build.reading import Opened, file_of, may_be_unseen
from press.ground.fault import Fault
from press.notebooks import NotebookNode
from press.notebooks.normal_form import read_executed, tags
from press.project import Project, file_sha256, sha256


def changes(record: Record, basis: Basis) -> list[str]:
    """Return what differs, in words, between what a run rested on and what one would rest on now."""
    return list(dict.fromkeys(_changes(record, basis)))


def seen_in(project: Project, basis: Basis, opened: Opened, always: Collection[str]) -> Basis:
    """Return the basis without what the run has not opened: files that were there, but whose content did not count.

    `always` are inputs that count however they were read.
    """
    inputs, code = basis.inputs, basis.code
    if not opened.programs:
        inputs = {
            name: checksum
            for name, checksum in inputs.items()
            if file_of(name) in opened.names or _named(name, always) or may_be_unseen(project, name)
        }
    if not opened.code:
        seen = opened.names | _within_reach((name for name in code if not name.endswith(".py")), code, opened.names)
        code = {name: checksum for name, checksum in code.items() if name in seen}
    unread = (
        *(name for name in basis.inputs if name not in inputs),
        *(name for name in basis.code if name not in code),
    )
    return replace(basis, inputs=inputs, code=code, unread=unread)


def _named(name: str, files_and_folders: Collection[str]) -> bool:
    return any(name == each or name.startswith(f"{each}/") for each in files_and_folders)


def _changes(record: Record, new: Basis) -> Iterator[str]:
    old = record.basis
    if old.cells != new.cells:
        yield "its code cells changed"
    if old.declared != new.declared:
        yield "what it declares to read or to write changed"
    yield from _different("parameter ", old.parameters, new.parameters)
    yield from _files(old.inputs, new.inputs, old.unread)
    yield from (f"{name} is no longer there" for name in old.unread if _is_input(name) and name not in new.inputs)
    yield from _files(old.code, _that_count(old, new.code), old.unread)
    before, now = old.environment, new.environment
    yield from _different("", {"Python": before["python"]}, {"Python": now["python"]})
    yield from _files(
        {"requirements.lock": before["requirements.lock"]}, {"requirements.lock": now["requirements.lock"]}, ()
    )
    yield from _different("package ", before["packages"], now["packages"])
    yield from _different("setting ", before["settings"], now["settings"])


def _is_input(name: str) -> bool:
    return not name.startswith(("src/", "press/"))


def _that_count(old: Basis, code: Mapping[str, str]) -> dict[str, str]:
    """Leave out new files that a run could not have noticed."""
    there = {*old.code, *old.unread}
    counting = there | _within_reach(code.keys() - there, there, old.code)
    return {name: checksum for name, checksum in code.items() if name in counting}


def _within_reach(names: Iterable[str], there: Collection[str], opened: Collection[str]) -> set[str]:
    """Return the files for which a run that opened these modules may look, by whatever means: those in their packages.

    A file's package is the nearest folder above it that has modules. What lies in none hides packages of that name.
    """
    packages = {_folder(each) for each in there if each.endswith(".py")} - {"src"}
    out_of_reach = packages.difference(map(_folder, opened))

    def package(name: str) -> str | None:
        return next((str(each) for each in PurePosixPath(name).parents if str(each) in packages), None)

    return {name for name in names if package(name) not in out_of_reach}


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _different(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        before, now = old.get(name, "absent"), new.get(name, "absent")
        if before != now:
            yield f"{what}{name}: {before} -> {now}" if what else f"{name} {before} -> {now}"


def _files(old: Mapping[str, str | None], new: Mapping[str, str | None], unread: Collection[str]) -> Iterator[str]:
    for name in sorted({**old, **new}):
        if name not in new:
            yield f"{name} is no longer there"
        elif name not in old:
            if name not in unread:
                yield f"{name} is new"
        elif old[name] != new[name]:
            yield f"{name} changed"


def outputs_altered(project: Project, record: Record, executed: str = "") -> list[str]:
    """Return which outputs are no longer as they were made. `executed`: a notebook's .ipynb, whose prose may change."""
    found = []
    for path, recorded in record.outputs.items():
        now = file_sha256(project.path(path))
        if now is None:
            found.append(f"{path} is missing")
        elif now != recorded and not (path == executed and _same_run(project, record, executed)):
            found.append(f"{path} was altered")
    return found


def _same_run(project: Project, record: Record, executed: str) -> bool:
    try:
        return executed_sha256(read_executed(project.path(executed))) == record.executed
    except Fault:
        return False


def executed_sha256(node: NotebookNode) -> str:
    """Return the checksum of what a run puts into an .ipynb: code, outputs and counts, but no prose."""
    run = [
        (cell.source, tags(cell), cell.get("execution_count"), cell.get("outputs", []))
        for cell in node.cells
        if cell.cell_type == "code"
    ]
    return sha256(json.dumps(run, sort_keys=True))
