"""The last task: hold every printed figure of the paper against the recomputed one."""

from __future__ import annotations

import csv
from pathlib import Path

from nbformat.v4 import new_notebook

from compendium.pipeline.currency import SOURCES, checksums, why_stale
from compendium.pipeline.manifest import Basis, Manifest, Record, commit
from compendium.pipeline.notebook import Notebook
from compendium.pipeline.plan import Plan
from compendium.pipeline.project import Project, file_sha256
from compendium.pipeline.publish import publish
from compendium.results import Ledger

NAME = "published"
FILES = ("paper/published.csv", "paper/published.html")
_PRINTED = "data/published.csv"
_CODE = ("compendium.report.published", "compendium.report.published_page", "compendium.registry.reading")


def compare(plan: Plan, manifest: Manifest) -> tuple[int, int] | None:
    """Bring the comparison up to date; return how many figures agree, of how many (None: nothing is printed)."""
    project = plan.project
    if not project.path(_PRINTED).is_file():
        return None
    basis = _basis(plan)
    task = Notebook(NAME, (), FILES, new_notebook())
    if why_stale(project, task, manifest[NAME], basis):
        staged = plan.staging(NAME)
        _write(plan, staged / "paper")
        outputs = {path: str(file_sha256(staged / path)) for path in FILES}
        publish(project, manifest, NAME, staged, Record(basis, outputs, "", commit(project)), FILES)
    return agreement(project)


def agreement(project: Project) -> tuple[int, int]:
    """Return how many printed figures agree with the recomputed ones, of how many."""
    with project.path(FILES[0]).open(newline="", encoding="utf-8") as file:
        verdicts = [row["agrees"] for row in csv.DictReader(file)]
    return verdicts.count("yes"), len(verdicts)


def _basis(plan: Plan) -> Basis:
    read = [_PRINTED, SOURCES, plan.registry, *plan.results]
    inputs = {name: checksum for each in read for name, checksum in checksums(plan.project, each)}
    return Basis("", FILES, dict(plan.parameters), inputs, plan.closure.of_modules(_CODE), plan.versions)


def _write(plan: Plan, folder: Path) -> None:
    from compendium.registry.reading import read_registry  # pandas: not needed for saying "current"
    from compendium.report.published import compare_published
    from compendium.report.published_page import write_published

    ledger = Ledger.read(*(plan.project.path(path) for path in plan.results))
    origin = read_registry(plan.project.path(plan.registry)).origin
    write_published(compare_published(ledger), folder, origin)
