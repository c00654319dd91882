"""What an audit finds of one or more printed numbers: how they were read, whether they agree, what would mend them."""

from __future__ import annotations

from dataclasses import dataclass

AGREES, INCONSISTENT, CANNOT = "agrees", "inconsistent", "cannot be told"
TELLS_NOTHING = 0.95  # a check that so large a share of numbers would pass

# The checks of INSPECT-SR (Wilkinson et al. 2025, doi:10.1101/2025.09.03.25334905) that numbers alone can answer.
PARTICIPANTS, IMPOSSIBLE, ERRORS = "4.6", "4.8", "4.9"
CHECKS = {
    PARTICIPANTS: "Are there any unexplained inconsistencies in the numbers of participants?",
    IMPOSSIBLE: "Are the means and variances of integer data impossible?",
    ERRORS: "Are there errors in statistical results?",
}


@dataclass(frozen=True)
class Reading:
    """One way to understand the printed numbers: in words, how many possibilities it leaves, and of how many tried."""

    name: str
    fits: int
    tried: int = 0


@dataclass(frozen=True)
class Repair:
    """A number that another in its place would reconcile: what it is, as printed, what would do, digits that differ.

    reading: how the numbers are then to be understood; "" where there is but one way.
    """

    number: str
    printed: str
    instead: str
    digits: int
    reading: str = ""


@dataclass(frozen=True)
class Finding:
    """The verdict on printed numbers of one claim.

    claim: its id, "groups" for what stands above the claims; says: what is claimed. printed: the numbers, as printed.
    check: which check of INSPECT-SR it belongs to. verdict: one of the constants above, of the numbers as they stand.
    arithmetic: the calculation in one line. unless: what would have to be so, where another reading that was tried
    reconciles them. passes: the share of other values, printed alike, that would agree too; 0 where nothing was
    checked. perhaps: what might explain numbers that do not agree, and was not tried or cannot be.
    """

    claim: str
    says: str
    printed: tuple[str, ...]
    check: str
    verdict: str
    arithmetic: str
    readings: tuple[Reading, ...] = ()
    unless: str = ""
    repairs: tuple[Repair, ...] = ()
    ask: str = ""
    passes: float = 0.0
    perhaps: str = ""
