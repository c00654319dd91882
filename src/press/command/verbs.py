"""What each verb of the command line does; what that takes is loaded by the verb alone."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from press.ground.fault import Fault
from press.ground.rooms import RUNS
from press.project import Project, read_json, write_json


def go_to_run(project: Project, asked: argparse.Namespace) -> None:
    """Do what is asked in the run of the name asked for, if one is, and come back no more."""
    if getattr(asked, "name", None) is not None and asked.verb != "changes":
        from press.command.runs import enter

        enter(project, asked, changes=asked.verb not in ("status", "why"))


def build_all(project: Project, asked: argparse.Namespace) -> int:
    """Bring the whole study up to date: notebooks, what follows them, paper and site."""
    return _build(project, asked, None)


def build_paper(project: Project, asked: argparse.Namespace) -> int:
    """Bring the paper, and all that it rests on, up to date."""
    return _build(project, asked, "paper")


def build_site(project: Project, asked: argparse.Namespace) -> int:
    """Bring the site, and all that it shows, up to date."""
    return _build(project, asked, "site")


def _given(project: Project, asked: argparse.Namespace) -> dict[str, Any]:
    """What is asked for of the parameters; a folder by where it lies, wherever it is asked for from.

    A run of its own name goes on with the data that it was last made from.
    """
    given = {name: value for name in project.study.parameters if (value := getattr(asked, name)) is not None}
    folders = {name for name, each in project.study.parameters.items() if each.folder and given.get(name)}
    given |= {name: os.path.realpath(given[name]) for name in folders}
    return _data_of_run(project) | given if project.run else given


def _data_of_run(project: Project) -> dict[str, Any]:
    known = read_json(_data_place(project))
    return {name: value for name, value in known.items() if name in project.study.parameters} if known else {}


def _data_place(project: Project) -> Path:
    return project.build / "data.json"


def _keep_data_of_run(project: Project, given: dict[str, Any]) -> None:
    if project.run:
        places = {name: given[name] for name, each in project.study.parameters.items() if each.folder and name in given}
        write_json(_data_place(project), places)


def _build(project: Project, asked: argparse.Namespace, last: str | None) -> int:
    from press.build.glance import Glance, nobody_at_work

    given = _given(project, asked)
    if asked.jobs is not None and asked.jobs < 1:
        raise Fault(f"--jobs must be 1 or more; it is {asked.jobs}")
    _keep_data_of_run(project, given)
    glance: Glance | None = None
    try:
        glance = Glance(project, given, asked.style, last)
        with nobody_at_work(project) as free:
            if free and (lines := glance.lines_if_current()):
                print(*lines, sep="\n")
                return 0
    except (OSError, Fault):  # whatever is odd, the build itself will tell
        pass
    return _build_what_is_stale(project, given, asked, last, glance)


def _build_what_is_stale(
    project: Project, given: dict[str, Any], asked: argparse.Namespace, last: str | None, glance: Any
) -> int:
    from press.run import server
    from press.run.environment import kernel_environment

    with contextlib.suppress(OSError):  # whatever is odd, the build itself will tell
        server.start(kernel_environment(project, project.build / "draft"))  # it loads beside what is loaded here

    from press.build.build import build
    from press.build.manifest import Manifest
    from press.build.screen import Screen, closing

    before = Manifest(project).outputs()
    screen = Screen(sys.stdout)
    outcome = build(project, given, screen, asked.jobs, asked.style, last)
    folder = f"{RUNS}/{project.run}/" if project.run else ""
    screen.say(*closing(outcome, folder))
    if glance is not None and outcome.exit_code == 0:
        with contextlib.suppress(OSError, Fault):  # the build is done: what is odd, the next one will tell
            glance.remember(before, Manifest(project), closing(outcome.once_more(), folder))
    return outcome.exit_code


def run_status(project: Project, asked: argparse.Namespace) -> int:
    """Show the whole tree at a glance: what is current, and what would be done and why."""
    from press.command.inquiry import status

    print(*status(project, _given(project, asked), asked.style), sep="\n")
    return 0


def run_why(project: Project, asked: argparse.Namespace) -> int:
    """Say where a file came from, and why it would or would not be made again."""
    from press.command.inquiry import why

    print(*why(project, _given(project, asked), asked.style, Path(asked.file)), sep="\n")
    return 0


def run_changes(project: Project, asked: argparse.Namespace) -> int:
    """List every number of the paper that changed since a commit, and mark what changed in the manuscript in Word."""
    if not asked.since:
        raise Fault("say since when: make changes SINCE=commit (`git log --oneline` lists the commits)")
    if project.run or getattr(asked, "name", None) is not None:
        raise Fault(
            "the changes of a run on patients are not shown: two versions side by side may tell a number that each of "
            "them hides; leave NAME out"
        )
    from press.changes.earlier import known_commit
    from press.changes.report import report

    known_commit(project, asked.since)
    if code := _build(project, argparse.Namespace(**vars(asked), jobs=None), "paper"):
        return code
    print("", *report(project, asked.since, _given(project, asked), asked.style), sep="\n")
    return 0


def run_verify(project: Project, asked: argparse.Namespace) -> int:
    """Build everything once more elsewhere, in other surroundings, and compare every published file."""
    from press.command.again import verify

    lines, same = verify(project, _given(project, asked), asked.style)
    print(*lines, sep="\n")
    return 0 if same else 1


def run_tidy(project: Project, asked: argparse.Namespace) -> int:
    """Bring the notebooks' pairs back to their normal form."""
    from press.build.lock import only_one
    from press.notebooks.pair import tidy

    with contextlib.nullcontext() if asked.check else only_one(project):
        done = tidy(project, check=asked.check)
    print(*(done or ["every pair is in its normal form"]), sep="\n")
    if asked.check and done:
        print("run `make tidy`", file=sys.stderr)
    return 1 if asked.check and done else 0


def run_lab(project: Project, asked: argparse.Namespace) -> NoReturn:
    """Open JupyterLab on the notebooks."""
    from press.command.lab import open_lab

    open_lab(project, asked.options)


def run_clean(project: Project, _: argparse.Namespace) -> int:
    """Remove what the build made."""
    from press.command.clean import clean

    cleaned = clean(project)
    print(f"removed {len(cleaned.removed)} files that the build had made, and .build")
    for name in cleaned.kept:
        print(f"kept {name}: it was altered since the build made it")
    for name in cleaned.aside:
        print(f"kept {name}: no build had made it, and one had put it there")
    if cleaned.removed:
        print("`make all` makes them again; `git checkout -- notebooks paper` brings back the committed ones")
    return 0


def run_test(project: Project, asked: argparse.Namespace) -> NoReturn:
    """Run every test."""
    os.chdir(project.root)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *asked.options])
