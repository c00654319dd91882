"""The texts of a paper and the files that are made of each, by name."""

from __future__ import annotations

from pathlib import Path

MANUSCRIPT, REPORT, SUPPLEMENT = "manuscript", "report", "supplement"
FILES = {name: f"paper/{name}.md" for name in (MANUSCRIPT, REPORT, SUPPLEMENT)}
# What is written of each. Journals take a supplement as a file: it has no JATS and no LaTeX.
_WHOLE = ("pdf", "docx", "html", "xml", "tex")
FORMS = {MANUSCRIPT: _WHOLE, REPORT: _WHOLE, SUPPLEMENT: ("pdf", "docx", "html")}
# The pages of the site that go with a text, where the project writes pages of its own.
PAGES = {MANUSCRIPT: "paper/pages", REPORT: "paper/report_pages"}
# Who signs each: a report is another's paper than the manuscript beside which it was written.
AUTHORS = {MANUSCRIPT: "paper/authors.yml", REPORT: "paper/report_authors.yml"}
STYLES = "paper/styles"
DEFAULT_STYLE = "nlm-citation-sequence-brackets"


def main_text(root: Path) -> str:
    """Return which text is the paper of the project at `root`: its manuscript or, where it has none, its report.

    A manuscript speaks of one set of data; a report holds for whatever data the rows were made of.
    """
    only_a_report = (root / FILES[REPORT]).is_file() and not (root / FILES[MANUSCRIPT]).is_file()
    return REPORT if only_a_report else MANUSCRIPT


def texts(root: Path) -> tuple[str, ...]:
    """Return the names of the paper's texts at `root`, the main one first; a report has no supplement.

    >>> texts(Path("nowhere"))
    ('manuscript',)
    """
    main = main_text(root)
    with_supplement = main == MANUSCRIPT and (root / FILES[SUPPLEMENT]).is_file()
    return (main, SUPPLEMENT) if with_supplement else (main,)
