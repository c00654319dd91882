"""Why a step stopped, explained to somebody who did not write it: section, cell, its first line, the error."""

from __future__ import annotations

import re
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from press.notebooks import NotebookNode
from press.notebooks.normal_form import INJECTED, tags

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_NO_ROOM = 1_000_000  # bytes
_LONGEST = 6  # lines of an error that are shown; the notebook kept for reading has them all
KERNEL_DIED = "the kernel ended in the middle of this cell"
PROCESS_DIED = "the process that ran it was ended from outside - was it out of memory?"


@dataclass(frozen=True)
class Failure:
    """Where and why the step of this name stopped.

    `cell` counts code cells from 1; 0 where no cell is to blame. `is_fault`: it met a fault in what it reads, and the
    problem is the whole message.
    """

    name: str
    problem: str
    section: str = ""
    cell: int = 0
    code: str = ""
    is_fault: bool = False

    def lines(self) -> list[str]:
        """Return the report.

        >>> print(*Failure("02_efficacy", "ValueError: no pairs", "Trajectories", 7, "fit = ...").lines(), sep="\\n")
        02_efficacy stopped
          section  Trajectories
          cell     7, which begins: fit = ...
          error    ValueError: no pairs
        """
        entries = [("section", self.section)] if self.section else []
        entries += [("cell", f"{self.cell}, which begins: {self.code}")] if self.cell else []
        shown, *more = self.problem.splitlines() or [""]
        entries += [("error", shown), *(("", line) for line in more)]
        return [f"{self.name} stopped", *(f"  {name:<8} {text}".rstrip() for name, text in entries)]


def at_cell(name: str, node: NotebookNode, index: int, problem: str) -> Failure:
    """Return the failure of the cell at `index` (from 0, all counted); injected parameters have no number."""
    source = node.cells[index].source.strip()
    number = sum(cell.cell_type == "code" and INJECTED not in tags(cell) for cell in node.cells[: index + 1])
    return Failure(name, problem, section(node, index), number, source.splitlines()[0] if source else "")


def how_it_ended(status: int | None) -> str:
    """Return why a kernel is gone, by its exit status: below 0 the signal that ended it, None where nobody knows.

    >>> how_it_ended(-9)
    'the kernel was killed in the middle of this cell - was it out of memory?'
    >>> how_it_ended(3)
    'the kernel ended in the middle of this cell, with exit status 3'
    """
    if status is None or status >= 0:
        return KERNEL_DIED + ("" if status is None else f", with exit status {status}")
    if status == -signal.SIGKILL:
        return "the kernel was killed in the middle of this cell - was it out of memory?"
    return f"{KERNEL_DIED}, by the signal {signal.Signals(-status).name}"


def endless(what: str, limit: int) -> str:
    """Return in words that something has taken so many seconds.

    >>> endless("the cell", 3600), endless("the step check", 2)
    ('the cell had not ended after 60 minutes', 'the step check had not ended after 2 seconds')
    """
    return f"{what} had not ended after " + (f"{limit} seconds" if limit < 120 else f"{limit // 60} minutes")


def full_disk(folder: Path) -> str:
    """Return in words that no file can be written any more where this folder lies; empty where it can."""
    return "the disk is full: there is no room for another file" if shutil.disk_usage(folder).free < _NO_ROOM else ""


def broken(name: str, problem: str, log: str) -> Failure:
    """Return the failure of a step that met an error of the program's own, and where to read all of it, if anywhere."""
    return Failure(name, f"{problem}\nall that it said is in {log}" if log else problem)


def section(node: NotebookNode, index: int) -> str:
    """Return the nearest heading above the cell at `index`, without its marks; empty where there is none."""
    for cell in reversed(node.cells[: index + 1]):
        if cell.cell_type == "markdown":
            headings = [line for line in _outside_code(cell.source) if re.match(r"#{1,6}\s", line)]
            if headings:
                return headings[-1].lstrip("#").strip()
    return ""


def in_words(name: str, message: str) -> str:
    """Return an exception as a reader should meet it; a fault of the study's own is its message alone.

    >>> in_words("ValueError", "\\x1b[31mno pairs\\x1b[0m"), in_words("RegistryFault", "age is missing")
    ('ValueError: no pairs', 'age is missing')
    """
    lines = plain(message).strip().splitlines()
    cut = len(lines) - _LONGEST
    text = "\n".join([*lines[:_LONGEST], *([f"(and {cut} more lines)"] if cut > 0 else [])])
    return text if name.endswith("Fault") and text else f"{name}: {text}".removesuffix(": ")


def plain(text: str) -> str:
    """Return a text without the codes that colour it on a terminal."""
    return _ANSI.sub("", text)


def _outside_code(source: str) -> list[str]:
    """Return the lines of a text cell that lie outside fenced code, where # is no heading."""
    lines, fenced = [], False
    for line in source.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            lines.append(line)
    return lines
