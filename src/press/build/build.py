"""Build the study: bring each step up to date, in order of need, and publish what it made whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from press.build.currency import changes, executed_sha256, outputs_altered, seen_in
from press.build.leftovers import clear_up, swept
from press.build.lock import only_one
from press.build.manifest import Basis, Manifest, Record, commit
from press.build.plan import TRACED, Plan
from press.build.published import Publisher
from press.build.reading import Moments, Opened, moments, sources
from press.build.screen import Outcome, Screen
from press.build.whole import fault_of_run
from press.ground.fault import Fault
from press.notebooks.normal_form import read_executed
from press.notebooks.notebook import Notebook
from press.notebooks.pair import refuse_unsaved
from press.project import Project
from press.rows.provenance import read_notes
from press.run.environment import kernel_environment
from press.run.failure import Failure
from press.run.runner import Runner
from press.study import Step

_PATIENCE = 0.25  # seconds between two looks at the clock on the screen
_SIDE_BY_SIDE = 4  # steps: a study has few more that do not wait for each other


def build(
    project: Project,
    given: Mapping[str, Any],
    screen: Screen,
    jobs: int | None = None,
    style: str | None = None,
    last: str | None = None,
) -> Outcome:
    """Bring every output up to date, as far as the step `last`; return what became of each step.

    Waits while another build is at work. Raises Fault, with nothing run and nothing changed, where a parameter, a
    declaration or what the study reads is not as it must be; with nothing of a later step changed, where what that
    step reads is not.
    """
    with only_one(project, screen.say), swept(project):
        manifest = Manifest(project)
        if completed := clear_up(project, manifest):
            screen.completed(*completed)
        with Runner(kernel_environment(project, project.build / "draft")) as runner:
            runner.warm_up()
            refuse_unsaved(project)
            plan = Plan(project, given, manifest, style, last)
            _check(plan, runner)
            return _Build(plan, screen, runner).everything(jobs or min(_SIDE_BY_SIDE, os.cpu_count() or 1))


def _check(plan: Plan, runner: Runner) -> None:
    """Let the study look at what it reads: what is faulty stops the build before anything is touched."""
    if (job := plan.check()) and any(plan.must_run(notebook) for notebook in plan.notebooks.values()):
        runner.start(job)
        while not (failures := [content for _, kind, content in runner.heard(_PATIENCE) if kind == "done"]):
            pass
        if failures != [None]:
            raise Fault(failures[0].problem)


class _Build:
    """The steps of one build, from waiting to settled."""

    def __init__(self, plan: Plan, screen: Screen, runner: Runner) -> None:
        self.plan, self.screen, self.runner = plan, screen, runner
        self.project, self.manifest = plan.project, plan.manifest
        self.publisher, self.commit = Publisher(plan, screen), commit(plan.project)
        self.outcome, self.faults = Outcome(order=[step.name for step in plan]), list[str]()
        self._waiting = list(plan)
        self._running: dict[str, tuple[Notebook | Step, Basis, Moments]] = {}
        self._summaries: dict[str, str] = {}

    def everything(self, jobs: int) -> Outcome:
        """Do what is stale, so many steps side by side. Raises the Faults that steps met, once all is done."""
        self.publisher.withdraw()
        while self._waiting or self._running:
            for step in self._ready():
                if len(self._running) < jobs:
                    self._waiting.remove(step)
                    self._take(step)
            if self._running:
                for name, kind, content in self.runner.heard(_PATIENCE):
                    self._hear(name, kind, content)
                self.screen.draw()
        self.publisher.clear_up(self.outcome)
        if self.faults:
            raise Fault("\n".join(self.faults))
        self._hold_to_the_end()
        self.outcome.current.sort(key=self.outcome.order.index)
        for step in self.plan.following.values():
            if step.name in self.outcome.settled and (record := self.manifest[step.name]) is not None:
                self.outcome.shows += [step.shows] * bool(step.shows)
                self.outcome.summaries |= {step.name: record.summary} if record.summary else {}
        return self.outcome

    def _hold_to_the_end(self) -> None:
        """Raise Fault where what this build left as current, or what that rests on, is as it was no more at the end."""
        code = sources(self.project)
        for step in self.plan:
            if step.name in self.outcome.settled and (record := self.manifest[step.name]) is not None:
                if lost := outputs_altered(self.project, record):
                    raise Fault(f"{lost[0]} while the build ran: `make all` puts it right")
                if late := changes(record, self.plan.basis(step, code)):
                    ran = f"while the build ran, so what {step.name} made does not hold"
                    raise Fault(f"{late[0]} {ran}: `make all` again")

    def _ready(self) -> list[Notebook | Step]:
        """What waits for nothing any more, the longest first: the end of a build then has nothing to wait for."""
        unsettled = {step.name for step in self._waiting} | set(self._running)
        ready = [step for step in self._waiting if not unsettled & set(self.plan.needs(step))]
        return sorted(ready, key=lambda step: -(record.seconds if (record := self.manifest[step.name]) else 0))

    def _take(self, step: Notebook | Step) -> None:
        lost = {*self.outcome.blocked, *(failure.name for failure in self.outcome.failed)}
        if missing := [need for need in self.plan.needs(step) if need in lost]:
            self.outcome.blocked[step.name] = missing[0]
            return
        basis = self.plan.basis(step)
        known = moments(self.project, [*basis.inputs, *basis.code])
        reasons = self.plan.stale(step, basis)
        if reasons and not self.publisher.bring_back(step, basis, reasons):
            self._start(step, basis, known, reasons)
            return
        if isinstance(step, Notebook):
            self.project.failed(step.name).unlink(missing_ok=True)
        if isinstance(step, Notebook) and self.publisher.render(step):
            self.outcome.rendered.append(step.name)
        else:
            (self.outcome.brought_back if reasons else self.outcome.current).append(step.name)

    def _start(self, step: Notebook | Step, basis: Basis, known: Moments, reasons: list[str]) -> None:
        self._running[step.name] = step, basis, known
        self.plan.staging(step.name).mkdir(parents=True)
        record = self.manifest[step.name]
        self.screen.started(step.name, reasons, record.seconds if record else None)
        self.runner.start(self.plan.job(step))

    def _hear(self, name: str, kind: str, content: Any) -> None:
        if kind == "section":
            self.screen.section(name, content)
        elif kind == "cold":
            self.screen.say(f"{name}  its kernel was started from nothing, which takes longer: {content}")
        elif kind == "summary":
            self._summaries[name] = content
        else:
            self._finish(name, content)

    def _finish(self, name: str, failure: Failure | None) -> None:
        """Publish what a step has made, if it is whole; else leave what it had published as it was."""
        step, basis, known = self._running.pop(name)
        staged, node = self.plan.staging(name), None
        if failure is None:
            opened = Opened(self.project, staged)
            basis = seen_in(self.project, basis, opened, [TRACED, *self.plan.always_read(step)])
            node = read_executed(self.plan.result(name)) if isinstance(step, Notebook) else None
            failure = self._read_otherwise(step, basis, opened, known)
            failure = failure or fault_of_run(self.project, step, staged, node, self.plan.texts.union(basis.inputs))
        if failure is not None:
            self._stop(failure)
            return
        seconds = round(self.screen.finished(name), 2)
        executed, summary = "" if node is None else executed_sha256(node), self._summaries.get(name, "")
        self.publisher.publish(
            step, node, Record(basis, {}, executed, dict(read_notes(staged)), summary, seconds, self.commit)
        )
        self.project.failed(name).unlink(missing_ok=True)
        self.outcome.ran[name] = seconds

    def _read_otherwise(self, step: Notebook | Step, basis: Basis, opened: Opened, known: Moments) -> Failure | None:
        """Return why a record would not be true: what was read had changed, or is not declared."""
        if others := opened.undeclared([*basis.inputs, *basis.unread, *basis.code]):
            return Failure(step.name, self.plan.on_reading(step, others[0]))
        now, later = self.plan.basis(step), moments(self.project, known)
        for name, checksum in {**basis.inputs, **basis.code}.items():
            if {**now.inputs, **now.code}.get(name) != checksum or known.get(name) != later.get(name):
                return Failure(
                    step.name, f"{name} changed while it ran, so nothing of it was published: `make all` again"
                )
        return None

    def _stop(self, failure: Failure) -> None:
        kept, result = self.project.failed(failure.name), self.plan.result(failure.name)
        kept.unlink(missing_ok=True)
        if result.is_file() and not self.project.run:
            kept.parent.mkdir(parents=True, exist_ok=True)
            result.replace(kept)
        self.outcome.failed.append(failure)
        if failure.is_fault:
            self.faults.append(failure.problem)
            self.screen.gave_up(failure.name)
        else:
            self.screen.stopped(failure, self.project.name(kept) if kept.is_file() else "")
