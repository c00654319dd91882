"""Specificity and sensitivity of the audit: `python -m tests.bench.abstracts 2000`, a quarter of an hour.

Honest abstracts are drawn, each with its numbers computed from patients; how many are accused? Then one number of
each is damaged; how often is it found, by kind of damage?
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.abstract_audit.drawn import DAMAGES, accused, audited, damaged, flagged, honest


def main(many: int) -> None:
    """Print specificity and sensitivity."""
    start, none, some, caught, tried = time.perf_counter(), 0, 0, Counter[str](), Counter[str]()
    for seed in range(many):
        found = audited(honest(seed))
        none += bool(accused(found))
        some += bool(flagged(found))
        kind = list(DAMAGES)[seed % len(DAMAGES)]
        if (other := damaged(seed, kind)) is not None:
            tried[kind] += 1
            caught[kind] += flagged(audited(other)) > flagged(found)
    print(f"{many} honest abstracts: {none} accused under every reading, {some} flagged as printed")
    for kind in DAMAGES:
        print(f"{kind}: {caught[kind]} of {tried[kind]} found")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
