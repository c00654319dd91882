"""Publish from a notebook: show an exhibit and write its files to the output folder, as the build expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.passage import Passage
from press.exhibits.table.layout import Table
from press.exhibits.table.writing import write_table
from press.ground.paths import output_folder
from press.rows import Ledger

if TYPE_CHECKING:
    from IPython.display import Markdown

RESULTS, TABLES, FIGURES = "paper/results", "paper/tables", "paper/figures"
Shown = TypeVar("Shown", Table, Exhibit)


def publish(exhibit: Shown) -> Shown:
    """Write a table (CSV, HTML, LaTeX, Word) or a figure (SVG, PDF, PNG), each with its JSON, and return it.

    The cell that ends with it shows it.
    """
    if isinstance(exhibit, Table):
        write_table(exhibit, output_folder() / TABLES)
    else:
        exhibit.save(output_folder() / FIGURES)
    return exhibit


def publish_results(name: str, ledger: Ledger) -> Markdown:
    """Write the ledger to paper/results/<name>.csv and say so."""
    from IPython.display import Markdown

    ledger.write(output_folder() / RESULTS / f"{name}.csv")
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
    return Passage((*said.parts, f"\n\n*{origin}*"))
