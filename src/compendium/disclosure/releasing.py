"""A ledger as it may leave: small counts and all that gives them back hidden, the rest at the digits of display."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes, load_classes
from compendium.disclosure.counted import count_marks
from compendium.disclosure.curve import curve_marks
from compendium.disclosure.derived import Derived, again_marks, difference_marks, interval_marks
from compendium.disclosure.digits import rounded
from compendium.disclosure.groups import IN_ALL, read_groups
from compendium.disclosure.policy import Policy
from compendium.disclosure.reasons import is_name, may_be_told, names_tests, with_safe_note
from compendium.disclosure.sizes import close_sets, hidden_sizes
from compendium.registry.codebook import Codebook, load_codebook
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row


def release(ledger: Ledger, policy: Policy | None) -> Ledger:
    """Return the ledger that may be published: its rows in their order, and where a value may not be shown, NaN
    and what stands in its place ("<5" for a small count, "*" for what would give one back). Warnings of what tells of
    a group are left out.

    `ledger` holds the rows of all analyses of one registry: what one of them shows must not give back what another
    hides. policy None returns it as it is, as for a registry of nobody. Everything else is rounded to the digits of
    display. Exhibits are made from the released rows alone. Raises KeyError where the number of patients is not stated.
    """
    if policy is None:
        return ledger
    groups, kinds = read_groups(ledger), load_classes()
    if policy.small(groups.n):
        return Ledger(_silent(row, kinds, policy) for row in ledger if may_be_told(row))
    marks, left_out = count_marks(ledger, groups, policy)
    marks |= curve_marks(ledger, policy)
    without_n = hidden_sizes(ledger, groups, kinds, marks, left_out, policy)
    while more := _totals(ledger, kinds, without_n) - set(marks):  # a total that is hidden makes no other n known
        marks |= dict.fromkeys(more, FOLLOWS)
        without_n = hidden_sizes(ledger, groups, kinds, marks, left_out, policy)
    flow = {row.id for row in ledger if row.variable == "flow"}
    without_n |= flow if flow & set(marks) else set()  # what remains at one step is the n of the next
    derived = Derived(ledger, groups, kinds, marks, left_out, without_n, policy)
    found = {
        row.id: FOLLOWS
        for row in ledger
        if row.id not in marks and kinds[row] not in (*classes.COUNTS, classes.CURVE) and derived.hidden(row)
    }
    marks |= found
    summaries = (
        row for row in ledger if kinds[row] in (classes.MOMENT, classes.QUANTILE) and row.id not in marks and row.n
    )
    marks |= close_sets(summaries, groups, policy)
    marks |= difference_marks(ledger, marks)
    marks |= again_marks(ledger, kinds, marks)
    marks |= interval_marks(ledger, kinds, marks)
    codebook = load_codebook()
    return Ledger(_released(row, marks, without_n, kinds, policy, codebook) for row in ledger if may_be_told(row))


def _totals(ledger: Ledger, kinds: Classes, without_n: set[str]) -> set[str]:
    """The numbers of patients that are an n of their own and are not shown."""
    return {row.id for row in ledger if row.id in without_n and kinds[row] == classes.TOTAL and row.n == row.value}


def _silent(row: Row, kinds: Classes, policy: Policy) -> Row:
    """Return a row of a registry of a handful of patients: of them nothing is said."""
    if kinds[row] == classes.SETTING or math.isnan(row.value):
        return replace(row, n=None, note=row.note if kinds[row] == classes.TEXT else "")
    mark = policy.mark if row.id == IN_ALL else FOLLOWS
    return replace(row, value=math.nan, n=None, note="", withheld=mark)


def _released(
    row: Row, marks: Mapping[str, str], without_n: set[str], kinds: Classes, policy: Policy, codebook: Codebook
) -> Row:
    """Return one row as it may leave; a remark on a value goes with the value, and its n where it is that value."""
    n = None if row.id in without_n else row.n
    mark = marks.get(row.id, "")
    row = replace(row, note="") if mark and not is_name(row, kinds) else with_safe_note(row, kinds)
    if names_tests(row):  # which p-values are below the level is not said where a p-value is not shown
        row = replace(row, note="")
    if mark:  # also where nothing could be computed: that there was one patient alone is not said either
        return replace(row, value=math.nan, n=None if n == row.value else n, withheld=mark)
    return replace(row, n=n, value=rounded(row, kinds[row], policy, codebook))
