"""Build the study: run every notebook that is not current, publish what is whole, record where it came from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from compendium.pipeline.comparison import compare
from compendium.pipeline.currency import executed_sha256
from compendium.pipeline.environment import kernel_environment
from compendium.pipeline.failure import Failure
from compendium.pipeline.leftovers import clear_up
from compendium.pipeline.lock import only_one
from compendium.pipeline.manifest import Basis, Manifest, Record, commit
from compendium.pipeline.normal_form import executed_form, read_executed
from compendium.pipeline.notebook import Notebook
from compendium.pipeline.pair import refuse_unsaved, with_outputs
from compendium.pipeline.plan import Plan
from compendium.pipeline.project import Project, file_sha256, read_json, write_json, write_whole
from compendium.pipeline.publish import publish
from compendium.pipeline.runner import Runner
from compendium.pipeline.screen import Outcome, Screen
from compendium.pipeline.verify import faults_of_run, together
from compendium.pipeline.worker import Job

_PATIENCE = 0.25  # seconds between two looks at the clock on the screen


def build(project: Project, given: Mapping[str, Any], screen: Screen, jobs: int | None = None) -> Outcome:
    """Bring every output up to date and return what became of each notebook.

    Raises Fault, with nothing run and nothing changed, where another build is at work, or where a parameter, a
    declaration or the registry is not as it must be.
    """
    with only_one(project):
        manifest = Manifest(project)
        if name := clear_up(project, manifest):
            screen.say(f"{name}  had been interrupted while being published; completed now")
        refuse_unsaved(project)
        plan = Plan(project, given, manifest)
        run = _Run(plan, screen)
        with Runner() as runner:
            if any(plan.stale(notebook) for notebook in plan.notebooks.values()):
                runner.warm_up()
                _check_inputs(plan)
            run.everything(runner, jobs or min(2, os.cpu_count() or 1))
        if not run.outcome.failed:
            run.outcome.agree = compare(plan, manifest)
        return run.outcome


def _check_inputs(plan: Plan) -> None:
    """Read the definitions and the registry: a faulty one stops the build before anything is touched."""
    from compendium.registry.reading import read_registry  # pandas: not needed for saying "current"
    from compendium.study.definition_check import check_definitions

    check_definitions(plan.project.path("data/definitions"))
    read_registry(plan.project.path(plan.registry))


class _Run:
    """The notebooks of one build, from waiting to settled."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self.plan, self.project, self.manifest, self.screen = plan, plan.project, plan.manifest, screen
        self.outcome = Outcome()
        self._waiting = list(plan.notebooks.values())
        self._running: dict[str, Basis] = {}
        self._durations_file = self.project.build / "durations.json"
        self._durations: dict[str, float] = read_json(self._durations_file) or {}

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
        self.screen.started(name, reasons, self._durations.get(name))
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
        self.outcome.ran[name] = self._durations[name] = round(self.screen.finished(name), 2)
        write_json(self._durations_file, self._durations)

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
