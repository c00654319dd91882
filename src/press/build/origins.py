"""Where every number was made: the cell of a notebook that computed its row, and what that notebook was run on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from press.build.closure import parsed
from press.build.failure import section
from press.build.manifest import Manifest
from press.build.normal_form import read_executed
from press.build.notebook import Notebook
from press.build.project import EXHIBITS, Project
from press.ground.fault import Fault
from press.rows.provenance import Made, Origins, Run

_RESULTS = EXHIBITS["results"][0] + EXHIBITS["results"][1][0]
_SHOWN = tuple(EXHIBITS[kind][0].format("") for kind in ("tables", "figures"))  # paper/tables/, paper/figures/


def origins_of(project: Project, notebooks: Sequence[Notebook], manifest: Manifest) -> Origins:
    """Return where each results file and each exhibit of these notebooks was made, and what each notebook was run on.

    Read from the code of the executed notebooks: `publish_results("name", results)` writes the ledger `results`,
    `publish(module.function(...))` the exhibit `function`. Raises Fault, all at once, where a notebook declares what
    no cell publishes in one of these ways, or publishes what it does not declare.
    """
    results: dict[str, Made] = {}
    exhibits: dict[str, Made] = {}
    faults: list[str] = []
    for notebook in notebooks:
        read = _Reading(notebook, project)
        results |= read.results()
        exhibits |= read.exhibits()
        faults += read.faults
    if faults:
        raise Fault("\n".join(faults))
    runs = {each.name: _run(manifest, each.name) for each in notebooks if manifest[each.name]}
    return Origins(results, exhibits, runs)


@dataclass(frozen=True)
class _Call:
    """A call of one of the two functions that publish: in which cell (from 0), and its arguments."""

    cell: int
    given: tuple[ast.expr, ...]


class _Reading:
    """What the code of one executed notebook says of what it makes. `faults` fills as it is read."""

    def __init__(self, notebook: Notebook, project: Project) -> None:
        self.notebook, self.faults = notebook, list[str]()
        self.node = read_executed(project.path(notebook.executed))
        trees = ((at, parsed(cell.source)) for at, cell in enumerate(self.node.cells) if cell.cell_type == "code")
        self.trees = {at: tree for at, tree in trees if tree is not None}

    def results(self) -> dict[str, Made]:
        """Return the cell that computed each declared results file."""
        made = {}
        for call in self._calls("publish_results", 2):
            name, ledger = call.given
            if isinstance(name, ast.Constant):
                made[_RESULTS.format(name.value)] = self._made(self._assigned(call.cell, ledger))
        declared = [path for path in self.notebook.writes if path.startswith(_RESULTS.partition("{")[0])]
        how = 'publish_results("{}", results)'
        return self._as_declared(made, {path: how.format(PurePath(path).stem) for path in declared})

    def exhibits(self) -> dict[str, Made]:
        """Return the cell that publishes each declared table and figure."""
        made = {}
        for call in self._calls("publish", 1):
            (exhibit,) = call.given
            if isinstance(exhibit, ast.Call) and (name := _last_name(exhibit.func)):
                made[name] = self._made(call.cell)
        declared = dict.fromkeys(PurePath(path).stem for path in self.notebook.writes if path.startswith(_SHOWN))
        return self._as_declared(made, {name: f"publish(module.{name}(...))" for name in declared})

    def _as_declared(self, made: dict[str, Made], declared: dict[str, str]) -> dict[str, Made]:
        """Return what was made, and note what of it was not declared, and what was declared and not made."""
        where = self.notebook.executed
        for name in sorted(made.keys() - declared):
            self.faults.append(f"{where}, cell {made[name].cell}: it publishes {name}, not declared in `writes:`")
        for name in sorted(declared.keys() - made):
            self.faults.append(f"{where}: `writes:` declares {name}, and no cell has the call {declared[name]}")
        return made

    def _assigned(self, cell: int, ledger: ast.expr) -> int:
        """Return the last cell, up to this one, that gives the ledger its name; this one, if it has none."""
        if not isinstance(ledger, ast.Name):
            return cell
        cells = [at for at, tree in self.trees.items() if at <= cell and ledger.id in _assigned_names(tree)]
        if not cells:
            self.faults.append(f"{self.notebook.executed}, cell {cell + 1}: no cell before it assigns {ledger.id}")
        return cells[-1] if cells else cell

    def _calls(self, function: str, arguments: int) -> Iterator[_Call]:
        for at, tree in self.trees.items():
            for each in ast.walk(tree):
                if isinstance(each, ast.Call) and _last_name(each.func) == function and len(each.args) == arguments:
                    yield _Call(at, tuple(each.args))

    def _made(self, cell: int) -> Made:
        return Made(self.notebook.name, cell + 1, section(self.node, cell))


def _last_name(function: ast.expr) -> str:
    """Return the name by which a function is called, without that of its module."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _assigned_names(tree: ast.Module) -> set[str]:
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _run(manifest: Manifest, name: str) -> Run:
    """Return what a notebook was run on, a registry outside the project by the name of its folder alone."""
    record = manifest[name]
    assert record is not None
    registry = Path(str(record.basis.parameters.get("registry", "")))
    inputs = {_named(path, registry): checksum for path, checksum in record.basis.inputs.items()}
    parameters = dict(record.basis.parameters)
    if registry.is_absolute():
        parameters["registry"] = f"registry {registry.name}"
    return Run(parameters, inputs)


def _named(path: str, registry: Path) -> str:
    """Return the name of an input as it may leave this machine.

    >>> _named("/data/ours/pisa/visits.csv", Path("/data/ours")), _named("data/codebook.csv", Path("/data/ours"))
    ('registry ours/pisa/visits.csv', 'data/codebook.csv')
    """
    inside = registry.is_absolute() and Path(path).is_relative_to(registry)
    return f"registry {registry.name}/{Path(path).relative_to(registry).as_posix()}" if inside else path
