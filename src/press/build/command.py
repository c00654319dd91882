"""The command line: one verb for each thing a reader of the study may want to do."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from press.build.project import Project
from press.ground.fault import Fault
from press.ground.paths import project_root
from press.study import Study, Verb, declared, entry_point, importable

_Raw = argparse.RawDescriptionHelpFormatter
_EXITS = """exit codes:
  0    done
  1    a step stopped, or `tidy --check` found something
  2    a parameter, a declaration, a text, a file or a folder is not as it must be; nothing that it concerns was changed
  130  stopped by hand"""
_CLEAN = """Removes the tables, figures, result rows, executed notebooks, data, paper and site that the build has
made here and that are still as it made them - the committed ones among them too - and the folder .build. It leaves
alone whatever was altered since, and the environment in .venv."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; an error is one message on stderr."""
    name = "press"
    try:
        project = Project(project_root())
        name = project.study.name
        asked = _parser(project).parse_args(words)
        signal.signal(signal.SIGTERM, _stop)
        return int(asked.run(asked))
    except Fault as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{name}: stopped; everything published is whole, and the next run goes on from here", file=sys.stderr)
        return 130


def _parser(project: Project) -> argparse.ArgumentParser:
    study = project.study
    parser = argparse.ArgumentParser(
        prog=study.name, description=__doc__, epilog=_EXITS, formatter_class=_Raw, allow_abbrev=False
    )
    add = partial(_verb, parser.add_subparsers(dest="verb", required=True, metavar="VERB"), study.name)
    for name, builds in (("all", build_all), ("paper", build_paper), ("site", build_site)):
        _add_options(add(name, partial(builds, project), builds, name), study)
    for name, verb in _own_verbs(project):
        further = add(name, verb.runs, verb.runs, *verb.examples)
        for argument, how in verb.arguments.items():
            further.add_argument(argument, **how)
    tidy = add("tidy", partial(run_tidy, project), run_tidy, "tidy", "tidy --check")
    tidy.add_argument("--check", action="store_true", help="change nothing; exit 1 where there is something to do")
    lab = add("lab", partial(run_lab, project), run_lab, "lab", "lab -- --no-browser --port 8889")
    lab.add_argument("options", nargs="*", help="handed on to JupyterLab")
    add("clean", partial(run_clean, project), run_clean, "clean", note=_CLEAN)
    test = add("test", partial(run_test, project), run_test, "test", "test -- -x")
    test.add_argument("options", nargs="*", help="handed on to pytest")
    return parser


def _own_verbs(project: Project) -> list[tuple[str, Verb]]:
    """The verbs that the project adds, by name: entry points under [tool.press.verbs] of its pyproject.toml."""
    with importable(project.root / "src"):
        return [(name, entry_point(point)) for name, point in declared(project.root).get("verbs", {}).items()]


def _add_options(verb: argparse.ArgumentParser, study: Study) -> None:
    for name, parameter in study.parameters.items():
        verb.add_argument(f"--{name}", metavar=parameter.shown_as, help=parameter.words)
    verb.add_argument("--style", metavar="NAME", help="citation style: a file of paper/styles, without its ending .csl")
    verb.add_argument("--jobs", metavar="N", type=int, help="steps side by side (default: up to two)")


def _verb(
    verbs: Any, command: str, name: str, run: Callable[..., int], about: object, *examples: str, note: str = ""
) -> argparse.ArgumentParser:
    does = str(about.__doc__).partition("\n")[0]
    shown = "\n".join(["examples:", *(f"  {command} {example}" for example in examples)])
    parser: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=does,
        description=f"{does}\n\n{note}".strip(),
        epilog=f"{shown}\n\n{_EXITS}",
        formatter_class=_Raw,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def build_all(project: Project, asked: argparse.Namespace) -> int:
    """Bring the whole study up to date: notebooks, what follows them, paper and site."""
    return _build(project, asked, None)


def build_paper(project: Project, asked: argparse.Namespace) -> int:
    """Bring the paper, and all that it rests on, up to date."""
    return _build(project, asked, "paper")


def build_site(project: Project, asked: argparse.Namespace) -> int:
    """Bring the site, and all that it shows, up to date."""
    return _build(project, asked, "site")


def _build(project: Project, asked: argparse.Namespace, last: str | None) -> int:
    from press.build.build import build
    from press.build.screen import Screen, closing

    given = {name: value for name in project.study.parameters if (value := getattr(asked, name)) is not None}
    if asked.jobs is not None and asked.jobs < 1:
        raise Fault(f"--jobs must be 1 or more; it is {asked.jobs}")
    screen = Screen(sys.stdout)
    outcome = build(project, given, screen, asked.jobs, asked.style, last)
    screen.say(*closing(outcome))
    return outcome.exit_code


def run_tidy(project: Project, asked: argparse.Namespace) -> int:
    """Bring the notebooks' pairs back to their normal form."""
    from press.build.pair import tidy

    done = tidy(project, check=asked.check)
    print(*(done or ["every pair is in its normal form"]), sep="\n")
    if asked.check and done:
        print("run `make tidy`", file=sys.stderr)
    return 1 if asked.check and done else 0


def run_lab(project: Project, asked: argparse.Namespace) -> NoReturn:
    """Open JupyterLab on the notebooks."""
    from press.build.lab import open_lab

    open_lab(project, asked.options)


def run_clean(project: Project, _: argparse.Namespace) -> int:
    """Remove what the build made."""
    from press.build.leftovers import clean

    cleaned = clean(project)
    print(f"removed {len(cleaned.removed)} files that the build had made, and .build")
    for name in cleaned.kept:
        print(f"kept {name}: it was altered since the build made it")
    if cleaned.removed:
        print("`make all` makes them again; `git checkout -- notebooks paper` brings back the committed ones")
    return 0


def run_test(project: Project, asked: argparse.Namespace) -> NoReturn:
    """Run every test."""
    os.chdir(project.root)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *asked.options])


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
