"""The table of every printed figure beside the recomputed one, and the count of those that agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from compendium.clinical.beside_published import beside_published
from compendium.exhibits.beside_table import own_size, table_beside
from compendium.exhibits.printed import Comparison, compare_published, named_rows, printed_lines
from compendium.exhibits.whose import is_simulated, origin
from press.exhibits import cells
from press.exhibits.places import RESULTS, TABLES, read_results
from press.exhibits.publishing import write_table
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, Row
from press.rows.provenance import Provenance
from press.rows.rounded import significant
from press.rows.sentence import capital

PRINTED = Key("printed")
DIGITS = "cohort.policy.digits"  # how many significant digits rows of patients have; of nobody there is no such row
# Of statements with the same words, which figure is meant.
_WHICH = {"percent": "percentage", "mean": "mean", "sd": "SD", "ci_low": "lower", "ci_high": "upper"}


def write_printed(root: Path, out: Path, _provenance: Provenance) -> str:
    """Write the table and its rows; return a line that sums them up. A disagreement is shown, and is no failure.

    The simulated registry was made to meet the printed figures, and is held against them. Other patients need not be
    like those of the published cohort: their figures stand beside the printed ones, without a verdict.
    """
    ledger = read_results(root, leave_out=PRINTED.analysis)  # its own of an earlier build, which it makes anew
    rows, table, said = (_judged if is_simulated(ledger) else _beside)(ledger)
    Ledger(rows).write(out / RESULTS / f"{PRINTED.analysis}.csv")
    write_table(table, out / TABLES)
    return f"{said}; see {TABLES}/{table.name}.html"


def _judged(ledger: Ledger) -> tuple[list[Row], Table, str]:
    comparisons = compare_published(ledger)
    rows = printed_rows(comparisons)
    agreeing, every = (row.value for row in rows)
    return rows, table_printed(comparisons, origin(ledger)), f"{agreeing:.0f} of {every:.0f} printed figures agree"


def _beside(ledger: Ledger) -> tuple[list[Row], Table, str]:
    lines, named = printed_lines(), named_rows()
    rows = beside_published(lines, {name: own[0] for name, (own, _) in named.items() if own}, ledger)
    differences = Ledger(_as_displayed(rows, ledger))
    table = table_beside(lines, named, ledger, differences, origin(ledger))
    return list(differences), table, f"{own_size(ledger)}, beside the published cohort"


def _as_displayed(rows: Iterable[Row], ledger: Ledger) -> Iterator[Row]:
    """Yield rows that were computed from those of patients with no more digits than theirs."""
    if DIGITS not in ledger:
        yield from rows
        return
    digits = int(ledger.value(DIGITS))
    for row in rows:
        yield replace(row, value=significant(row.value, digits)) if math.isfinite(row.value) else row


def printed_rows(comparisons: Sequence[Comparison]) -> list[Row]:
    """State how many figures are printed, and how many of them agree with the recomputed ones."""
    total, agreeing = len(comparisons), sum(one.agrees for one in comparisons)
    return [
        PRINTED.row(
            "agreeing", agreeing, n=total, method="count of printed figures that agree with the recomputed ones"
        ),
        PRINTED.row("all", total, n=total, method="count of printed figures"),
    ]


def table_printed(comparisons: Sequence[Comparison], origin: str) -> Table:
    """Return the table: what disagrees first, then each section of the abstract with what agrees in it.

    Beside the verdict stand the method, a caution about the printed figure, and why it could not be judged.
    """
    table = TableBuilder("table_printed", "Every printed figure beside the recomputed one", landscape=True)
    for heading in ("What is stated", "Printed", "Recomputed", "Rule", "Verdict", "Method and remarks"):
        table.column(heading, align="left")
    sections = {"What does not agree": [one for one in comparisons if not one.agrees]}
    for one in comparisons:
        if one.agrees:
            sections.setdefault(one.section.capitalize(), []).append(one)
    for section, among in sections.items():
        if among:
            table.section(section)
        for one in among:
            _line(table, one)
    table.source("Printed: in the abstract of the study. Recomputed: from the result rows of this build.", origin)
    return table.build()


def _line(table: TableBuilder, one: Comparison) -> None:
    verdict = "agrees" if one.agrees else "does not agree"
    table.line(
        statement(one),
        one.printed,
        Cell(one.recomputed, rows=() if one.reason else one.rows),
        one.rule,
        verdict,
        " ".join(cells.sentence(words) for words in (one.method, one.note, one.reason) if words),
        indent=1,
    )


def statement(one: Comparison) -> str:
    """Return what is stated, of whom, and which figure of several with the same words it is.

    >>> numbers = {"printed": "24.2", "recomputed": "24.2", "method": "", "rule": "", "agrees": True}
    >>> statement(Comparison("efficacy.mmt.baseline.sd", "efficacy", "MMT", "baseline", **numbers))
    'MMT, baseline (SD)'
    """
    which = _WHICH.get(one.id.rpartition(".")[2], "")
    group = "" if one.group == "all" else f", {one.group}"
    said = f"{one.quantity}{group}" + (f" ({which})" if which and which != one.note else "")
    return capital(said)
