"""The paper, the data and the settings as a commit holds them, laid out in a folder beside the present ones."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import Fault, on_one_line
from press.project import Project

SOURCES = "paper/sources.csv"
_LAID_OUT = ("paper", "data")
_SETTINGS = "pyproject.toml"


@dataclass(frozen=True)
class Earlier:
    """A commit: its full name, its first letters, its moment (ISO 8601, UTC) and the folder in which it is laid out.

    built: the last commit, up to this one, that changed where the numbers come from: its outputs are this commit's.
    """

    commit: str
    short: str
    moment: str
    root: Path
    built: str


@contextmanager
def laid_out(project: Project, since: str) -> Iterator[Earlier]:
    """Lay out paper and data of a commit in a folder, for as long as this holds; the study is the present one.

    Raises what `known_commit` raises.
    """
    commit = known_commit(project, since)
    folder = project.build / "earlier"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        packed = git(project, "archive", "--format=tar", commit, "--", *_there(project, commit))
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        shutil.copyfile(project.path(_SETTINGS), folder / _SETTINGS)
        moment = _said(project, "show", "--no-patch", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", commit)
        built = _said(project, "log", "-1", "--format=%H", commit, "--", SOURCES) or commit
        yield Earlier(commit, commit[:7], moment, folder.resolve(), built)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def changed_files(project: Project, commit: str) -> set[str]:
    """Return every file that differs between a commit and what lies here now, committed or not."""
    changed = git(project, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--")
    new = git(project, "ls-files", "--others", "--exclude-standard", "-z")
    return {name for name in (changed + new).decode(errors="replace").split("\0") if name}


def git(project: Project, *words: str) -> bytes:
    """Return what git says in the project's folder. Raises Fault with git's own words where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # of another tree
    try:
        done = subprocess.run(
            ["git", *words], cwd=project.root, env=kept | {"TZ": "UTC", "LC_ALL": "C"}, capture_output=True, check=False
        )
    except OSError as error:
        raise Fault("changes are found in the project's history, and git is not installed: install git") from error
    if done.returncode:
        raise Fault(f"git {words[0]}: {on_one_line(done.stderr.decode(errors='replace').strip())}")
    return done.stdout


def known_commit(project: Project, since: str) -> str:
    """Return the full name of a commit, tag or branch that holds a paper.

    Raises Fault where there is no git or no history, for a commit that is not there, and for one without a paper.
    """
    commit = _commit(project, since)
    if not _has(project, commit, SOURCES):
        raise Fault(
            f"commit {commit[:7]} holds no {SOURCES}, by which its numbers are known: name a later commit; "
            f"`git log --reverse -- {SOURCES}` begins with the first that will do"
        )
    return commit


def _said(project: Project, *words: str) -> str:
    return git(project, *words).decode().strip()


def _commit(project: Project, since: str) -> str:
    try:
        _said(project, "rev-parse", "--is-inside-work-tree")
    except Fault as fault:
        if "not installed" in str(fault):
            raise
        raise Fault("changes are found in the project's history, and this folder has none: clone it with git") from None
    try:
        return _said(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    except Fault:
        shallow = _said(project, "rev-parse", "--is-shallow-repository") == "true"
    named = f"there is no commit {on_one_line(since)} in this history"
    if shallow:
        raise Fault(f"{named}, of which this clone holds the end alone: fetch the rest by `git fetch --unshallow`")
    raise Fault(f"{named}: `git log --oneline` lists those there are; a tag or a branch will do as well")


def _has(project: Project, commit: str, name: str) -> bool:
    return bool(git(project, "ls-tree", "-z", "--name-only", commit, "--", name))


def _there(project: Project, commit: str) -> list[str]:
    return [name for name in _LAID_OUT if _has(project, commit, name)]
