"""A notebook as the study declares it: which notebooks it needs first, what else it reads, and what it writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath
from typing import Any


from press.notebooks import NotebookNode
from press.notebooks.normal_form import DECLARED, read_text, tags
from press.project import Project
from press.exhibits.places import EXHIBITS, FIGURES, RESULTS, TABLES, files_of
from press.ground.fault import Fault
from press.ground.reached import with_all_needs
from press.ground.rooms import ANALYSIS, lies_in

_ROOMS = {"results": RESULTS, "tables": TABLES, "figures": FIGURES, "data": ANALYSIS}


@dataclass(frozen=True)
class Notebook:
    """One notebook of the narrative. `writes` are paths from the project's root, its .ipynb not among them.

    reads: files that this notebook reads beside those of the whole study.
    """

    name: str
    needs: tuple[str, ...]
    writes: tuple[str, ...]
    node: NotebookNode = field(repr=False, compare=False)
    reads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The path of its source."""
        return f"notebooks/{self.name}.md"

    @property
    def executed(self) -> str:
        """The path of its executed pair."""
        return f"notebooks/{self.name}.ipynb"

    @property
    def code(self) -> list[tuple[str, tuple[str, ...]]]:
        """Source and tags of its code cells, in order."""
        return [(cell.source, tags(cell)) for cell in self.node.cells if cell.cell_type == "code"]


def load_notebooks(project: Project) -> list[Notebook]:
    """Return the project's notebooks, each after those it needs. Raises Fault where the declarations do not fit."""
    found = {path.stem: _load(path.stem, read_text(path)) for path in sorted(project.notebooks.glob("*.md"))}
    if not found:
        raise Fault("no notebook was found: notebooks/ holds no .md file")
    _check_needs(found)
    _check_writes(found.values())
    _check_reads(project, found.values())
    try:
        order = TopologicalSorter({name: notebook.needs for name, notebook in found.items()}).static_order()
        names = list(order)
    except CycleError as error:
        raise Fault(f"these notebooks need each other in a circle: {' -> '.join(error.args[1])}") from error
    return [found[name] for name in names]


def upstream(notebook: Notebook, notebooks: Sequence[Notebook]) -> list[Notebook]:
    """Return every notebook that must be whole before this one, near or far, in the order of the run."""
    needs = {each.name: each.needs for each in notebooks}
    wanted = with_all_needs(notebook.needs, needs.__getitem__)
    return [each for each in notebooks if each.name in wanted]


def _load(name: str, node: NotebookNode) -> Notebook:
    declared = node.metadata.get(DECLARED)
    where = f"notebooks/{name}.md"
    if not isinstance(declared, dict) or set(declared) - {"needs", "reads", "writes"}:
        raise Fault(f"{where}: its first lines need a mapping `{DECLARED}:` of `needs:`, `reads:` and `writes:` alone")
    writes = declared.get("writes") or {}
    if not isinstance(writes, dict) or set(writes) - set(EXHIBITS):
        raise Fault(f"{where}: `writes:` may name {', '.join(EXHIBITS)}, and nothing else")
    named = {kind: _names(writes.get(kind), f"{where}: `{kind}:`") for kind in EXHIBITS}
    paths = []
    for kind, items in named.items():
        for path in (path for item in items for path in files_of(kind, item)):
            if not lies_in(path, [_ROOMS[kind]]):
                raise Fault(f"{where}: {path} may not be written; what is named under `{kind}:` lies in {_ROOMS[kind]}/")
            paths.append(path)
    needs, reads = (tuple(_names(declared.get(kind), f"{where}: `{kind}:`")) for kind in ("needs", "reads"))
    return Notebook(name, needs, tuple(paths), node, reads)


def _names(value: Any, where: str) -> list[str]:
    items = [] if value is None else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Fault(f"{where} must be a list of names, such as [one, two]")
    return items


def _check_needs(found: dict[str, Notebook]) -> None:
    for notebook in found.values():
        for name in notebook.needs:
            if name not in found:
                raise Fault(f"{notebook.text} needs {name}, which is no notebook; there are {', '.join(found)}")


def _check_reads(project: Project, notebooks: Collection[Notebook]) -> None:
    made = {path: notebook.name for notebook in notebooks for path in notebook.writes}
    for notebook in notebooks:
        for name in notebook.reads:
            if made.get(name) == notebook.name:
                raise Fault(f"{notebook.text} reads {name}, which it writes itself")
            if name in made:
                raise Fault(f"{notebook.text} reads {name}, which {made[name]} writes: name that under `needs:`")
            plain = PurePath(name).as_posix() == name and not name.startswith("/") and ".." not in name.split("/")
            if not plain or not project.path(name).is_file():
                raise Fault(f"{notebook.text} reads {name}, which is no file of the project")


def _check_writes(notebooks: Iterable[Notebook]) -> None:
    writer: dict[str, str] = {}
    kind: dict[str, PurePath] = {}
    for notebook in notebooks:
        for path in notebook.writes:
            if path in writer:
                raise Fault(f"{path} is declared twice: by {writer[path]} and by {notebook.name}")
            writer[path] = notebook.name
            exhibit = PurePath(path).stem if path.startswith((TABLES, FIGURES)) else ""
            if exhibit and kind.setdefault(exhibit, PurePath(path).parent) != PurePath(path).parent:
                raise Fault(f"{notebook.text}: {exhibit} is the name of a table and of a figure; rename one of the two")
