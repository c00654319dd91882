"""What is computed from counts, or from few patients, and is not shown for their sake: percentages, ratios, means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes
from compendium.disclosure.groups import RESPONSES, Groups, of_left_out
from compendium.disclosure.models import is_of_model, refused
from compendium.disclosure.policy import Policy
from compendium.disclosure.sizes import root
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

# Not printed beside an interval whose n is not shown: the width of the interval would give it back.
_GIVE_N = ("sd", "d_z", "df", "se")
_OF_DESCRIPTIONS = ("n", "n_pairs", "n_zero", "missing")  # beside numbers, which are no shares of them
_UNITS = ("_per_doubling", "_per_10_years", "_per_10", "_per_year", "_per_month")
Place = tuple[str, str, str, str]


@dataclass
class Derived:
    """What is hidden of the counts, looked up by what a derived row can depend on."""

    ledger: Ledger
    groups: Groups
    kinds: Classes
    marks: Mapping[str, str]
    left_out: tuple[int, ...]
    without_n: set[str]
    policy: Policy
    at: dict[Place, bool] = field(default_factory=lambda: defaultdict(bool))
    of: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for row in self.ledger:
            if row.id in self.marks and self.kinds[row] in classes.COUNTS:
                self.at[row.key[:4]] |= row.statistic not in _OF_DESCRIPTIONS
                self.of[row.variable].append(row)

    def hidden(self, row: Row) -> bool:
        """Whether a row that is no count is not shown."""
        kind = self.kinds[row]
        if kind in (classes.SETTING, classes.TEXT):
            return False
        if kind in (classes.UNKNOWN, classes.EXTREME, classes.YEAR) or of_left_out(row, self.groups, self.left_out):
            return True
        if is_of_model(row):
            return refused(row, self.ledger, self.groups, self.marks, self.policy)
        if self.at[row.key[:4]] and kind in (classes.SHARE, classes.INTERVAL, classes.RATE, classes.ASSOCIATION):
            return True
        if kind in (classes.MOMENT, classes.QUANTILE):
            return self._few(row, kind) or self._gives_n(row)
        if kind == classes.SHARE:
            return self._share(row)
        if kind == classes.ASSOCIATION:
            return self._association(row)
        return (row.n or 0) < self.policy.mean_from and kind != classes.INTERVAL

    def _few(self, row: Row, kind: str) -> bool:
        least = self.policy.mean_from if kind == classes.MOMENT else self.policy.quartiles_from
        return row.n is None or row.n < least

    def _gives_n(self, row: Row) -> bool:
        beside = ".".join(filter(None, (*row.key[:4], "ci_low")))
        return row.id in self.without_n and row.statistic in _GIVE_N and beside in self.ledger

    def _share(self, row: Row) -> bool:
        """A percentage without a count of its own repeats one that is shown, or hangs on all definitions together."""
        if f"{'.'.join(filter(None, row.key[:4]))}.count" in self.ledger:
            return False
        same = self.ledger.find(variable="response", statistic=row.statistic)
        if any(each.value == row.value and not self.at[each.key[:4]] for each in same):
            return False
        return bool(self.of["response"]) or (row.n or 0) < self.policy.mean_from

    def _association(self, row: Row) -> bool:
        """Differences and tests of a variable hang on its counts in the groups compared; those of numbers on n."""
        if row.analysis == "efficacy":
            return (row.n or 0) < self.policy.mean_from or self._agreement(row)
        if row.analysis == "safety":
            return bool(self.of[row.variable])
        variable = row.variable
        for unit in _UNITS:
            variable = variable.removesuffix(unit)
        held = [*self.of[variable], *(self.of[row.variable] if variable != row.variable else [])]
        among = [each for each in held if self._compared(row, each)]
        if self._is_number(variable) and not row.statistic.endswith(("_low", "_high")):
            return (row.n or 0) < self.policy.mean_from
        return bool(among)

    def _agreement(self, row: Row) -> bool:
        return any(each.level == row.level for each in self.of[row.variable]) and row.variable == "response_agreement"

    def _is_number(self, variable: str) -> bool:
        return any(
            f"{analysis}.{name}.mean" in self.ledger for analysis in ("cohort",) for name in (variable, root(variable))
        )

    def _compared(self, row: Row, hidden: Row) -> bool:
        """Whether a hidden count is one of those that a row was computed from."""
        if row.level and hidden.level not in ("", row.level):
            return False
        if row.group == "centre":
            return hidden.group == "" or hidden.group in self.groups.centre
        if row.group == "within_centres":
            return hidden.group == "within_centres"
        return hidden.group in ("", "response", *RESPONSES)


def interval_marks(ledger: Ledger, kinds: Classes, marks: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of the intervals whose estimate, at the same key, is not shown."""
    lost = {row.key[:4] for row in ledger if row.id in marks and kinds[row] not in (classes.INTERVAL, *classes.COUNTS)}
    kept = {
        row.key[:4]
        for row in ledger
        if row.id not in marks
        and kinds[row] in (classes.SHARE, classes.MOMENT, classes.RATE, classes.ASSOCIATION)
        and row.statistic not in ("p", "p_fdr", "p_t", "p_holm")
    }
    return {
        row.id: FOLLOWS
        for row in ledger
        if kinds[row] == classes.INTERVAL and row.key[:4] in lost and row.key[:4] not in kept
    }
