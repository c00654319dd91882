"""Publish from a notebook: show an exhibit, write its files to the output folder, and note which cell made them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, overload

from press.exhibits.passage import Passage, Plain
from press.exhibits.places import FIGURES, RESULTS, TABLES
from press.exhibits.table.layout import Table
from press.ground.paths import output_folder
from press.rows import Ledger
from press.rows.provenance import note_made, running_cell

if TYPE_CHECKING:  # the libraries that draw, and those that write Word and HTML, are loaded once they are needed
    from IPython.display import Markdown

    from press.exhibits.figure.exhibit import Exhibit


class ShownTable:
    """A table as a notebook shows it: in HTML, as LaTeX, as Markdown, and in one line."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def html(self) -> str:
        """The table as HTML, made once for the file and for the notebook."""
        from press.exhibits.table.write_html import html_fragment

        return html_fragment(self.table)

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return self.html

    def _repr_latex_(self) -> str:
        from press.exhibits.table.write_latex import latex_table

        return latex_table(self.table)

    def _repr_markdown_(self) -> str:
        from press.exhibits.table.write_markdown import markdown_table

        return markdown_table(self.table)


@overload
def publish(exhibit: Table) -> ShownTable: ...
@overload
def publish(exhibit: Exhibit) -> Exhibit: ...
def publish(exhibit: Table | Exhibit) -> ShownTable | Exhibit:
    """Write a table (CSV, HTML, LaTeX, Word) or a figure (SVG, PDF, PNG), each with its JSON; return what shows it.

    The cell that ends with it shows it, and is noted as the one that made it.
    """
    out = output_folder()
    if isinstance(exhibit, Table):
        shown = ShownTable(exhibit)
        _write(shown, out / TABLES)
        note_made(out, f"{TABLES}/{exhibit.name}", running_cell())
        return shown
    exhibit.save(out / FIGURES)
    note_made(out, f"{FIGURES}/{exhibit.name}", running_cell())
    return exhibit


def write_table(table: Table, folder: Path) -> list[Path]:
    """Write `table` to `folder` (made if missing) as CSV, HTML, LaTeX, Word and JSON, and return the paths."""
    return _write(ShownTable(table), folder)


def _write(shown: ShownTable, folder: Path) -> list[Path]:
    from press.exhibits.table.kept import write_json
    from press.exhibits.table.write_csv import write_csv
    from press.exhibits.table.write_html import write_html
    from press.exhibits.table.write_latex import write_latex
    from press.exhibits.table.write_word import write_word

    writers: dict[str, Callable[[Table, Path], Path]] = {
        "csv": write_csv,
        "html": partial(write_html, fragment=shown.html),
        "tex": write_latex,
        "docx": write_word,
        "json": write_json,
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [write(shown.table, folder / f"{shown.table.name}.{ending}") for ending, write in writers.items()]


def publish_results(name: str, ledger: Ledger) -> Markdown:
    """Write the ledger to paper/results/<name>.csv and say so; the cell that made the ledger is noted."""
    from IPython.display import Markdown

    out = output_folder()
    ledger.write(out / RESULTS / f"{name}.csv")
    note_made(out, f"{RESULTS}/{name}.csv", ledger.cell)
    return Markdown(f"{len(ledger)} results were written to `{RESULTS}/{name}.csv`.")  # type: ignore[no-untyped-call]


def answer(template: str, ledger: Ledger, origin: str) -> Passage:
    """Show a sentence of your own whose numbers are asked of the ledger, with the origin of the data below it.

    A field is `{id:format}`: an id of the ledger, and one of the formats of `press.rows.say`. Words may be
    emphasised as in Markdown. A page keeps the id of every number beside it, so that a reader can ask where it is from.
    Raises KeyError for an unknown id, ValueError for an unknown format or a brace that is not a field.

    >>> from press.rows import Key
    >>> women = Key("cohort", "sex", "female")
    >>> results = Ledger([women.row("count", 90, n=123), women.row("percent", 73.17, n=123)])
    >>> asked = "Of {cohort.sex.female.count:n} patients, **{cohort.sex.female.percent:percent0}** were women."
    >>> answer(asked, results, "Simulated registry: no patient data.")
    Of 123 patients, **73%** were women.
    <BLANKLINE>
    *Simulated registry: no patient data.*
    """
    said = Passage.filled(template, ledger)
    return Passage((*said.parts, "\n\n*", Plain(origin), "*"))
