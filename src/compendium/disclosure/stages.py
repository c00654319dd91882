"""Counts of a table protected in the order of what matters: overall first, then by response, by centre, and the rest.

What would not let the earlier stages be shown is left out itself: a variable that three patients lack, one at each
centre, keeps its comparison of responders and loses its columns by centre.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from compendium.disclosure.linked_counts import Flags, LinkedCounts, linked
from compendium.disclosure.policy import Policy
from compendium.disclosure.protecting import protect
from press.rows.row import FOLLOWS

OVERALL, BY_RESPONSE, BY_CENTRE, JOINT = range(4)  # stages after JOINT are counted on from it
NEVER = 99  # left out whatever it holds

_FIRST_TWO = {BY_RESPONSE: frozenset({OVERALL, BY_RESPONSE})}


@dataclass(frozen=True)
class Stated:
    """One count: its name, which atoms it adds up, its value and the ids of the result rows that print it.

    No rows: it is printed nowhere, and follows from others. known: a title says it, so it is never hidden. spare: it
    goes first where a stage cannot be protected, as how many lack a value. elsewhere: printed by rows that another
    table has settled. worth: beside others of its stage; what is worth least is hidden first.
    """

    name: str
    mask: Flags
    value: int
    rows: tuple[str, ...] = ()
    stage: int = OVERALL
    known: bool = False
    spare: bool = False
    elsewhere: bool = False
    worth: float = 1.0

    @property
    def printed(self) -> bool:
        """Whether a reader is shown it, unless it is hidden."""
        return self.known or self.elsewhere or bool(self.rows)


@dataclass(frozen=True)
class Table:
    """Counts over the same atoms, and what a reader knows besides (rows L, L @ atoms <= 0).

    together: by stage, the stages of which counts may be hidden for its sake; its own alone where it has no entry.
    """

    name: str
    counts: tuple[Stated, ...]
    limits: tuple[Any, ...] = field(default=())
    together: Mapping[int, frozenset[int]] = field(default_factory=lambda: _FIRST_TWO)

    @property
    def rows(self) -> tuple[str, ...]:
        """The id of every result row that prints one of the counts."""
        return tuple(dict.fromkeys(row for count in self.counts for row in count.rows))


def shown_in(
    table: Table, policy: Policy, *, without: Sequence[int] = (), hidden: Sequence[str] = ()
) -> dict[str, str]:
    """Return the mark of every row of a table that is not shown, by its id.

    without: stages that are left out whatever they hold, as a grouping of which one group is a handful of patients.
    hidden: names of counts that are hidden already. A stage that cannot be protected is left out: first how many lack a
    value, then all of it.

    >>> import numpy as np
    >>> from compendium.disclosure.policy import load_policy
    >>> yes, no = np.array([True, False]), np.array([False, True])
    >>> known = Stated("all", yes | no, 12, known=True)
    >>> counts = (Stated("yes", yes, 3, ("a.yes",)), Stated("no", no, 9, ("a.no",)), known)
    >>> shown_in(Table("a", counts), load_policy("publish-5"))
    {'a.yes': '<5', 'a.no': '*'}
    """
    held, gone = set(hidden), {*without, NEVER}
    left_out = {(stage, spare) for stage in gone for spare in (False, True)}
    for stage in sorted({count.stage for count in table.counts if count.rows} - gone):
        for out in (set(), {(stage, True)}, {(stage, True), (stage, False)}):
            here = [
                _as_left(each, left_out | out)
                for each in table.counts
                if each.stage <= stage and each.stage not in gone
            ]
            found = _protected(here, table, policy, held, stage)
            if found is not None:
                held |= found
                break
        else:  # printed nowhere, and yet they follow from what the stages before have settled: no more can be done here
            gone.add(stage)
        left_out |= out
    return dict(_marks(table, policy, held, left_out))


def _as_left(count: Stated, left_out: set[tuple[int, bool]]) -> Stated:
    """A count that is left out is printed nowhere; if it is small, it must not follow from the others all the same."""
    return replace(count, rows=(), elsewhere=False) if (count.stage, count.spare) in left_out else count


def _protected(here: Sequence[Stated], table: Table, policy: Policy, held: set[str], stage: int) -> set[str] | None:
    """Return what is hidden once a stage is looked at: its own counts, and those of the stages that go with it."""
    free = table.together.get(stage, frozenset({stage}))
    found = protect(
        as_linked(here, table.limits),
        policy,
        hidden=[place for place, count in enumerate(here) if count.name in held],
        may_hide=[place for place, count in enumerate(here) if count.stage in free],
    )
    return None if found is None else {here[place].name for place in found}


def as_linked(counts: Sequence[Stated], limits: Sequence[Any] = ()) -> LinkedCounts:
    """Return counts as the integer programme takes them; the earlier the stage, the dearer to hide."""
    return linked(
        [(count.name, count.mask, count.value, count.printed, count.known) for count in counts],
        weight={count.name: count.worth / (1 + count.stage) for count in counts},
        limits=limits,
    )


def _marks(table: Table, policy: Policy, held: set[str], left_out: set[tuple[int, bool]]) -> Iterator[tuple[str, str]]:
    """A row that prints a count once among the shown and once among the left out is not shown."""
    for count in table.counts:
        if (count.stage, count.spare) in left_out:
            yield from ((row, FOLLOWS) for row in count.rows)
        elif count.name in held:
            yield from ((row, policy.mark if policy.small(count.value) else FOLLOWS) for row in count.rows)


def settled(table: Table, shown: Mapping[str, str]) -> tuple[list[Stated], tuple[str, ...]]:
    """Return the counts of a table as a later one takes them, and the names of those that are hidden.

    What `shown` gives a mark of is hidden, the rest known. What was left out as a whole is printed nowhere.
    """
    units = {(count.stage, count.spare) for count in table.counts if count.rows}
    units -= {
        (count.stage, count.spare) for count in table.counts if any(shown.get(row, "") != FOLLOWS for row in count.rows)
    }
    kept, hidden = list[Stated](), list[str]()
    for count in table.counts:
        name = f"{table.name}: {count.name}"
        marked, lost = bool(set(count.rows) & set(shown)), (count.stage, count.spare) in units
        hidden += [name] if marked and not lost else []
        known = count.known or (bool(count.rows) and not marked)
        kept.append(Stated(name, count.mask, count.value, known=known, elsewhere=bool(count.rows) and not lost))
    return kept, tuple(hidden)
