"""What each verb of the command line does. Their first lines are what `compendium --help` says of them."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

from press.build.project import Project
from press.ground.fault import Fault
from press.ground.paths import project_root


def run_all(asked: argparse.Namespace) -> int:
    """Bring the whole study up to date: notebooks, comparison, paper and site."""
    return _build(asked, None)


def run_paper(asked: argparse.Namespace) -> int:
    """Bring the paper, and all that it rests on, up to date."""
    return _build(asked, "paper")


def run_site(asked: argparse.Namespace) -> int:
    """Bring the site, and all that it shows, up to date."""
    return _build(asked, "site")


def _build(asked: argparse.Namespace, last: str | None) -> int:
    from press.build.build import build
    from press.build.screen import Screen, closing

    names = ("registry", "response", "seed", "replicates")
    given = {name: getattr(asked, name) for name in names if getattr(asked, name) is not None}
    if asked.jobs is not None and asked.jobs < 1:
        raise Fault(f"--jobs must be 1 or more; it is {asked.jobs}")
    screen = Screen(sys.stdout)
    outcome = build(Project(project_root()), given, screen, asked.jobs, asked.style, last)
    screen.say(*closing(outcome))
    return outcome.exit_code


def run_simulate(asked: argparse.Namespace) -> int:
    """Write a simulated registry."""
    from simulated_registry.simulate import write_registry

    if asked.seed < 0:
        raise Fault(f"the seed must be 0 or more; it is {asked.seed}")
    write_registry(asked.out, asked.seed)
    print(f"a simulated registry (seed {asked.seed}) is in {asked.out}")
    return 0


def run_check(asked: argparse.Namespace) -> int:
    """Read a registry and tell every fault, or that there is none."""
    from compendium.registry.reading import read_registry

    if not asked.folder.is_dir():
        raise Fault(f"there is no registry in {asked.folder}: the folder does not exist")
    flags = read_registry(asked.folder).flags
    print(
        f"no faults, {len(flags)} flags" + (" (implausible but possible values; they are kept)" if len(flags) else "")
    )
    for flag in flags.itertuples(index=False):
        print(f"  {flag.file}, row {flag.row}, {flag.column}: {flag.value} - {flag.rule}")
    return 0


def run_tidy(asked: argparse.Namespace) -> int:
    """Bring the notebooks' pairs back to their normal form."""
    from press.build.pair import tidy

    told = tidy(Project(project_root()), check=asked.check)
    print(*(told or ["every pair is in its normal form"]), sep="\n")
    if asked.check and told:
        print("run `make tidy`", file=sys.stderr)
    return 1 if asked.check and told else 0


def run_lab(asked: argparse.Namespace) -> NoReturn:
    """Open JupyterLab on the notebooks."""
    from press.build.lab import open_lab

    open_lab(Project(project_root()), asked.options)


def run_clean(_: argparse.Namespace) -> int:
    """Remove what the build made."""
    from press.build.clean import clean

    cleaned = clean(Project(project_root()))
    print(f"removed {len(cleaned.removed)} files that the build had made, and .build")
    for name in cleaned.kept:
        print(f"kept {name}: it was altered since the build made it")
    if cleaned.removed:
        print("`make all` makes them again; `git checkout -- notebooks paper` brings back the committed ones")
    return 0


def run_test(asked: argparse.Namespace) -> NoReturn:
    """Run every test."""
    os.chdir(project_root())
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *asked.options])
