"""The steps that print a study: its paper and its site. They are the same for every study that has a text for them."""

from __future__ import annotations

from dataclasses import replace

from press.paper.files import FORMS, STYLES
from press.study import Step, Study

PAPER = Step(
    "paper",
    calls="press.paper.write:write_paper",
    reads=(
        *("paper/manuscript.md", "paper/supplement.md", "paper/references.bib"),
        *("paper/checklists.csv", "paper/allowed_digits.csv", f"{STYLES}/{{style}}.csl"),
        *("paper/results/*.csv", "paper/tables/*.json"),
        *(f"paper/figures/*.{each}" for each in ("json", "svg", "png")),
    ),
    writes=(
        *(f"paper/manuscript.{ending}" for ending in ("pdf", "docx", "html", "xml", "tex")),
        *("paper/supplement.*", "paper/sources.csv"),
    ),
    given=("style",),
    traces=True,
    shows="paper/manuscript.pdf",
)
DOWNLOADS = Step(
    "downloads",
    calls="press.site.downloads:write_downloads",
    reads=("paper/manuscript.md", *(f"paper/{name}.{each}" for name, endings in FORMS.items() for each in endings)),
    writes=("site/paper/*",),
    follows=("paper",),
)
REFERENCE = Step(
    "reference",
    calls="press.site.write:write_reference",
    reads=("src",),
    writes=("site/reference/*",),
    of_sources=True,
)
SITE = Step(
    "site",
    calls="press.site.write:write_site",
    reads=(
        *("notebooks/*.ipynb", "paper/pages", "paper/allowed_digits.csv", "paper/results/*.csv", "paper/tables/*.json"),
        *("paper/figures/*.json", "paper/figures/*.svg", "paper/manuscript.md", "paper/supplement.md"),
        "src",  # what there is to lead to in the reference, and what each package is for
    ),
    writes=("site/*",),
    traces=True,
    shows="site/index.html",
)


def printing(study: Study) -> tuple[Step, ...]:
    """Return the steps that print a study as it asks for, each with what it shows of the study's own files.

    The site and the paper are made side by side; the paper's files go into the site once both are asked for. What
    describes the code waits for no notebook.
    """
    both = {"paper", "site"} <= set(study.prints)
    own = ((PAPER, study.paper_reads), (DOWNLOADS, ()), (REFERENCE, ()), (SITE, study.site_reads))
    wanted = {*study.prints, *(["downloads"] if both else []), *(["reference"] if "site" in study.prints else [])}
    return tuple(replace(step, reads=(*step.reads, *reads)) for step, reads in own if step.name in wanted)
