"""The table of error rates: how often each interval holds the true value and each test errs, in simulated cohorts."""

from __future__ import annotations

from collections.abc import Iterator

from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.ground.paths import find_input
from press.rows import Key, Ledger, text
from press.rows.row import Row
from press.rows.sentence import capital

RESULT = "data/error_rates/error_rates.csv"  # written by `make simulate-study`, which no build runs
ERROR_RATES = Key("error_rates")
KINDS = {"truth": "coverage", "hypothesis": "size"}  # the row that opens a measure, and the group of its rate
COLUMNS = ("True value", "Coverage or size, %", "Truth below, %", "Truth above, %", "Width", "Not computed, %")
_RATE = ("percent", "ci_low", "ci_high")
WHAT = (
    "Each situation has a known truth and was drawn as {} cohorts of the published study's size, with differences and"
    " event rates near those of the compendium's own registry; values of MMT8 at two visits correlate more closely "
    "than there, up to nearly one, which is harder for the model of the course. Coverage: percentage of cohorts whose"
    " 95% interval holds the true value. Size: percentage in which a test at 5% rejects a hypothesis that is true. In"
    " parentheses the Monte Carlo error (95% interval; standard error at most {} percentage points)."
)
VERDICT = (
    "{} of {} intervals hold the true value in {}% to {}% of cohorts, and {} of {} tests reject in {}% to {}%; a note "
    "says why each of the others does not."
)
OUTSIDE = "Outside its limits; why stands in the notes below."
COHORTS = "The cohorts were drawn by a program to judge the methods: no patient of the registry is in this table."


def read_error_rates() -> Ledger:
    """Return the committed rows of the simulation study."""
    return Ledger.read(find_input(RESULT))


def table_error_rates(ledger: Ledger, _origin: str) -> Table:
    """Coverage of every interval and size of every test, by situation; what is not as it must be has a note.

    It says nothing of where patients come from: there is none of them in it.
    """
    table = TableBuilder("table_error_rates", "Coverage of intervals and size of tests", landscape=True)
    table.column("Situation, and interval or test", align="left")
    for heading in COLUMNS:
        table.column(heading)
    for situation in ledger.find(analysis=ERROR_RATES.analysis, statistic="cohorts"):
        if situation.variable:
            table.section(capital(situation.note))
            for row in measures(ledger, situation.variable):
                table.line(*_line(table, ledger, row), indent=1)
    table.source(*_sources(ledger), *_reasons(ledger), COHORTS)
    return table.build()


def _reasons(ledger: Ledger) -> list[str]:
    """Say why measures are outside their limits, each reason once, with the intervals and tests it is of."""
    found: dict[str, list[str]] = {}
    for verdict in ledger.find(analysis=ERROR_RATES.analysis, statistic="within"):
        if not verdict.value and verdict.group in KINDS.values():
            opening = next(name for name, group in KINDS.items() if group == verdict.group)
            named = ledger[cells.row_id(Key(verdict.analysis, verdict.variable, verdict.level), opening)].note
            found.setdefault(cells.sentence(verdict.note), []).append(named)
    return [f"{capital('; '.join(dict.fromkeys(named)))}: {reason}" for reason, named in found.items()]


def measures(ledger: Ledger, situation: str) -> Iterator[Row]:
    """Yield the row that opens each interval and each test of a situation."""
    yield from (row for row in ledger.find(variable=situation) if row.statistic in KINDS)


def _line(table: TableBuilder, ledger: Ledger, row: Row) -> list[Cell]:
    at = Key(row.analysis, row.variable, row.level)
    rate = at.at(group=KINDS[row.statistic])
    verdict = ledger[cells.row_id(rate, "within")]
    said = cells.written(ledger, rate, _RATE, lambda share, low, high: text.estimate(share, low, high, 1))
    marks = () if verdict.value else (table.note(OUTSIDE),)
    label = Cell(capital(row.note))
    if row.statistic == "hypothesis":
        no = Cell("")
        return [label, no, Cell(said.text, marks, said.rows), no, no, no, _one(ledger, at, "not_computed", 1)]
    return [
        label,
        _one(ledger, at, "truth", 2),
        Cell(said.text, marks, said.rows),
        *(_one(ledger, at, name, 1) for name in ("truth_below", "truth_above")),
        _one(ledger, at, "width", 2),
        _one(ledger, at, "not_computed", 1),
    ]


def _one(ledger: Ledger, key: Key, statistic: str, digits: int) -> Cell:
    return cells.written(ledger, key, (statistic,), lambda value: text.number(value, digits))


def _sources(ledger: Ledger) -> list[Cell]:
    intervals, tests = (ERROR_RATES.at(variable=name) for name in ("intervals", "tests"))
    error = cells.written(ledger, intervals, ("se",), lambda value: text.number(value, 2))
    counted = [
        cells.written(ledger, key, (name,), lambda value: text.number(value, 0))
        for key in (intervals, tests)
        for name in ("within", "total", "lowest", "highest")
    ]
    return [
        cells.phrase(WHAT, cells.whole(ledger, ERROR_RATES, "cohorts"), error),
        cells.phrase(VERDICT, *counted),
        Cell("Width: median of upper minus lower limit; of a ratio, upper by lower limit."),
    ]


def outside(ledger: Ledger, kind: str, *, above: bool) -> str:
    """Return the template of a list that names, by situation, each measure whose rate is outside its limits.

    kind: `coverage` of intervals, `size` of tests. above: those whose rate is too high instead of too low.

    >>> at = Key("error_rates", "rate", "poisson")
    >>> rows = Ledger([Key("error_rates", "intervals").row("lowest", 94), at.row("truth", 1.0, note="rate, Poisson"),
    ...     at.at(group="coverage").row("within", 0.0, n=9), at.at(group="coverage").row("percent", 70.0)])
    >>> print(outside(rows, "coverage", above=False).replace("{error_rates.rate.", "{..."))
    - *{...cohorts:note}*: {...poisson.truth:note} {...poisson.coverage.percent:percent}
    """
    lowest = ledger.value(f"error_rates.{'intervals' if kind == 'coverage' else 'tests'}.lowest")
    found: dict[str, list[str]] = {}
    for verdict in ledger.find(analysis=ERROR_RATES.analysis, group=kind, statistic="within"):
        rate = f"error_rates.{verdict.variable}.{verdict.level}.{kind}"
        if not verdict.value and ledger[f"{rate}.within"].n and (ledger.value(f"{rate}.percent") >= lowest) == above:
            found.setdefault(verdict.variable, []).append(_named(verdict, rate))
    said = [f"- *{{error_rates.{name}.cohorts:note}}*: {'; '.join(named)}" for name, named in found.items()]
    return "\n\n".join(said) or "None."


def _named(verdict: Row, rate: str) -> str:
    opening = next(name for name, group in KINDS.items() if group == verdict.group)
    words = f"{{error_rates.{verdict.variable}.{verdict.level}.{opening}:note}}"
    return f"{words} {{{rate}.percent:percent}}"
