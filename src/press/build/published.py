"""Bring what a step has made, or had made before, to where the reader looks."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from press.build.kept import Kept
from press.build.manifest import Basis, Record
from press.build.plan import Plan
from press.build.provenance import as_published
from press.build.release import release
from press.build.screen import Outcome, Screen
from press.build.whole import written
from press.notebooks import NotebookNode
from press.notebooks.normal_form import executed_form, read_executed
from press.notebooks.notebook import Notebook
from press.notebooks.pair import with_outputs
from press.project import file_sha256, write_whole
from press.study import Step


class Publisher:
    """The files of a build's steps, from where they were made to their places."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self._plan, self._screen, self._kept = plan, screen, Kept(plan.project)
        self._project, self._manifest = plan.project, plan.manifest

    def publish(self, step: Notebook | Step, node: NotebookNode | None, record: Record) -> None:
        """Publish a step, a notebook last: what it shows is then in place."""
        staged = self._plan.staging(step.name)
        if isinstance(step, Notebook):
            assert node is not None
            write_whole(
                staged / step.executed, executed_form(as_published(node, self._plan.values[step.name]), step.name)
            )
            order = [*step.writes, step.executed]
            self._plan.result(step.name).unlink(missing_ok=True)
        else:
            order = written(staged)
        files = {path: staged / path if (staged / path).is_file() else self._project.path(path) for path in order}
        outputs = {path: str(file_sha256(file)) for path, file in files.items()}
        self._kept.keep((files[path], checksum) for path, checksum in outputs.items())
        self._release(step, replace(record, outputs=outputs), staged, order)

    def bring_back(self, step: Notebook | Step, basis: Basis, reasons: list[str]) -> bool:
        """Publish what an earlier run made of just this, if it is still there: nothing need run."""
        record, staged = self._plan.remembered(step, basis), self._plan.staging(step.name)
        if record is None or not self._kept.bring_back(record, staged):
            return False
        self._release(step, record, staged, list(record.outputs))
        self._screen.brought_back(step.name, reasons)
        return True

    def render(self, notebook: Notebook) -> bool:
        """Write the pair of a current notebook anew where only prose has changed; return whether it had."""
        record = self._manifest[notebook.name]
        assert record is not None
        held = self._project.path(notebook.executed)
        node = with_outputs(notebook.node, read_executed(held))
        if executed_form(node, notebook.name) != held.read_text(encoding="utf-8"):
            self.publish(notebook, node, record)
            return True
        if (made := str(file_sha256(held))) != record.outputs[notebook.executed]:  # `tidy` had written it anew
            self._manifest.put(notebook.name, replace(record, outputs=record.outputs | {notebook.executed: made}))
        return False

    def withdraw(self) -> None:
        """Take away what steps had made that the study has no more, where it is as they made it and no step makes it.

        Their records go last: a build that is killed before leaves the rest to the next.
        """
        for name in self._manifest.records.keys() - self._plan.known:
            self._take_away(name, [each for step in self._plan for each in step.writes], "which is no more")
            self._screen.say(f"{name}  is no more: what it had made was removed")

    def clear_up(self, outcome: Outcome) -> None:
        """Take away what the last steps said of all that lay here, where it is other now and they did not say it anew.

        Then forget what no remembered run has made.
        """
        lost = [step.name for step in self._plan.study.last if step.name not in outcome.settled]
        for name in lost if outcome.published else ():
            if self._manifest[name] is not None:
                self._take_away(name, [], "which was not made anew")
                self._screen.say(f"{name}  was not made anew: what it had said of other files was removed")
        self._kept.forget_all_but(checksum for _, checksum in self._manifest.made())

    def _take_away(self, name: str, but: list[str], why: str) -> None:
        """Remove what a step had made, where it is as it made it, and its record; leave what is like a pattern."""
        gone = self._manifest[name]
        for path, checksum in gone.outputs.items() if gone else ():
            if any(fnmatch(path, each) for each in but):
                continue
            if not self._project.remove(path, checksum) and self._project.path(path).is_file():
                self._screen.say(f"{path} was made by {name}, {why}, and altered since: remove it by hand")
        self._manifest.forget(name)

    def _release(self, step: Notebook | Step, record: Record, staged: Path, order: list[str]) -> None:
        if replaced := release(self._project, self._manifest, step.name, staged, record, order):
            self._screen.replaced(step.name, replaced)
