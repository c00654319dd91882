"""The pages to look things up in: the glossary, where every number comes from, and the files of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath

from press.rows.provenance import Made
from press.site.downloads import FOLDER
from press.site.executed import ExecutedNotebook
from press.site.markdown import anchor, number, plain, table
from press.site.vocabulary import Term

Lines = Iterable[Mapping[str, str]]
_FORMS = {
    ".pdf": "PDF, to read and print",
    ".docx": "Word, to edit and comment",
    ".html": "one page for the browser",
    ".xml": "JATS XML, for journals and archives",
    ".tex": "LaTeX, for journals that ask for it",
}


def glossary(terms: Iterable[Term], notebooks: Sequence[ExecutedNotebook], variables: Mapping[str, str]) -> str:
    """Return every term with its meaning, the variables that hold it and the notebooks that explain it.

    `variables` gives the address that explains a variable, by its name.
    """
    titles = {notebook.name: notebook.title for notebook in notebooks}
    entries: list[str] = []
    for term in terms:
        used = "; ".join(f'<a href="{name}.html">{plain(titles[name])}</a>' for name in term.notebooks)
        about = f"  {_variables(term, variables)}Explained in: {used}"
        entries += [*map(plain, term.forms), f"  {term.meaning}.", "", about, ""]
    return "\n".join(["````{glossary}", *entries, "````", ""])


def _variables(term: Term, variables: Mapping[str, str]) -> str:
    """The variables of a term as links to where they are explained, as far as they are."""
    named = [word.strip("`") for word in term.variable.split() if word.startswith("`") and word.strip("`") in variables]
    links = [f'<a href="{variables[name]}"><code>{name}</code></a>' for name in named]
    return f"In the data: {', '.join(links)}. " if links else ""


def sources_tables(quoted: Lines, notebooks: Iterable[str]) -> str:
    """Return a table for each section of the paper: every number that it quotes, with the result it was read from.

    `quoted` are the lines of paper/sources.csv; `notebooks` names those that are chapters of the site. Where a result
    is first quoted is a place for links: `row-efficacy.mmt8.change.mean`.
    """
    chapters, seen = frozenset(notebooks), set[str]()
    sections: dict[str, list[list[str]]] = {}
    for line in quoted:
        title = f"{line['document'].capitalize()}: {line['section']}"
        sections.setdefault(title, []).append(_quoted(line, chapters, first=line["id"] not in seen))
        seen.add(line["id"])
    headings = ("It reads", "Result", "Value as stored", "n", "Method", "Computed in")
    return "\n".join(f"### {plain(title)}\n\n{table(plain(title), headings, sections[title])}" for title in sections)


def _quoted(line: Mapping[str, str], chapters: frozenset[str], *, first: bool) -> list[str]:
    place = anchor(f"row-{line['id']}") if first else ""
    cell = plain(Made(line["notebook"], int(line["cell"])).place)
    if line["notebook"] in chapters:
        cell = f'<a href="{line["notebook"]}.html#cell-{line["cell"]}">{cell}</a>'
    said = [number(line["display"], [line["id"]]), f"{place}`{line['id']}`"]
    return [*said, *(plain(line[name]) for name in ("value", "n", "method")), cell]


def documents(files: Iterable[str]) -> str:
    """Return the list of the paper's files, each with what it is good for, text by text; `files` by their names."""
    lines: list[str] = []
    for name, own in groupby(files, key=lambda file: PurePath(file).stem):
        links = [f'<a href="{FOLDER}/{file}">{file}</a>: {_FORMS[PurePath(file).suffix]}' for file in own]
        lines += [f"**{name.capitalize()}**", "", *(f"- {link}" for link in links), ""]
    return "\n".join(lines)
