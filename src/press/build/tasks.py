"""The three tasks after the notebooks: the comparison with the printed figures, the paper, and the site."""

from __future__ import annotations

from collections.abc import Sequence

from press.build.aside import through
from press.build.comparison import write_comparison
from press.build.currency import SOURCES
from press.build.parameters import TYPES
from press.build.project import Project
from press.build.task import REGISTRY, Task
from press.ground.fault import Fault

PUBLISHED = Task(
    "published",
    reads=("data/published.csv", SOURCES, REGISTRY, "paper/results/*.csv"),
    modules=("compendium.exhibits.printed", "compendium.exhibits.printed_page", "compendium.registry.reading"),
    parameters=tuple(TYPES),
    make=write_comparison,
)
PAPER = Task(
    "paper",
    reads=(
        *("paper/manuscript.md", "paper/supplement.md", "paper/references.bib"),
        *("paper/checklists.csv", "paper/allowed_digits.csv", "paper/styles"),
        *("paper/results/*.csv", "paper/tables/*.json", "paper/figures/*", "data/*.csv", "data/definitions"),
    ),
    modules=("press.paper.write",),
    parameters=(*TYPES, "style"),
    make=through("press.paper.write:write_paper", styled=True),
    tells_origins=True,
    shows="paper/manuscript.pdf",
)
SITE = Task(
    "site",
    reads=(
        *("paper/pages", "notebooks/*.ipynb", "README.md", "DECISIONS.md", "data/README.md", "data/codebook.csv"),
        *("paper/allowed_digits.csv", "data/published.csv", "paper/published.csv", SOURCES),
        *("paper/results/*.csv", "paper/figures/*", "paper/manuscript.*", "paper/supplement.*", "paper/sources.csv"),
        "src",  # all of it: the API reference
    ),
    modules=(),
    parameters=tuple(TYPES),
    make=through("press.site.write:write_site"),
    tells_origins=True,
    shows="site/index.html",
)
TASKS = (PUBLISHED, PAPER, SITE)


def tasks_through(project: Project, last: str | None) -> Sequence[Task]:
    """Return the tasks up to the one of this name, or all.

    Raises Fault where that one, asked for by name, has no source; where all are asked for, it is left out.
    """
    if last is None:
        return TASKS
    count = [task.name for task in TASKS].index(last) + 1
    source = TASKS[count - 1].reads[0]
    if not project.path(source).exists():
        raise Fault(f"there is nothing to make the {last} from: {source} is missing")
    return TASKS[:count]
