"""The paper in every form: one call composes both texts, checks them, and writes all files or, at a fault, none."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.paper.compose import Paper, compose
from press.paper.document import Document
from press.paper.html.write import write_html
from press.paper.jats.write import write_jats
from press.paper.latex.write import write_latex
from press.paper.sources import write_sources
from press.paper.typst.write import write_pdf
from press.paper.word.write import write_word
from press.rows.provenance import Provenance

STYLES = "paper/styles"
DEFAULT_STYLE = "nlm-citation-sequence-brackets"
MOST_SETTINGS = 5  # of the supplement, until its page numbers are those on which it was set


@seldom_collected()
def write_paper(root: Path, out: Path, provenance: Provenance, style: str = DEFAULT_STYLE) -> None:
    """Write the paper of the project at `root` to out/paper.

    manuscript.pdf, .docx, .html, .xml (JATS) and .tex; supplement.pdf, .docx and .html, if there is one; sources.csv.
    `provenance` says which cell made each result; `style` is the name of a file in paper/styles. Raises Fault,
    and writes nothing, where anything is wrong: all that is wrong in the texts at once, each with its file and line.
    """
    root = root.resolve()
    csl = style_file(root, style)
    paper = compose(root, provenance)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        _write(paper, draft, root, csl, provenance)
        target = out / "paper"
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted(draft.iterdir()):
            shutil.copyfile(file, target / file.name)


def style_file(root: Path, style: str) -> Path | None:
    """Return the CSL file of a citation style; None, pandoc's own style, in a project that has no styles.

    Raises Fault, naming those there are, where there is no such style.
    """
    if style == DEFAULT_STYLE and not (root / STYLES).is_dir():
        return None
    known = {path.stem: path for path in sorted((root / STYLES).glob("*.csl"))}
    if style not in known:
        raise Fault(f"there is no citation style {style}; {STYLES} has: {', '.join(known) or 'none'}")
    return known[style]


def _write(paper: Paper, folder: Path, root: Path, csl: Path | None, provenance: Provenance) -> None:
    manuscript = paper.complete(paper.manuscript, {})
    pages = write_pdf(manuscript, folder / "manuscript.pdf", root, csl)
    write_word(manuscript, folder / "manuscript.docx", root, csl)
    write_html(manuscript, folder / "manuscript.html", root, csl)
    write_jats(manuscript, folder / "manuscript.xml", root, csl)
    write_latex(manuscript, folder / "manuscript.tex", root, csl)
    if paper.supplement is not None:
        _write_supplement(paper, paper.supplement, pages, folder, root, csl)
    write_sources(paper.known.quoted, provenance, folder / "sources.csv")


def _write_supplement(
    paper: Paper, text: Document, pages: dict[str, int], folder: Path, root: Path, csl: Path | None
) -> None:
    # The checklists name pages of the supplement itself: it is set once to learn them, and again with them, until none
    # moves any more. A page number that needs another line can push the next checklist to the next page.
    known: dict[str, int] = {}
    for _ in range(MOST_SETTINGS):
        supplement = paper.complete(text, pages | known)
        found = write_pdf(supplement, folder / "supplement.pdf", root, csl)
        if found == known:
            break
        known = found
    else:
        raise Fault("the supplement's checklists move its own pages; put them at its end")
    write_word(supplement, folder / "supplement.docx", root, csl)
    write_html(supplement, folder / "supplement.html", root, csl)
