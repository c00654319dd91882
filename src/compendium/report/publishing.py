"""Publish from a notebook: show an exhibit and write its files to the output folder, as the build expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from compendium.registry.paths import output_folder
from compendium.report.figure.exhibit import Exhibit
from compendium.report.table.layout import Table
from compendium.report.table.writing import write_table
from compendium.results import Ledger, say

if TYPE_CHECKING:
    from IPython.display import Markdown

RESULTS, TABLES, FIGURES = "paper/results", "paper/tables", "paper/figures"
Shown = TypeVar("Shown", Table, Exhibit)


def publish(exhibit: Shown) -> Shown:
    """Write a table (CSV, HTML, LaTeX, Word) or a figure (SVG, PDF, PNG) and return it, so that the cell shows it."""
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


def answer(template: str, ledger: Ledger, origin: str) -> Markdown:
    """Show a sentence whose numbers are asked of the ledger, with the origin of the data below it."""
    from IPython.display import Markdown

    words = " ".join(say(template, ledger).split())
    return Markdown(f"{words}\n\n*{origin}*")  # type: ignore[no-untyped-call]
