"""What stands in one cell of a table: the few statistics of one variable in one group, read from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from press.exhibits.phrases import phrase as phrase
from press.exhibits.phrases import tested
from press.exhibits.phrases import together as together
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell
from press.rows import Key, Ledger, text
from press.rows.row import FOLLOWS, Row
from press.rows.sentence import capital

JOURNAL = "default"  # the style of every p-value in the tables; press.rows.text.JOURNALS names the others
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


def written(ledger: Ledger, key: Key, names: tuple[str, ...], write: Callable[..., str]) -> Cell:
    """Return the cell that `write` makes of the values of these statistics, with the rows that they were read from.

    Where one of them is not shown, the cell is what stands in its place.

    >>> hidden = Row("cohort", "ild", "", "", "count", float("nan"), withheld="<5")
    >>> whole(Ledger([hidden]), Key("cohort", "ild"), "count").text
    '<5'
    """
    rows = tuple(row_id(key, name) for name in names)
    return Cell(held(ledger, key, *names) or write(*(ledger.value(each) for each in rows)), rows=rows)


def held(ledger: Ledger, key: Key, *names: str) -> str:
    """Return what stands in the place of these statistics together where one of them is not shown, else ""."""
    return next(filter(None, (ledger[row_id(key, name)].withheld for name in names)), "")


def kept_back(row: Row) -> bool:
    """Whether a row has a value that is not shown; where something was recorded of nobody there is none.

    >>> [kept_back(Row("efficacy", "haq_di", "", "", "mean", float("nan"), n=n, withheld="*")) for n in (0, 60)]
    [False, True]
    """
    return bool(row.withheld) and row.n != 0


def count(row: Row) -> str:
    """Write the count that a row states, or what stands in its place.

    >>> count(Key("cohort").row("n", 123)), count(Row("cohort", "", "", "", "n", float("nan"), withheld="<5"))
    ('123', '<5')
    """
    return row.withheld or text.number(row.value, 0)


def n_behind(row: Row) -> str:
    """Write the n behind a row; an n that the row does not state is not shown.

    >>> n_behind(Key("cohort", "age").row("mean", 55.9, n=123)), n_behind(Key("cohort", "age").row("mean", 55.9))
    ('123', '*')
    """
    return FOLLOWS if row.n is None else text.number(row.n, 0)


def whole(ledger: Ledger, key: Key, statistic: str) -> Cell:
    """Write a count."""
    return written(ledger, key, (statistic,), lambda count: text.number(count, 0))


def mean_sd(ledger: Ledger, key: Key, digits: int) -> Cell:
    """Write mean ± SD."""
    return written(ledger, key, ("mean", "sd"), lambda mean, sd: text.mean_sd(mean, sd, digits))


def median_iqr(ledger: Ledger, key: Key, digits: int) -> Cell:
    """Write median [quartiles]."""
    return written(ledger, key, ("median", "q1", "q3"), lambda m, q1, q3: text.median_iqr(m, q1, q3, digits))


def count_percent(ledger: Ledger, key: Key) -> Cell:
    """Write n/N (%); where N alone is not shown, n by itself: "94/*". Where the percentage is not, its mark."""
    if mark := _percent_held(ledger, key):
        return mark
    if ledger[row_id(key, "total")].withheld and not ledger[row_id(key, "count")].withheld:
        return count_of(ledger, key)
    return written(ledger, key, ("count", "total"), text.count_percent)


def count_of(ledger: Ledger, key: Key) -> Cell:
    """Write n/N without its percentage, where that has a column of its own; where that is not shown, its mark.

    >>> percent = Row("safety", "mild", "", "", "percent", float("nan"), withheld="*")
    >>> of = Key("safety", "mild")
    >>> count_of(Ledger([of.row("count", 19), of.row("total", 20), percent]), of).text
    '*'
    """
    if mark := _percent_held(ledger, key):
        return mark
    return together("{}/{}", whole(ledger, key, "count"), whole(ledger, key, "total"))


def _percent_held(ledger: Ledger, key: Key) -> Cell | None:
    """Return the mark of a percentage that is not shown, where its count and its total are."""
    rows = tuple(row_id(key, name) for name in ("count", "total", "percent"))
    known = rows[-1] in ledger and not held(ledger, key, "count", "total")
    mark = ledger[rows[-1]].withheld if known else ""
    return Cell(mark, rows=rows) if mark else None


def interval(ledger: Ledger, key: Key, names: tuple[str, str], digits: int) -> Cell:
    """Write an interval by itself; `names` are the statistics of its limits."""
    return written(ledger, key, names, lambda low, high: text.interval(low, high, digits))


def estimate(
    table: TableBuilder, ledger: Ledger, key: Key, names: tuple[str, str, str], digits: int, *, ratio: bool = False
) -> Cell:
    """Write an estimate with its interval; `names` are the statistics of estimate, lower and upper limit.

    Where it could not be computed, a note says why.
    """
    places = 2 if ratio else digits
    said = written(ledger, key, names, lambda est, low, high: text.estimate(est, low, high, places))
    return _explained(table, said, ledger[row_id(key, names[0])])


def odds(table: TableBuilder, ledger: Ledger, key: Key, names: tuple[str, str, str] = OR_LIMITS) -> Cell:
    """Write an odds ratio, or another ratio, with its interval; where there is none, a note says why."""
    return estimate(table, ledger, key, names, 2, ratio=True)


def share(ledger: Ledger, key: Key, table: TableBuilder | None = None) -> Cell:
    """Write a percentage with its confidence interval; where there is none, a note of the table says why."""
    names = ("percent", "ci_low", "ci_high")
    said = written(ledger, key, names, lambda pct, low, high: text.estimate(pct, low, high, 1))
    return _explained(table, said, ledger[row_id(key, names[0])]) if table else said


def number(table: TableBuilder, ledger: Ledger, key: Key, statistic: str, digits: int) -> Cell:
    """Write one number; where it could not be computed, a note says why."""
    said = written(ledger, key, (statistic,), lambda number: text.number(number, digits))
    return _explained(table, said, ledger[row_id(key, statistic)])


def _explained(table: TableBuilder, said: Cell, row: Row) -> Cell:
    return replace(said, marks=(table.note(sentence(row.note)),)) if said.text == text.MISSING and row.note else said


def p(table: TableBuilder, ledger: Ledger, key: Key, statistic: str = "p") -> Cell:
    """Write a p-value, marked with its test and what the row remarks on it; what is adjusted for stands below."""
    row = ledger[row_id(key, statistic)]
    test, adjusted = tested(row.method)
    table.source(adjusted)
    notes = (table.note(sentence(words)) for words in (test, row.note) if words)
    return replace(plain_p(ledger, key, statistic), marks=tuple(notes))


def plain_p(ledger: Ledger, key: Key, statistic: str) -> Cell:
    """Write a p-value whose test the heading of its column names."""
    return written(ledger, key, (statistic,), lambda p: text.p_value(p, JOURNAL))


def sentence(words: str) -> str:
    """Return a method as a note: a capital first, a full stop last.

    >>> sentence("likelihood ratio test")
    'Likelihood ratio test.'
    """
    return f"{capital(words).rstrip('.')}."


def method(ledger: Ledger, key: Key, statistic: str) -> str:
    """Return the method of a row as a note."""
    return sentence(ledger[row_id(key, statistic)].method)


def is_number(ledger: Ledger, key: Key) -> bool:
    """Whether a variable was described by a mean."""
    return row_id(key, "mean") in ledger
