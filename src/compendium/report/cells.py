"""What stands in one cell of a table: the few statistics of one variable in one group, read from the ledger."""

from __future__ import annotations

from compendium.report import labels
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Cell
from compendium.results import Key, Ledger, slug, text

JOURNAL = "default"  # the style of every p-value in the tables; compendium.results.text.JOURNALS names the others


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


def mean_sd(ledger: Ledger, key: Key, digits: int) -> str:
    """Write mean ± SD."""
    return text.mean_sd(value(ledger, key, "mean"), value(ledger, key, "sd"), digits)


def median_iqr(ledger: Ledger, key: Key, digits: int) -> str:
    """Write median [quartiles]."""
    return text.median_iqr(*three(ledger, key, ("median", "q1", "q3")), digits)


def count_percent(ledger: Ledger, key: Key) -> str:
    """Write n/N (%)."""
    return text.count_percent(value(ledger, key, "count"), value(ledger, key, "total"))


def estimate(ledger: Ledger, key: Key, names: tuple[str, str, str], digits: int) -> str:
    """Write an estimate with its interval; `names` are the statistics of estimate, lower and upper limit."""
    return text.estimate(*three(ledger, key, names), digits)


def ratio(ledger: Ledger, key: Key, names: tuple[str, str, str] = ("or", "ci_low", "ci_high")) -> str:
    """Write an odds ratio or another ratio with its interval."""
    return estimate(ledger, key, names, 2)


def odds(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """Write an odds ratio with its interval; where there is none, a note says why."""
    row = ledger[row_id(key, "or")]
    return Cell(ratio(ledger, key), (table.note(sentence(row.note)),) if row.note else ())


def share(ledger: Ledger, key: Key) -> str:
    """Write a percentage with its confidence interval."""
    return estimate(ledger, key, ("percent", "ci_low", "ci_high"), 1)


def p(table: TableBuilder, ledger: Ledger, key: Key, statistic: str = "p") -> Cell:
    """Write a p-value, marked with the note that names its test (or says why there is none)."""
    row = ledger[row_id(key, statistic)]
    said = text.p_value(row.value, JOURNAL)
    note = row.method if said != text.MISSING or not row.note else f"{row.method}: {row.note}"
    return Cell(said, (table.note(sentence(note)),))


def sentence(words: str) -> str:
    """Return a method as a note: a capital first, a full stop last.

    >>> sentence("likelihood ratio test")
    'Likelihood ratio test.'
    """
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def missing(ledger: Ledger, key: Key) -> str:
    """Write how many patients have no value."""
    return text.number(value(ledger, key, "missing"), 0)


def is_number(ledger: Ledger, key: Key) -> bool:
    """Whether a variable was described by a mean."""
    return row_id(key, "mean") in ledger


def level_keys(ledger: Ledger, key: Key, groups: tuple[str, ...] = ("",)) -> list[tuple[str, Key]]:
    """Return the levels of a variable that any patient of these groups has, with the label as recorded."""
    levels = [(level, key.at(level=slug(level))) for level in labels.variable(key.variable).levels]
    return [
        (level, at) for level, at in levels if any(value(ledger, at.at(group=group), "count") > 0 for group in groups)
    ]
