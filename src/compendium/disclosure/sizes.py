"""How many patients stand behind each row: which of these numbers are shown, and which sets lie too close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes, root
from compendium.disclosure.course import counts_values, lacking_in_secret
from compendium.disclosure.groups import ALL, IN_ALL, Groups, of_left_out
from compendium.disclosure.policy import Policy
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

_ALWAYS_SAME = ("", "baseline", "end", "change")  # sets of one variable that a reader sees side by side
Set = tuple[str, str, str]  # a variable, a visit between baseline and end, a group


def set_of(row: Row, groups: Groups) -> Set:
    """Return whose patients a row counts: of which variable, visit and group."""
    if row.variable == "missing":  # of an outcome at a visit
        return root(row.level), "" if row.group in _ALWAYS_SAME else row.group, ALL
    visit = row.level if row.variable.endswith("_course") and row.level.startswith("month") else ""
    names = sorted((name for name in (*groups.response, *groups.centre) if name), key=len, reverse=True)
    of = next((name for name in names if row.group == name or row.group.endswith(f"_{name}")), ALL)
    if of == ALL and row.level.startswith("by_group_"):
        of = row.level.removeprefix("by_group_")
    return root(row.variable), visit, of


def hidden_sizes(
    ledger: Ledger,
    groups: Groups,
    kinds: Classes,
    marks: Mapping[str, str],
    left_out: tuple[int, ...],
    policy: Policy,
) -> set[str]:
    """Return the ids of the rows whose n is not shown.

    How many patients there are in all is always shown: every table is protected as though it were known. The n of
    another row is shown if it is the size of its group; else if it is not small, no hidden count of the same
    variable or model has that value, and it differs from the larger ones of the same set by none or by `nested`.
    """
    secret: dict[object, set[int]] = defaultdict(set)
    shown: dict[Set, set[int]] = defaultdict(set)
    for row in ledger:
        if kinds[row] == classes.TOTAL and row.value == row.value:
            place = set_of(row, groups)
            if row.id in marks:
                secret[place].add(int(row.value))
                if (model := _model(row, groups)) is not None:
                    secret[model].add(int(row.value))
            elif row.n == row.value:
                shown[place].add(int(row.value))
    lacking = lacking_in_secret(row for row in ledger if row.id in marks and kinds[row] in classes.COUNTS)
    found = {row.id for row in ledger if of_left_out(row, groups, left_out) or counts_values(row, lacking)}
    for row in sorted(
        (row for row in ledger if row.n is not None and row.id not in {*found, IN_ALL}), key=lambda row: -(row.n or 0)
    ):
        n, place = row.n or 0, set_of(row, groups)
        hidden = secret[place] | secret.get(_model(row, groups), set())
        if (n == 0 and not policy.hide_zeros) or (n in (groups.n, groups.size(place[2])) and n not in hidden):
            continue
        sizes = {*shown[place], groups.n if place[2] == ALL else groups.size(place[2])}
        close = any(0 < abs(size - n) < policy.nested for size in sizes)
        if policy.small(n) or n in hidden or (close and n not in shown[place]):
            found.add(row.id)
        else:
            shown[place].add(n)
    return found


def _model(row: Row, groups: Groups) -> tuple[str, str] | None:
    """Return the model of the predictor analysis that a row belongs to, if any."""
    return (row.group, row.level) if row.analysis == "predictors" and row.group not in groups.names else None


def close_sets(rows: Iterable[Row], groups: Groups, policy: Policy) -> dict[str, str]:
    """Return the marks of moments and quantiles of sets that would give a few patients back, the smaller set's.

    Two sets of one variable at one time differ by none or by at least `nested`. Of the groups of a partition, those
    shown leave nobody over, or at least `mean_from` patients: else the smallest of them is left out as well.
    """
    by_time: dict[tuple[str, str, str], dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    partition: dict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        name, visit, group = set_of(row, groups)
        at = visit or ("end" if row.group == "end" else "change" if row.group.startswith("change") else "")
        by_time[f"{name} {row.level if not visit else ''}", at, group][row.n or 0].append(row)
        if row.analysis in ("cohort", "efficacy", "predictors") and row.group in groups.names:
            partition[row.variable, row.level, row.statistic].setdefault(row.group, row)
    marks: dict[str, str] = {}
    for sets in by_time.values():
        kept: list[int] = []
        for n in sorted(sets, reverse=True):
            if any(0 < larger - n < policy.nested for larger in kept):
                marks |= {row.id: FOLLOWS for row in sets[n]}
            else:
                kept.append(n)
    for shown in partition.values():
        for names in (groups.response, groups.centre):
            marks |= _left_over(shown, list(names), marks, policy)
    return marks


def _left_over(shown: dict[str, Row], names: list[str], marks: Mapping[str, str], policy: Policy) -> dict[str, str]:
    if ALL not in shown or shown[ALL].id in marks:
        return {}
    whole = shown[ALL].n or 0
    groups = sorted(
        (shown[name] for name in names if name in shown and shown[name].id not in marks), key=lambda row: row.n or 0
    )
    found: dict[str, str] = {}
    while groups and 0 < whole - sum(row.n or 0 for row in groups) < policy.mean_from:
        found[groups.pop(0).id] = FOLLOWS
    return found
