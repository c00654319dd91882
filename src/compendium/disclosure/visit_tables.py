"""How many were seen at each visit, and of these how many have a value of an outcome: counts that tell one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from compendium.disclosure.groups import ALL, RESPONSES, Groups, find_row
from compendium.disclosure.linked_counts import Flags
from compendium.disclosure.stages import BY_RESPONSE, OVERALL, Stated, Table
from press.rows import Ledger
from press.rows.row import Row

BASELINE, END = "baseline", "end"
_UNSEEN, _LACKING, _RECORDED = range(3)  # at the visit
_WITHOUT = (_UNSEEN, _LACKING)
_SEEN = "seen"
_AT_FIXED_TIME = "efficacy.fixed_time.seen.count"  # says once more how many were seen at one of the visits


def seen_row(visit: str) -> str:
    """Return the id of the row that says how many were seen at a visit."""
    return f"cohort.{_SEEN}.{visit}.count"


def seen_tables(ledger: Ledger) -> Iterator[Table]:
    """Yield, for each visit, how many were seen of all patients; how many were not is printed nowhere."""
    again = find_row(ledger, _AT_FIXED_TIME)
    for row in ledger.find(analysis="cohort", variable=_SEEN, statistic="count"):
        rows = (row.id, again.id) if again is not None and again.value == row.value else (row.id,)
        seen = np.array([True, False])
        everybody = int(ledger.value("cohort.n"))
        yield Table(
            f"{_SEEN} at {row.group}",
            (
                Stated("all", seen | ~seen, everybody, known=True),
                Stated(_SEEN, seen, int(row.value), rows),
                Stated("not seen", ~seen, everybody - int(row.value)),
            ),
        )


def value_tables(ledger: Ledger, groups: Groups, shown: Mapping[str, str]) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Yield, for each outcome at each visit after the first, its linked table and what of it is hidden already.

    Those seen are those without a value and those with one; these are the patients of a model's mean at the visit, of
    responders and of the others as well; and those who have a value before treatment, too, are the pairs. `shown` gives
    the mark of every row that is hidden.
    """
    for row in ledger.find(analysis="cohort", variable="missing", statistic="count"):
        seen = find_row(ledger, seen_row(row.group))
        if row.group != BASELINE and seen is not None:
            made = _Values(ledger, Groups(groups.n, groups.response, {}, {}), shown)
            made.at_visit(row, seen)
            if row.group == END:
                made.pairs(row, seen)
            yield Table(f"{row.level} at {row.group}", tuple(made.counts)), tuple(made.hidden)


class _Values:
    """Finest cells: a value before or none x not seen, without a value or with one at the visit x response."""

    def __init__(self, ledger: Ledger, groups: Groups, shown: Mapping[str, str]) -> None:
        self.ledger, self.groups, self.shown = ledger, groups, shown
        self.counts = list(groups.known(6))
        self.hidden: list[str] = []

    def at_visit(self, lacking: Row, seen: Row) -> None:
        course = f"efficacy.{lacking.level}_course.{lacking.group}"
        number = int(seen.value) - int(lacking.value)
        self._elsewhere(_SEEN, self._where(visit=(_LACKING, _RECORDED)), seen)
        self._count("lacking", self._where(visit=[_LACKING]), int(lacking.value), lacking)
        recorded = find_row(self.ledger, f"{course}.change.n")
        same = [recorded] if recorded is not None and recorded.value == number else []
        self._count("recorded", self._where(visit=[_RECORDED]), number, *same)
        if recorded is not None and not same:  # with its own number hidden, too
            self._count("of the model", self._where(visit=[_RECORDED]), int(recorded.value), recorded)
        for group in RESPONSES:
            row = find_row(self.ledger, f"{course}.change_{group}.n")
            if row is not None and group in self.groups.response:
                own, others = self._where(visit=[_RECORDED], group=group), self._where(visit=_WITHOUT, group=group)
                self._count(f"recorded, {group}", own, int(row.value), row, stage=BY_RESPONSE)
                rest = self.groups.response[group] - int(row.value)
                self._count(f"not recorded, {group}", others, rest, stage=BY_RESPONSE)

    def pairs(self, lacking: Row, seen: Row) -> None:
        before = find_row(self.ledger, f"cohort.missing.{lacking.level}.{BASELINE}.count")
        of_outcome = self.ledger.find(analysis="efficacy", variable=lacking.level, group="change", statistic="n_pairs")
        rows = list(of_outcome)
        if before is None or not rows:
            return
        both = int(rows[0].value)
        same = [row for row in rows if row.value == both]
        self._elsewhere("no value before", self._where(before=False), before)
        self._count("pairs", self._where(before=True, visit=[_RECORDED]), both, *same)
        first, last = self.groups.n - int(before.value) - both, int(seen.value) - int(lacking.value) - both
        self._count("a value before alone", self._where(before=True, visit=_WITHOUT), first)
        self._count("a value at the end alone", self._where(before=False, visit=[_RECORDED]), last)
        self._count("no value at all", self._where(before=False, visit=_WITHOUT), int(before.value) - last)

    def _where(self, *, before: bool | None = None, visit: Iterable[int] = (0, 1, 2), group: str = ALL) -> Flags:
        at = [before is None or before == recorded for recorded in (True, False)]
        return self.groups.mask(group, np.outer(at, np.isin(range(3), list(visit))).ravel())

    def _count(self, name: str, mask: Flags, value: int, *rows: Row, stage: int = OVERALL) -> None:
        self.counts.append(Stated(name, mask, value, tuple(row.id for row in rows), stage))

    def _elsewhere(self, name: str, mask: Flags, row: Row) -> None:
        """A count that another table has settled: known, or hidden already."""
        secret = row.id in self.shown
        self.hidden += [name] if secret else []
        self.counts.append(Stated(name, mask, int(row.value), known=not secret, elsewhere=True))
