"""The folder that Sphinx builds from: the site's own pages, the notebooks, and what is made of the project's files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium.registry.codebook import Codebook, load_codebook
from press.paper.lint import ALLOWED, read_allowed
from press.rows import Ledger
from press.rows.provenance import Origins
from press.site import lookups
from press.site.building import EXTRA
from press.site.chapters import chapter, figure_block, read_figures
from press.site.counted import PUBLISHED, counted_rows, read_lines
from press.site.executed import Notebook, read_notebooks
from press.site.included import about_the_data, documents, included
from press.site.pages import PAGES, fill_pages, read_pages
from press.site.reference import reference
from press.site.shown_rows import Sources, read_results
from press.site.vocabulary import Term, read_vocabulary

FIGURES = "paper/figures"
_UNMADE = "*The paper had not been made when this site was: `make paper` writes it, `make site` then shows it here.*\n"


@dataclass(frozen=True)
class Laid:
    """What a laid-out source folder rests on: the rows its pages may show, and the vocabulary."""

    sources: Sources
    terms: list[Term]


def lay_out(root: Path, origins: Origins, source: Path) -> Laid:
    """Write everything that Sphinx builds from into `source`. Raises Fault where a part is missing or wrong."""
    notebooks, codebook = read_notebooks(root / "notebooks"), load_codebook(root / "data" / "codebook.csv")
    terms = read_vocabulary(notebooks)
    ledger = read_results(root / "paper" / "results")
    ledger.add(counted_rows(read_lines(root / PUBLISHED), codebook))
    allowed = read_allowed(root / ALLOWED) if (root / ALLOWED).is_file() else ()
    texts = fill_pages(read_pages(root / PAGES), ledger, allowed)
    texts |= _chapters(root, notebooks, origins) | _parts(root, notebooks, terms, codebook) | included(root)
    texts["made/published.md"] = _published(root, ledger)
    texts |= reference(root / "src") | {"made/data.md": about_the_data(ledger)}
    for name, text in texts.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8", newline="\n")
    _copy(root, source)
    return Laid(Sources(ledger, origins.results, {notebook.name: notebook.title for notebook in notebooks}), terms)


def _chapters(root: Path, notebooks: Sequence[Notebook], origins: Origins) -> dict[str, str]:
    figures = read_figures(root / FIGURES)
    told = {name: run.parameters for name, run in origins.runs.items()}
    chapters = {f"{each.name}.ipynb": chapter(each, figures, told.get(each.name)) for each in notebooks}
    return chapters | {f"made/{figure.name}.md": figure_block(figure) for figure in figures}


def _parts(root: Path, notebooks: Sequence[Notebook], terms: Sequence[Term], codebook: Codebook) -> dict[str, str]:
    """The parts of pages that are made from the project's tables."""
    names = [notebook.name for notebook in notebooks]
    quoted = root / "paper" / "sources.csv"
    return {
        "made/glossary.md": lookups.glossary(terms, notebooks, codebook),
        "made/codebook.md": lookups.codebook_tables(codebook),
        "made/sources.md": lookups.sources_tables(read_lines(quoted), names) if quoted.is_file() else _UNMADE,
        "made/paper.md": documents(root / "paper") or _UNMADE,
    }


def _published(root: Path, ledger: Ledger) -> str:
    """The tables of printed and recomputed figures; a row that this registry does not give is not pointed to."""
    named = read_lines(root / "data" / "definitions" / "published_sources.csv")
    rows = {line["id"]: f"{line['row']}|{line['direction_row']}".split("|") for line in named}
    known = {name: [row_id for row_id in ids if row_id in ledger] for name, ids in rows.items()}
    return lookups.published_tables(read_lines(root / "data" / "published.csv"), read_lines(root / PUBLISHED), known)


def _copy(root: Path, source: Path) -> None:
    """Copy the pictures, and the paper in every form that it comes in."""
    (source / "figures").mkdir()
    for picture in sorted((root / FIGURES).glob("*.svg")):
        shutil.copyfile(picture, source / "figures" / picture.name)
    papers = [path for name in ("manuscript", "supplement") for path in sorted((root / "paper").glob(f"{name}.*"))]
    for path in papers:
        if path.suffix != ".md":
            (source / EXTRA / "paper").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, source / EXTRA / "paper" / path.name)
