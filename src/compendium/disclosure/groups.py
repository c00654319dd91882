"""The groups in which everything is described: all patients, by response and by centre, and how many each has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from compendium.disclosure.linked_counts import Flags
from compendium.disclosure.policy import Policy
from compendium.disclosure.stages import BY_CENTRE, BY_RESPONSE, OVERALL, Stated, Table, shown_in
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

RESPONSES = ("responder", "non_responder")
UNDECIDED = "undecided"
ALL = ""
IN_ALL = "cohort.n"  # the row that says how many patients there are


@dataclass(frozen=True)
class Groups:
    """How many patients there are, by response (undecided last) and by centre; `both` where the ledger has them."""

    n: int
    response: dict[str, int]
    centre: dict[str, int]
    both: dict[tuple[str, str], int]

    @property
    def shape(self) -> tuple[int, int]:
        """How many groups by response, and how many by centre; one where the ledger has no such grouping."""
        return max(len(self.response), 1), max(len(self.centre), 1)

    def mask(self, group: str, levels: Flags) -> Flags:
        """Return which atoms (level x response x centre) belong to some levels in one group."""
        chosen = np.ones(self.shape, dtype=bool)
        if group in self.response:
            chosen &= (np.array(list(self.response)) == group)[:, None]
        elif group in self.centre:
            chosen &= (np.array(list(self.centre)) == group)[None, :]
        return np.asarray(levels[:, None, None] & chosen).ravel()

    def cell(self, response: tuple[str, ...], centre: str, levels: Flags) -> Flags:
        """Return which atoms belong to some levels, one of some responses and one centre (ALL: any)."""
        answers = np.isin(list(self.response) or [ALL], list(response))
        places = np.isin(list(self.centre) or [ALL], [centre]) if centre else np.ones(self.shape[1], dtype=bool)
        return np.asarray(levels[:, None, None] & answers[:, None] & places[None, :]).ravel()

    def stage(self, group: str) -> int:
        """Return when a group is looked at: all patients first, then by response, then by centre."""
        return BY_RESPONSE if group in self.response else BY_CENTRE if group in self.centre else OVERALL

    def size(self, group: str) -> int:
        """Return how many patients a group has."""
        return self.response.get(group, self.centre.get(group, self.n))

    @property
    def names(self) -> tuple[str, ...]:
        """Every group by name, all patients ("") first."""
        return (ALL, *self.response, *self.centre)

    def known(self, levels: int) -> Iterator[Stated]:
        """Yield the sizes that a reader is taken to know while a variable is looked at, those of both groupings too.

        Those within a centre may be hidden where they are printed; here they count as known, so that the tables of
        two variables put side by side tell no more than each does.
        """
        every = np.ones(levels, dtype=bool)
        for name in self.names:
            yield Stated(f"size of {name}", self.mask(name, every), self.size(name), known=True)
        for (response, centre), count in self.both.items():
            mask = self.cell((response,), centre, every)
            yield Stated(f"size of {response}, {centre}", mask, count, known=True)


def read_groups(ledger: Ledger) -> Groups:
    """Return the groups that a ledger describes. Raises KeyError where it does not say how many patients there are."""
    n = int(ledger.value(IN_ALL))
    counted = {
        row.level: int(row.value) for row in ledger.find(analysis="cohort", variable="response", statistic="count")
    }
    response = {name: counted[name] for name in RESPONSES if name in counted}
    if response and (undecided := n - sum(response.values())):
        response[UNDECIDED] = undecided
    of_centres = ledger.find(analysis="cohort", variable="centre", group="", statistic="count")
    centre = {row.level: int(row.value) for row in of_centres}
    return Groups(n, response, centre, dict(_both(ledger, response, centre)))


def _both(ledger: Ledger, response: dict[str, int], centre: dict[str, int]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield how many patients of each response each centre has, if the ledger says so of all of them."""
    rows = {name: f"efficacy.response_centres.{name}." for name in centre}
    if not response or any(
        f"{row}{each}" not in ledger for row in rows.values() for each in ("count", "total", "undecided")
    ):
        return
    for name, row in rows.items():
        count, total, undecided = (int(ledger.value(f"{row}{each}")) for each in ("count", "total", "undecided"))
        found = dict(zip((*RESPONSES, UNDECIDED), (count, total - count, undecided), strict=True))
        yield from (((each, name), found[each]) for each in response)


def group_tables(ledger: Ledger, groups: Groups) -> Iterator[Table]:
    """Yield the tables of the sizes themselves: by response, by centre, and by both."""
    by_response = Groups(groups.n, groups.response, {}, {})
    yield Table("response", (*_sizes(ledger, by_response, _RESPONSE_ROWS), *_decided(ledger, by_response)))
    rows = {name: (f"cohort.centre.{name}.count", f"cohort.centres.{name}.patients") for name in groups.centre}
    yield Table("centre", tuple(_sizes(ledger, Groups(groups.n, {}, groups.centre, {}), rows)))
    if groups.both:
        yield Table("response by centre", tuple(_within_centres(ledger, groups)))


_RESPONSE_ROWS: dict[str, tuple[str, ...]] = {
    "responder": ("cohort.response.responder.count", "efficacy.response.count", "predictors.responders"),
    "non_responder": ("cohort.response.non_responder.count", "predictors.non_responders"),
    UNDECIDED: ("cohort.response.missing", "efficacy.response.undecided", "predictors.undecided"),
}
_DECIDED_ROWS = (*(f"cohort.response.{each}.total" for each in RESPONSES), "efficacy.response.total")


def _sizes(ledger: Ledger, groups: Groups, rows: Mapping[str, tuple[str, ...]]) -> Iterator[Stated]:
    one = np.ones(1, dtype=bool)
    yield Stated("all", groups.mask(ALL, one), groups.n, known=True)
    for name, count in (groups.response | groups.centre).items():
        there = tuple(row for row in rows[name] if row in ledger)
        yield Stated(name, groups.mask(name, one), count, there)


def _decided(ledger: Ledger, groups: Groups) -> Iterator[Stated]:
    if groups.response:
        there = tuple(row for row in _DECIDED_ROWS if row in ledger)
        decided = groups.n - groups.response.get(UNDECIDED, 0)
        yield Stated("decided", groups.cell(RESPONSES, ALL, np.ones(1, dtype=bool)), decided, there)


def _within_centres(ledger: Ledger, groups: Groups) -> Iterator[Stated]:
    one = np.ones(1, dtype=bool)
    for name in groups.names:
        yield Stated(f"size of {name}", groups.mask(name, one), groups.size(name), known=True)
    for centre in groups.centre:
        of = {each: groups.both[each, centre] for each in groups.response}
        row = f"efficacy.response_centres.{centre}."
        for responses, printed in (
            (RESPONSES[:1], (f"{row}count",)),
            (RESPONSES[1:], ()),
            (RESPONSES, (f"{row}total", f"predictors.centres.{centre}.patients")),
            ((UNDECIDED,), (f"{row}undecided",)),
        ):
            mask = groups.cell(responses, centre, one)
            value = sum(of.get(each, 0) for each in responses)
            if mask.any():
                name = f"{' or '.join(responses)}, {centre}"
                there = tuple(each for each in printed if each in ledger)
                yield Stated(name, mask, value, there, BY_CENTRE)


def not_shown(ledger: Ledger, groups: Groups, policy: Policy) -> tuple[dict[str, str], tuple[int, ...]]:
    """Return the marks of the sizes that are not shown, and the stages that are left out with them everywhere.

    A grouping of which one group is too small to be printed is left out: the others would give it back. So is one with
    a group in which no small count could have an interval of the policy's width.
    """
    marks: dict[str, str] = {}
    left_out: list[int] = []
    stages = {"response": BY_RESPONSE, "centre": BY_CENTRE}
    for table in group_tables(ledger, groups):
        sizes = groups.response if table.name == "response" else groups.centre
        if table.name in stages and any(_too_small(name, size, policy) for name, size in sizes.items()):
            left_out.append(stages[table.name])
        marks |= shown_in(table, policy, without=left_out if table.name not in stages else ())
    if BY_RESPONSE in left_out:
        marks |= {row.id: FOLLOWS for row in ledger.find(variable="response_centres")}
    return marks, tuple(left_out)


def _too_small(name: str, size: int, policy: Policy) -> bool:
    """Whether nothing can be described in a group; the undecided are counted, and not described."""
    return policy.small(size) or (name != UNDECIDED and 0 < size < policy.fewest + policy.width)


def find_row(ledger: Ledger, name: str) -> Row | None:
    """Return a row by its id, None where the ledger has none."""
    return ledger[name] if name in ledger else None  # noqa: SIM401 - a ledger is no dictionary


def of_left_out(row: Row, groups: Groups, left_out: tuple[int, ...]) -> bool:
    """Whether a row belongs to a grouping that is left out: to one of its groups, or to a comparison of them.

    >>> from press.rows import Key
    >>> of_left_out(Key("predictors", "age").row("p", 0.02), Groups(9, {}, {}, {}), (BY_RESPONSE,))
    True
    """
    names = {row.group, row.level}
    of_response = row.analysis == "predictors" or row.group in ("response", "change_difference")
    of_response |= any("responder" in each for each in names) or row.variable.endswith("_by_response")
    of_centre = row.group == "centre" or row.variable.endswith("_by_centre") or bool(names & {*groups.centre})
    return (BY_RESPONSE in left_out and of_response) or (BY_CENTRE in left_out and of_centre)
