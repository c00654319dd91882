"""From a ledger to the linked tables of counts: each variable by level, response and centre, from the rows' keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from compendium.disclosure.groups import ALL, RESPONSES, UNDECIDED, Groups
from compendium.disclosure.linked_counts import Flags
from compendium.disclosure.stages import JOINT, Stated, Table
from press.rows import Ledger
from press.rows.row import Row

YES, NO, RECORDED, LACKING = "yes", "no", "recorded", "missing"
_OF_GROUPS = ("response", "centre")  # the groups themselves
_STRATA = ("response", "within_centres")
_DESCRIBED = "number not recorded"  # the method of the row that every description of a variable ends with


@dataclass
class Described:
    """What a ledger says of one variable: the counts of each level in each group, and the rows that print them."""

    name: str
    levels: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], int] = field(default_factory=dict)  # by level (or RECORDED, LACKING) and group
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)  # rows that state another value of a count than the first row did
    strata: list[Row] = field(default_factory=list)  # with it and without it, by response, and within the centres

    def note(self, row: Row, level: str) -> None:
        """Keep what a row states."""
        place = (level, row.group)
        if self.values.setdefault(place, int(row.value)) == int(row.value):
            self.rows.setdefault(place, []).append(row.id)
        else:
            self.odd.append(row.id)
        if level not in (RECORDED, LACKING, *self.levels):
            self.levels.append(level)


def described(ledger: Ledger, groups: Groups) -> dict[str, Described]:
    """Return the described variables by name: those with a count of the patients in whom they were not recorded."""
    names = dict.fromkeys(row.variable for row in ledger if row.method == _DESCRIBED and row.variable not in _OF_GROUPS)
    found = {name: Described(name) for name in names}
    for row in ledger:
        if row.variable not in found:
            continue
        if row.group in groups.names and (level := _level(row)):
            found[row.variable].note(row, level)
        elif row.group in _STRATA:
            found[row.variable].strata.append(row)
    for row in ledger.find(analysis="cohort", variable="missing", group="baseline", statistic="count"):
        _note_baseline(found, row)
    return {name: each for name, each in found.items() if each.values}


def _note_baseline(found: dict[str, Described], row: Row) -> None:
    """Keep how many lack an outcome at the first visit, where it is how many lack the variable that describes it."""
    for name in (row.level, f"{row.level}_xuln"):
        if name in found and found[name].values.get((LACKING, ALL)) == int(row.value):
            found[name].rows.setdefault((LACKING, ALL), []).append(row.id)
            return


def _level(row: Row) -> str:
    """Return which level a row counts, "" where it is no count of a description."""
    if row.method == "count" and row.statistic == "count":
        return row.level or YES
    if row.method in ("number recorded", _DESCRIBED):
        return LACKING if row.statistic == "missing" else RECORDED
    return ""


def variable_table(groups: Groups, about: Described) -> Table:
    """Return the linked table of one variable: atoms are its levels, "not recorded" among them, x response x centre.

    A yes/no variable has the count of "no", which follows from the others, and is not printed, beside it.
    """
    levels = levels_of(about)
    counts = [*groups.known(len(levels)), *_counts(groups, about, levels), *_strata(groups, about, levels)]
    return Table(about.name, tuple(counts))


def levels_of(about: Described) -> list[str]:
    """Return the levels that the atoms of a variable have, "not recorded" last.

    >>> levels_of(Described("myalgia", [YES])), levels_of(Described("age"))
    (['yes', 'no', 'missing'], ['recorded', 'missing'])
    """
    if not about.levels:
        return [RECORDED, LACKING]
    return [YES, NO, LACKING] if about.levels == [YES] else [*about.levels, LACKING]


def _counts(groups: Groups, about: Described, levels: list[str]) -> Iterator[Stated]:
    order = np.array(levels)
    recorded = order != LACKING
    for group in groups.names:
        held = {level: value for (level, of), value in about.values.items() if of == group}
        if group == UNDECIDED and (ALL in {of for _, of in about.values}):
            held = _undecided(about)
        if not held:
            continue
        whole = held.get(RECORDED, groups.size(group) - held.get(LACKING, 0))
        held.setdefault(RECORDED, whole)
        held.setdefault(LACKING, groups.size(group) - whole)
        if NO in levels and YES in held:
            held[NO] = whole - held[YES]
        for level, value in held.items():
            mask = groups.mask(group, recorded if level == RECORDED else order == level)
            rows = tuple(about.rows.get((level, group), ()))
            if mask.any():
                spare = level in (RECORDED, LACKING)
                yield Stated(f"{level}, {group or 'all'}", mask, value, rows, groups.stage(group), spare=spare)


def _undecided(about: Described) -> dict[str, int]:
    """What follows for the undecided: all, less responders and non-responders."""
    answers = {of for _, of in about.values if of in RESPONSES}
    wanted = [level for level, of in about.values if of == ALL]
    if answers != set(RESPONSES):
        return {}
    return {
        level: about.values[level, ALL] - sum(about.values.get((level, each), 0) for each in RESPONSES)
        for level in wanted
    }


def _strata(groups: Groups, about: Described, levels: list[str]) -> Iterator[Stated]:
    """Yield the counts of a yes/no variable with it and without it by response, and the same within the centres."""
    order = np.array(levels)
    answers = {"count": RESPONSES[:1], "total": RESPONSES, "undecided": (UNDECIDED,)}
    with_and_without = {"present": YES, "absent": NO, "exposed": YES, "unexposed": NO}
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in about.strata:
        statistic, _, exposed = row.statistic.partition("_")
        level, centre = (row.level, ALL) if row.group == "response" else (exposed, row.level)
        if statistic in answers and level in with_and_without and (centre == ALL or centre in groups.centre):
            yield from _stratum(groups, row, answers[statistic], centre, order == with_and_without[level])
            found.setdefault((level, centre), {})[statistic] = row
    for (level, centre), rows in found.items():
        if {"count", "total"} <= set(rows):  # the others follow
            mask = groups.cell(RESPONSES[1:], centre, order == with_and_without[level])
            name = f"others of {rows['count'].id}"
            yield Stated(name, mask, int(rows["total"].value) - int(rows["count"].value), stage=JOINT)


def _stratum(groups: Groups, row: Row, responses: tuple[str, ...], centre: str, levels: Flags) -> Iterator[Stated]:
    mask = groups.cell(responses, centre, levels)
    if mask.any():
        yield Stated(row.id, mask, int(row.value), (row.id,), JOINT)
