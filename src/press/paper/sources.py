"""Where every number of the paper comes from: its result row, the cell that computed it, the settings and the files."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from press.exhibits.places import RESULTS
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.ground.fault import Fault
from press.paper.document import Quoted
from press.paper.files import SUPPLEMENT
from press.rows import Row, text
from press.rows.csv_text import as_csv
from press.rows.provenance import Made, Provenance, Run

CSV_COLUMNS = (
    *("document", "section", "line", "id", "display", "format", "value", "n", "method", "note"),
    *("notebook", "cell", "heading", "results", "parameters", "inputs"),
)
_SHOWN = 12  # characters of a SHA-256: enough to tell two files apart, short enough to be compared by eye


def results_file(row: Row) -> str:
    """Return the file that holds a row: each analysis has its own.

    >>> results_file(Row("efficacy", "mmt8", "", "baseline", "mean", 104.6))
    'paper/results/efficacy.csv'
    """
    return f"{RESULTS}/{row.analysis}.csv"


def stored(row: Row) -> str:
    """Return a row's value with every digit that its results file holds; empty where it could not be computed.

    >>> stored(Row("cohort", "", "", "", "n", 123.0)), stored(Row("efficacy", "", "", "", "p", 0.0002250731431))
    ('123', '0.0002250731431')
    """
    return "" if math.isnan(row.value) else f"{row.value:.15g}"


def sources_table(quoted: Sequence[Quoted], provenance: Provenance) -> Table:
    """Return the table of every row that a text quotes, under the section that quotes it first.

    A row quoted again keeps its one line. The method, the note and every other place are in the CSV of `write_sources`:
    here each number is one line. Raises Fault where no notebook is known to have written a row's results file.
    """
    made = _made(quoted, provenance)
    table = TableBuilder("sources", "Where every number comes from")
    for heading in ("Result", "Reads", "Value as stored", "n", "Notebook, cell"):
        table.column(heading, align="right" if heading in ("Value as stored", "n") else "left")
    for section, rows in _by_section(quoted).items():
        table.section(section)
        for again in rows:
            row = again[0].row
            cell = _cell(table, made[results_file(row)])
            n = text.MISSING if row.n is None else str(row.n)
            reads = "; ".join(dict.fromkeys(one.text for one in again))
            value = stored(row) or text.MISSING
            table.line(row.id, Cell(reads, rows=(row.id,)), Cell(value, rows=(row.id,)), n, cell)
    return table.build()


def source_lines(quoted: Sequence[Quoted], provenance: Provenance) -> Iterator[dict[str, str]]:
    """Yield one line for each number of the texts, in reading order: everything about it, by the names of CSV_COLUMNS.

    Raises Fault where no notebook is known to have written a row's results file.
    """
    made = _made(quoted, provenance)
    for one in quoted:
        row, cell = one.row, made[results_file(one.row)]
        run = provenance.runs.get(cell.notebook, Run())
        number = (stored(row), "" if row.n is None else row.n, row.method, row.note)
        place = (cell.notebook, cell.cell, cell.heading, results_file(row))
        settings = (_flat(run.parameters), _flat({name: sha[:_SHOWN] for name, sha in run.inputs.items()}))
        line = (_document(one), one.section, one.line, row.id, one.text, one.form, *number, *place, *settings)
        yield dict(zip(CSV_COLUMNS, map(str, line), strict=True))


def write_sources(quoted: Sequence[Quoted], provenance: Provenance, path: Path) -> None:
    """Write the lines of `source_lines` as CSV, each text so that no spreadsheet computes it."""
    lines = list(source_lines(quoted, provenance))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, CSV_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: as_csv(text) for column, text in line.items()} for line in lines)


def exhibits_table(names: Mapping[str, str], provenance: Provenance) -> Table:
    """Return the table of exhibits: `names` maps how each is called to its file name ("Table 1": "table_one")."""
    table = TableBuilder("exhibit_sources", "Where every table and figure comes from")
    for heading in ("Exhibit", "Name", "Notebook, cell", "Heading above the cell", "Results"):
        table.column(heading, align="left")
    missing = sorted(name for name in names.values() if name not in provenance.exhibits)
    if missing:
        raise Fault(f"no notebook is known to have made {', '.join(missing)}; run make all, then the paper again")
    for label, name in names.items():
        made = provenance.exhibits[name]
        results = [path for path, cell in sorted(provenance.results.items()) if cell.notebook == made.notebook]
        table.line(label, name, _place_of(made), made.heading, "; ".join(results))
    return table.build()


def inputs_table(provenance: Provenance) -> Table:
    """Return the table of what the notebooks were run with: parameters, and files with their SHA-256, each in one line.

    The last column names the notebooks; where two of them had another value or file of one name, there are two lines.
    """
    table = TableBuilder("inputs", "Parameters and input files of the notebooks")
    for heading in ("Parameter or file", f"Value, or first {_SHOWN} characters of the SHA-256", "Notebooks"):
        table.column(heading, align="left")
    runs = sorted(provenance.runs.items())
    values = [(name, str(value), notebook) for notebook, run in runs for name, value in run.parameters.items()]
    files = [(path, sha[:_SHOWN], notebook) for notebook, run in runs for path, sha in run.inputs.items()]
    for title, found in (("Parameters", values), ("Files", sorted(files))):
        if found:
            table.section(title)
        for name, value in dict.fromkeys((name, value) for name, value, _ in found):
            users = [notebook for *each, notebook in found if each == [name, value]]
            table.line(name, value, "all" if len(users) == len(runs) > 1 else "; ".join(users))
    return table.build()


def _made(quoted: Iterable[Quoted], provenance: Provenance) -> Mapping[str, Made]:
    unknown = sorted({results_file(one.row) for one in quoted} - set(provenance.results))
    if unknown:
        raise Fault(f"no notebook is known to have written {', '.join(unknown)}; run make all, then the paper again")
    return provenance.results


def _by_section(quoted: Sequence[Quoted]) -> dict[str, list[list[Quoted]]]:
    """The quotations of each row together, under the section of the first."""
    rows: dict[str, list[Quoted]] = {}
    for one in quoted:
        rows.setdefault(one.row.id, []).append(one)
    sections: dict[str, list[list[Quoted]]] = {}
    for again in rows.values():
        sections.setdefault(_place(again[0]), []).append(again)
    return sections


def _cell(table: TableBuilder, made: Made) -> Cell:
    if not made.cell:
        return Cell(_place_of(made))
    note = table.note(f"Cell {made.cell} of {made.notebook}, under the heading “{made.heading}”.")
    return Cell(_place_of(made), (note,))


def _place_of(made: Made) -> str:
    return f"{made.notebook},\N{NO-BREAK SPACE}{made.cell}" if made.cell else made.notebook


def _document(one: Quoted) -> str:
    return PurePosixPath(one.file).stem


def _place(one: Quoted) -> str:
    document = _document(one)
    return f"{document.capitalize()}: {one.section}" if document == SUPPLEMENT else one.section


def _flat(named: Mapping[str, str | int]) -> str:
    return "; ".join(f"{name}={value}" for name, value in named.items())
