"""The command line: one verb for each thing a reader of the study may want to do."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from compendium.pipeline.project import Project
from compendium.registry.fault import Fault
from compendium.registry.paths import project_root

_Raw = argparse.RawDescriptionHelpFormatter
_EXITS = """exit codes:
  0    done
  1    a notebook stopped, or `tidy --check` found something
  2    a parameter, a declaration, the registry or a folder is not as it must be; nothing that it concerns was changed
  130  stopped by hand"""


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; an error is one message on stderr."""
    asked = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, _stop)
    try:
        return int(asked.run(asked))
    except Fault as fault:
        print(f"compendium: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("compendium: stopped; everything published is whole, and the next run goes on from here", file=sys.stderr)
        return 130


def run_all(asked: argparse.Namespace) -> int:
    """Bring the whole study up to date."""
    from compendium.pipeline.build import build
    from compendium.pipeline.screen import Screen, closing

    names = ("registry", "response", "seed", "replicates")
    given = {name: getattr(asked, name) for name in names if getattr(asked, name) is not None}
    if asked.jobs is not None and asked.jobs < 1:
        raise Fault(f"--jobs must be 1 or more; it is {asked.jobs}")
    screen = Screen(sys.stdout)
    outcome = build(Project(project_root()), given, screen, asked.jobs)
    screen.say(*closing(outcome))
    return outcome.exit_code


def run_simulate(asked: argparse.Namespace) -> int:
    """Write a simulated registry."""
    from compendium.registry.simulate import write_registry

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
    from compendium.pipeline.pair import tidy

    told = tidy(Project(project_root()), check=asked.check)
    print(*(told or ["every pair is in its normal form"]), sep="\n")
    if asked.check and told:
        print("run `make tidy`", file=sys.stderr)
    return 1 if asked.check and told else 0


def run_lab(asked: argparse.Namespace) -> NoReturn:
    """Open JupyterLab on the notebooks."""
    from compendium.pipeline.lab import open_lab

    open_lab(Project(project_root()), asked.options)


def run_clean(_: argparse.Namespace) -> int:
    """Remove what the build made."""
    from compendium.pipeline.clean import clean

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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="compendium", description=__doc__, epilog=_EXITS, formatter_class=_Raw, allow_abbrev=False
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_all(verbs)
    simulate = _verb(verbs, "simulate", run_simulate, "compendium simulate --seed 7 --out /tmp/registry")
    simulate.add_argument("--seed", type=int, required=True, help="seed of every random draw")
    simulate.add_argument("--out", type=Path, required=True, help="the folder to write to")
    check = _verb(verbs, "check", run_check, "compendium check data/registry")
    check.add_argument("folder", type=Path, help="a registry: one folder for each centre")
    tidy = _verb(verbs, "tidy", run_tidy, "compendium tidy", "compendium tidy --check")
    tidy.add_argument("--check", action="store_true", help="change nothing; exit 1 where there is something to do")
    lab = _verb(verbs, "lab", run_lab, "compendium lab", "compendium lab -- --no-browser --port 8889")
    lab.add_argument("options", nargs="*", help="handed on to JupyterLab")
    _verb(verbs, "clean", run_clean, "compendium clean", note=_CLEAN)
    test = _verb(verbs, "test", run_test, "compendium test", "compendium test -- tests/stats -x")
    test.add_argument("options", nargs="*", help="handed on to pytest")
    return parser


_CLEAN = """Removes the tables, figures, result rows, executed notebooks and data that the build has made here and
that are still as it made them - the committed ones among them too - and the folder .build. It leaves alone
whatever was altered since, and the environment in .venv."""


def _add_all(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "all", run_all, "compendium all", "compendium all --response tis20 --seed 7")
    verb.add_argument("--registry", metavar="DIR", help="read another registry (default: the committed one)")
    verb.add_argument("--response", metavar="ID", help="a response definition of data/definitions/responses.csv")
    verb.add_argument("--seed", metavar="N", help="seed of every random draw")
    verb.add_argument("--replicates", metavar="N", help="bootstrap and Monte Carlo replicates")
    verb.add_argument("--jobs", metavar="N", type=int, help="notebooks side by side (default: up to two)")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, *examples: str, note: str = ""
) -> argparse.ArgumentParser:
    shown = "\n".join(["examples:", *(f"  {example}" for example in examples)])
    told = str(run.__doc__)
    about = f"{told}\n\n{note}".strip()
    epilog = f"{shown}\n\n{_EXITS}"
    parser = verbs.add_parser(
        name, help=told, description=about, epilog=epilog, formatter_class=_Raw, allow_abbrev=False
    )
    parser.set_defaults(run=run)
    return parser


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
