"""What the site shows of this study's own files: the codebook, sections of its documents, and whose the data are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from compendium.exhibits.site_moving import LEADS, moving_parts
from compendium.exhibits.whose import SIMULATED, is_simulated, origin
from compendium.registry.codebook import DERIVED, TABLES, Codebook, Variable, load_codebook
from press.ground.merge_conflict import read_merged
from press.paper.files import REPORT, main_text
from press.rows import Key, Ledger, Row, text
from press.site.markdown import anchor, plain, table
from press.site.parts import Parts, section

CODEBOOK = "data/codebook.csv"
TOY = "tests/press/toy_study"  # the page on a study of one's own shows its files
_FILES = {name: f"{name}.csv, one row for each {name.replace('_', ' ').removesuffix('s')}" for name in TABLES} | {
    DERIVED: "Derived for the analysis, in no file"
}
_KINDS = {
    "id": "pseudonym",
    "text": "words",
    "date": "date, as YYYY-MM-DD",
    "integer": "whole number",
    "number": "number",
    "yes_no": "yes or no",
    "level": "one of",
}
_SECTIONS = {
    "made/run_it.md": ("README.md", "Run it"),
    "made/follow.md": ("README.md", "Follow one number from the patients to the sentence"),
    "made/bringing.md": ("data/README.md", "Bringing another registry"),
    "made/how_simulated.md": ("data/README.md", "How the simulated registry meets the printed figures"),
    "made/unsettled.md": (
        "data/README.md",
        "What the abstract does not settle: Raynaud's phenomenon, skin involvement, myalgia",
    ),
}
_INVENTED = f"{SIMULATED.removesuffix('.')}; a program invented them all, and nothing here says whether IVIg works."
_PAGES = {
    CODEBOOK: "codebook",
    "data/README.md": "data",
    "DECISIONS.md": "decisions",
    "paper/results/printed.csv": "published",
    "paper/tables/table_printed.html": "published",
    "paper/tables/table_printed.csv": "published",
    "table_printed.html": "published",
}


def site_parts(root: Path, ledger: Ledger) -> Parts:
    """Return the parts of the pages that are made from the codebook and from the project's own documents.

    `ledger` holds every result row. The documents, and what the codebook says of how each value is known, speak of the
    simulated registry: over the patients of another they are left out, and in a run on whatever registry, which has no
    page for them. Raises Fault where a document has no longer the section that a page shows.
    """
    codebook, simulated = load_codebook(root / CODEBOOK), is_simulated(ledger) and main_text(root) != REPORT
    made = {"made/codebook.md": codebook_tables(codebook, known=simulated)}
    made["made/data.md"] = "```{include} /parts/simulated.md\n```\n" if simulated else about_the_data(ledger)
    places = {each.name: f"codebook.html#{_place(each)}" for each in reversed(codebook.variables)}
    if not simulated:
        return Parts(made, places, (), {}, _PAGES, banner(ledger))
    made["made/toy_study.md"] = files_of_the_toy(root / TOY)
    made |= moving_parts(root, ledger)
    rows = tuple(counted_rows(codebook))
    return Parts(made | included(root), places, rows, {"codebook": CODEBOOK}, _PAGES, banner(ledger), LEADS)


def codebook_tables(codebook: Codebook, *, known: bool) -> str:
    """Return a table for each file of the registry, and one for what the study derives, as Markdown.

    `known`: with how each value of the simulated registry is known - published, inferred or assumed.
    """
    headings = ("Variable", "Meaning", "Permitted values", *(["Published, inferred or assumed"] if known else []))
    parts: list[str] = []
    for name, title in _FILES.items():
        lines = [
            [f"{anchor(_place(each))}`{each.name}`", _meaning(each), _permitted(each), plain(each.source)][
                : len(headings)
            ]
            for each in codebook.table(name)
        ]
        parts += [f"## {title.partition(',')[0]}", "", table(title, headings, lines)]
    return "\n".join(parts)


def _place(variable: Variable) -> str:
    return f"{variable.table}-{variable.name}"


def _meaning(variable: Variable) -> str:
    unit = f", in {variable.unit}" if variable.unit and variable.unit not in variable.label else ""
    return plain(variable.label + unit)


def _permitted(variable: Variable) -> str:
    """What a cell may hold, and beyond which values it is called implausible."""
    said = _KINDS[variable.kind]
    if variable.levels:
        said += ": " + ", ".join(variable.levels)
    if variable.low is not None or variable.high is not None:
        said += f", {_range(variable.low, variable.high)}"
    if variable.usual_low is not None or variable.usual_high is not None:
        said += f"; usually {_range(variable.usual_low, variable.usual_high)}"
    return plain(said + ("; always recorded" if variable.required else ""))


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"{text.plain(low)} or more" if low is not None else f"up to {text.plain(high or 0.0)}"
    return f"{text.plain(low)} to {text.plain(high)}"


def counted_rows(codebook: Codebook) -> Iterator[Row]:
    """Return how many variables of the registry are published, inferred and assumed: `codebook.published.count`, ..."""
    kinds = Counter(_known_how(variable.source) for variable in codebook.variables if variable.table != DERIVED)
    for kind, count in sorted(kinds.items()):
        method = f"variables of the registry that are {kind}, counted in {CODEBOOK}"
        yield Key("codebook", kind).row("count", count, n=kinds.total(), method=method)


def _known_how(source: str) -> str:
    """The word that a source opens with.

    >>> _known_how("assumed: mean about 55"), _known_how("assumed; steps of 0.125")
    ('assumed', 'assumed')
    """
    return source.partition(":")[0].partition(";")[0].strip().lower()


def included(root: Path) -> dict[str, str]:
    """Return the parts of the site that are sections of the project's own documents, by the name of the part."""
    texts = {file: read_merged(root / file, file) for file, _ in _SECTIONS.values()}
    parts = {name: section(texts[file], title, file) for name, (file, title) in _SECTIONS.items()}
    return parts | {"made/decisions.md": re.sub(r"\A# .*\n", "", read_merged(root / "DECISIONS.md", "DECISIONS.md"))}


def files_of_the_toy(folder: Path) -> str:
    """Return the files of the smallest study whole, each under its name."""
    shown = {"pyproject.toml": "toml", "data/rain.csv": "text", "src/rain/__init__.py": "python"}
    shown |= {"notebooks/01_rain.md": "text", "paper/manuscript.md": "text"}
    texts = {name: read_merged(folder / name, name) for name in shown}
    return "\n".join(f"**{plain(name)}**\n\n`````{shown[name]}\n{text}`````\n" for name, text in texts.items())


def about_the_data(ledger: Ledger) -> str:
    """Return what the front page of a run says first: whose registry it is."""
    return f"**The data.** {plain(origin(ledger))}\n"


def banner(ledger: Ledger) -> str:
    """Return the sentence at the head of every page: that no patient stands behind it, or whose registry it shows.

    >>> banner(Ledger([Key("cohort", "registry").row("origin", None, note="Registry: north.")]))
    'Registry: north.'
    """
    return _INVENTED if is_simulated(ledger) else origin(ledger)
