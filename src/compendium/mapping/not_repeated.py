"""A cell that tells who a patient is: said as such, shown to nobody, and never to be copied into the mapping."""

from __future__ import annotations

from compendium.registry.codebook import CENTRE, Variable
from compendium.sources.cells import Cells
from compendium.sources.identifiers import masked, person_in
from press.ground.fault import FaultRecord

_TAKE_OUT = (
    "leave in the cell what belongs there alone, write nothing of it into the mapping, and tell your data-protection "
    "officer"
)


def who_is_in(cell: str, variable: Variable) -> str:
    """Return what in a cell tells who a patient is, "" for nothing; hospitals are called after saints.

    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> who_is_in("non-responder (Mario)", book.variable("response_physician"))
    "what looks like a person's name"
    >>> who_is_in("Ospedale Santa Maria", book.variable("centre"))
    ''
    """
    return "" if variable.role == CENTRE else person_in(cell)


def shown(cell: str, variable: Variable) -> str:
    """Return a cell as a message may repeat it."""
    return cell if variable.role == CENTRE else masked(cell)


def fault_of_cell(cells: Cells, at: int, column: str, variable: Variable, flaw: tuple[str, str]) -> FaultRecord:
    """Return the fault of a cell that could not be read, or that it tells who a patient is, where it does."""
    if what := who_is_in(cells.rows[at][cells.header.index(column)], variable):
        flaw = f"nothing that tells who a patient is; this is {what}", _TAKE_OUT
    return cells.fault(at, column, *flaw)
