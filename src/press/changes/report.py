"""Everything that changed in the paper since a commit, gathered, written as a table and a Word file, and said."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from press.build.manifest import Manifest
from press.build.plan import Plan
from press.build.reading import file_of
from press.changes.causes import Maker, causes, changed_settings, lines_changed, of_text, read_otherwise
from press.changes.earlier import SOURCES, Earlier, changed_files, laid_out
from press.changes.exhibits import in_figures, in_tables, read_printed
from press.changes.files import NUMBERS, take_away
from press.changes.manuscript import altered_figures, write_tracked
from press.changes.numbers import Line, Number, in_sentences, read_lines
from press.changes.said import COLUMNS, cells, screen
from press.exhibits.places import RESULTS
from press.ground.fault import Fault
from press.notebooks.notebook import Notebook
from press.paper.files import DEFAULT_STYLE
from press.paper.write import style_file
from press.project import Project
from press.rows.csv_text import as_csv
from press.rows.provenance import Made


def report(project: Project, since: str, given: Mapping[str, Any], style: str | None) -> list[str]:
    """Write changes/numbers.csv and the texts in Word for what changed since a commit; return what is said of it.

    What was built last is the present. Raises Fault for a commit that cannot be held against it, and for a paper that
    cannot be composed.
    """
    take_away(project.root)
    with laid_out(project, since) as earlier:
        plan = Plan(project, given, Manifest(project), style)
        numbers = list(_numbers(project.root, earlier.root, plan))
        why = _why(project, earlier, plan, numbers)
        figures = altered_figures(project.root, earlier)
        word, tracked = "", list[str]()
        try:
            csl = style_file(project.root, style or DEFAULT_STYLE)
            tracked = write_tracked(project.root, earlier, plan.provenance, csl)
        except Fault as fault:
            word = str(fault)
        if not (numbers or tracked or figures or word):
            return [f"nothing changed in the paper since {earlier.short} of {earlier.moment[:10]}"]
        _write(project.path(NUMBERS), numbers, why)
        return screen(earlier, numbers, why, figures, word, tracked)


def _numbers(root: Path, then: Path, plan: Plan) -> Iterator[Number]:
    """What changed in sentences, then what changed in tables and figures alone."""
    old, new = read_lines(then / SOURCES), read_lines(root / SOURCES)
    old_rows, new_rows = _rows(then), _rows(root)
    found = in_sentences(old, new, old_rows, new_rows)
    yield from found
    made = plan.provenance
    makers = {row: _maker(made.results, row) for row in {*old_rows, *new_rows}}
    said = {one.row for one in found}
    before, after = read_printed(then), read_printed(root)
    yield from (one for one in in_tables(before, after, old_rows, new_rows, makers) if one.row not in said)
    yield from in_figures(before, after, {name: each.notebook for name, each in made.exhibits.items()})


def _rows(root: Path) -> dict[str, str]:
    """Every result's value by its id, as it is stored."""
    lines = (line for path in sorted((root / RESULTS).glob("*.csv")) for line in read_lines(path))
    parts = ("analysis", "variable", "level", "group", "statistic")
    return {".".join(line[part] for part in parts if line.get(part)): line.get("value", "") for line in lines}


def _maker(results: Mapping[str, Made], row: str) -> str:
    made = results.get(f"{RESULTS}/{row.partition('.')[0]}.csv")
    return made.notebook if made else ""


def _makers(plan: Plan) -> dict[str, Maker]:
    """What every step rests on, as the last build noted it; a notebook rests on its own text, too."""
    by = {path: name for name, runs in plan.manifest.records.items() for path in runs[0].outputs}
    found = {}
    for step in plan:
        if record := plan.manifest[step.name]:
            inputs = frozenset(map(file_of, record.basis.inputs))
            own = {f"notebooks/{step.name}.md"} if isinstance(step, Notebook) else set()
            made_by = {path: by[path] for path in inputs if path in by and by[path] != step.name}
            found[step.name] = Maker(frozenset({*record.basis.code, *own}), inputs, made_by)
    return found


def _why(project: Project, earlier: Earlier, plan: Plan, numbers: Sequence[Number]) -> dict[Number, list[str]]:
    """The causes of each; where the commit's own outputs were behind its sources, those since they were made."""
    then, now = (_by_row(read_lines(root / SOURCES)) for root in (earlier.root, project.root))
    makers, changed = _makers(plan), changed_files(project, earlier.commit)
    before: set[str] | None = None
    found = {}
    for one in numbers:
        if text := of_text(one):
            found[one] = [text]
            continue
        old, new = _run_of(then, one), _run_of(now, one)
        settings, explain = changed_settings(old, new), lambda file: _explained(project, earlier, file)
        files = changed | read_otherwise(old, new)
        found[one] = causes(one.notebook, makers, files, explain, settings)
        if not found[one]:
            before = changed_files(project, earlier.built) if before is None else before
            found[one] = causes(one.notebook, makers, before, explain, settings)
        found[one] = found[one] or ["not found: neither what makes it nor what that reads has changed"]
    return found


def _by_row(lines: Sequence[Line]) -> dict[str, Line]:
    return {line["id"]: line for line in lines} | {f"by {line['notebook']}": line for line in lines}


def _run_of(lines: Mapping[str, Line], number: Number) -> Line | None:
    return lines.get(number.row) or lines.get(f"by {number.notebook}")


def _explained(project: Project, earlier: Earlier, file: str) -> str:
    old, new = (root / file for root in (earlier.root, project.root))
    if not old.is_file() or not new.is_file():
        return f"{file} is {'no more' if old.is_file() else 'new'}"
    return lines_changed(file, old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8"))


def _write(path: Path, numbers: Sequence[Number], why: Mapping[Number, Sequence[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([as_csv(each) for each in cells(one, why[one])] for one in numbers)
