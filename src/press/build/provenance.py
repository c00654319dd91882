"""Find where every number was made: the cell that published it, in the notebook as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from press.build.manifest import Manifest, Record
from press.exhibits.places import FIGURES, RESULTS, TABLES
from press.ground.fault import Fault
from press.notebooks import NotebookNode
from press.notebooks.normal_form import INJECTED, read_executed, tags
from press.notebooks.notebook import Notebook
from press.project import Project
from press.rows.provenance import Made, Provenance, Run, restated
from press.run.failure import section


def provenance_of(
    project: Project, notebooks: Iterable[Notebook], steps: Iterable[str], manifest: Manifest
) -> Provenance:
    """Return where each results file and each exhibit was made, and what each notebook was run on.

    A notebook notes in its run which cell, counted as it ran, made what; prose that was added since moves the cell to
    another place, so its place is looked up. What one of the `steps` made has its name and no cell.
    """
    found = Provenance()
    for notebook in notebooks:
        if record := manifest[notebook.name]:
            _add(found, _places(project, notebook, record))
            found.runs[notebook.name] = _run(project, record)
    for name in steps:
        if record := manifest[name]:
            _add(found, dict.fromkeys(record.outputs, Made(name)))
    return found


def _add(found: Provenance, made: dict[str, Made]) -> None:
    for path, place in made.items():
        if path.startswith(f"{RESULTS}/"):
            found.results[path] = place
        elif path.startswith((f"{TABLES}/", f"{FIGURES}/")):
            found.exhibits[PurePath(path).stem] = place


def _places(project: Project, notebook: Notebook, record: Record) -> dict[str, Made]:
    try:
        node = read_executed(project.path(notebook.executed))
    except Fault:  # it will be made again
        return {}
    at = {cell.execution_count: place for place, cell in enumerate(node.cells) if cell.get("execution_count")}
    return {
        path: Made(notebook.name, at[count] + 1, section(node, at[count]))
        for path, count in record.made.items()
        if count in at
    }


def _run(project: Project, record: Record) -> Run:
    """Return what a notebook was run on; a folder outside the project goes by its name alone."""
    parameters, inputs = dict(sorted(record.basis.parameters.items())), dict(sorted(record.basis.inputs.items()))
    for name, parameter in project.study.parameters.items():
        folder = Path(str(parameters.get(name, "")))
        if parameter.folder and folder.is_absolute():
            parameters[name] = public_name(name, folder)
            inputs = {_named(path, folder, parameters[name]): checksum for path, checksum in inputs.items()}
    return Run(parameters, inputs)


def public_name(parameter: str, folder: object) -> str:
    """Return how a folder outside the project is called where others read it.

    >>> public_name("registry", "/data/ours")
    'registry ours'
    """
    return f"{parameter} {Path(str(folder)).name}"


def as_published(node: NotebookNode, values: Mapping[str, Any]) -> NotebookNode:
    """Return a notebook that ran, with a folder outside the project named in its injected cell as all may see."""
    elsewhere = {name: public_name(name, value) for name, value in values.items() if Path(str(value)).is_absolute()}
    for cell in (each for each in node.cells if INJECTED in tags(each)):
        cell.source = restated(cell.source, elsewhere)
    return node


def _named(path: str, folder: Path, called: str) -> str:
    """Return the name of an input as it may leave this machine.

    >>> _named("/data/ours/a/visits.csv", Path("/data/ours"), "registry ours")
    'registry ours/a/visits.csv'
    >>> _named("/data/ours.mapping.yaml", Path("/data/ours.xlsx"), "registry ours.xlsx")
    'registry ours.xlsx, beside it ours.mapping.yaml'
    """
    if Path(path) == folder:
        return called
    if Path(path).is_relative_to(folder):
        return f"{called}/{Path(path).relative_to(folder).as_posix()}"
    return f"{called}, beside it {Path(path).name}" if Path(path).is_absolute() else path
