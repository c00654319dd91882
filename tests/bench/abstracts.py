"""Specificity and sensitivity of the audit: `python -m tests.bench.abstracts 2000`, an hour on two cores.

Honest abstracts are drawn, each with its numbers computed from patients by scipy and statsmodels, some in ways that the
audit does not know (ranks, unconditional tests); how many are flagged? Then one number of each is damaged; how often is
that found, by kind of damage?
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import NamedTuple

from joblib import Parallel, delayed
from tests.abstract_audit.drawn import DAMAGES, accused, audited, damaged, flagged, honest, what_differs

from abstract_audit.finding import INCONSISTENT
from press.ground.fault import Fault

EVERY = 100  # abstracts after which it says how far it is


class Tried(NamedTuple):
    """What came of one abstract: claims flagged as printed and, of these, such as no reading tried reconciles.

    found: whether its damage was; None where there was none to do.
    """

    seed: int
    accused: tuple[str, ...]
    flagged: tuple[str, ...]
    found: bool | None


def tried(seed: int) -> Tried:
    """Audit the abstract of a seed, and what one damage of it changes."""
    drawn, kind = honest(seed), kind_of(seed)
    whole, other = audited(drawn), damaged(seed, kind)
    wrong = {each.claim for each in whole.findings if each.verdict == INCONSISTENT}
    names = tuple(sorted({claim for claim, _ in accused(whole)})), tuple(sorted(wrong))
    if other is None:
        return Tried(seed, *names, None)
    try:
        before, after = (flagged(audited(each)) for each in what_differs(drawn, other))
    except Fault:  # as of a p-value above 1: it is refused before it is audited
        return Tried(seed, *names, True)
    return Tried(seed, *names, after > before)


def kind_of(seed: int) -> str:
    """The damage that an abstract is given: each kind in turn."""
    return list(DAMAGES)[seed % len(DAMAGES)]


def main(many: int) -> None:
    """Print who is accused as it is found, specificity and sensitivity."""
    start, found, printed = time.perf_counter(), Counter[str](), Counter[str]()
    caught, counted, none, some = Counter[str](), Counter[str](), 0, 0
    every = Parallel(n_jobs=-1, return_as="generator_unordered")(delayed(tried)(seed) for seed in range(many))
    for done, each in enumerate(every, start=1):
        none, some = none + bool(each.accused), some + bool(each.flagged)
        found.update(each.accused)
        printed.update(each.flagged)
        if each.found is not None:
            counted[kind_of(each.seed)] += 1
            caught[kind_of(each.seed)] += each.found
        if not done % EVERY:
            print(f"{done} of {many}, {time.perf_counter() - start:.0f} s", flush=True)
    print(
        f"{many} honest abstracts: {some} with a number flagged as printed, {none} with one that no reading reconciles"
    )
    for claim, number in sorted(printed.items()):
        print(f"  {claim}: {number} flagged as printed, {found[claim]} under no reading")
    for kind in DAMAGES:
        print(f"{kind}: {caught[kind]} of {counted[kind]} found")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
