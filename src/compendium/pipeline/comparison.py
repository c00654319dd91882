"""Hold every printed figure of the paper against the recomputed one."""

from __future__ import annotations

import csv

from compendium.pipeline.project import Project
from compendium.pipeline.task import Making
from compendium.results import Ledger


def write_comparison(making: Making) -> None:
    """Write paper/published.csv and paper/published.html. A disagreement is shown, and is no failure."""
    from compendium.registry.reading import read_registry  # pandas: not needed for saying "current"
    from compendium.report.published import compare_published
    from compendium.report.published_page import write_published

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
