"""What follows the notebooks: one task is one step, and knows all that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from press.build.currency import checksums
from press.build.failure import Failure
from press.build.manifest import Basis
from press.build.plan import Plan
from press.build.project import sha256
from press.rows.provenance import Origins

REGISTRY = "{registry}"  # among what a task reads: the registry of this build, wherever it lies
_ORIGINS = "what the notebooks say of where each number was made"  # as it is told: "... changed"


@dataclass(frozen=True)
class Making:
    """A task at work: its build, where each number was made, and what keeps the clock on the screen going."""

    name: str
    plan: Plan
    origins: Callable[[], Origins]
    tick: Callable[[], None]

    @property
    def staged(self) -> Path:
        """The folder that stands for the project while the task writes."""
        return self.plan.staging(self.name)

    @property
    def log(self) -> Path:
        """Where what it says is kept."""
        return self.plan.project.build / "logs" / f"{self.name}.log"

    def broken(self, problem: str) -> Failure:
        """Return the failure of a task that met an error of its own, with where to read all of it."""
        return Failure(self.name, f"{problem}\nall that it said is in {self.plan.project.name(self.log)}")


@dataclass(frozen=True)
class Task:
    """One step after the notebooks. What it leaves in its staging folder is what it makes.

    reads: files, folders and patterns such as paper/results/*.csv, from the root; without the first there is nothing
    to do. modules: those whose code it runs. parameters: the names of those that it depends on. make: does it, raises
    Fault or returns a Failure. tells_origins: whether it says in which cell a number was made. shows: the file that
    a reader opens.
    """

    name: str
    reads: tuple[str, ...]
    modules: tuple[str, ...]
    parameters: tuple[str, ...]
    make: Callable[[Making], Failure | None]
    tells_origins: bool = False
    shows: str = ""

    def basis(self, plan: Plan, origins: Callable[[], Origins]) -> Basis:
        """Return all that the task would rest on now."""
        inputs = {name: checksum for each in self._found(plan) for name, checksum in checksums(plan.project, each)}
        if self.tells_origins:
            inputs[_ORIGINS] = sha256(origins().as_json())
        parameters = {name: plan.settings[name] for name in self.parameters if name in plan.settings}
        return Basis("", (), parameters, inputs, plan.closure.of_modules(self.modules), plan.versions)

    def _found(self, plan: Plan) -> Iterator[str]:
        for each in self.reads:
            if "*" in each:
                yield from sorted(plan.project.name(path) for path in plan.project.root.glob(each))
            else:
                yield plan.registry if each == REGISTRY else each
