"""The pages to look things up in: glossary, codebook, the printed figures beside the recomputed ones, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compendium.registry.codebook import DERIVED, TABLES, Codebook, Variable
from press.ground.fault import Fault
from press.rows import text
from press.site.executed import Notebook
from press.site.markdown import anchor, number, plain, table
from press.site.vocabulary import Term

Lines = Sequence[Mapping[str, str]]
_FILES = {name: f"{name}.csv, one row for each {name.replace('_', ' ').removesuffix('s')}" for name in TABLES} | {
    DERIVED: "Derived for the analysis, in no file"
}
_WHICH = {"mean": "mean", "sd": "SD", "ci_low": "lower", "ci_high": "upper"}  # of statements with the same words
_KINDS = {
    "id": "pseudonym",
    "text": "words",
    "date": "date, as 2014-05-31",
    "integer": "whole number",
    "number": "number",
    "yes_no": "yes or no",
    "level": "one of",
}


def glossary(terms: Iterable[Term], notebooks: Sequence[Notebook], codebook: Codebook) -> str:
    """Return every term with its meaning, its variable in the codebook and the notebooks that explain it."""
    titles = {notebook.name: notebook.title for notebook in notebooks}
    entries: list[str] = []
    for term in terms:
        used = "; ".join(f'<a href="{name}.html#vocabulary">{plain(titles[name])}</a>' for name in term.notebooks)
        about = f"  {_variable(term, codebook)}Explained in: {used}"
        entries += [*map(plain, term.forms), f"  {term.meaning}.", "", about, ""]
    return "\n".join(["````{glossary}", *entries, "````", ""])


def _variable(term: Term, codebook: Codebook) -> str:
    """The variables of a term as links to the codebook, where it has them."""
    known = {f"`{variable.name}`": variable for variable in reversed(codebook.variables)}
    named = [known[name] for name in term.variable.split() if name in known]
    links = [f'<a href="codebook.html#{_place(each)}"><code>{each.name}</code></a>' for each in named]
    return f"In the data: {', '.join(links)}. " if links else ""


def _place(variable: Variable) -> str:
    return f"{variable.table}-{variable.name}"


def codebook_tables(codebook: Codebook) -> str:
    """Return a table for each file of the registry, and one for what the study derives."""
    headings = ("Variable", "Meaning", "Permitted values", "Published, inferred or assumed")
    parts: list[str] = []
    for name, title in _FILES.items():
        lines = [
            [f"{anchor(_place(each))}`{each.name}`", _meaning(each), _permitted(each), plain(each.source)]
            for each in codebook.table(name)
        ]
        parts += [f"## {title.partition(',')[0]}", "", table(title, headings, lines)]
    return "\n".join(parts)


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


def published_tables(printed: Lines, verdicts: Lines, rows: Mapping[str, Sequence[str]]) -> str:
    """Return a table for each section of the paper: what is printed, what was recomputed, and the verdict.

    `printed` are the lines of data/published.csv, `verdicts` those of paper/published.csv; `rows` gives the result rows
    of each by its id. Raises Fault where a printed figure has no verdict.
    """
    by_id = {line["id"]: line for line in verdicts}
    if missing := [line["id"] for line in printed if line["id"] not in by_id]:
        raise Fault(f"paper/published.csv says nothing of {', '.join(missing)}: run `make all`, then build the site")
    headings = ("What is stated", "Printed", "Recomputed", "Rule", "Verdict", "Method")
    parts: list[str] = []
    for section in dict.fromkeys(line["section"] for line in printed):
        within = [line for line in printed if line["section"] == section]
        lines = [_statement(line, by_id[line["id"]], rows.get(line["id"], ())) for line in within]
        parts += [f"## {section.capitalize()}", "", table(f"Printed and recomputed: {section}", headings, lines)]
    return "\n".join(parts)


def _statement(line: Mapping[str, str], verdict: Mapping[str, str], row_ids: Sequence[str]) -> list[str]:
    group = "" if line["group"] == "all" else f", {line['group']}"
    which = _WHICH.get(line["id"].rpartition(".")[2], "")
    group += f" ({which})" if which and which != line["note"] else ""
    caution = plain(line["note"]).replace("DECISIONS.md", '<a href="decisions.html">DECISIONS.md</a>')
    note = f'<br><span class="caution">{caution}</span>' if caution else ""
    agrees = verdict["agrees"] == "yes"
    mark = '<span class="agrees">✓ agrees</span>' if agrees else '<strong class="differs">✗ does not agree</strong>'
    recomputed = "<br>".join(number(each, row_ids) for each in verdict["recomputed"].split("; "))
    rule, method = plain(verdict["rule"]), plain(verdict["method"])
    return [f"{plain(line['quantity'] + group)}{note}", plain(line["printed"]), recomputed, rule, mark, method]


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
    cell = plain(f"{line['notebook']}, cell {line['cell']}")
    if line["notebook"] in chapters:
        cell = f'<a href="{line["notebook"]}.html#cell-{line["cell"]}">{cell}</a>'
    said = [number(line["display"], [line["id"]]), f"{place}`{line['id']}`"]
    return [*said, *(plain(line[name]) for name in ("value", "n", "method")), cell]
