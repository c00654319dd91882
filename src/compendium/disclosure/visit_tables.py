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
# At the visit, and before treatment. A value may be recorded and not be in the model: 0 has no logarithm, and a value
# without the limit of its laboratory is no multiple of it.
_UNSEEN, _LACKING, _IN_MODEL, _LEFT_OUT = range(4)
_USED, _NONE, _UNUSED = range(3)
_RECORDED, _BEFORE = (_IN_MODEL, _LEFT_OUT), (_USED, _UNUSED)
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
            by_response = Groups(groups.n, groups.response, {}, {})
            made = _Values(ledger, by_response, shown, uneven=_left_out(ledger, row, seen))
            made.at_visit(row, seen)
            if row.group == END:
                made.pairs(row, seen)
            yield Table(f"{row.level} at {row.group}", tuple(made.counts)), tuple(made.hidden)


def _left_out(ledger: Ledger, lacking: Row, seen: Row) -> bool:
    """Whether a value that was recorded, at the visit or before, is in no model: then there are finer cells."""
    of_model = _of_model(ledger, lacking)
    pairs = {row.value for row in _pairs(ledger, lacking)} if lacking.group == END else ()
    return len(pairs) > 1 or (of_model is not None and of_model.value != _recorded(lacking, seen))


def _recorded(lacking: Row, seen: Row) -> int:
    """How many of those seen have a value."""
    return int(seen.value) - int(lacking.value)


def _of_model(ledger: Ledger, lacking: Row) -> Row | None:
    """The row that says on how many patients a model's mean at the visit rests; None where there is no model."""
    return find_row(ledger, f"efficacy.{lacking.level}_course.{lacking.group}.change.n")


def _pairs(ledger: Ledger, lacking: Row) -> list[Row]:
    """The rows that say how many pairs of an outcome there are: those recorded, then those with a ratio."""
    return list(ledger.find(analysis="efficacy", variable=lacking.level, group="change", statistic="n_pairs"))


class _Values:
    """Finest cells: a value before or none x not seen, without a value or with one at the visit x response.

    uneven: a value is in the model of its outcome or left out of it, at the visit and before.
    """

    def __init__(self, ledger: Ledger, groups: Groups, shown: Mapping[str, str], *, uneven: bool) -> None:
        self.ledger, self.groups, self.shown = ledger, groups, shown
        self.shape = (3, 4) if uneven else (2, 3)  # states before, states at the visit
        self.counts = list(groups.known(self.shape[0] * self.shape[1]))
        self.hidden: list[str] = []

    def at_visit(self, lacking: Row, seen: Row) -> None:
        course = f"efficacy.{lacking.level}_course.{lacking.group}"
        number, of_model = _recorded(lacking, seen), _of_model(self.ledger, lacking)
        self._elsewhere(_SEEN, self._where(visit=(_LACKING, *_RECORDED)), seen)
        self._count("lacking", self._where(visit=[_LACKING]), int(lacking.value), lacking)
        same = [of_model] if of_model is not None and of_model.value == number else []
        self._count("recorded", self._where(visit=_RECORDED), number, *same)
        if of_model is not None and not same:
            used = int(of_model.value)
            self._count("of the model", self._where(visit=[_IN_MODEL]), used, of_model)
            self._count("recorded, in no model", self._where(visit=[_LEFT_OUT]), number - used)
        for group in RESPONSES:
            row = find_row(self.ledger, f"{course}.change_{group}.n")
            if row is not None and group in self.groups.response:
                own = self._where(visit=[_IN_MODEL], group=group)
                others = self._where(visit=(_UNSEEN, _LACKING, _LEFT_OUT), group=group)
                self._count(f"recorded, {group}", own, int(row.value), row, stage=BY_RESPONSE)
                rest = self.groups.response[group] - int(row.value)
                self._count(f"not recorded, {group}", others, rest, stage=BY_RESPONSE)

    def pairs(self, lacking: Row, seen: Row) -> None:
        before = find_row(self.ledger, f"cohort.missing.{lacking.level}.{BASELINE}.count")
        rows = _pairs(self.ledger, lacking)
        if before is None or not rows:
            return
        both, without = int(rows[0].value), (_UNSEEN, _LACKING)
        pairs, same = self._where(before=_BEFORE, visit=_RECORDED), [row for row in rows if row.value == both]
        self._elsewhere("no value before", self._where(before=[_NONE]), before)
        self._count("pairs", pairs, both, *same)
        for row in (each for each in rows if each.value != both):
            used = self._where(before=[_USED], visit=[_IN_MODEL])
            self._count("pairs of the model", used, int(row.value), row)
            self._count("pairs in no model", pairs & ~used, both - int(row.value))
        first, last = self.groups.n - int(before.value) - both, _recorded(lacking, seen) - both
        self._count("a value before alone", self._where(before=_BEFORE, visit=without), first)
        self._count("a value at the end alone", self._where(before=[_NONE], visit=_RECORDED), last)
        self._count("no value at all", self._where(before=[_NONE], visit=without), int(before.value) - last)

    def _where(self, *, before: Iterable[int] = range(3), visit: Iterable[int] = range(4), group: str = ALL) -> Flags:
        states, at = (np.isin(range(n), list(of)) for n, of in zip(self.shape, (before, visit), strict=True))
        return self.groups.mask(group, np.outer(states, at).ravel())

    def _count(self, name: str, mask: Flags, value: int, *rows: Row, stage: int = OVERALL) -> None:
        self.counts.append(Stated(name, mask, value, tuple(row.id for row in rows), stage))

    def _elsewhere(self, name: str, mask: Flags, row: Row) -> None:
        """A count that another table has settled: known, or hidden already."""
        secret = row.id in self.shown
        self.hidden += [name] if secret else []
        self.counts.append(Stated(name, mask, int(row.value), known=not secret, elsewhere=True))
