"""The paper in every form: one call composes both texts, checks them, and writes all files or, at a fault, none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.paper.compose import Paper, compose
from press.paper.document import Document
from press.paper.files import DEFAULT_STYLE, STYLES
from press.paper.html.write import write_html
from press.paper.jats.write import write_jats
from press.paper.latex.write import write_latex
from press.paper.sources import write_sources
from press.paper.typst.write import write_pdf
from press.paper.word.write import write_word
from press.rows.provenance import Provenance

MOST_SETTINGS = 5  # of the supplement, until its page numbers are those on which it was set


@seldom_collected()
def write_paper(root: Path, out: Path, provenance: Provenance, style: str = DEFAULT_STYLE) -> str:
    """Write the paper of the project at `root` to out/paper.

    manuscript.pdf, .docx, .html, .xml (JATS) and .tex, or report.pdf and so on; supplement.pdf, .docx and .html, if
    there is one; sources.csv. Returns what the authors have left to write, a line for each place, and that nobody signs
    it, where that is so; "" for nothing.
    `provenance` says which cell made each result; `style` is the name of a file in paper/styles. Raises Fault,
    and writes nothing, where anything is wrong: all that is wrong in the texts at once, each with its file and line.
    """
    root = root.resolve()
    csl = style_file(root, style)
    paper = compose(root, provenance)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".paper-", dir=out) as folder:
        draft = Path(folder)
        _write(paper, draft, root, csl, provenance)
        target = out / "paper"
        target.mkdir(exist_ok=True)
        for file in sorted(draft.iterdir()):
            file.replace(target / file.name)
    return _left(paper)


def _left(paper: Paper) -> str:
    """What the last screen says of what the authors have to fill in: places, by section, and their names."""
    lines = [f"  {place}" for place in paper.left]
    if count := len(lines):
        lines.insert(0, f"paper/{paper.main.name}.md leaves {count} place{'s' * (count > 1)} to its authors:")
    if paper.unsigned:
        lines.append(f"the {paper.main.name} is unsigned: fill in {paper.unsigned} (who wrote it), then make paper")
    return "\n".join(lines)


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
    """Write every file, two at a time: pandoc and typst work without Python, each for seconds.

    Raises the first Fault in the order of the files, whichever was met first.
    """
    main = paper.complete(paper.main, {})
    with ThreadPoolExecutor(2) as pool:

        def started(write: Callable[..., None], document: Document, ending: str) -> Future[None]:
            return pool.submit(write, document, folder / f"{document.name}.{ending}", root, csl)

        pages = pool.submit(write_pdf, main, folder / f"{main.name}.pdf", root, csl)
        word = started(write_word, main, "docx")
        settled = pool.submit(_settled, paper, pages, folder, root, csl)  # the longest of all: as soon as can be
        forms: list[Future[Any]] = [pages, word, started(write_html, main, "html")]
        forms += [started(write_jats, main, "xml"), started(write_latex, main, "tex"), settled]
        forms.append(pool.submit(write_sources, paper.known.quoted, provenance, folder / "sources.csv"))
        try:
            if supplement := settled.result():
                forms += [started(write_word, supplement, "docx"), started(write_html, supplement, "html")]
        finally:
            for form in forms:
                form.result()


def _settled(
    paper: Paper, pages: Future[dict[str, int]], folder: Path, root: Path, csl: Path | None
) -> Document | None:
    """Write the supplement's PDF, and return the supplement with the pages that its checklists name; None without one.

    The checklists name pages of the supplement itself: it is set once to learn them, and again with them, until none
    moves any more. A page number that needs another line can push the next checklist to the next page.
    """
    if paper.supplement is None:
        return None
    known: dict[str, int] = {}
    for _ in range(MOST_SETTINGS):
        supplement = paper.complete(paper.supplement, pages.result() | known)
        found = write_pdf(supplement, folder / "supplement.pdf", root, csl)
        if found == known:
            return supplement
        known = found
    raise Fault("the supplement's checklists move its own pages; put them at its end")
