"""Where result rows, tables and figures lie in a project, and the forms that each of them comes in."""

from __future__ import annotations

RESULTS, TABLES, FIGURES = "paper/results", "paper/tables", "paper/figures"
# What a notebook may declare under `writes:`, in the order of reading: where it lies, and the endings it comes in.
EXHIBITS = {
    "results": (f"{RESULTS}/{{}}", (".csv",)),
    "tables": (f"{TABLES}/{{}}", (".csv", ".html", ".tex", ".docx", ".json")),
    "figures": (f"{FIGURES}/{{}}", (".svg", ".pdf", ".png", ".json")),
    "data": ("{}", ("",)),
}


def files_of(kind: str, name: str) -> list[str]:
    """Return the paths of everything that is written of one exhibit.

    >>> files_of("results", "efficacy")
    ['paper/results/efficacy.csv']
    """
    pattern, endings = EXHIBITS[kind]
    return [pattern.format(name) + ending for ending in endings]
