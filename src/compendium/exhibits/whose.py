"""Whose data the results are of: the simulated registry's, or a registry's of patients."""

from __future__ import annotations

from press.rows import Ledger

ORIGIN = "cohort.registry.origin"  # the row whose note says where the patients come from
SIMULATED = "Simulated registry: no patient data."  # as `compendium.registry.reading` says it of the sealed files


def origin(ledger: Ledger) -> str:
    """Return the note on where the patients come from; "" where no row says so."""
    return ledger[ORIGIN].note if ORIGIN in ledger else ""


def is_simulated(ledger: Ledger) -> bool:
    """Whether the results are of the simulated registry, whatever the name of another.

    >>> from press.rows import Key
    >>> is_simulated(Ledger([Key("cohort", "registry").row("origin", None, note="Registry: simulated_2020.")]))
    False
    """
    return origin(ledger) == SIMULATED
