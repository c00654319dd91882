"""Which variables are outcomes: the numbers of a visit that have that role in data/codebook.csv, and no other list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

from compendium.registry.codebook import Codebook, Variable, load_codebook
from press.ground.fault import Fault, FaultRecord, stop_at
from press.ground.nearest import closest
from press.ground.paths import project_root

ROLE = "outcome"
LIMIT = "_uln"  # ck_uln of visits: the upper limit of normal of ck, which makes ck an enzyme
MULTIPLE = "_xuln"  # ck_xuln of analysis: ck at baseline as a multiple of that limit
_Broken = tuple[str, str, str, str]  # column, value, rule, what to do


def project_codebook() -> Codebook:
    """Return the project's codebook, read once: every line of every table asks it for a label or an outcome."""
    return _read_once(project_root())


@cache
def _read_once(root: Path) -> Codebook:
    return load_codebook(root / "data" / "codebook.csv")


def outcomes(codebook: Codebook | None = None) -> tuple[Variable, ...]:
    """Return the outcomes in the order of the codebook, by default the project's own.

    Raises SpreadsheetFault with all that is wrong: an outcome that is no number of a visit, an enzyme without the row
    of its multiple of ULN in the table analysis, or such a row without its enzyme.

    >>> [variable.name for variable in outcomes()][:3]
    ['mmt8', 'ck', 'aldolase']
    """
    return _checked(codebook or project_codebook())


@cache
def _checked(book: Codebook) -> tuple[Variable, ...]:
    """Return the outcomes of a codebook, checked once: an analysis asks for them hundreds of times."""
    stop_at(_faults(book))
    return book.with_role(ROLE)


def enzymes(codebook: Codebook | None = None) -> tuple[str, ...]:
    """Return the outcomes that have an upper limit of normal of their own beside them. Raises as `outcomes` does.

    >>> enzymes()[:3]
    ('ck', 'aldolase', 'ldh')
    """
    book = codebook or project_codebook()
    limited = _limited(book)
    return tuple(variable.name for variable in outcomes(book) if variable.name in limited)


def scales(codebook: Codebook | None = None) -> tuple[str, ...]:
    """Return the outcomes that are no enzymes: scales, and doses such as that of prednisone. Raises as `outcomes` does.

    >>> scales()[:2]
    ('mmt8', 'dysphagia_vas')
    """
    book = codebook or project_codebook()
    limited = _limited(book)
    return tuple(variable.name for variable in outcomes(book) if variable.name not in limited)


def compared_as(outcome: Variable, codebook: Codebook | None = None) -> str:
    """Return the variable as which an outcome at baseline is compared between patients: an enzyme in multiples of ULN.

    Laboratories differ in their limits, so values as measured are described and never compared. This is the one place
    that says so.

    >>> [compared_as(outcome) for outcome in outcomes()][:3]
    ['mmt8', 'ck_xuln', 'aldolase_xuln']
    """
    return f"{outcome.name}{MULTIPLE}" if outcome.name in enzymes(codebook) else outcome.name


def choice(names: Sequence[str], among: Collection[str], what: str, place: str) -> tuple[str, ...]:
    """Return names that an author chose from those there are. Raises Fault where one of them is not there (any more).

    >>> choice(["mmt8"], scales(), "an outcome", "COURSES")
    ('mmt8',)
    """
    for name in names:
        if name not in among:
            near = closest(name, among)
            hint = f"write {near}, if that is meant" if near else "choose another, or restore it"
            raise Fault(f"{place} names {name}, which is not {what} by data/codebook.csv. What to do: {hint}.")
    return tuple(names)


def _limited(book: Codebook) -> set[str]:
    return {each.name.removesuffix(LIMIT) for each in book.table("visits") if each.name.endswith(LIMIT)}


def _faults(book: Codebook) -> Iterator[FaultRecord]:
    derived = {variable.name for variable in book.variables if variable.table == "analysis"}
    for variable in book.variables:
        broken = _broken(variable, _limited(book), derived) if variable.role == ROLE else _alone(variable, book)
        if broken:
            yield FaultRecord("data/codebook.csv", variable.row, *broken)


def _broken(outcome: Variable, limited: Collection[str], derived: Collection[str]) -> _Broken | None:
    if outcome.table != "visits":
        return "table", outcome.table, "visits, as for every outcome", "correct it, or give it another role"
    if outcome.kind not in ("integer", "number"):
        return "kind", outcome.kind, "integer or number, as for every outcome", "correct it, or give it another role"
    if outcome.name in limited and f"{outcome.name}{MULTIPLE}" not in derived:
        rule = f"beside an enzyme, a row {outcome.name}{MULTIPLE} in the table analysis"
        return "name", outcome.name, rule, f"add that row, in the manner of ck{MULTIPLE}"
    return None


def _alone(variable: Variable, book: Codebook) -> _Broken | None:
    """A multiple of ULN of what is no enzyme among the outcomes."""
    enzyme = variable.name.removesuffix(MULTIPLE)
    if variable.table != "analysis" or enzyme == variable.name:
        return None
    if enzyme in _limited(book) & {outcome.name for outcome in book.with_role(ROLE)}:
        return None
    rule = f"an outcome {enzyme} with its limit {enzyme}{LIMIT} in visits"
    return "name", variable.name, rule, "remove the row, or restore the enzyme and its limit"
