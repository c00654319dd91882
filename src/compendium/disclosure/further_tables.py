"""The other linked tables of patients: the flow, the definitions of response, combinations, and features in models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

import numpy as np

from compendium.disclosure.groups import ALL, RESPONSES, UNDECIDED, Groups, find_row
from compendium.disclosure.linked_counts import Flags
from compendium.disclosure.policy import Policy
from compendium.disclosure.stages import BY_RESPONSE, JOINT, Stated, Table, settled
from press.rows import Ledger


def flow_table(ledger: Ledger, groups: Groups, policy: Policy) -> Table | None:
    """Return the flow: atoms are those excluded at each step and those included; how many remain adds them up.

    A step that excludes a handful is joined with a neighbour: how many remained between them is not shown. Where no
    more than a handful were excluded in all, neither is how many were screened.
    """
    steps = ledger.find(analysis="cohort", variable="flow", statistic="excluded")
    remaining = {row.level: row for row in ledger.find(analysis="cohort", variable="flow", statistic="remaining")}
    if not steps:
        return None
    atoms = len(steps) + 1
    place = np.arange(atoms)
    counts = [Stated("included", place == len(steps), groups.n, known=True)]
    left = list(accumulate([groups.n, *(int(step.value) for step in reversed(steps))]))[::-1]
    screened, excluded = find_row(ledger, "cohort.flow.screened.remaining"), left[0] - groups.n
    rows = (screened.id,) if screened else ()
    counts.append(Stated("screened", place >= 0, left[0], rows, known=not policy.small(excluded)))
    counts.append(Stated("excluded in all", place < len(steps), excluded))
    for at, step in enumerate(steps):
        counts.append(Stated(step.id, place == at, int(step.value), (step.id,)))
        if at < len(steps) - 1:
            row = remaining.get(step.level)
            counts.append(Stated(f"after {step.level}", place > at, left[at + 1], (row.id,) if row else ()))
    return Table("flow", tuple(counts))


def definition_tables(ledger: Ledger, groups: Groups) -> Iterator[Table]:
    """Yield, for every definition of response, the one in force against it; atoms are 3 x 3, undecided the third."""
    for row in ledger.find(analysis="efficacy", variable="response", statistic="count"):
        if row.level and groups.response:
            yield Table(f"response {row.level}", tuple(_definition(ledger, groups, row.level)))


def nobody_undecided(ledger: Ledger, groups: Groups) -> frozenset[str]:
    """Return the rows that say in how many response is undecided where it is in nobody: responders and others are all.

    That none is undecided follows from the sizes of the groups, which titles say, also where zeros are not shown.
    """
    if not groups.response or sum(groups.response.get(each, 0) for each in RESPONSES) != groups.n:
        return frozenset()
    crossed = {row.level for row in ledger.find(variable="response_agreement")}
    of_definitions = ledger.find(analysis="efficacy", variable="response", statistic="undecided")
    in_force = {row.id for row in of_definitions if row.level not in crossed}
    return frozenset({"cohort.response.missing", "predictors.undecided", "efficacy.response.undecided", *in_force})


_CROSSED = {  # statistic: those in force, those by the other definition (0 responder, 1 not, 2 undecided)
    "both": ((0,), (0,)),
    "only_first": ((0,), (1,)),
    "only_second": ((1,), (0,)),
    "neither": ((1,), (1,)),
    "undecided_responders": ((0,), (2,)),
    "undecided_non_responders": ((1,), (2,)),
}


def _definition(ledger: Ledger, groups: Groups, level: str) -> Iterator[Stated]:
    yield Stated("all", _crossed((0, 1, 2), (0, 1, 2)), groups.n, known=True)
    for place, name in enumerate((*RESPONSES, UNDECIDED)):
        yield Stated(f"size of {name}", _crossed((place,), (0, 1, 2)), groups.response.get(name, 0), known=True)
    count, total, undecided = (
        find_row(ledger, f"efficacy.response.{level}.{each}") for each in ("count", "total", "undecided")
    )
    other = {"count": (count, (0,)), "total": (total, (0, 1)), "undecided": (undecided, (2,))}
    told_anyway = nobody_undecided(ledger, groups)
    yield from (
        Stated(row.id, _crossed((0, 1, 2), answers), int(row.value), (row.id,), known=row.id in told_anyway)
        for row, answers in other.values()
        if row
    )
    if count and total:
        yield Stated("not responders", _crossed((0, 1, 2), (1,)), int(total.value - count.value))
    crossed = {name: find_row(ledger, f"efficacy.response_agreement.{level}.{name}") for name in _CROSSED}
    for name, (first, second) in _CROSSED.items():
        if row := crossed[name]:
            yield Stated(row.id, _crossed(first, second), int(row.value), (row.id,), BY_RESPONSE)
    if not any(crossed.values()):  # the one in force, against itself
        yield Stated("against itself", _crossed((0, 1, 2), (0, 1, 2)) & ~np.eye(3, dtype=bool).ravel(), 0, known=True)


def _crossed(first: tuple[int, ...], second: tuple[int, ...]) -> Flags:
    return np.outer(np.isin(range(3), first), np.isin(range(3), second)).ravel()


def pattern_table(ledger: Ledger, groups: Groups, shown: Mapping[str, str]) -> tuple[Table, tuple[str, ...]] | None:
    """Return the combinations of indications with each indication, and the names of the counts that `shown` marks.

    Atoms are the combinations x response x centre; a combination that is not listed nobody has.
    """
    patterns = ledger.find(analysis="cohort", variable="indication_pattern", statistic="count")
    if not patterns:
        return None
    members = [set(row.level.split("_")) for row in patterns]
    singly: list[Stated] = []
    for name in sorted(set().union(*members) - {"none"}):
        having = np.array([name in held for held in members])
        for group in groups.names:
            if row := find_row(ledger, ".".join(filter(None, ("cohort", f"indication_{name}", group, "count")))):
                singly.append(
                    Stated(row.id, groups.mask(group, having), int(row.value), (row.id,), groups.stage(group))
                )
    kept, hidden = settled(Table("indications", tuple(singly)), shown)
    counts = [*groups.known(len(patterns)), *kept]
    for place, row in enumerate(patterns):
        only = np.arange(len(patterns)) == place
        counts.append(Stated(row.id, groups.mask(ALL, only), int(row.value), (row.id,), JOINT))
    return Table("indication_pattern", tuple(counts)), hidden
