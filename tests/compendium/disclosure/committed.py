"""The committed rows released as though the registry were of patients: computed once for all processes of the tests."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from press.rows import Ledger

ANALYSES = ("cohort", "efficacy", "predictors", "safety")


def committed(root: Path) -> Ledger:
    """The rows of the four analyses, as they lie in the project."""
    return Ledger.read(*(root / "paper" / "results" / f"{name}.csv" for name in ANALYSES))


def released_from_committed(root: Path, shared: Path) -> Ledger:
    """What leaves of them under publish-5, read from its text."""
    place = shared / "released from committed.csv"
    with FileLock(f"{place}.lock"):
        if not place.exists():
            half = place.with_suffix(".half")
            release(committed(root), load_policy("publish-5")).write(half)
            half.replace(place)
    return Ledger.read(place)
