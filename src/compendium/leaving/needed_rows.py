"""Are the rows there without which it cannot be seen which counts tell each other?"""

from __future__ import annotations

from collections.abc import Iterator

from compendium.disclosure.visit_tables import BASELINE, seen_row
from press.rows import Ledger

_WHY = (
    "no such row, and without it nobody can say what follows from the numbers without a value at this visit. They were "
    "made by an earlier version of the analysis: run it again"
)


def absent_rows(ledger: Ledger) -> Iterator[str]:
    """Yield what is wrong where it is said how many lack a value at a visit, and not how many were seen at it.

    >>> from press.rows import Key
    >>> lacking = Key("cohort", "missing", "mmt8", "end").row("count", 6)
    >>> next(absent_rows(Ledger([lacking]))).partition(",")[0]
    'cohort.seen.end.count: no such row'
    """
    visits = {row.group for row in ledger.find(analysis="cohort", variable="missing", statistic="count")} - {BASELINE}
    yield from (f"{name}: {_WHY}" for name in sorted(map(seen_row, visits)) if name not in ledger)
