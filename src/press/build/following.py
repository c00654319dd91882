"""Bring what follows the notebooks up to date: one task after another, each published whole or left as it was."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from functools import cached_property

from press.build.currency import why_stale
from press.build.durations import Durations
from press.build.failure import Failure, in_words
from press.build.manifest import Basis, Record, commit
from press.build.origins import origins_of
from press.build.plan import Plan
from press.build.project import file_sha256
from press.build.publish import publish
from press.build.screen import Outcome, Screen
from press.build.task import Making, Task
from press.build.verify import faults_of_files, together
from press.ground.fault import Fault
from press.rows.provenance import Origins


class Following:
    """The tasks of one build, after its notebooks. `outcome` is what became of these, and is added to."""

    def __init__(self, plan: Plan, screen: Screen, durations: Durations, outcome: Outcome) -> None:
        self.plan, self.screen, self.durations, self.outcome = plan, screen, durations, outcome
        self.project, self.manifest = plan.project, plan.manifest

    def everything(self, tasks: Sequence[Task]) -> None:
        """Bring each task up to date, in this order; after a failure the others are blocked.

        Raises Fault, with nothing of that task changed, where a text that it reads is not as it must be.
        """
        for task in tasks:
            if not self.project.path(task.reads[0]).exists():
                continue
            if self.outcome.failed:
                self.outcome.blocked[task.name] = self.outcome.failed[0].notebook
                continue
            basis = task.basis(self.plan, self._origins)
            if reasons := why_stale(self.project, self.manifest[task.name], basis):
                self._make(task, basis, reasons)
            else:
                self.outcome.current.append(task.name)
            if task.shows and self.project.path(task.shows).is_file():
                self.outcome.shows.append(task.shows)

    def _make(self, task: Task, basis: Basis, reasons: Sequence[str]) -> None:
        making = Making(task.name, self.plan, self._origins, self.screen.draw)
        making.staged.mkdir(parents=True)
        self.screen.started(task.name, reasons, self.durations.last(task.name))
        failure = self._attempt(task, making) or self._faults(task, basis, making)
        if failure is not None:
            self.outcome.failed.append(failure)
            self.screen.stopped(failure, "")
            return
        written = sorted(path for path in making.staged.rglob("*") if path.is_file())
        outputs = {path.relative_to(making.staged).as_posix(): str(file_sha256(path)) for path in written}
        record = Record(basis, outputs, git=commit(self.project))
        publish(self.project, self.manifest, task.name, making.staged, record, list(outputs))
        self.outcome.ran[task.name] = self.durations.keep(task.name, self.screen.finished(task.name))

    def _attempt(self, task: Task, making: Making) -> Failure | None:
        try:
            return task.make(making)
        except Fault:
            self.screen.gave_up(task.name)
            raise
        except Exception as error:  # an error of the program's own: told, and kept for whoever mends it
            making.log.parent.mkdir(parents=True, exist_ok=True)
            making.log.write_text(traceback.format_exc(), encoding="utf-8")
            return making.broken(in_words(type(error).__name__, str(error)))

    def _faults(self, task: Task, basis: Basis, making: Making) -> Failure | None:
        """Return what keeps its files from being published: among other things, that one of them is not its own."""
        others = {
            path: f"is made by {name}"
            for name, record in self.manifest.records.items()
            if name != task.name
            for path in record.outputs
        }
        read = dict.fromkeys(basis.inputs, "is what it reads")
        return together([*faults_of_files(self.project, task.name, making.staged, others | read)])

    def _origins(self) -> Origins:
        return self._found_origins

    @cached_property
    def _found_origins(self) -> Origins:
        return origins_of(self.project, list(self.plan.notebooks.values()), self.manifest)
