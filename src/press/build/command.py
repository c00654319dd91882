"""The command line: one verb for each thing a reader of the study may want to do."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from press.build import verbs as does
from press.ground.fault import Fault

_Raw = argparse.RawDescriptionHelpFormatter
_EXITS = """exit codes:
  0    done
  1    a notebook or a task stopped, or `tidy --check` found something
  2    a parameter, a declaration, the registry, a text or a folder is not as it must be; nothing that it concerns was
       changed
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="compendium", description=__doc__, epilog=_EXITS, formatter_class=_Raw, allow_abbrev=False
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_builder(verbs, "all", does.run_all, "compendium all", "compendium all --response tis20 --seed 7")
    _add_builder(verbs, "paper", does.run_paper, "compendium paper", "compendium paper --style the-lancet")
    _add_builder(verbs, "site", does.run_site, "compendium site")
    simulate = _verb(verbs, "simulate", does.run_simulate, "compendium simulate --seed 7 --out another_registry")
    simulate.add_argument("--seed", type=int, required=True, help="seed of every random draw")
    simulate.add_argument("--out", type=Path, required=True, help="the folder to write to")
    check = _verb(verbs, "check", does.run_check, "compendium check data/registry")
    check.add_argument("folder", type=Path, help="a registry: one folder for each centre")
    tidy = _verb(verbs, "tidy", does.run_tidy, "compendium tidy", "compendium tidy --check")
    tidy.add_argument("--check", action="store_true", help="change nothing; exit 1 where there is something to do")
    lab = _verb(verbs, "lab", does.run_lab, "compendium lab", "compendium lab -- --no-browser --port 8889")
    lab.add_argument("options", nargs="*", help="handed on to JupyterLab")
    _verb(verbs, "clean", does.run_clean, "compendium clean", note=_CLEAN)
    test = _verb(verbs, "test", does.run_test, "compendium test", "compendium test -- tests/stats -x")
    test.add_argument("options", nargs="*", help="handed on to pytest")
    return parser


_CLEAN = """Removes the tables, figures, result rows, executed notebooks, data, paper and site that the build has
made here and that are still as it made them - the committed ones among them too - and the folder .build. It leaves
alone whatever was altered since, and the environment in .venv."""


def _add_builder(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, *examples: str
) -> None:
    verb = _verb(verbs, name, run, *examples)
    verb.add_argument("--registry", metavar="DIR", help="read another registry (default: the committed one)")
    verb.add_argument("--response", metavar="ID", help="a response definition of data/definitions/responses.csv")
    verb.add_argument("--seed", metavar="N", help="seed of every random draw")
    verb.add_argument("--replicates", metavar="N", help="bootstrap and Monte Carlo replicates")
    verb.add_argument("--style", metavar="NAME", help="citation style: a file of paper/styles, without its ending .csl")
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
