"""Responses are dealt out anew in blocks, side by side; what comes out does not depend on how many work at it.

A dealing's random numbers are those of its own number, and blocks come back in order, so one process, many, or a Dask
cluster give the same bytes.
"""

from __future__ import annotations

from functools import cache

import joblib
import numpy as np

from compendium.clinical.cohort import open_registry
from compendium.clinical.curve_counts import REGISTRY, Counts, counts, dealt_anew
from compendium.clinical.decisions import Multiverse
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.many_frames import Frames, frames

SEED = 2021
BLOCK = 10  # dealings that a worker takes at a time
OBSERVED = 0  # the number of the dealing in which everybody keeps the own response

Dealing = tuple[int, dict[str, Counts]]


def deal(first: int, last: int, seed: int = SEED, registry: str = REGISTRY) -> list[Dealing]:
    """Return what the analyses say in the dealings from `first` up to, without, `last`, by their numbers.

    >>> [number for number, _ in deal(0, 1)]
    [0]
    """
    found, declared = _prepared(registry)
    return [(k, counts(_dealt(found, declared, k, seed), declared)) for k in range(first, last)]


def _dealt(found: Frames, declared: Multiverse, k: int, seed: int) -> Frames:
    return found if k == OBSERVED else dealt_anew(found, declared, np.random.default_rng([seed, k]))


@cache  # once for each process
def _prepared(registry: str) -> tuple[Frames, Multiverse]:
    declared = multiverse()
    return frames(open_registry(registry), declared), declared


def run(parallel: joblib.Parallel, permutations: int, seed: int = SEED, registry: str = REGISTRY) -> list[Dealing]:
    """Return the true counts and those of so many dealings, block by block, with the workers of `parallel`."""
    starts = range(0, permutations + 1, BLOCK)
    blocks = parallel(
        joblib.delayed(deal)(first, min(first + BLOCK, permutations + 1), seed, registry) for first in starts
    )
    return [dealing for block in blocks for dealing in block]
