"""The steps that print a study: its paper and its site. They are the same for every study that has a text for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from press.paper.files import AUTHORS, FORMS, MANUSCRIPT, PAGES, REPORT, STYLES, SUPPLEMENT, main_text
from press.study import Step, Study

PAPER = Step(
    "paper",
    calls="press.paper.write:write_paper",
    reads=(
        *("paper/manuscript.md", "paper/supplement.md", AUTHORS[MANUSCRIPT], "paper/references.bib"),
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
    reads=(
        "paper/manuscript.md",
        *(f"paper/{name}.{each}" for name in (MANUSCRIPT, SUPPLEMENT) for each in FORMS[name]),
    ),
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
        *(
            "notebooks/*.ipynb",
            PAGES[MANUSCRIPT],
            "paper/allowed_digits.csv",
            "paper/results/*.csv",
            "paper/tables/*.json",
        ),
        *("paper/figures/*.json", "paper/figures/*.svg", "paper/manuscript.md", "paper/supplement.md"),
        "src",  # what there is to lead to in the reference, and what each package is for
    ),
    writes=("site/*",),
    traces=True,
    shows="site/index.html",
)


def printing(study: Study, root: Path) -> tuple[Step, ...]:
    """Return the steps that print a study as it asks for, each with what it shows of the study's own files.

    Where the project at `root` has a report and no manuscript, they read and write the report's files. The site and the
    paper are made side by side; the paper's files go into the site once both are asked for. What describes the code
    waits for no notebook.
    """
    both = {"paper", "site"} <= set(study.prints)
    own = ((PAPER, study.paper_reads), (DOWNLOADS, ()), (REFERENCE, ()), (SITE, study.site_reads))
    wanted = {*study.prints, *(["downloads"] if both else []), *(["reference"] if "site" in study.prints else [])}
    steps = (replace(step, reads=(*step.reads, *reads)) for step, reads in own if step.name in wanted)
    return tuple(map(_of_a_report, steps) if main_text(root) == REPORT else steps)


def _of_a_report(step: Step) -> Step:
    """The same step for the report: it stands where the manuscript did, has pages of its own and no supplement."""

    def named(paths: tuple[str, ...]) -> tuple[str, ...]:
        own = (path for path in paths if not path.startswith(f"paper/{SUPPLEMENT}."))
        instead = {PAGES[MANUSCRIPT]: PAGES[REPORT], AUTHORS[MANUSCRIPT]: AUTHORS[REPORT]}
        own = (instead.get(path, path) for path in own)
        return tuple(path.replace(f"paper/{MANUSCRIPT}.", f"paper/{REPORT}.") for path in own)

    shows = "".join(named((step.shows,)))
    return replace(step, reads=named(step.reads), writes=named(step.writes), shows=shows)
