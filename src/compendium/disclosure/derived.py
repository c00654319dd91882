"""What is computed from counts, or from few patients, and is not shown for their sake: percentages, ratios, means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from compendium.clinical.range_of_shares import EXTREMES, LOWER, UPPER
from compendium.clinical.response_models import DIAGNOSIS
from compendium.disclosure import classes
from compendium.disclosure.classes import Classes, root
from compendium.disclosure.course import lacking_in_secret, tells_what_is_missing
from compendium.disclosure.groups import RESPONSES, Groups, of_left_out
from compendium.disclosure.models import diagnosis_enough, is_of_model, refused
from compendium.disclosure.policy import Policy
from press.rows import Ledger
from press.rows.row import FOLLOWS, Row

# Not printed beside an interval whose n is not shown: the width of the interval would give it back.
_GIVE_N = ("sd", "d_z", "df", "se")
FEWEST_PAIRS = 500  # of which two decimals of a rank-biserial correlation leave five numbers of pairs or more
FROM_BASELINE = "regression_to_the_mean"
BASELINE = "efficacy.mmt8.baseline.mean"  # what regression to the mean starts from
_OF_DESCRIPTIONS = ("n", "n_pairs", "n_zero", "missing")  # beside numbers, which are no shares of them
_PER = "_per_"  # what follows is the unit of an odds ratio of a number
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
    lacking: set[str] = field(default_factory=set)  # outcomes of which it is hidden how many patients lack them

    def __post_init__(self) -> None:
        for row in self.ledger:
            if row.id in self.marks and self.kinds[row] in classes.COUNTS:
                self.at[row.key[:4]] |= row.statistic not in _OF_DESCRIPTIONS
                self.of[row.variable].append(row)
        self.lacking = lacking_in_secret(each for rows in self.of.values() for each in rows)

    def hidden(self, row: Row) -> bool:
        """Whether a row that is no count is not shown."""
        kind = self.kinds[row]
        if kind in (classes.SETTING, classes.TEXT):
            return False
        if kind in (classes.UNKNOWN, classes.EXTREME, classes.YEAR) or of_left_out(row, self.groups, self.left_out):
            return True
        if tells_what_is_missing(row, self.lacking):
            return True
        if kind == classes.OBSERVATIONS:
            return self.policy.small(row.value)
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
        beside = replace(row, statistic="ci_low").id
        return row.id in self.without_n and row.statistic in _GIVE_N and beside in self.ledger

    def _share(self, row: Row) -> bool:
        """A percentage without a count of its own repeats one that is shown, or hangs on all definitions together.

        With a count of its own it gives back of how many it is.
        """
        if row.statistic in EXTREMES:
            bound = LOWER if row.statistic == EXTREMES[0] else UPPER
            own = [each for each in self.ledger.find(statistic=bound) if each.value == row.value]
            return all(self.hidden(each) for each in own)
        if replace(row, statistic="count").id in self.ledger:
            return row.id in self.without_n
        same = self.ledger.find(variable="response", statistic=row.statistic)
        if any(each.value == row.value and not self.at[each.key[:4]] for each in same):
            return False
        return bool(self.of["response"]) or (row.n or 0) < self.policy.mean_from

    def _association(self, row: Row) -> bool:
        """Differences and tests of a variable hang on its counts in the groups compared; those of numbers on n."""
        if row.analysis == "efficacy":
            return (
                (row.n or 0) < self.policy.mean_from
                or self._agreement(row)
                or self._ranks(row, row.id in self.without_n)
            )
        if row.analysis == "safety":
            return bool(self.of[row.variable])
        variable, per, _ = row.variable.partition(_PER)
        among = [each for each in self.of[variable] if self._compared(row, each)]
        if variable == DIAGNOSIS:  # its counts are those of diagnoses put together
            among = [each for each in self.of["diagnosis"] if self._compared(row, each)]
            return bool(among) or not diagnosis_enough(self.ledger, self.policy)
        if (per or self._is_number(variable)) and not row.statistic.endswith(("_low", "_high")):
            return (row.n or 0) < self.policy.mean_from or self._ranks(row, bool(among) or row.id in self.without_n)
        return bool(among)

    def _ranks(self, row: Row, secret: bool) -> bool:
        """Whether a rank-biserial correlation, a number of pairs over all pairs, would tell how many patients it is of.

        Of one group, to the two decimals with which it leaves, it does not if there are enough pairs. Of two groups it
        does, with the p-value of the same ranks beside it.
        """
        if not secret or not row.statistic.startswith("rank_biserial"):
            return False
        n = row.n or 0
        return row.analysis != "efficacy" or n * (n + 1) / 2 < FEWEST_PAIRS

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


def difference_marks(ledger: Ledger, marks: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of differences between responders and others of whom the mean of one is not shown.

    The other's mean and the difference would give it back.
    """
    found = {}
    for row in ledger:
        if row.group == "change_difference" and row.statistic != "n":  # how many there are is no difference
            means = [replace(row, group=f"change_{each}", statistic="mean").id for each in RESPONSES]
        elif row.statistic.startswith("smd") and row.group == "response":
            means = [f"cohort.{row.variable}.{each}.mean" for each in RESPONSES]
        else:
            continue
        if row.id not in marks and any(mean in marks for mean in means):
            found[row.id] = FOLLOWS
    return found


def again_marks(ledger: Ledger, kinds: Classes, marks: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of what states once more, or gives back, a number of a group that is not shown.

    The same mean of the same patients stands in the rows of two analyses. What regression to the mean would give is
    computed from the mean before treatment, for many long-run means, and with all of them it would be known to a
    hundredth.
    """
    once = (classes.MOMENT, classes.QUANTILE)
    lost = {(row.key[1:], row.value) for row in ledger if row.id in marks and kinds[row] in once}
    found = {
        row.id: FOLLOWS
        for row in ledger
        if row.id not in marks and kinds[row] in once and (row.key[1:], row.value) in lost
    }
    if BASELINE in marks or BASELINE in found:
        rows = ledger.find(variable=FROM_BASELINE)
        found |= {row.id: FOLLOWS for row in rows if row.id not in marks and kinds[row] == classes.MODEL}
    return found


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
