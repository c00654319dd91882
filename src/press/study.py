"""What the press must know of a study: its title, its parameters, its own steps, and what the site shows of it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.ground.fault import Fault
from press.ground.paths import declared
from press.ground.rooms import ROOMS, lies_in

NO_NOTE = r"(?!)"  # a pattern that nothing fits: the study has no note on where its data come from


@dataclass(frozen=True)
class Parameter:
    """A setting of the notebooks that a reader may choose: a text, or a whole number of at least `least`.

    `words` and `shown_as` are how the command line explains it. `folder`: it names a folder, whose files the notebooks
    read; in print a folder outside the project goes by its last name alone. It may be a file as well: files, an entry
    point called as function(path), returns what else is read for it; `press.ground.paths.UNSEEN` stands for what
    cannot be looked at, so that what rests on it is always made anew. row_of: a spreadsheet of which it names a
    row, by a cell of it: a notebook rests on that row alone, unless it names the file under `reads:`.
    """

    words: str
    shown_as: str
    kind: type[str] | type[int] = str
    least: int = 0
    folder: bool = False
    files: str = ""
    row_of: str = ""

    def reads(self, root: Path, value: object) -> tuple[str, ...]:
        """Return every file and folder that a value of it stands for, as named from `root`; () where it names none."""
        if not self.folder:
            return ()
        others = entry_point(self.files)(root / str(value)) if self.files else ()
        return tuple(dict.fromkeys([str(value), *map(str, others)]))


@dataclass(frozen=True)
class Step:
    """A function that the build calls, in a process of its own.

    calls: the entry point "package.module:function", called as function(root, out, provenance), with each of `given` by
    name. It writes into the folder `out`, which stands for the project's, and may return lines for the last screen.
    reads: files, folders and patterns, from the project's root; what begins with "!" is left out. Without the first of
    them, where it is no pattern, there is nothing to do. "{style}" in one of them stands for the citation style.
    writes: files, or patterns where * stands for anything. given: settings that it is called with, such as the citation
    style. follows: steps whose outputs it reads, besides those of every notebook. of_sources: it reads nothing that a
    notebook makes, nor does any parameter change it. of_data: it reads what the parameters name, as notebooks do.
    in_runs: it is done on other data alone, in runs/NAME. traces: whether it says in which cell a number was made.
    shows: what a reader opens.
    """

    name: str
    calls: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    given: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    of_sources: bool = False
    of_data: bool = False
    in_runs: bool = False
    traces: bool = False
    shows: str = ""


@dataclass(frozen=True)
class Verb:
    """A verb of the command line. The first line of `runs` says what it does; `arguments` are argparse's own."""

    runs: Any
    examples: tuple[str, ...]
    arguments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Study:
    """One study. Whatever is an entry point, "package.module:function", is loaded when it is asked, and not before.

    name: of its command. title: of its site. parameters: by name, as notebooks may declare them.
    preload: large libraries that its notebooks use; they have them loaded before they start, for speed alone.
    cell_seconds: how long a cell of a notebook may take; step_seconds: any other step, and the check.
    reads: what every notebook rests on besides its folders and what was made before it; paper_reads, site_reads: what
    paper and site show of the project besides their own texts.
    check: called as function(root, parameters) before the first notebook runs; raises Fault where something is wrong.
    steps: what is made of the results before they are printed. last: what is done once all is printed; where
    that fails, what it had said of other files is taken away.
    label: called as function(name), how tables name a variable; raises KeyError for what is none.
    origin: a pattern of the note on where the data come from, which ends the notes of every exhibit.
    prints: which of paper and site are made, where there is a text for them.
    checklists: the title of each reporting checklist by its name in paper/checklists.csv.
    takes: files, folders and patterns of the project that a run on other data takes along into a folder of its own,
    runs/NAME; what begins with "!" is left out. Without them the study has no such runs.
    readme_of_run: the file of the project that such a run has as its README.md: the project's own speaks of its data.
    about_code: what the pages that describe the code say at their head, as they show no result; "" for nothing.
    site: called as function(root, ledger); returns press.site.parts.Parts, what it shows of the study's own files.
    """

    name: str
    title: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    preload: tuple[str, ...] = ()
    cell_seconds: int = 3600
    step_seconds: int = 3600
    reads: tuple[str, ...] = ()
    paper_reads: tuple[str, ...] = ()
    site_reads: tuple[str, ...] = ()
    check: str = ""
    steps: tuple[Step, ...] = ()
    last: tuple[Step, ...] = ()
    label: str = ""
    origin: str = NO_NOTE
    prints: tuple[str, ...] = ("paper", "site")
    checklists: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    readme_of_run: str = ""
    site: str = ""
    about_code: str = ""

    def named(self, root: Path, values: Mapping[str, object]) -> Iterator[str]:
        """Yield every file and folder that the values of parameters stand for, as named from `root`."""
        for name, value in values.items():
            yield from self.parameters[name].reads(root, value)


def load_study(root: Path) -> Study:
    """Return the study that pyproject.toml names under [tool.press], as study = "package.module:NAME".

    Raises Fault where it names none, or where what it names is not there.
    """
    named = declared(root).get("study")
    if not isinstance(named, str):
        raise Fault('pyproject.toml: [tool.press] must say which study this is: study = "package.module:STUDY"')
    with importable(root / "src"):
        try:
            found = entry_point(named)
        except Fault as fault:
            raise Fault(f"pyproject.toml: [tool.press] names {fault}") from fault
    if not isinstance(found, Study):
        raise Fault(f"pyproject.toml: [tool.press] names {named}, which is no press.study.Study")
    for step in (*found.steps, *found.last):
        if elsewhere := [path for path in step.writes if not lies_in(path, ROOMS)]:
            rooms = ", ".join(f"{room}/" for room in ROOMS)
            raise Fault(f"the step {step.name} may not write {elsewhere[0]}; what a step makes lies in {rooms}")
    return found


def entry_point(name: str) -> Any:
    """Return what "package.module:name" names. Raises Fault where it is not there.

    >>> entry_point("press.study:Study").__name__
    'Study'
    """
    module, _, attribute = name.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise Fault(f"{name}, which is not there: {error}") from error
    except Exception as error:  # whatever a module does while it is imported
        raise Fault(f"{name}, which cannot be loaded: {type(error).__name__}: {error}") from error


@contextmanager
def importable(source: Path) -> Iterator[None]:
    """Let the packages of a folder be found, before all others, while this holds."""
    sys.path.insert(0, str(source))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(source))
