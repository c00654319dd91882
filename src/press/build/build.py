"""Build the study: bring every notebook, and all that follows, up to date, one build at a time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from press.build.comparison import agreement
from press.build.following import Following
from press.build.leftovers import clear_up
from press.build.lock import only_one
from press.build.manifest import Manifest
from press.build.narrative import Narrative
from press.build.pair import refuse_unsaved
from press.build.plan import Plan
from press.build.project import Project
from press.build.runner import Runner
from press.build.screen import Outcome, Screen
from press.build.tasks import PUBLISHED, tasks_through


def build(
    project: Project,
    given: Mapping[str, Any],
    screen: Screen,
    jobs: int | None = None,
    style: str | None = None,
    last: str | None = None,
) -> Outcome:
    """Bring every output up to date, as far as the task `last`; return what became of each notebook and each task.

    Raises Fault, with nothing run and nothing changed, where another build is at work, or where a parameter, a
    declaration or the registry is not as it must be; with nothing of the paper or the site changed, where a text
    of theirs is not.
    """
    with only_one(project):
        tasks = tasks_through(project, last)
        manifest = Manifest(project)
        if name := clear_up(project, manifest):
            screen.say(f"{name}  had been interrupted while being published; completed now")
        refuse_unsaved(project)
        plan = Plan(project, given, manifest, style)
        narrative = Narrative(plan, screen)
        outcome = narrative.outcome
        with Runner() as runner:
            if any(plan.stale(notebook) for notebook in plan.notebooks.values()):
                runner.warm_up()
                _check_inputs(plan)
            narrative.everything(runner, jobs or min(2, os.cpu_count() or 1))
        Following(plan, screen, narrative.durations, outcome).everything(tasks)
        if PUBLISHED.name in (*outcome.ran, *outcome.current):
            outcome.agree = agreement(project)
        return outcome


def _check_inputs(plan: Plan) -> None:
    """Read the definitions and the registry: a faulty one stops the build before anything is touched."""
    from compendium.clinical.definition_check import check_definitions
    from compendium.registry.reading import read_registry  # pandas: not needed for saying "current"

    check_definitions(plan.project.path("data/definitions"))
    read_registry(plan.project.path(plan.registry))
