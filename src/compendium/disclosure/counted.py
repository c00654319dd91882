"""Every count of a ledger: in a linked table, and hidden as that asks; or in none, and hidden where it is small."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from compendium.disclosure import classes
from compendium.disclosure.event_tables import event_table
from compendium.disclosure.feature_tables import feature_table
from compendium.disclosure.further_tables import definition_tables, flow_table, nobody_undecided, pattern_table
from compendium.disclosure.groups import RESPONSES, Groups, group_tables, not_shown, of_left_out
from compendium.disclosure.linked import described, variable_table
from compendium.disclosure.model_counts import is_of_one_model, model_marks
from compendium.disclosure.policy import Policy
from compendium.disclosure.stages import Table, shown_in
from compendium.disclosure.visit_tables import seen_tables, value_tables
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

_LACKING = "missing"  # the variable of the rows on how many lack an outcome at a visit
Marks = dict[str, str]  # by the id of a row, what stands in the place of its value


def without_failed(ledger: Ledger) -> Ledger:
    """Return the rows without the counts that could not be made: of those nothing is said that could be told.

    >>> from press.rows import Key
    >>> rows = [Key("safety", "transitory").row("count", None), Key("safety", "mild").row("count", 9)]
    >>> [row.id for row in without_failed(Ledger(rows))]
    ['safety.mild.count']
    """
    kinds = classes.load_classes()
    return Ledger(row for row in ledger if row.value == row.value or kinds[row] not in classes.COUNTS)


def tables(ledger: Ledger, groups: Groups, policy: Policy) -> Iterator[Table]:
    """Yield every linked table that can be told from the ledger alone, those of the groups first."""
    yield from group_tables(ledger, groups)
    for about in described(ledger, groups).values():
        yield variable_table(groups, about)
    yield from filter(None, (flow_table(ledger, groups, policy), event_table(ledger, groups, policy)))
    yield from definition_tables(ledger, groups)
    yield from seen_tables(ledger)


def crossed_tables(ledger: Ledger, groups: Groups, shown: Mapping[str, str]) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Yield the tables that cross what others have settled, each with the names of the counts that are hidden already.

    `shown` gives the mark of every row that is hidden; it is looked at anew for each table.
    """
    for make in (pattern_table, feature_table):
        found = make(ledger, groups, shown)
        if found is not None:
            yield found
    yield from value_tables(ledger, groups, shown)


def count_marks(ledger: Ledger, groups: Groups, policy: Policy) -> tuple[Marks, tuple[int, ...]]:
    """Return the mark of every count that is not shown, and which groupings are left out of everything."""
    ledger = without_failed(ledger)
    marks, left_out = not_shown(ledger, groups, policy)
    placed = {row for table in group_tables(ledger, groups) for row in table.rows}
    for table in tables(ledger, groups, policy):
        if not set(table.rows) <= placed:
            marks |= shown_in(table, policy, without=left_out)
            placed.update(table.rows)
    for table, hidden in crossed_tables(ledger, groups, marks):
        marks |= shown_in(table, policy, without=left_out, hidden=hidden)
        placed.update(table.rows)
    marks |= model_marks(ledger, groups, policy, placed)
    kinds = classes.load_classes()
    for row in ledger:
        if row.id not in placed and kinds[row] in classes.COUNTS and (mark := alone(row, kinds[row], groups, policy)):
            marks.setdefault(row.id, mark)
    of_groups = {f"cohort.response.{each}.count" for each in RESPONSES}
    marks |= {row.id: FOLLOWS for row in ledger if of_left_out(row, groups, left_out) and kinds[row] in classes.COUNTS}
    nobody = nobody_undecided(ledger, groups)
    if not of_groups & set(marks):
        return {row: mark for row, mark in marks.items() if row not in nobody}, left_out
    for row in (ledger[name] for name in nobody if policy.hide_zeros and name in ledger):
        total = replace(row, statistic="total").id
        marks = {row.id: policy.mark, **({total: FOLLOWS} if total in ledger else {}), **marks}
    return marks, left_out


def alone(row: Row, kind: str, groups: Groups, policy: Policy) -> str:
    """Return the mark of a count of class `kind` that is in no table: small, or all but a handful of a larger one.

    How many have a value, or lack one, is shown in no other way than in a table: there are too many sets of patients
    that differ from it by a few. That everybody has one, or nobody, may be said.

    >>> from compendium.disclosure.policy import load_policy
    >>> from press.rows import Key
    >>> row = Key("efficacy", "fixed_time", group="seen").row("count", 120, n=123)
    >>> alone(row, classes.PATIENTS, Groups(123, {}, {}, {}), load_policy("publish-5"))
    '*'
    """
    if row.value != row.value:
        return ""
    if policy.small(row.value):
        return policy.mark
    wholes = {groups.n, groups.size(row.group), row.n if row.n is not None else groups.n}
    if (kind in (classes.TOTAL, classes.MISSING) and not is_of_one_model(row)) or row.variable == _LACKING:
        sizes = {0, groups.n, groups.size(row.group)}
        return "" if row.value in sizes else FOLLOWS
    return FOLLOWS if any(policy.small(whole - row.value) for whole in wholes if whole != row.value) else ""
