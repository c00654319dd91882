"""Run the notebooks that are not current, in order of need, side by side; publish each when it is whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from press.build.currency import executed_sha256
from press.build.durations import Durations
from press.build.environment import kernel_environment
from press.build.failure import Failure
from press.build.manifest import Basis, Record, commit
from press.build.normal_form import executed_form, read_executed
from press.build.notebook import Notebook
from press.build.pair import with_outputs
from press.build.plan import Plan
from press.build.project import file_sha256, write_whole
from press.build.publish import publish
from press.build.runner import Runner
from press.build.screen import Outcome, Screen
from press.build.verify import faults_of_run, together
from press.build.worker import Job

_PATIENCE = 0.25  # seconds between two looks at the clock on the screen


class Narrative:
    """The notebooks of one build, from waiting to settled."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self.plan, self.project, self.manifest, self.screen = plan, plan.project, plan.manifest, screen
        self.outcome = Outcome()
        self._waiting = list(plan.notebooks.values())
        self._running: dict[str, Basis] = {}
        self.durations = Durations(self.project)

    def everything(self, runner: Runner, jobs: int) -> None:
        """Run what is stale, in order of need, so many side by side."""
        while self._waiting or self._running:
            for notebook in self._ready():
                if len(self._running) < jobs:
                    self._waiting.remove(notebook)
                    self._take(runner, notebook)
            if self._running:
                for name, kind, told in runner.heard(_PATIENCE):
                    if kind == "section":
                        self.screen.section(name, told)
                    else:
                        self._finish(name, told)
                self.screen.draw()

    def _ready(self) -> list[Notebook]:
        unsettled = {notebook.name for notebook in self._waiting} | set(self._running)
        return [notebook for notebook in self._waiting if not unsettled & set(notebook.needs)]

    def _take(self, runner: Runner, notebook: Notebook) -> None:
        lost = {failure.notebook for failure in self.outcome.failed} | set(self.outcome.blocked)
        if missing := [need for need in notebook.needs if need in lost]:
            self.outcome.blocked[notebook.name] = missing[0]
        elif reasons := self.plan.stale(notebook):
            self._start(runner, notebook, reasons)
        else:
            self._keep(notebook)

    def _start(self, runner: Runner, notebook: Notebook, reasons: list[str]) -> None:
        name, staged = notebook.name, self.plan.staging(notebook.name)
        self._running[name] = self.plan.basis(notebook)
        staged.mkdir(parents=True)
        job = Job(
            name,
            executed_form(notebook.node, name),
            self.plan.injected(notebook),
            kernel_environment(self.project, staged),
            str(self.project.root),
            self._result(name),
            self.project.build / "logs" / f"{name}.log",
        )
        self.screen.started(name, reasons, self.durations.last(name))
        runner.start(job)

    def _finish(self, name: str, failure: Failure | None) -> None:
        notebook, basis, staged = self.plan.notebooks[name], self._running.pop(name), self.plan.staging(name)
        if failure is None:
            node = read_executed(self._result(name))
            failure = together(faults_of_run(self.project, notebook, node, staged))
        if failure is not None:
            self._stop(failure)
            return
        self._publish(notebook, executed_form(node, name), basis, executed_sha256(node), commit(self.project))
        self._result(name).unlink()
        self.project.failed(name).unlink(missing_ok=True)
        self.outcome.ran[name] = self.durations.keep(name, self.screen.finished(name))

    def _stop(self, failure: Failure) -> None:
        kept = self.project.failed(failure.notebook)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        result = self._result(failure.notebook)
        if result.is_file():
            result.replace(kept)
        self.outcome.failed.append(failure)
        self.screen.stopped(failure, self.project.name(kept) if kept.is_file() else "")

    def _keep(self, notebook: Notebook) -> None:
        """Leave a current notebook as it is, or write its pair anew where only prose has changed."""
        record = self.manifest[notebook.name]
        assert record is not None
        self.project.failed(notebook.name).unlink(missing_ok=True)
        held = self.project.path(notebook.executed)
        text = executed_form(with_outputs(notebook.node, read_executed(held)), notebook.name)
        if text == held.read_text(encoding="utf-8"):
            if (made := str(file_sha256(held))) != record.outputs[notebook.executed]:  # `tidy` had written it anew
                record = replace(record, outputs=record.outputs | {notebook.executed: made})
                self.manifest.put(notebook.name, record)
            self.outcome.current.append(notebook.name)
        else:
            self._publish(notebook, text, record.basis, record.executed, record.git)
            self.outcome.rendered.append(notebook.name)

    def _publish(self, notebook: Notebook, text: str, basis: Basis, executed: str, git: dict[str, Any]) -> None:
        staged = self.plan.staging(notebook.name)
        write_whole(staged / notebook.executed, text)
        order = [*notebook.writes, notebook.executed]  # the narrative last: what it shows is then in place
        files = {path: staged / path if (staged / path).is_file() else self.project.path(path) for path in order}
        outputs = {path: str(file_sha256(file)) for path, file in files.items()}
        publish(self.project, self.manifest, notebook.name, staged, Record(basis, outputs, executed, git), order)

    def _result(self, name: str) -> Path:
        return self.plan.staging(f"{name}.run.ipynb")
