"""How many patients stand behind each row: which of these numbers are shown, and which sets lie too close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes, root
from compendium.disclosure.course import counts_values, lacking_in_secret
from compendium.disclosure.groups import ALL, IN_ALL, RESPONSES, Groups, of_left_out
from compendium.disclosure.policy import Policy
from compendium.disclosure.reasons import WARNING
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

_ALWAYS_SAME = ("", "baseline", "end", "change")  # sets of one variable that a reader sees side by side
_OF_CHANGES = ("change", *(f"change_{each}" for each in RESPONSES))
Place = tuple[str, str, str, str]
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
    """Return the ids of the rows whose n is not shown: all but those of which it is known from what is shown anyway.

    That is the size of the row's group, and a count of the same variable, visit and group, of the same key or of the
    same model that is shown, and so was protected with all that adds up to it. An n that is none of these lies beside
    too many others that differ from it by a few patients: those seen at a visit, those with a value before it, those
    with both. How many patients there are in all is always shown: every table is protected as though it were known.
    """
    secret: dict[Place, set[int]] = defaultdict(set)
    shown: dict[Place, set[int]] = defaultdict(set)
    for row in ledger:
        if kinds[row] in (*classes.COUNTS, classes.OBSERVATIONS) and row.value == row.value:
            for place in _places(row, groups, set_too=kinds[row] == classes.TOTAL):
                (secret if row.id in marks else shown)[place].add(int(row.value))
    _add_both_responses(shown)
    lacking = lacking_in_secret(row for row in ledger if row.id in marks and kinds[row] in classes.COUNTS)
    found = {row.id for row in ledger if of_left_out(row, groups, left_out) or counts_values(row, lacking)}
    for row in ledger:
        if row.n is None or row.id == IN_ALL:
            continue
        if row.statistic == WARNING:  # its n is that of the numbers it warns of, and none of its own
            found.add(row.id)
            continue
        if row.n in (0, groups.n) and not policy.hide_zeros:  # nobody has a value, or nobody lacks one
            continue
        places = list(_places(row, groups, set_too=True))
        sizes = {groups.n, groups.size(set_of(row, groups)[2])}
        known = sizes.union(*(shown[place] for place in places))
        hidden = set[int]().union(*(secret[place] for place in places))
        if row.n not in known or row.n in hidden or policy.small(row.n):
            found.add(row.id)
    return found


def _places(row: Row, groups: Groups, *, set_too: bool) -> Iterator[Place]:
    """Yield where the counts are looked for that an n repeats: at its key, and of its set of patients and its model."""
    yield row.key[:4]
    if row.variable == "missing":
        yield "cohort", "seen", "", row.group
    if set_too:
        if row.variable:
            yield "set of patients", *set_of(row, groups)
        if row.analysis == "predictors" and row.group not in groups.names:
            yield "model", row.group, row.level, ""


def _add_both_responses(shown: dict[Place, set[int]]) -> None:
    """Where one number of responders and one of the others is shown for a variable, so is their sum."""
    for name, visit in {place[1:3] for place in shown if place[0] == "set of patients"}:
        both = [shown["set of patients", name, visit, response] for response in RESPONSES]
        if all(len(each) == 1 for each in both):
            shown["set of patients", name, visit, ALL].add(sum(map(sum, both)))


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
        if row.group in groups.names or row.group in _OF_CHANGES:
            partition[row.variable, row.level, row.statistic].setdefault(group, row)
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
