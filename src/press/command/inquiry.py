"""Questions to the build, answered without building: where does a file come from, and what would be done now?"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from press.build.manifest import Basis, Manifest, Record
from press.build.plan import Plan
from press.build.reading import file_of
from press.ground.fault import Fault
from press.ground.nearest import nearest
from press.notebooks.notebook import Notebook
from press.project import Project, file_sha256
from press.rows.provenance import Made
from press.study import Step

_WIDTH = 13


def status(project: Project, given: Mapping[str, Any], style: str | None) -> list[str]:
    """Return the whole tree at a glance: of each step whether it is current, what it made, and why it would be done."""
    plan = Plan(project, given, Manifest(project), style)
    lines, undone = [], dict[str, str]()
    for step in plan:
        record, reasons = plan.manifest[step.name], plan.stale(step, plan.basis(step))
        after = [need for need in plan.needs(step) if need in undone]
        state = "to do" if reasons else f"after {after[0]}" if after else "current"
        if state != "current":
            undone[step.name] = state
        made = f"{len(record.outputs)} files in {record.seconds:.1f} s" if record else "nothing yet"
        lines.append(f"{step.name:<{_WIDTH}} {state:<20} {made}")
        lines += [f"{'':<{_WIDTH}}   {reason}" for reason in reasons]
    return [*lines, "", "`make all` does what is to be done" if undone else "nothing is to be done"]


def why(project: Project, given: Mapping[str, Any], style: str | None, file: Path) -> list[str]:
    """Return where a file came from and whether it would be made again; of what a step reads, which steps those are.

    Raises Fault where no step makes or reads the file.
    """
    plan, name = Plan(project, given, Manifest(project), style), project.name(file)
    for step in plan:
        record = plan.manifest[step.name]
        if record is not None and name in record.outputs:
            reasons = plan.stale(step, plan.basis(step))
            first = [f"it would be made again: {'; '.join(reasons)}"]
            needed = [each for each in plan if each.name in plan.needs(step)]
            upstream = [each.name for each in needed if plan.stale(each, plan.basis(each))]
            after = [f"it may be made again: it needs {upstream[0]}, which would be"] if upstream else []
            again = first if reasons else after or ["it would not be made again: nothing that it rests on has changed"]
            return [*_origin(plan, name, step.name, record), *again]
    if maker := next((step for step in plan if plan.manifest[step.name] is None and _may_make(step, name)), None):
        return [f"{name} is made by {maker.name}, which was not built here yet"]
    if readers := [step.name for step in plan if name in _files(plan.manifest[step.name])]:
        return [f"{name} is a source: {', '.join(readers)} read it, and would be done anew if it changed"]
    if may := [step for step in plan if name in _files(plan.basis(step))]:
        if unbuilt := [step.name for step in may if plan.manifest[step.name] is None]:
            return [f"{name} is a source: {', '.join(unbuilt)} may read it once built here: nothing was yet"]
        return [f"{name} is a source that no step has opened: a change of it has nothing made anew"]
    known = [*plan.manifest.outputs()]
    raise Fault(f"{name} is neither made nor read by a step of this build{nearest(name, known)}")


def _may_make(step: Notebook | Step, name: str) -> bool:
    writes = (*step.writes, step.executed) if isinstance(step, Notebook) else step.writes
    return any(fnmatchcase(name, pattern) for pattern in writes)


def _files(of: Record | Basis | None) -> set[str]:
    """The files that a run has read, or that one would rest on."""
    basis = of.basis if isinstance(of, Record) else of
    return {*map(file_of, basis.inputs), *basis.code} if basis else set()


def _origin(plan: Plan, name: str, step: str, record: Record) -> list[str]:
    cell = _made(plan, name)
    altered = file_sha256(plan.project.path(name)) != record.outputs[name]
    commit = str(record.git.get("commit") or "")[:12]
    dirty = " and changes that were not committed" if record.git.get("dirty") else ""
    asked = ", ".join(f"{key} {value}" for key, value in sorted(record.basis.parameters.items()))
    return [
        f"{name} was made by {cell or step}" + (", and was altered since" if altered else ""),
        f"  with      {asked or 'no parameters'}",
        *([f"  from      commit {commit}{dirty}"] if commit else []),
        f"  it read   {_some(list(record.basis.inputs))}",
        f"  by        {len(record.basis.code)} modules, Python {record.basis.environment['python']}",
        f"  sha256    {record.outputs[name]}",
    ]


def _made(plan: Plan, name: str) -> Made | None:
    provenance = plan.provenance
    return provenance.results.get(name) or provenance.exhibits.get(Path(name).stem)


def _some(names: list[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more files" if len(names) > most else shown or "nothing but its code"
