"""Build the study: bring each step up to date, in order of need, and publish what it made whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from press.build.currency import executed_sha256
from press.build.failure import Failure
from press.build.leftovers import clear_up
from press.build.lock import only_one
from press.build.manifest import Basis, Manifest, Record, commit
from press.build.normal_form import executed_form, read_executed
from press.build.notebook import Notebook
from press.build.pair import refuse_unsaved, with_outputs
from press.build.plan import Plan
from press.build.project import Project, file_sha256, write_whole
from press.build.release import release
from press.build.runner import Runner
from press.build.screen import Outcome, Screen
from press.build.verify import fault_of_run, written
from press.ground.fault import Fault
from press.rows.provenance import read_notes
from press.study import Step, entry_point, importable

_PATIENCE = 0.25  # seconds between two looks at the clock on the screen


def build(
    project: Project,
    given: Mapping[str, Any],
    screen: Screen,
    jobs: int | None = None,
    style: str | None = None,
    last: str | None = None,
) -> Outcome:
    """Bring every output up to date, as far as the step `last`; return what became of each step.

    Raises Fault, with nothing run and nothing changed, where another build is at work, or where a parameter, a
    declaration or what the study reads is not as it must be; with nothing of a later step changed, where what that
    step reads is not.
    """
    with only_one(project):
        manifest = Manifest(project)
        if name := clear_up(project, manifest):
            screen.say(f"{name}  had been interrupted while being published; completed now")
        refuse_unsaved(project)
        plan = Plan(project, given, manifest, style, last)
        with Runner() as runner:
            if any(plan.stale(notebook, plan.basis(notebook)) for notebook in plan.notebooks.values()):
                runner.warm_up()
                _check(plan)
            return _Build(plan, screen, runner).everything(jobs or min(2, os.cpu_count() or 1))


def _check(plan: Plan) -> None:
    """Let the study look at what it reads: what is faulty stops the build before anything is touched."""
    if plan.study.check:
        with importable(plan.project.root / "src"):
            entry_point(plan.study.check)(plan.project.root, plan.parameters)


class _Build:
    """The steps of one build, from waiting to settled."""

    def __init__(self, plan: Plan, screen: Screen, runner: Runner) -> None:
        self.plan, self.screen, self.runner = plan, screen, runner
        self.project, self.manifest = plan.project, plan.manifest
        self.outcome, self.faults = Outcome(), list[str]()
        self._waiting = list(plan)
        self._running: dict[str, tuple[Notebook | Step, Basis]] = {}
        self._summaries: dict[str, str] = {}

    def everything(self, jobs: int) -> Outcome:
        """Do what is stale, so many steps side by side. Raises the Faults that steps met, once all is done."""
        while self._waiting or self._running:
            for step in self._ready():
                if len(self._running) < jobs:
                    self._waiting.remove(step)
                    self._take(step)
            if self._running:
                for name, kind, content in self.runner.heard(_PATIENCE):
                    self._hear(name, kind, content)
                self.screen.draw()
        if self.faults:
            raise Fault("\n".join(self.faults))
        for step in self.plan.following.values():
            record = self.manifest[step.name]
            if record is not None and step.name in (*self.outcome.ran, *self.outcome.current):
                self.outcome.shows += [step.shows] * bool(step.shows)
                self.outcome.summaries |= {step.name: record.summary} if record.summary else {}
        return self.outcome

    def _ready(self) -> list[Notebook | Step]:
        unsettled = {step.name for step in self._waiting} | set(self._running)
        return [step for step in self._waiting if not unsettled & set(self.plan.needs(step))]

    def _take(self, step: Notebook | Step) -> None:
        lost = {failure.name for failure in self.outcome.failed} | set(self.outcome.blocked)
        if missing := [need for need in self.plan.needs(step) if need in lost]:
            self.outcome.blocked[step.name] = missing[0]
            return
        basis = self.plan.basis(step)
        if reasons := self.plan.stale(step, basis):
            self._start(step, basis, reasons)
        elif isinstance(step, Notebook):
            self._keep(step)
        else:
            self.outcome.current.append(step.name)

    def _start(self, step: Notebook | Step, basis: Basis, reasons: list[str]) -> None:
        self._running[step.name] = step, basis
        self.plan.staging(step.name).mkdir(parents=True)
        record = self.manifest[step.name]
        self.screen.started(step.name, reasons, record.seconds if record else None)
        self.runner.start(self.plan.job(step))

    def _hear(self, name: str, kind: str, content: Any) -> None:
        if kind == "section":
            self.screen.section(name, content)
        elif kind == "summary":
            self._summaries[name] = content
        else:
            self._finish(name, content)

    def _finish(self, name: str, failure: Failure | None) -> None:
        """Publish what a step has made, if it is whole; else leave what it had published as it was."""
        step, basis = self._running.pop(name)
        staged, node = self.plan.staging(name), None
        if failure is None:
            node = read_executed(self.plan.result(name)) if isinstance(step, Notebook) else None
            failure = fault_of_run(self.project, step, staged, node, set(basis.inputs))
        if failure is not None:
            self._stop(failure)
            return
        seconds = round(self.screen.finished(name), 2)
        executed = "" if node is None else executed_sha256(node)
        record = Record(
            basis, {}, executed, dict(read_notes(staged)), self._summaries.get(name, ""), seconds, commit(self.project)
        )
        self._publish(step, node, record)
        self.project.failed(name).unlink(missing_ok=True)
        self.outcome.ran[name] = seconds

    def _stop(self, failure: Failure) -> None:
        kept, result = self.project.failed(failure.name), self.plan.result(failure.name)
        kept.unlink(missing_ok=True)
        if result.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            result.replace(kept)
        self.outcome.failed.append(failure)
        if failure.is_fault:
            self.faults.append(failure.problem)
            self.screen.gave_up(failure.name)
        else:
            self.screen.stopped(failure, self.project.name(kept) if kept.is_file() else "")

    def _keep(self, notebook: Notebook) -> None:
        """Leave a current notebook as it is, or write its pair anew where only prose has changed."""
        record = self.manifest[notebook.name]
        assert record is not None
        self.project.failed(notebook.name).unlink(missing_ok=True)
        held = self.project.path(notebook.executed)
        node = with_outputs(notebook.node, read_executed(held))
        if executed_form(node, notebook.name) == held.read_text(encoding="utf-8"):
            if (made := str(file_sha256(held))) != record.outputs[notebook.executed]:  # `tidy` had written it anew
                self.manifest.put(notebook.name, replace(record, outputs=record.outputs | {notebook.executed: made}))
            self.outcome.current.append(notebook.name)
        else:
            self._publish(notebook, node, record)
            self.outcome.rendered.append(notebook.name)

    def _publish(self, step: Notebook | Step, node: NotebookNode | None, record: Record) -> None:
        """Bring the step's files to where the reader looks, a notebook last: what it shows is then in place."""
        staged = self.plan.staging(step.name)
        if isinstance(step, Notebook):
            assert node is not None
            write_whole(staged / step.executed, executed_form(node, step.name))
            order = [*step.writes, step.executed]
            self.plan.result(step.name).unlink(missing_ok=True)
        else:
            order = written(staged)
        files = {path: staged / path if (staged / path).is_file() else self.project.path(path) for path in order}
        outputs = {path: str(file_sha256(file)) for path, file in files.items()}
        release(self.project, self.manifest, step.name, staged, replace(record, outputs=outputs), order)
