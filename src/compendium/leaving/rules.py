"""Does every number that is shown keep the policy's rules: enough patients behind it, and not too many digits?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes, load_classes
from compendium.disclosure.counted import alone
from compendium.disclosure.course import tells_what_is_missing
from compendium.disclosure.derived import BASELINE, FROM_BASELINE, Derived, difference_marks
from compendium.disclosure.digits import rounded
from compendium.disclosure.further_tables import nobody_undecided
from compendium.disclosure.groups import Groups
from compendium.disclosure.merging import COUNTED_AS
from compendium.disclosure.model_counts import model_marks
from compendium.disclosure.models import is_of_model, of_hidden_patients
from compendium.disclosure.policy import Policy
from compendium.disclosure.reasons import may_be_told, with_safe_note
from compendium.disclosure.sizes import close_sets, hidden_sizes
from compendium.leaving.stranger import Read, groups_of
from compendium.registry.codebook import load_codebook
from press.rows import Ledger
from press.rows.row import Row

_NEEDS = {classes.MOMENT: "mean_from", classes.QUANTILE: "quartiles_from"}
_NEVER = (classes.UNKNOWN, classes.EXTREME, classes.YEAR)
# Computed from the count and the total at their own key, and given back by them.
_OF_ITS_COUNT = (classes.SHARE, classes.INTERVAL, classes.RATE, classes.ASSOCIATION)
_OF_ROWS = ("printed",)
_DIGITS = "no more significant digits than"
_HANGS = "not shown where a count that it is computed from is not"
_COUNTED = ("count", "total", "events")


@dataclass(frozen=True)
class Broken:
    """A row that shows what the policy does not allow."""

    row: str
    shown: str
    rule: str

    def __str__(self) -> str:
        return f"{self.row}: it shows {self.shown}; the rule: {self.rule}"


def broken(ledger: Ledger, policy: Policy) -> Iterator[Broken]:
    """Yield every row that shows a small count, or a number that too few patients are behind or that is too exact.

    Where it is not shown how many patients there are behind a number, that is not judged here. What is compared with
    published figures is computed from the rows as they leave, so it tells no more than they do; only its digits are
    judged.

    >>> from compendium.disclosure.policy import load_policy
    >>> from press.rows import Key
    >>> rows = [Key("cohort").row("n", 40, n=40), Key("cohort", "age").row("mean", 55.886, n=40)]
    >>> [str(each) for each in broken(Ledger(rows), load_policy("publish-5"))]
    ['cohort.age.mean: it shows 55.886; the rule: no more significant digits than 3']
    """
    kinds = load_classes()
    held = {row.key[:4] for row in ledger if row.withheld and row.statistic in _COUNTED}
    groups = groups_of(ledger)
    told_anyway = frozenset() if groups is None else nobody_undecided(ledger, groups)
    for row in ledger:
        if row.n is not None and policy.small(row.n):
            yield Broken(row.id, f"n = {row.n}", f"no count of {policy.mark} patients")
        if row.value == row.value and row.id not in told_anyway and (rule := _rule(row, kinds, held, policy)):
            yield Broken(row.id, f"{row.value:g}", rule)
    if groups is not None:
        yield from _close(ledger, kinds, groups, policy)
        yield from _derived(ledger, kinds, groups, policy)
        yield from _behind(ledger, kinds, groups, policy)
    yield from _again(ledger, kinds)
    yield from _remarks(ledger, kinds)
    yield from _steps(ledger, policy)


def unplaced(ledger: Ledger, found: Iterable[Read]) -> Iterator[Row]:
    """Yield the rows that show a count of patients or events and are in none of the linked tables."""
    kinds = load_classes()
    placed = {row for table in found for count in table.counts for row in count.rows}
    yield from (
        row for row in ledger if row.value == row.value and kinds[row] in classes.COUNTS and row.id not in placed
    )


def told_alone(rows: Iterable[Row], ledger: Ledger, policy: Policy) -> Iterator[Broken]:
    """Yield the counts of no linked table that are small, or all but a handful of the patients they are counted among.

    Where it is not shown how many patients there are, no count can be judged, and each that is shown is yielded.
    """
    groups, kinds = groups_of(ledger), load_classes()
    told_anyway = frozenset() if groups is None else nobody_undecided(ledger, groups)
    listed = [row for row in rows if row.id not in told_anyway]
    alone_in = {row.id for row in listed}
    placed = [row.id for row in ledger if row.id not in alone_in]
    of_models = {} if groups is None else model_marks(ledger, groups, policy, placed)
    for row in listed:
        if groups is None:
            yield Broken(row.id, f"{row.value:g}", "no count is shown where it is not said how many patients there are")
        elif mark := of_models.get(row.id, "") or alone(row, kinds[row], groups, policy):
            yield Broken(row.id, f"{row.value:g}", f"{mark}: a count of a handful, or of all but a handful")


def _rule(row: Row, kinds: Classes, held: set[tuple[str, str, str, str]], policy: Policy) -> str:
    """Return the rule that a shown value breaks, "" where it breaks none."""
    kind = kinds[row]
    exact = rounded(row, kind, policy, load_codebook()) != row.value
    if row.analysis in _OF_ROWS:
        return f"{_DIGITS} {policy.digits}" if exact else ""
    if kind in _NEVER:
        return f"nothing of the class {kind} is shown"
    if kind in (*classes.COUNTS, classes.OBSERVATIONS) and policy.small(row.value):
        return f"no count of {policy.mark} patients"
    if kind in _NEEDS and row.n is not None and row.n < getattr(policy, _NEEDS[kind]):
        return f"at least {getattr(policy, _NEEDS[kind])} patients behind it"
    if kind in _OF_ITS_COUNT and row.key[:4] in held:
        return "not shown where its count is not"
    if kind == classes.CURVE and row.statistic == "at_risk" and row.value < policy.at_risk:
        return f"a curve ends where fewer than {policy.at_risk} are at risk"
    if row.note.startswith(COUNTED_AS):
        return "a level that is counted as another has no number of its own"
    return f"{_DIGITS} {policy.digits}" if exact else ""


def _close(ledger: Ledger, kinds: Classes, groups: Groups, policy: Policy) -> Iterator[Broken]:
    """Two sets of patients of one variable of which the smaller lacks a few of the larger."""
    shown = [row for row in ledger if kinds[row] in _NEEDS and row.value == row.value and row.n]
    for name in close_sets(shown, groups, policy):
        yield Broken(name, f"n = {ledger[name].n}", f"sets of one variable differ by none or at least {policy.nested}")


def _derived(ledger: Ledger, kinds: Classes, groups: Groups, policy: Policy) -> Iterator[Broken]:
    """A share, a ratio, a difference or a test that was computed from a count which is not shown."""
    marks = {row.id: row.withheld for row in ledger if row.withheld and not row.note.startswith(COUNTED_AS)}
    derived = Derived(ledger, groups, kinds, marks, (), set(), policy)
    for row in ledger:
        if row.value != row.value:
            continue
        if tells_what_is_missing(row, derived.lacking):
            yield Broken(row.id, f"{row.value:g}", "not shown where it is not how many patients lack a value")
        elif kinds[row] == classes.ASSOCIATION and not is_of_model(row):
            if derived.hidden(replace(row, n=row.n or groups.n)):  # an n that is not shown need not be a small one
                yield Broken(row.id, f"{row.value:g}", _HANGS)
        elif kinds[row] != classes.SETTING and is_of_model(row) and of_hidden_patients(row, marks):
            yield Broken(row.id, f"{row.value:g}", _HANGS)


def _marks(ledger: Ledger) -> dict[str, str]:
    """What stands in the place of each value that is not shown, by the id of its row."""
    return {row.id: row.withheld for row in ledger if row.withheld}


def _behind(ledger: Ledger, kinds: Classes, groups: Groups, policy: Policy) -> Iterator[Broken]:
    """An n that is no size of a group and no count that is shown; and a percentage that gives one back."""
    for name in hidden_sizes(ledger, groups, kinds, _marks(ledger), (), policy):
        if ledger[name].n is not None and ledger[name].analysis not in _OF_ROWS:
            yield Broken(name, f"n = {ledger[name].n}", "an n is the size of a group, or a count that is shown")
    for row in ledger:
        count = replace(row, statistic="count").id
        if kinds[row] == classes.SHARE and row.n is None and row.value == row.value and count in ledger:
            yield Broken(row.id, f"{row.value:g}", "not shown where it is not of how many patients it is")


def _remarks(ledger: Ledger, kinds: Classes) -> Iterator[Broken]:
    """A remark or a warning that tells of a group of patients."""
    for row in ledger:
        if row.analysis not in _OF_ROWS and not (may_be_told(row) and with_safe_note(row, kinds) == row):
            yield Broken(row.id, repr(row.note), "no remark tells how many patients are of a kind, or that none is")


def _again(ledger: Ledger, kinds: Classes) -> Iterator[Broken]:
    """A mean that is not shown, in the rows of another analysis; and what is computed from the one before treatment."""
    once = (classes.MOMENT, classes.QUANTILE)
    lost = {row.key[1:] for row in ledger if row.withheld and kinds[row] in once}
    for row in ledger:
        if row.value == row.value and kinds[row] in once and row.key[1:] in lost:
            yield Broken(row.id, f"{row.value:g}", "not shown where the same number of another analysis is not")
    for name in difference_marks(ledger, _marks(ledger)):
        if ledger[name].value == ledger[name].value:
            yield Broken(name, f"{ledger[name].value:g}", "not shown where the mean of one of the two groups is not")
    if BASELINE in ledger and ledger[BASELINE].withheld:
        for row in ledger.find(variable=FROM_BASELINE):
            if row.value == row.value and kinds[row] == classes.MODEL:
                yield Broken(row.id, f"{row.value:g}", f"not shown where {BASELINE} is not")


def _steps(ledger: Ledger, policy: Policy) -> Iterator[Broken]:
    """A curve of which a step is a few patients."""
    shown = [row for row in ledger.find(variable="first_event", statistic="at_risk") if row.value == row.value]
    ordered = sorted(shown, key=lambda row: int(row.level))
    for before, now in pairwise(ordered):
        if 0 < before.value - now.value < policy.events_per_step:
            rule = f"between two times none are lost, or at least {policy.events_per_step}"
            yield Broken(now.id, f"{now.value:g} after {before.value:g}", rule)
