"""The order of the steps, and what none of them may write: what another writes, or reads without waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from graphlib import CycleError, TopologicalSorter
from itertools import permutations

from press.ground.fault import Fault
from press.ground.reached import with_all_needs
from press.notebooks.notebook import Notebook
from press.study import Step


@dataclass(frozen=True)
class Order:
    """The steps of a build; `needs` gives the names of those that a step waits for."""

    steps: Sequence[Notebook | Step]
    needs: Callable[[Notebook | Step], tuple[str, ...]]

    def texts(self) -> set[str]:
        """Return what steps name as what they read, but for what is made by a step that they wait for."""
        made = {step.name: step.writes for step in self.steps}
        return {
            read
            for step in self.steps
            for read in step.reads
            if not any(fnmatch(read, pattern) for need in self.needs(step) for pattern in made[need])
        }

    def check(self, known: Collection[str]) -> None:
        """Raise Fault where a step follows none of the `known`, they wait in a circle, or one may not write a file."""
        for step in self.steps:
            if isinstance(step, Step) and (unknown := [name for name in step.follows if name not in known]):
                there = ", ".join(sorted(known))
                raise Fault(f"the step {step.name} follows {unknown[0]}, which is no step; there are {there}")
        needs = {step.name: self.needs(step) for step in self.steps}
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            raise Fault(f"these steps follow each other in a circle: {' -> '.join(error.args[1])}") from error
        for one, other in permutations(self.steps, 2):
            waits = one.name in with_all_needs(needs[other.name], needs.__getitem__)
            for path in (each for each in one.writes if "*" not in each):  # what a pattern makes is known in the end
                if any(fnmatch(path, each) for each in other.writes):
                    raise Fault(f"{one.name} and {other.name} may not both write {path}: one would undo the other")
                if not waits and any(fnmatch(path, each) or path.startswith(f"{each}/") for each in other.reads):
                    raise Fault(f"{one.name} may not write {path}: a step reads that, and does not wait for it")
