"""How a variable is to be written, in words for whoever fills in a template."""

from __future__ import annotations

from compendium.registry.codebook import CENTRE, Variable

EMPTY = "Leave the cell empty where nothing is known."


def how_to_write(variable: Variable) -> str:
    """Return what a cell of the variable may hold.

    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> print(how_to_write(book.variable("age")))
    a whole number from 0 to 110 years, usually from 18 to 90
    >>> how_to_write(book.variable("sex")), how_to_write(book.variable("raynaud"))
    ('one of: female, male', 'one of: yes, no')
    >>> how_to_write(book.variable("centre"))
    'the name of the centre, written alike in every row, such as: A, B, C'
    """
    if variable.role == CENTRE:
        return f"the name of the centre, written alike in every row, such as: {', '.join(sorted(variable.levels))}"
    if variable.kind in ("integer", "number"):
        kind = "a whole number" if variable.kind == "integer" else "a number"
        limits = _limits(variable.low, variable.high)
        usual = _limits(variable.usual_low, variable.usual_high)
        unit = f" {variable.unit}" if variable.unit else ""
        return f"{kind}{limits}{unit}" + (f", usually{usual}" if usual not in ("", limits) else "")
    if words := words_of(variable):
        return f"one of: {', '.join(words)}"
    if variable.kind == "date":
        return "a date, year-month-day such as 2014-05-31"
    if variable.kind == "id":
        return "a pseudonym of letters, digits, '-', '_' or '.'; no name, no hospital number"
    return "text, without names"


def words_of(variable: Variable) -> tuple[str, ...]:
    """Return the words among which one is chosen; none where the variable is no choice.

    The centre is none: any may take part, and the codebook names those that did.
    """
    if variable.role == CENTRE:
        return ()
    return ("yes", "no") if variable.kind == "yes_no" else variable.levels


def words_offered(variable: Variable) -> tuple[str, ...]:
    """Return the words that are offered to whoever fills in: those to choose among, and of the centre those known."""
    return variable.levels if variable.role == CENTRE else words_of(variable)


def with_unit(variable: Variable) -> str:
    """Return the label with its unit.

    >>> from compendium.registry.codebook import load_codebook
    >>> with_unit(load_codebook().variable("ck")), with_unit(load_codebook().variable("sex"))
    ('Creatine kinase (CK), U/L', 'Sex')
    """
    return f"{variable.label}, {variable.unit}" if variable.unit else variable.label


def _limits(low: float | None, high: float | None) -> str:
    ends = (("from", low), ("to", high)) if None not in (low, high) else (("at least", low), ("at most", high))
    return "".join(f" {word} {end:.15g}" for word, end in ends if end is not None)
