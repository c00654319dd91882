"""What stands in one cell of a table: the few statistics of one variable in one group, read from the ledger."""

from __future__ import annotations

from compendium.report import labels
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Cell
from compendium.results import Key, Ledger, slug, text
from compendium.results.row import Row

JOURNAL = "default"  # the style of every p-value in the tables; compendium.results.text.JOURNALS names the others
OR_LIMITS = ("or", "ci_low", "ci_high")


def row_id(key: Key, statistic: str) -> str:
    """Return the id of a statistic at a key.

    >>> row_id(Key("cohort", "age"), "mean")
    'cohort.age.mean'
    """
    return key.row(statistic, 0).id


def value(ledger: Ledger, key: Key, statistic: str) -> float:
    """Return one value of the ledger. Raises KeyError, naming the nearest ids, where it is not there."""
    return ledger.value(row_id(key, statistic))


def three(ledger: Ledger, key: Key, names: tuple[str, str, str]) -> tuple[float, float, float]:
    """Return three values of the ledger at one key: an estimate and its limits, or a median and its quartiles."""
    first, second, third = (value(ledger, key, name) for name in names)
    return first, second, third


def whole(ledger: Ledger, key: Key, statistic: str) -> str:
    """Write a count."""
    return text.number(value(ledger, key, statistic), 0)


def mean_sd(ledger: Ledger, key: Key, digits: int) -> str:
    """Write mean ± SD."""
    return text.mean_sd(value(ledger, key, "mean"), value(ledger, key, "sd"), digits)


def median_iqr(ledger: Ledger, key: Key, digits: int) -> str:
    """Write median [quartiles]."""
    return text.median_iqr(*three(ledger, key, ("median", "q1", "q3")), digits)


def count_percent(ledger: Ledger, key: Key) -> str:
    """Write n/N (%)."""
    return text.count_percent(value(ledger, key, "count"), value(ledger, key, "total"))


def estimate(
    table: TableBuilder, ledger: Ledger, key: Key, names: tuple[str, str, str], digits: int, *, ratio: bool = False
) -> Cell:
    """Write an estimate with its interval; `names` are the statistics of estimate, lower and upper limit.

    Where it could not be computed, a note says why.
    """
    numbers = three(ledger, key, names)
    said = text.estimate(*numbers, 2) if ratio else text.estimate(*numbers, digits)
    return _explained(table, said, ledger[row_id(key, names[0])])


def odds(table: TableBuilder, ledger: Ledger, key: Key, names: tuple[str, str, str] = OR_LIMITS) -> Cell:
    """Write an odds ratio, or another ratio, with its interval; where there is none, a note says why."""
    return estimate(table, ledger, key, names, 2, ratio=True)


def share(ledger: Ledger, key: Key) -> str:
    """Write a percentage with its confidence interval."""
    return text.estimate(*three(ledger, key, ("percent", "ci_low", "ci_high")), 1)


def number(table: TableBuilder, ledger: Ledger, key: Key, statistic: str, digits: int) -> Cell:
    """Write one number; where it could not be computed, a note says why."""
    row = ledger[row_id(key, statistic)]
    return _explained(table, text.number(row.value, digits), row)


def _explained(table: TableBuilder, said: str, row: Row) -> Cell:
    return Cell(said, (table.note(sentence(row.note)),) if said == text.MISSING and row.note else ())


def p(table: TableBuilder, ledger: Ledger, key: Key, statistic: str = "p") -> Cell:
    """Write a p-value, marked with the note that names its test, and what the row remarks on it."""
    row = ledger[row_id(key, statistic)]
    note = f"{row.method}: {row.note}" if row.note else row.method
    return Cell(text.p_value(row.value, JOURNAL), (table.note(sentence(note)),))


def sentence(words: str) -> str:
    """Return a method as a note: a capital first, a full stop last.

    >>> sentence("likelihood ratio test")
    'Likelihood ratio test.'
    """
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def method(ledger: Ledger, key: Key, statistic: str) -> str:
    """Return the method of a row as a note."""
    return sentence(ledger[row_id(key, statistic)].method)


def definition(ledger: Ledger, key: Key) -> str:
    """Return the note that names the response definition in force; `key` names the analysis."""
    return f"Response: {ledger[row_id(key.at(variable='response'), 'definition')].note}"


def is_number(ledger: Ledger, key: Key) -> bool:
    """Whether a variable was described by a mean."""
    return row_id(key, "mean") in ledger


def level_keys(ledger: Ledger, key: Key, groups: tuple[str, ...] = ("",)) -> list[tuple[str, Key]]:
    """Return the levels of a variable that any patient of these groups has, with the label as recorded."""
    levels = [(level, key.at(level=slug(level))) for level in labels.variable(key.variable).levels]
    return [
        (level, at) for level, at in levels if any(value(ledger, at.at(group=group), "count") > 0 for group in groups)
    ]
