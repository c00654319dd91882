"""The folder that Sphinx builds from: the site's own pages, the notebooks, and what is made of the project's files."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from press.exhibits.places import FIGURES, TABLES, read_results
from press.exhibits.table.kept import read_table
from press.exhibits.table.write_html import html_fragment
from press.ground.fault import Fault
from press.paper.caption import split_origin
from press.paper.compose import quoted_numbers
from press.paper.files import PAGES, main_text
from press.paper.lint import ALLOWED, read_allowed
from press.paper.sources import source_lines
from press.rows import Ledger
from press.rows.provenance import Provenance
from press.site import lookups
from press.site.chapters import chapter, figure_block, read_figures
from press.site.downloads import FOLDER, files_of_paper
from press.site.executed import ExecutedNotebook, read_notebooks
from press.site.leads import Leads, to_pages
from press.site.pages import default_pages, fill_pages, read_pages
from press.site.parts import Parts
from press.site.reference import REFERENCE, Place, overview, places_of_modules, reference
from press.site.shown_rows import ShownRows
from press.site.vocabulary import Term, read_vocabulary
from press.study import Study, entry_point, importable

ABOVE = "../index.html"  # from the reference: the front page of the site that it belongs to
_UNMADE = "*This study has no paper.*\n"


@dataclass(frozen=True)
class Laid:
    """What a laid-out source folder rests on.

    title: over the list of pages. study: the title of the study, where these are not its own pages but those on its
    code. pages: the folder in which the project writes them. rows: what the pages may show. terms: their vocabulary.
    files: the page that shows a file. modules: the page and the place that describe a module, by its file. awaited:
    files that other steps put beside these pages, each with the places in it that are known. banner: what
    is said at the head of every page.
    """

    title: str
    rows: ShownRows
    terms: Sequence[Term] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, Place] = field(default_factory=dict)
    awaited: Mapping[str, Collection[str]] = field(default_factory=dict)
    study: str = ""
    pages: str = ""
    banner: str = ""


def lay_out(root: Path, study: Study, provenance: Provenance, source: Path) -> Laid:
    """Write everything that Sphinx builds from into `source`. Raises Fault where a part is missing or wrong."""
    notebooks, ledger = read_notebooks(root / "notebooks"), _results(root)
    terms, parts = read_vocabulary(notebooks), _parts_of(study, root, ledger)
    ledger.add(parts.rows)
    texts = _made(notebooks, terms, parts) | _of_paper(root, study, notebooks, ledger, provenance)
    modules = {file: (f"{REFERENCE}/{page}", place) for file, (page, place) in places_of_modules(root / "src").items()}
    texts |= {**parts.texts, "made/reference.md": overview(root / "src", REFERENCE)}
    own = _own_pages(root, ledger)
    texts |= _unlike(texts, _chapters(root, study, notebooks, provenance, to_pages(parts.leads, own)))
    texts |= own or default_pages(study.title, texts)
    texts |= _tables(root, "\n".join(texts[name] for name in texts if name.endswith(".md")))
    _write(texts, source)
    _copy(root, source)
    titles = {notebook.name: notebook.title for notebook in notebooks}
    shown = ShownRows(ledger, provenance.results, titles, parts.counted)
    awaited = _described(modules.values()) | {f"{FOLDER}/{name}": () for name in _files_of_paper(root, study)}
    folder = PAGES[main_text(root)]
    return Laid(study.title, shown, terms, parts.files, modules, awaited, pages=folder, banner=parts.banner)


def lay_out_reference(root: Path, study: Study, source: Path) -> Laid:
    """Write what Sphinx builds the description of the code from into `source`."""
    _write(reference(root / "src"), source)
    modules = places_of_modules(root / "src")
    shown, above = ShownRows(Ledger()), {ABOVE: ()}
    return Laid("Reference", shown, modules=modules, awaited=above, study=study.title, banner=study.about_code)


def _described(places: Iterable[Place]) -> dict[str, Collection[str]]:
    """The pages that describe the code, with what can be linked to in them."""
    known: dict[str, Collection[str]] = {}
    for page, place in places:
        known[f"{page}.html"] = {*known.get(f"{page}.html", ()), place}
    return known


def _write(texts: Mapping[str, str], source: Path) -> None:
    for name, text in texts.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8", newline="\n")


def _results(root: Path) -> Ledger:
    ledger = read_results(root)
    if not len(ledger):
        raise Fault("there are no results in paper/results: run `make all`, then build the site")
    return ledger


def _parts_of(study: Study, root: Path, ledger: Ledger) -> Parts:
    if not study.site:
        return Parts()
    with importable(root / "src"):
        parts = entry_point(study.site)(root, ledger)
    assert isinstance(parts, Parts)
    return parts


def _own_pages(root: Path, ledger: Ledger) -> dict[str, str]:
    """The pages that the project writes to go with its manuscript or report; none where it has no such folder."""
    folder = PAGES[main_text(root)]
    if not (root / folder).is_dir():
        return {}
    allowed = read_allowed(root / ALLOWED) if (root / ALLOWED).is_file() else ()
    return fill_pages(read_pages(root / folder), ledger, allowed, folder)


def _chapters(
    root: Path, study: Study, notebooks: Sequence[ExecutedNotebook], provenance: Provenance, leads: Leads
) -> dict[str, str]:
    figures = [
        replace(each, caption=split_origin(each.caption, study.origin)[0])  # the picture says it
        for each in read_figures(root / FIGURES)
    ]
    parameters = {name: run.parameters for name, run in provenance.runs.items()}
    chapters = {f"{each.name}.ipynb": chapter(each, figures, parameters.get(each.name), leads) for each in notebooks}
    return chapters | {f"made/{figure.name}.md": figure_block(figure) for figure in figures}


def _unlike(texts: Mapping[str, str], more: dict[str, str]) -> dict[str, str]:
    """Return what is added to the texts. Raises Fault for a figure that is called like a part of the site."""
    if both := sorted(texts.keys() & more.keys()):
        name = Path(both[0]).stem
        raise Fault(f"paper/figures/{name}.json: the site has a part of this name, {both[0]}; give the figure another")
    return more


def _made(notebooks: Sequence[ExecutedNotebook], terms: Sequence[Term], parts: Parts) -> dict[str, str]:
    """The parts of pages that are made of what every study has."""
    return {"made/glossary.md": lookups.glossary(terms, notebooks, parts.variables) if terms else ""}


def _of_paper(
    root: Path, study: Study, notebooks: Sequence[ExecutedNotebook], ledger: Ledger, provenance: Provenance
) -> dict[str, str]:
    """The parts of pages that tell of the paper: its files, which may not have been written yet, and its numbers."""
    files = _files_of_paper(root, study)
    if not files:
        return dict.fromkeys(("made/sources.md", "made/paper.md"), _UNMADE)
    lines = source_lines(quoted_numbers(root, ledger), provenance)
    sources = lookups.sources_tables(lines, [notebook.name for notebook in notebooks])
    return {"made/sources.md": sources, "made/paper.md": lookups.documents(files)}


def _files_of_paper(root: Path, study: Study) -> list[str]:
    return list(files_of_paper(root)) if "paper" in study.prints else []


def _tables(root: Path, pages: str) -> dict[str, str]:
    """The published tables that a page includes, each as "made/<name>.md"."""
    kept = [path for path in sorted((root / TABLES).glob("*.json")) if f"made/{path.stem}.md" in pages]
    return {f"made/{path.stem}.md": f"````{{raw}} html\n{html_fragment(read_table(path))}\n````\n" for path in kept}


def _copy(root: Path, source: Path) -> None:
    """Copy the pictures."""
    (source / "figures").mkdir()
    for picture in sorted((root / FIGURES).glob("*.svg")):
        shutil.copyfile(picture, source / "figures" / picture.name)
