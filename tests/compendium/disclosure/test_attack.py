"""The attack on released rows: only their text is read. With the policy off it must succeed, or it tests nothing.

ATTACKS=200 in the environment tries as many registries (the figures of the design); eight otherwise.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from compendium.disclosure.policy import Policy, load_policy
from compendium.disclosure.releasing import release
from press.rows import Ledger

from .attack import Reader, read
from .drawn_registry import drawn, only_small_hidden

ATTACKS = int(os.environ.get("ATTACKS", "8"))
SMALL_GROUPS = (171, 173)  # five non-responders: nothing in so small a group can be left an interval of five
FIVE = load_policy("publish-5")


def text_of(ledger: Ledger, folder: Path) -> str:
    ledger.write(folder / "rows.csv")
    return (folder / "rows.csv").read_text(encoding="utf-8")


def small_counts(ledger: Ledger, reader: Reader, policy: Policy, folder: Path) -> dict[tuple[str, str, str], int]:
    """The true small counts of a ledger by variable, level and group, "no" of a yes/no variable among them."""
    truth = read(text_of(ledger, folder), policy.fewest)
    found = {}
    for name, known in truth.variables.items():
        counts = {place: int(low) for place, (low, high) in known.limits.items() if low == high}
        for (level, group), value in list(counts.items()):
            if level == "yes":
                counts["no", group] = counts["recorded", group] - value
        found |= {
            (name, *place): value for place, value in counts.items() if policy.small(value) and name in reader.variables
        }
    return found


def recovered(
    ledger: Ledger, released: Ledger, policy: Policy, folder: Path, *, marks: bool
) -> dict[tuple[str, ...], str]:
    """What the attack finds of the small counts: exactly, or in an interval that is too narrow."""
    text = text_of(released, folder)
    reader = read(text, policy.fewest, zeros_hidden=policy.hide_zeros, marks=marks)
    small = small_counts(ledger, reader, policy, folder)
    found = {}
    for name in sorted({name for name, _, _ in small}):
        places = [(level, group) for of, level, group in small if of == name]
        intervals = {place: (low, high) for place, low, high in reader.intervals(name, places)}
        for (of, level, group), value in small.items():
            if of == name:
                low, high = intervals.get((level, group), (0.0, math.inf))
                assert low - 1e-6 <= value <= high + 1e-6, (name, level, group, value, low, high)
                narrow = low == high if marks else high - low < policy.width or high < policy.fewest
                if narrow:
                    found[name, level, group] = f"{value} in {low:g} to {high:g}"
    return found


@pytest.mark.parametrize("seed", sorted({*range(ATTACKS), *SMALL_GROUPS}))
def test_nothing_is_recovered_from_released_rows(seed: int, tmp_path: Path) -> None:
    """No small count, printed or implied, within less than the policy's width; none exactly, marks and all."""
    ledger = drawn(seed, FIVE)
    released = release(ledger, FIVE)
    assert recovered(ledger, released, FIVE, tmp_path, marks=False) == {}
    assert recovered(ledger, released, FIVE, tmp_path, marks=True) == {}


@pytest.mark.parametrize("seed", range(0, ATTACKS, 4))
def test_strict_keeps_what_it_says(seed: int, tmp_path: Path) -> None:
    ten = load_policy("strict-10")
    ledger = drawn(seed, ten)
    assert recovered(ledger, release(ledger, ten), ten, tmp_path, marks=False) == {}


def test_hiding_small_counts_alone_is_undone(tmp_path: Path) -> None:
    """With complements shown the attack succeeds; without any policy every small count is there to read."""
    found = 0
    for seed in range(6):
        ledger = drawn(seed, FIVE)
        found += len(recovered(ledger, only_small_hidden(ledger, FIVE), FIVE, tmp_path, marks=False))
        assert (
            recovered(ledger, ledger, FIVE, tmp_path, marks=False).keys()
            >= small_counts(ledger, read(text_of(ledger, tmp_path), 5), FIVE, tmp_path).keys()
        )
    assert found > 20
