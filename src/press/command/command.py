"""The command line: one verb for each thing a reader of the study may want to do."""

from __future__ import annotations

import argparse
import atexit
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from press.command.verbs import (
    build_all,
    build_paper,
    build_site,
    go_to_run,
    run_changes,
    run_clean,
    run_lab,
    run_status,
    run_test,
    run_tidy,
    run_verify,
    run_why,
)
from press.ground.fault import Fault, in_words
from press.ground.paths import declared, project_root
from press.project import Project
from press.study import Study, Verb, entry_point, importable

_Raw = argparse.RawDescriptionHelpFormatter
_EXITS = """exit codes:
  0    done
  1    a step stopped; `tidy --check` or `verify` found something; what is said could not be written
  2    a parameter, a declaration, a text, a file or a folder is not as it must be; nothing that it concerns was changed
  130  stopped by hand
  141  whoever read what is said went away"""
_CLEAN = """Removes the tables, figures, result rows, executed notebooks, data, paper and site that the build has
made here and that are still as it made them - the committed ones among them too - and the folder .build. It leaves
alone whatever was altered since, .build/replaced with what a build had found altered, and the environment in .venv."""
_VERIFY = """Copies the sources to another folder and builds them there under another time zone, language, hash seed,
number of threads, umask and home folder, years later by the clock of every Python. Exit 1 where a published file is not
the same; it names the file, and the cell and the line where that can be said."""
# What Python takes from the shell that would change how the program runs or what it says of itself.
_UNWANTED = tuple(
    f"PYTHON{each}" for each in ("OPTIMIZE", "INSPECT", "WARNINGS", "DEVMODE", "PYCACHEPREFIX", "IOENCODING")
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; an error is one message on stderr."""
    name = "press"
    try:
        if words is None:
            atexit.register(_end_what_was_started)  # the first there is, so the last: libraries end their own before
            _start_anew_if_python_was_told_otherwise()
            _write_out_what_is_no_letter()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        project = Project(project_root())
        name = project.study.name
        code = _run(project, sys.argv[1:] if words is None else list(words))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Fault as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{name}: stopped; everything published is whole, and the next run goes on from here", file=sys.stderr)
        if words is None:
            _leave_at_once(130)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the end of Python fails at it again
        return 141
    except OSError as error:
        print(f"{name}: {in_words(error)}", file=sys.stderr)
        return 1 if error.errno == errno.ENOSPC else 2


def _start_anew_if_python_was_told_otherwise() -> None:
    told = [name for name in _UNWANTED if os.environ.get(name)]
    if told or sys.flags.optimize or sys.getfilesystemencoding() != "utf-8":
        kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        os.execve(sys.executable, [sys.executable, "-P", "-m", "press", *sys.argv[1:]], kept | {"PYTHONUTF8": "1"})


def _write_out_what_is_no_letter() -> None:
    """Say the name of a file that is no UTF-8 with its odd bytes written out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave_at_once(code: int) -> NoReturn:
    """Leave as stopped by hand: where Ctrl-C came while a library was being loaded, Python would end by the signal."""
    _end_what_was_started()
    sys.stderr.flush()
    os._exit(code)


def _end_what_was_started() -> None:
    """End the server above all, if there is one: it may still be loading what nobody will ask for."""
    if "press.run.server" in sys.modules:
        from press.run.families import end_descendants

        end_descendants()


def _run(project: Project, words: list[str]) -> int:
    try:
        asked = _parser(project, words).parse_args(words)
    except SystemExit:
        if sys.stdout is not None:
            sys.stdout.flush()  # a reader of the help may have gone away
        raise
    go_to_run(project, asked)
    return int(asked.run(asked))


def _parser(project: Project, words: Sequence[str]) -> argparse.ArgumentParser:
    study = project.study
    parser = argparse.ArgumentParser(
        prog=study.name, description=__doc__, epilog=_EXITS, formatter_class=_Raw, allow_abbrev=False
    )
    add = partial(_verb, parser.add_subparsers(dest="verb", required=True, metavar="VERB"), study.name)
    for name, builds in (("all", build_all), ("paper", build_paper), ("site", build_site)):
        building = add(name, partial(builds, project), builds, name)
        _add_options(building, study)
        building.add_argument("--jobs", metavar="N", type=int, help="steps side by side (default: up to four)")
    if words[:1] in (["all"], ["paper"], ["site"]):
        return parser  # what else there is need not be loaded
    for name, verb in _own_verbs(project):
        further = add(name, verb.runs, verb.runs, *verb.examples)
        for argument, how in verb.arguments.items():
            further.add_argument(argument, **how)
    _add_options(add("status", partial(run_status, project), run_status, "status"), study)
    why = add("why", partial(run_why, project), run_why, "why paper/tables/table_one.csv", "why data/codebook.csv")
    why.add_argument("file", help="a file that a step makes or reads")
    _add_options(why, study)
    changes = add("changes", partial(run_changes, project), run_changes, "changes --since v1.0")
    changes.add_argument("--since", metavar="COMMIT", help="a commit, a tag or a branch: what the paper was then")
    _add_options(changes, study)
    verify = add("verify", partial(run_verify, project), run_verify, "verify", note=_VERIFY)
    _add_options(verify, study)
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
    if study.takes:
        verb.add_argument("--name", help="do it for other data, in the folder runs/NAME, and touch nothing else")


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


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
