"""Hold every printed figure of the paper against the recomputed one."""

from __future__ import annotations

import csv

from press.build.project import Project
from press.build.task import Making
from press.rows import Ledger


def write_comparison(making: Making) -> None:
    """Write paper/published.csv and paper/published.html. A disagreement is shown, and is no failure."""
    from compendium.exhibits.printed import compare_published
    from compendium.exhibits.printed_page import write_published
    from compendium.registry.reading import read_registry  # pandas: not needed for saying "current"

    plan = making.plan
    ledger = Ledger.read(*(plan.project.path(path) for path in plan.results))
    origin = read_registry(plan.project.path(plan.registry)).origin
    write_published(compare_published(ledger), making.staged / "paper", origin)


def agreement(project: Project) -> tuple[int, int] | None:
    """Return how many printed figures agree with the recomputed ones, of how many; None where nothing is printed."""
    path = project.path("paper/published.csv")
    if not path.is_file():
        return None
    with path.open(newline="", encoding="utf-8") as file:
        verdicts = [row["agrees"] for row in csv.DictReader(file)]
    return verdicts.count("yes"), len(verdicts)
