"""Where result rows, tables and figures lie in a project, and the forms that each of them comes in."""

from __future__ import annotations

from pathlib import Path

from press.ground.fault import Fault
from press.ground.paths import find_input
from press.rows import Ledger

RESULTS, TABLES, FIGURES = "paper/results", "paper/tables", "paper/figures"
# What a notebook may declare under `writes:`, in the order of reading: where it lies, and the endings it comes in.
EXHIBITS = {
    "results": (f"{RESULTS}/{{}}", (".csv",)),
    "tables": (f"{TABLES}/{{}}", (".csv", ".html", ".tex", ".docx", ".json")),
    "figures": (f"{FIGURES}/{{}}", (".svg", ".pdf", ".png", ".json")),
    "data": ("{}", ("",)),
}


def read_results(root: Path, *, leave_out: str = "") -> Ledger:
    """Return every result row of a project, but for those of one analysis that is left out.

    Raises Fault for a file that is not as a notebook wrote it.
    """
    ledger = Ledger()
    for path in sorted((root / RESULTS).glob("*.csv")):
        if path.stem == leave_out:
            continue
        try:
            ledger.add(Ledger.read(path))
        except ValueError as error:  # a statistic is stated twice
            anew = "delete it and run `make all`, which makes it anew"
            raise Fault(f"{RESULTS}/{path.name} cannot be read: {error}; {anew}") from error
    return ledger


def made_results(*names: str) -> Ledger:
    """Return the result rows of other notebooks, as this build has made them or else as the project has them.

    Raises Fault where there are none of a name yet.
    """
    ledger = Ledger()
    for name in names:
        path = find_input(f"{RESULTS}/{name}.csv")
        if not path.is_file():
            raise Fault(
                f"{RESULTS}/{name}.csv: there are no results yet; run the notebook that makes them first (make all)"
            )
        ledger.add(Ledger.read(path))
    return ledger


def files_of(kind: str, name: str) -> list[str]:
    """Return the paths of everything that is written of one exhibit.

    >>> files_of("results", "efficacy")
    ['paper/results/efficacy.csv']
    """
    pattern, endings = EXHIBITS[kind]
    return [pattern.format(name) + ending for ending in endings]
