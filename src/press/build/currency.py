"""Is a notebook, or a task, current? Decided by content alone, never by a file's date, and answered in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from press.build.closure import Closure
from press.build.manifest import Basis, Record
from press.build.normal_form import read_executed, tags
from press.build.notebook import Notebook
from press.build.project import Project, file_sha256, sha256
from press.ground.fault import Fault

# What a study's notebooks read besides the registry and each other's outputs.
_STUDY_DATA = ("data/codebook.csv", "data/definitions")
SOURCES = "data/definitions/published_sources.csv"  # which rows are compared: no notebook reads it
_FOR_READERS = ("paper/tables/", "paper/figures/")  # exhibits: nothing is computed from them


def basis_of(
    project: Project,
    notebook: Notebook,
    earlier: Sequence[Notebook],
    parameters: Mapping[str, Any],
    closure: Closure,
    environment: dict[str, Any],
) -> Basis:
    """Return all that a run of the notebook would rest on now. `earlier` are the notebooks it needs, near or far."""
    registry = [str(parameters["registry"])] if "registry" in parameters else []
    made = [path for each in earlier for path in each.writes if not path.startswith(_FOR_READERS)]
    wanted = [*_STUDY_DATA, *registry, *made]
    return Basis(
        cells=sha256(json.dumps(notebook.code)),
        writes=notebook.writes,
        parameters=dict(parameters),
        inputs={name: checksum for each in wanted for name, checksum in checksums(project, each) if name != SOURCES},
        code=closure.of_code(source for source, _ in notebook.code),
        environment=environment,
    )


def why_stale(project: Project, record: Record | None, basis: Basis, executed: str = "") -> list[str]:
    """Return why what has this record must be made again, in words; nothing where it need not.

    `executed` is the path of a notebook's .ipynb, in which prose may change without a run.
    """
    if record is None:
        return ["not built here yet"]
    return [*_changes(record.basis, basis), *_outputs(project, record, executed)]


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
    for name in sorted(old.parameters | new.parameters):
        before, now = old.parameters.get(name), new.parameters.get(name)
        if before != now:
            yield f"parameter {name}: {before} -> {now}"
    yield from _files(old.inputs, new.inputs)
    yield from _files(old.code, new.code)
    yield from _environment(old.environment, new.environment)


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({**old, **new}):
        if name not in new:
            yield f"{name} is no longer there"
        elif name not in old:
            yield f"{name} is new"
        elif old[name] != new[name]:
            yield f"{name} changed"


def _environment(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["python"] != new["python"]:
        yield f"Python {old['python']} -> {new['python']}"
    if old["requirements.lock"] != new["requirements.lock"]:
        yield "requirements.lock changed"
    for name in sorted(old["packages"] | new["packages"]):
        before, now = old["packages"].get(name, "absent"), new["packages"].get(name, "absent")
        if before != now:
            yield f"package {name}: {before} -> {now}"
    for name in sorted(old["settings"] | new["settings"]):
        before, now = old["settings"].get(name, "absent"), new["settings"].get(name, "absent")
        if before != now:
            yield f"setting {name}: {before} -> {now}"


def _outputs(project: Project, record: Record, executed: str) -> Iterator[str]:
    for path, recorded in record.outputs.items():
        found = file_sha256(project.path(path))
        if found is None:
            yield f"{path} is missing"
        elif path == executed:
            if not _same_run(project, record, executed):
                yield f"{path} was altered"
        elif found != recorded:
            yield f"{path} was altered"


def _same_run(project: Project, record: Record, executed: str) -> bool:
    try:
        return executed_sha256(read_executed(project.path(executed))) == record.executed
    except Fault:
        return False


def checksums(project: Project, name: str) -> Iterator[tuple[str, str]]:
    """Yield name and checksum of a file, or of every file in a folder; nothing where there is none."""
    path = project.path(name)
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for file in files:
        checksum = file_sha256(file)
        if checksum is not None and not file.name.startswith(".") and "__pycache__" not in file.parts:
            yield project.name(file), checksum
