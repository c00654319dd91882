"""What an abstract prints, as a reader of it writes it down: groups of patients, and claims with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from abstract_audit.printed import Printed

COUNT, PERCENT, MEAN, PAIRED_MEANS, TWO_MEANS = "count", "percent", "mean", "paired means", "two means"
SHARES, ODDS_RATIO, RATIO, P_VALUE = "shares", "odds ratio", "ratio", "p-value"
NUMBER, WORDS = "number", "words"


@dataclass(frozen=True)
class Group:
    """Some of the patients: how they are called, how many, and how that is printed; "" where it is what is left."""

    name: str
    n: int
    printed: str = ""


@dataclass(frozen=True)
class Numbers:
    """What is printed of one group or one time: a mean with its SD, or a number of patients with its percentage."""

    mean: Printed | None = None
    sd: Printed | None = None
    n: Printed | None = None
    percent: Printed | None = None

    def printed(self) -> tuple[str, ...]:
        """Return the numbers as they are printed, those there are."""
        return tuple(each.text for each in (self.n, self.percent, self.mean, self.sd) if each)


@dataclass(frozen=True)
class Claim:
    """One claim of an abstract with its numbers.

    id: its name in the certificate; says: what is claimed, in the abstract's words; kind: one of the constants above.
    of: of whom a count, a percentage or a mean is; between: the two groups that are compared.
    own: the numbers of a claim on one group; parts: those of several, by group, or "before" and "after".
    ratio, low, high, p: a ratio, its 95% limits, its p-value; value: a number of any other kind.
    adjusted: "yes", "no" or "unknown".
    whole: whether each patient's own value is a whole number; lowest, highest: the ends of the scale.
    others: all patients, and every group. line: where it stands in the file.
    """

    id: str
    says: str
    kind: str
    of: Group
    between: tuple[Group, Group] | None = None
    own: Numbers = Numbers()
    parts: Mapping[str, Numbers] = field(default_factory=dict)
    ratio: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    p: Printed | None = None
    value: Printed | None = None
    adjusted: str = "unknown"
    whole: bool = False
    lowest: int | None = None
    highest: int | None = None
    others: tuple[Group, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Abstract:
    """An abstract: what it is of, where it was read, all its patients, the groups in the order given, its claims."""

    title: str
    source: str
    patients: Group
    groups: tuple[Group, ...]
    claims: tuple[Claim, ...]

    def claim(self, name: str) -> Claim:
        """Return the claim of an id. Raises KeyError where there is none."""
        found = {each.id: each for each in self.claims}
        return found[name]
